"""Addresses of joining a course."""

from django.urls import path

from gradus.courses import views

urlpatterns = [
    path("join/", views.join_course, name="join"),
    path("join/<code:code>/", views.join_course, name="join_with_code"),
]
