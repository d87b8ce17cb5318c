"""The bank of problems and the editor."""

from __future__ import annotations

from typing import Any

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


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    problem = [site.world.version.problem.public_id]
    return {"bank_problem": problem, "bank_add": problem}


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {}
