"""The API's routes, all in one place."""

from django.urls import path

from gradus.api import views

urlpatterns = [
    path("attempts/<public_id:public_id>/submissions", views.submissions, name="api_submissions"),
    path("submissions/<public_id:public_id>", views.submission, name="api_submission"),
]
