"""Addresses of courses, of their people and join codes. A GET never writes. (`course` and `people`: pages.staff.)"""

from django.urls import path

from gradus.courses.views import codes, courses, joining, people, roster

urlpatterns = [
    path("join/", joining.join_course, name="join"),
    path("join/<code:code>/", joining.join_course, name="join_with_code"),
    path("courses/new/", courses.course_new, name="course_new"),
    path("courses/<public_id:public_id>/settings/", courses.course_settings, name="course_settings"),
    path("courses/<public_id:public_id>/archive/", courses.course_archive, name="course_archive"),
    path("courses/<public_id:public_id>/reopen/", courses.course_reopen, name="course_reopen"),
    path("courses/<public_id:public_id>/codes/", codes.join_codes, name="join_codes"),
    path("codes/<public_id:public_id>/revoke/", codes.code_revoke, name="code_revoke"),
    path("courses/<public_id:public_id>/people/import/", roster.roster, name="roster"),
    path(
        "courses/<public_id:public_id>/invitations/retry/", people.invitations_retry, name="invitations_retry"
    ),
    path("enrolments/<public_id:public_id>/place/", people.enrolment, name="enrolment"),
    path("enrolments/<public_id:public_id>/role/", people.enrolment_role, name="enrolment_role"),
    path("enrolments/<public_id:public_id>/end/", people.enrolment_end, name="enrolment_end"),
    path("enrolments/<public_id:public_id>/invite/", people.enrolment_invite, name="enrolment_invite"),
]
