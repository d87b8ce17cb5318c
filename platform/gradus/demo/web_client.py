"""A small HTTP client with cookies, as a browser without JavaScript has them."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

SECONDS = 20.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, after redirects: status, final address, text."""

    status: int
    address: str
    text: str

    def json(self) -> dict[str, Any]:
        """The body as an object. Raises ValueError if it is none."""
        body = json.loads(self.text)
        if not isinstance(body, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004  # one error for any body that is not what was promised
        return body


class WebClient:
    """One visitor of the site at `root`."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self._cookies)
        )

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask(path, None, {})

    def post_form(self, path: str, page: Answer, **fields: str) -> Answer:
        """Posts a form of `page`, with the token that stands in it."""
        token = TOKEN.search(page.text)
        fields["csrfmiddlewaretoken"] = token.group(1) if token else ""
        return self._ask(path, urllib.parse.urlencode(fields).encode(), {})

    def post_json(self, path: str, body: dict[str, Any]) -> Answer:
        """Posts an object, with the token of the cookie."""
        token = next((cookie.value for cookie in self._cookies if cookie.name == "csrftoken"), None)
        headers = {"Content-Type": "application/json", "X-CSRFToken": token or ""}
        return self._ask(path, json.dumps(body).encode(), headers)

    def _ask(self, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = urllib.request.Request(urllib.parse.urljoin(self._root, path), body, headers)
        try:
            with self._opener.open(request, timeout=SECONDS) as response:
                return Answer(response.status, response.url, response.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url, error.read().decode(errors="replace"))
