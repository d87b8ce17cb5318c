"""The admin's pages."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi

"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    return {}


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {}
