"""Pages of students, and those of everybody."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
home                                    GET  200  200  200  200  200  200  200  200  200
home                                    POST 405  405  405  405  405  405  405  405  405
theme                                   GET  405  405  405  405  405  405  405  405  405
theme                                   POST 302  302  302  302  302  302  302  302  302
profile                                 GET  302  200  200  200  302  200  200  200  200
profile                                 POST 302  302  302  302  302  302  302  302  302
progress                                GET  302  200  200  200  302  200  200  200  200
progress                                POST 302  405  405  405  302  405  405  405  405
health_live                             GET  200  200  200  200  200  200  200  200  200
health_live                             POST 405  405  405  405  405  405  405  405  405
health_ready                            GET  503  503  503  503  503  503  503  503  503
health_ready                            POST 405  405  405  405  405  405  405  405  405
join                                    GET  302  200  200  200  302  200  200  200  200
join                                    POST 302  302  302  302  302  302  302  302  302
join_with_code                          GET  302  200  200  200  302  200  200  200  200
join_with_code                          POST 302  302  302  302  302  302  302  302  302
problem_set                             GET  302  200  200  404  302  200  200  404  200
problem_set                             POST 302  405  405  405  302  405  405  405  405
item                                    GET  302  302  200  404  302  200  200  404  200
item                                    POST 302  302  302  404  302  302  302  404  404
attempt                                 GET  302  200  404  404  302  200  200  404  200
attempt                                 POST 302  405  405  405  302  405  405  405  405
preview                                 GET  302  302  302  302  302  302  302  302  302
preview                                 POST 302  200  404  404  302  404  404  404  404
submit                                  GET  302  302  302  302  302  302  302  302  302
submit                                  POST 302  302  404  404  302  404  404  404  404
hint                                    GET  302  302  302  302  302  302  302  302  302
hint                                    POST 302  200  404  404  302  404  404  404  404
another                                 GET  302  302  302  302  302  302  302  302  302
another                                 POST 302  302  404  404  302  404  404  404  404
give_up                                 GET  302  302  302  302  302  302  302  302  302
give_up                                 POST 302  302  404  404  302  404  404  404  404
submission                              GET  302  200  404  404  302  200  200  404  200
submission                              POST 302  405  405  405  302  405  405  405  405
"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    attempt = [site.attempt.public_id]
    return {
        "join_with_code": [site.world.code.code],
        "problem_set": [site.world.problem_set.public_id],
        "item": [site.world.item.public_id],
        "submission": [site.sent.public_id],
    } | dict.fromkeys(("attempt", "preview", "submit", "hint", "another", "give_up"), attempt)


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {
        "profile": {"name": "Somebody"},
        "join": {"code": site.world.code.code},
        "join_with_code": {"code": site.world.code.code},
        "preview": {"df": "x"},
        "submit": {"df": "x", "client_key": str(site.sent.client_key)},
    }
