"""A course, its people, its join codes."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
course_new                              GET  302  404  404  404  302  404  200  200  200
course_new                              POST 302  405  405  405  302  405  405  405  405
course                                  GET  302  200  200  404  302  200  200  404  200
course                                  POST 302  405  405  405  302  405  405  405  405
course_settings                         GET  302  404  404  404  302  404  200  404  200
course_settings                         POST 302  405  405  405  302  405  405  405  405
people                                  GET  302  404  404  404  302  200  200  404  200
people                                  POST 302  405  405  405  302  405  405  405  405
roster                                  GET  302  404  404  404  302  404  200  404  200
roster                                  POST 302  405  405  405  302  405  405  405  405
"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    course = [site.world.course.public_id]
    return dict.fromkeys(("course", "course_settings", "people", "roster"), course)


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {}
