"""The API's routes, all in one place. A GET never writes, and each address holds one id."""

from django.urls import path

from gradus.api import views

ID = "<public_id:public_id>"

urlpatterns = [
    path("me", views.to_come, name="api_me"),
    path("progress", views.to_come, name="api_progress"),
    path("courses", views.to_come, name="api_courses"),
    path(f"courses/{ID}", views.to_come, name="api_course"),
    path(f"courses/{ID}/sets", views.to_come, name="api_sets"),
    path(f"courses/{ID}/people", views.to_come, name="api_people"),
    path(f"courses/{ID}/grades", views.to_come, name="api_grades"),
    path(f"courses/{ID}/reviews", views.to_come, name="api_reviews"),
    path(f"enrolments/{ID}/submissions", views.to_come, name="api_work"),
    path(f"sets/{ID}", views.to_come, name="api_set"),
    path(f"items/{ID}/attempts", views.to_come, name="api_attempts"),
    path(f"attempts/{ID}", views.to_come, name="api_attempt"),
    path(f"attempts/{ID}/readings", views.to_come, name="api_readings"),
    path(f"attempts/{ID}/submissions", views.submissions, name="api_submissions"),
    path(f"attempts/{ID}/hints", views.to_come, name="api_hints"),
    path(f"attempts/{ID}/another", views.to_come, name="api_another"),
    path(f"attempts/{ID}/give-up", views.to_come, name="api_give_up"),
    path(f"submissions/{ID}", views.submission, name="api_submission"),
    path(f"submissions/{ID}/grade", views.to_come, name="api_override"),
    path(f"submissions/{ID}/decision", views.to_come, name="api_decision"),
    path("problems", views.to_come, name="api_problems"),
    path(f"problems/{ID}", views.to_come, name="api_problem"),
    path("schema", views.to_come, name="api_schema"),
    path("<path:rest>", views.to_come, name="api_nowhere"),
]
