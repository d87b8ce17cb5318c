"""A course, its people, its join codes."""

from __future__ import annotations

from typing import Any

from gradus.courses.models import Enrolment

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
course_new                              GET  302  404  404  404  302  404  200  200  200
course_new                              POST 302  404  404  404  302  404  302  302  302
course                                  GET  302  200  200  404  302  200  200  404  200
course                                  POST 302  405  405  405  302  405  405  405  405
course_settings                         GET  302  404  404  404  302  404  200  404  200
course_settings                         POST 302  404  404  404  302  404  302  404  302
course_archive                          GET  302  405  405  405  302  405  405  405  405
course_archive                          POST 302  404  404  404  302  404  302  404  302
course_reopen                           GET  302  405  405  405  302  405  405  405  405
course_reopen                           POST 302  404  404  404  302  404  302  404  302
join_codes                              GET  302  404  404  404  302  404  200  404  200
join_codes                              POST 302  404  404  404  302  404  302  404  302
code_revoke                             GET  302  405  405  405  302  405  405  405  405
code_revoke                             POST 302  404  404  404  302  404  302  404  302
people                                  GET  302  404  404  404  302  200  200  404  200
people                                  POST 302  404  404  404  302  404  302  404  302
roster                                  GET  302  404  404  404  302  404  200  404  200
roster                                  POST 302  404  404  404  302  404  200  404  200
invitations_retry                       GET  302  405  405  405  302  405  405  405  405
invitations_retry                       POST 302  404  404  404  302  404  302  404  302
enrolment                               GET  302  404  404  404  302  404  200  404  200
enrolment                               POST 302  405  405  405  302  405  405  405  405
enrolment_role                          GET  302  405  405  405  302  405  405  405  405
enrolment_role                          POST 302  404  404  404  302  404  302  404  302
enrolment_end                           GET  302  405  405  405  302  405  405  405  405
enrolment_end                           POST 302  404  404  404  302  404  302  404  302
enrolment_invite                        GET  302  405  405  405  302  405  405  405  405
enrolment_invite                        POST 302  404  404  404  302  404  302  404  302
"""
OF_A_COURSE = (
    "course",
    "course_settings",
    "course_archive",
    "course_reopen",
    "join_codes",
    "people",
    "roster",
    "invitations_retry",
)
OF_A_PLACE = ("enrolment", "enrolment_role", "enrolment_end", "enrolment_invite")


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address. The place is the classmate's."""
    place = Enrolment.objects.get(user=site.world.cast.classmate, course=site.world.course)
    course, enrolment = [site.world.course.public_id], [place.public_id]
    return {
        **dict.fromkeys(OF_A_COURSE, course),
        **dict.fromkeys(OF_A_PLACE, enrolment),
        "code_revoke": [site.world.code.public_id],
    }


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    settings = {"title": "Calculus", "term": "Autumn", "time_zone": "Europe/Vienna"}
    return {
        "course_new": settings,
        "course_settings": settings,
        "join_codes": {"limit": "30", "expires_at": "2100-01-31T12:00"},
        "people": {"email": "new@example.org", "name": "New Person", "role": "student"},
        "roster": {"text": "new@example.org,New Person"},
        "enrolment_role": {"role": "assistant"},
    }
