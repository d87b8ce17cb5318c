"""Making and changing problem sets."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
set_new                                 GET  302  404  404  404  302  404  200  404  200
set_new                                 POST 302  405  405  405  302  405  405  405  405
set_edit                                GET  302  404  404  404  302  200  200  404  200
set_edit                                POST 302  405  405  405  302  405  405  405  405
set_items                               GET  302  404  404  404  302  200  200  404  200
set_items                               POST 302  405  405  405  302  405  405  405  405
"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    problem_set = [site.world.problem_set.public_id]
    return {"set_new": [site.world.course.public_id], "set_edit": problem_set, "set_items": problem_set}


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {}
