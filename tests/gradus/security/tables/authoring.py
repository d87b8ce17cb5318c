"""The bank of problems and the editor."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
bank                                    GET  302  404  404  404  302  200  200  200  200
bank                                    POST 302  405  405  405  302  405  405  405  405
bank_problem                            GET  302  404  404  404  302  200  200  200  200
bank_problem                            POST 302  405  405  405  302  405  405  405  405
"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    return {"bank_problem": [site.world.version.problem.public_id]}


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {}
