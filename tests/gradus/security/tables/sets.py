"""Making and changing problem sets."""

from __future__ import annotations

from typing import Any

from gradus.courses.models import Extension
from gradus.library.models import Problem, ProblemVersion, Variant

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
set_new                                 GET  302  404  404  404  302  404  200  404  200
set_new                                 POST 302  404  404  404  302  404  302  404  302
set_edit                                GET  302  404  404  404  302  200  200  404  200
set_edit                                POST 302  404  404  404  302  404  302  404  302
set_items                               GET  302  404  404  404  302  200  200  404  200
set_items                               POST 302  405  405  405  302  405  405  405  405
set_extensions                          GET  302  404  404  404  302  200  200  404  200
set_extensions                          POST 302  404  404  404  302  404  302  404  302
set_release                             GET  302  404  404  404  302  404  302  404  302
set_release                             POST 302  404  404  404  302  404  409  404  409
set_publish                             GET  302  404  404  404  302  404  302  404  302
set_publish                             POST 302  404  404  404  302  404  302  404  302
set_withdraw                            GET  302  404  404  404  302  404  302  404  302
set_withdraw                            POST 302  404  404  404  302  404  409  404  409
set_add                                 GET  302  404  404  404  302  404  302  404  302
set_add                                 POST 302  404  404  404  302  404  302  404  302
item_points                             GET  302  404  404  404  302  404  302  404  302
item_points                             POST 302  404  404  404  302  404  302  404  302
item_move                               GET  302  404  404  404  302  404  302  404  302
item_move                               POST 302  404  404  404  302  404  302  404  302
item_remove                             GET  302  404  404  404  302  404  302  404  302
item_remove                             POST 302  404  404  404  302  404  409  404  409
item_restore                            GET  302  404  404  404  302  404  302  404  302
item_restore                            POST 302  404  404  404  302  404  302  404  302
item_version                            GET  302  404  404  404  302  404  302  404  302
item_version                            POST 302  404  404  404  302  404  302  404  302
extension_remove                        GET  302  404  404  404  302  404  302  404  302
extension_remove                        POST 302  404  404  404  302  404  302  404  302
"""


SPARE = "diff.power.spare"


def prepare(site: Any) -> None:
    """An extension for the student, and a problem that is in no set."""
    world = site.world
    Extension.objects.create(
        problem_set=world.problem_set,
        user=world.cast.student,
        closes_at=world.problem_set.closes_at,
        granted_by=world.cast.teacher,
    )
    problem = Problem.objects.create(slug=SPARE, unit="rules")
    problem.current = ProblemVersion.objects.create(
        problem=problem, number=1, content_hash="s" * 64, source="", title="One more power", difficulty=1
    )
    problem.save()
    Variant.objects.create(
        version=problem.current, seed=1, engine_version="test", question={}, presentation={}, reveal={}
    )


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    world = site.world
    problem_set, item = [world.problem_set.public_id], [world.item.public_id]
    extension = Extension.objects.filter(problem_set=world.problem_set).first()
    of_set = ("edit", "items", "extensions", "release", "publish", "withdraw", "add")
    of_item = ("points", "move", "remove", "restore", "version")
    return {
        "set_new": [world.course.public_id],
        "extension_remove": [extension.public_id if extension else "0" * 16],
        **{f"set_{name}": problem_set for name in of_set},
        **{f"item_{name}": item for name in of_item},
    }


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it. The set is a practice set with an answer and one
    problem: it is not released, not withdrawn, and keeps its problem (409)."""
    world = site.world
    spare = Problem.objects.filter(slug=SPARE).first()
    settings = {"title": "A set", "feedback": "practice", "counting": "best"}
    return {
        "set_new": settings,
        "set_edit": settings,
        "set_add": {"problem": spare.public_id if spare else ""},
        "set_extensions": {"student": world.cast.classmate.public_id, "due_at": "2099-01-01T12:00"},
        "item_points": {"points": "3"},
        "item_move": {"to": "up"},
    }
