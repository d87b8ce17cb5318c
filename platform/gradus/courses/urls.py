"""Addresses of courses, of their people and join codes. A GET never writes."""

from django.urls import path

from gradus.courses.views import joining, stub

urlpatterns = [
    path("join/", joining.join_course, name="join"),
    path("join/<code:code>/", joining.join_course, name="join_with_code"),
    path("courses/new/", stub.course_new, name="course_new"),
    path("courses/<public_id:public_id>/", stub.course, name="course"),
    path("courses/<public_id:public_id>/settings/", stub.managed, name="course_settings"),
    path("courses/<public_id:public_id>/people/", stub.people, name="people"),
    path("courses/<public_id:public_id>/people/import/", stub.managed, name="roster"),
]
