"""The REST API."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
api_submissions                         GET  403  405  405  405  403  405  405  405  405
api_submissions                         POST 403  202  404  404  403  404  404  404  404
api_submission                          GET  403  200  404  404  403  200  200  404  200
api_submission                          POST 403  405  405  405  403  405  405  405  405
"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    return {
        "api_submissions": [site.attempt.public_id],
        "api_submission": [site.sent.public_id],
    }


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {"api_submissions": {"responses": {"df": "x"}, "client_key": str(site.sent.client_key)}}
