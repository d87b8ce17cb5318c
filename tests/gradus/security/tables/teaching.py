"""Class tables, the work of students, grades, exports."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
class_problems                          GET  302  404  404  404  302  200  200  404  200
class_problems                          POST 302  405  405  405  302  405  405  405  405
class_skills                            GET  302  404  404  404  302  200  200  404  200
class_skills                            POST 302  405  405  405  302  405  405  405  405
reviews                                 GET  302  404  404  404  302  200  200  404  200
reviews                                 POST 302  405  405  405  302  405  405  405  405
export                                  GET  302  404  404  404  302  404  200  404  200
export                                  POST 302  404  404  404  302  404  200  404  200
person                                  GET  302  404  404  404  302  200  200  404  200
person                                  POST 302  405  405  405  302  405  405  405  405
grade_again                             GET  302  404  404  404  302  200  200  404  200
grade_again                             POST 302  404  404  404  302  302  302  404  302
override                                GET  302  404  404  404  302  200  200  404  200
override                                POST 302  404  404  404  302  409  409  404  409
decide                                  GET  302  405  405  405  302  405  405  405  405
decide                                  POST 302  404  404  404  302  302  302  404  302
"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    course = [site.world.course.public_id]
    sent = [site.sent.public_id]
    mine = site.world.cast.student.enrolments.get()
    return {
        "person": [mine.public_id],
        "grade_again": [site.world.item.public_id],
        "override": sent,
        "decide": sent,
    } | dict.fromkeys(("class_problems", "class_skills", "reviews", "export"), course)


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it. The site's submission waits: its grade is refused."""
    return {
        "export": {"kind": "grades", "format": "csv"},
        "override": {"verdict-df": "correct", "reason": "Right in another form."},
        "decide": {"decision": "right"},
    }
