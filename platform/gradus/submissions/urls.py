"""Addresses of sets, items, attempts and submissions. A GET never writes."""

from django.urls import path

from gradus.submissions.views import answers, attempts, sets

urlpatterns = [
    path("sets/<public_id:public_id>/", sets.problem_set, name="problem_set"),
    path("items/<public_id:public_id>/", sets.item, name="item"),
    path("attempts/<public_id:public_id>/", attempts.attempt, name="attempt"),
    path("attempts/<public_id:public_id>/preview/", answers.preview, name="preview"),
    path("attempts/<public_id:public_id>/submit/", answers.submit, name="submit"),
    path("attempts/<public_id:public_id>/hint/", attempts.hint, name="hint"),
    path("attempts/<public_id:public_id>/another/", attempts.another, name="another"),
    path("attempts/<public_id:public_id>/give-up/", attempts.give_up, name="give_up"),
    path("submissions/<public_id:public_id>/", answers.submission, name="submission"),
]
