"""The API's routes, all in one place. A GET never writes, and each address holds one id."""

from django.urls import path

from gradus.api.views import attempts, bank, classes, courses, document, mine, submissions

ID = "<public_id:public_id>"

urlpatterns = [
    path("me", mine.me, name="api_me"),
    path("progress", mine.progress, name="api_progress"),
    path("courses", courses.courses, name="api_courses"),
    path(f"courses/{ID}", courses.course, name="api_course"),
    path(f"courses/{ID}/sets", courses.sets, name="api_sets"),
    path(f"courses/{ID}/people", classes.people, name="api_people"),
    path(f"courses/{ID}/grades", classes.grades, name="api_grades"),
    path(f"courses/{ID}/reviews", classes.reviews, name="api_reviews"),
    path(f"enrolments/{ID}/submissions", classes.work, name="api_work"),
    path(f"sets/{ID}", courses.problem_set, name="api_set"),
    path(f"items/{ID}/attempts", attempts.start, name="api_attempts"),
    path(f"attempts/{ID}", attempts.attempt, name="api_attempt"),
    path(f"attempts/{ID}/readings", submissions.readings, name="api_readings"),
    path(f"attempts/{ID}/submissions", submissions.submissions, name="api_submissions"),
    path(f"attempts/{ID}/hints", attempts.hints, name="api_hints"),
    path(f"attempts/{ID}/another", attempts.another, name="api_another"),
    path(f"attempts/{ID}/give-up", attempts.give_up, name="api_give_up"),
    path(f"submissions/{ID}", submissions.submission, name="api_submission"),
    path(f"submissions/{ID}/grade", classes.override, name="api_override"),
    path(f"submissions/{ID}/decision", classes.decision, name="api_decision"),
    path("problems", bank.problems, name="api_problems"),
    path(f"problems/{ID}", bank.problem, name="api_problem"),
    path("schema", document.schema, name="api_schema"),
    path("<path:rest>", document.nowhere, name="api_nowhere"),
]
