"""The admin's pages."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
administration                          GET  302  404  404  404  302  404  404  404  200
administration                          POST 302  405  405  405  302  405  405  405  405
administration_people                   GET  302  404  404  404  302  404  404  404  200
administration_people                   POST 302  405  405  405  302  405  405  405  405
administration_person                   GET  302  404  404  404  302  404  404  404  200
administration_person                   POST 302  405  405  405  302  405  405  405  405
queue                                   GET  302  404  404  404  302  404  404  404  200
queue                                   POST 302  405  405  405  302  405  405  405  405
queue_workers                           GET  302  404  404  404  302  404  404  404  200
queue_workers                           POST 302  405  405  405  302  405  405  405  405
audit_log                               GET  302  404  404  404  302  404  404  404  200
audit_log                               POST 302  405  405  405  302  405  405  405  405
administration_teaching                 GET  302  405  405  405  302  405  405  405  405
administration_teaching                 POST 302  404  404  404  302  404  404  404  302
administration_suspension               GET  302  405  405  405  302  405  405  405  405
administration_suspension               POST 302  404  404  404  302  404  404  404  302
queue_retry                             GET  302  405  405  405  302  405  405  405  405
queue_retry                             POST 302  404  404  404  302  404  404  404  302
queue_resolve                           GET  302  405  405  405  302  405  405  405  405
queue_resolve                           POST 302  404  404  404  302  404  404  404  302
"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    someone, sent = [site.world.cast.outsider.public_id], [site.sent.public_id]
    return {
        "administration_person": someone,
        "administration_teaching": someone,
        "administration_suspension": someone,
        "queue_retry": sent,
        "queue_resolve": sent,
    }


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {
        "administration_teaching": {"may_teach": "yes"},
        "administration_suspension": {"suspended": "yes"},
    }
