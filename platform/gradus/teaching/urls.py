"""Addresses of teaching. A GET never writes."""

from django.urls import path

from gradus.teaching.views import classes, exports, grades, people, reviews

urlpatterns = [
    path("courses/<public_id:public_id>/class/", classes.class_problems, name="class_problems"),
    path("courses/<public_id:public_id>/skills/", classes.class_skills, name="class_skills"),
    path("courses/<public_id:public_id>/reviews/", reviews.reviews, name="reviews"),
    path("courses/<public_id:public_id>/export/", exports.export, name="export"),
    path("enrolments/<public_id:public_id>/", people.person_work, name="person"),
    path("items/<public_id:public_id>/grade-again/", grades.grade_again, name="grade_again"),
    path("submissions/<public_id:public_id>/grade/", grades.override, name="override"),
    path("submissions/<public_id:public_id>/decide/", reviews.decide, name="decide"),
]
