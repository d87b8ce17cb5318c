"""The bank of problems and the editor."""

from __future__ import annotations

from typing import Any

from gradus.library.models import Problem, ProblemDraft

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
bank                                    GET  302  404  404  404  302  200  200  200  200
bank                                    POST 302  405  405  405  302  405  405  405  405
bank_problem                            GET  302  404  404  404  302  200  200  200  200
bank_problem                            POST 302  405  405  405  302  405  405  405  405
bank_add                                GET  302  404  404  404  302  302  302  302  302
bank_add                                POST 302  404  404  404  302  400  400  400  400
drafts                                  GET  302  404  404  404  302  404  200  200  200
drafts                                  POST 302  404  404  404  302  404  302  302  302
draft                                   GET  302  404  404  404  302  404  200  404  200
draft                                   POST 302  404  404  404  302  404  302  404  404
draft_report                            GET  302  404  404  404  302  404  200  404  200
draft_report                            POST 302  405  405  405  302  405  405  405  405
draft_publish                           GET  302  405  405  405  302  405  405  405  405
draft_publish                           POST 302  404  404  404  302  404  409  404  404
draft_delete                            GET  302  405  405  405  302  405  405  405  405
draft_delete                            POST 302  404  404  404  302  404  302  404  404
problem_copy                            GET  302  405  405  405  302  405  405  405  405
problem_copy                            POST 302  404  404  404  302  404  302  302  302
problem_revise                          GET  302  405  405  405  302  405  405  405  405
problem_revise                          POST 302  404  404  404  302  404  302  404  404
problem_retire                          GET  302  405  405  405  302  405  405  405  405
problem_retire                          POST 302  404  404  404  302  404  302  404  404
problem_restore                         GET  302  405  405  405  302  405  405  405  405
problem_restore                         POST 302  404  404  404  302  404  302  404  404
"""


def prepare(site: Any) -> None:
    """The teacher has published a problem, and writes its next version."""
    teacher = site.world.cast.teacher
    problem = Problem.objects.create(slug="own.power", unit="Rules", owner=teacher)
    ProblemDraft.objects.create(owner=teacher, problem=problem, source='id = "own.power"')


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    problem = [site.world.version.problem.public_id]
    draft = ProblemDraft.objects.filter(problem__slug="own.power").first() or ProblemDraft()
    own = draft.problem or Problem()
    return (
        dict.fromkeys(("bank_problem", "bank_add", "problem_copy"), problem)
        | {key: [draft.public_id] for key in ("draft", "draft_report", "draft_publish", "draft_delete")}
        | {key: [own.public_id] for key in ("problem_revise", "problem_retire", "problem_restore")}
    )


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it. The draft is faulty: it is saved, and not published."""
    text = {"source": 'id = "own.power"\n'}
    return {"draft": text, "draft_publish": text}
