"""The REST API, and the tokens for it."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
api_me                                  GET  401  200  200  200  401  200  200  200  200
api_me                                  POST 401  405  405  405  401  405  405  405  405
api_progress                            GET  401  200  200  200  401  200  200  200  200
api_progress                            POST 401  405  405  405  401  405  405  405  405
api_courses                             GET  401  200  200  200  401  200  200  200  200
api_courses                             POST 401  405  405  405  401  405  405  405  405
api_course                              GET  401  200  200  404  401  200  200  404  200
api_course                              POST 401  405  405  405  401  405  405  405  405
api_sets                                GET  401  200  200  404  401  200  200  404  200
api_sets                                POST 401  405  405  405  401  405  405  405  405
api_people                              GET  401  404  404  404  401  200  200  404  200
api_people                              POST 401  405  405  405  401  405  405  405  405
api_grades                              GET  401  404  404  404  401  200  200  404  200
api_grades                              POST 401  405  405  405  401  405  405  405  405
api_reviews                             GET  401  404  404  404  401  200  200  404  200
api_reviews                             POST 401  405  405  405  401  405  405  405  405
api_work                                GET  401  404  404  404  401  200  200  404  200
api_work                                POST 401  405  405  405  401  405  405  405  405
api_set                                 GET  401  200  200  404  401  200  200  404  200
api_set                                 POST 401  405  405  405  401  405  405  405  405
api_attempts                            GET  401  405  405  405  401  405  405  405  405
api_attempts                            POST 401  200  201  404  401  201  201  404  404
api_attempt                             GET  401  200  404  404  401  200  200  404  200
api_attempt                             POST 401  405  405  405  401  405  405  405  405
api_readings                            GET  401  405  405  405  401  405  405  405  405
api_readings                            POST 401  200  404  404  401  404  404  404  404
api_submissions                         GET  401  405  405  405  401  405  405  405  405
api_submissions                         POST 401  202  404  404  401  404  404  404  404
api_hints                               GET  401  405  405  405  401  405  405  405  405
api_hints                               POST 401  200  404  404  401  404  404  404  404
api_another                             GET  401  405  405  405  401  405  405  405  405
api_another                             POST 401  201  404  404  401  404  404  404  404
api_give_up                             GET  401  405  405  405  401  405  405  405  405
api_give_up                             POST 401  200  404  404  401  404  404  404  404
api_submission                          GET  401  200  404  404  401  200  200  404  200
api_submission                          POST 401  405  405  405  401  405  405  405  405
api_override                            GET  401  405  405  405  401  405  405  405  405
api_override                            POST 401  404  404  404  401  409  409  404  409
api_decision                            GET  401  405  405  405  401  405  405  405  405
api_decision                            POST 401  404  404  404  401  409  409  404  409
api_problems                            GET  401  404  404  404  401  200  200  200  200
api_problems                            POST 401  405  405  405  401  405  405  405  405
api_problem                             GET  401  404  404  404  401  200  200  200  200
api_problem                             POST 401  405  405  405  401  405  405  405  405
api_schema                              GET  200  200  200  200  200  200  200  200  200
api_schema                              POST 405  405  405  405  405  405  405  405  405
api_nowhere                             GET  404  404  404  404  404  404  404  404  404
api_nowhere                             POST 404  404  404  404  404  404  404  404  404
tokens                                  GET  302  200  200  200  302  200  200  200  200
tokens                                  POST 302  200  200  200  302  200  200  200  200
token_revoke                            GET  302  405  405  405  302  405  405  405  405
token_revoke                            POST 302  404  404  404  302  404  404  404  404
"""
# token_revoke: nobody here has a token; tests/gradus/api/test_tokens.py has those who do.


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    course, attempt, sent = [site.world.course.public_id], [site.attempt.public_id], [site.sent.public_id]
    return {
        "api_work": [site.world.cast.student.enrolments.get().public_id],
        "api_set": [site.world.problem_set.public_id],
        "api_attempts": [site.world.item.public_id],
        "api_problem": [site.world.version.problem.public_id],
        "api_nowhere": ["no/such/address"],
        "token_revoke": ["0" * 16],
        **dict.fromkeys(("api_course", "api_sets", "api_people", "api_grades", "api_reviews"), course),
        **dict.fromkeys(("api_attempt", "api_readings", "api_submissions"), attempt),
        **dict.fromkeys(("api_hints", "api_another", "api_give_up"), attempt),
        **dict.fromkeys(("api_submission", "api_override", "api_decision"), sent),
    }


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it. The site's submission waits: a grade is refused."""
    return {
        "api_submissions": {"responses": {"df": "x"}, "client_key": str(site.sent.client_key)},
        "api_readings": {"responses": {"df": "x"}},
        "api_override": {"percent": {"df": 100}, "reason": "Right in another form."},
        "api_decision": {"decision": "right"},
        "tokens": {"name": "A script", "days": "30"},
    }
