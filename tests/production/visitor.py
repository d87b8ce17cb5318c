"""A browser without JavaScript behind a proxy that ends HTTPS: what it sends is what the web server sees in production."""

from __future__ import annotations

import contextlib
import http.client
import re
import urllib.parse
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

HOST = "gradus.example.org"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SECONDS = 30.0


@dataclass(frozen=True)
class Page:
    """One answer, after redirects."""

    status: int
    path: str
    headers: http.client.HTTPMessage
    text: str


@dataclass
class Visitor:
    """Keeps cookies, secure ones too, because for the browser the connection is HTTPS."""

    port: int
    https: bool = True
    host: str = HOST
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        """A page, wherever it leads."""
        return self._follow("GET", path, None)

    def post(self, path: str, page: Page, **fields: str) -> Page:
        """Posts the form of `page`, wherever it leads."""
        token = TOKEN.search(page.text)
        assert token is not None, page.text[:2000]
        return self._follow("POST", path, urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token[1]}))

    def once(self, method: str, path: str, body: str | None = None, **headers: str) -> Page:
        """One request, no redirect followed."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        proxied = {"Host": self.host, "X-Forwarded-For": "203.0.113.7", "Referer": f"https://{self.host}/"}
        proxied["X-Forwarded-Proto"] = "https" if self.https else "http"
        if self.cookies:
            proxied["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            proxied["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # answered before all was sent
                line.request(method, path, body, proxied | headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            line.close()
        for said in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(said).items()})
        return Page(answer.status, path, answer.headers, text)

    def _follow(self, method: str, path: str, body: str | None) -> Page:
        page = self.once(method, path, body)
        for _ in range(5):
            if page.status not in (301, 302, 303):
                break
            where = urllib.parse.urlsplit(page.headers["Location"])
            page = self.once("GET", where.path + (f"?{where.query}" if where.query else ""))
        return page
