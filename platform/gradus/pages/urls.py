"""Every page's address."""

from django.urls import include, path

from gradus.accounts.views import profile
from gradus.pages import health, views
from gradus.pages.staff.course import course
from gradus.pages.staff.people import people
from gradus.progress.views import progress

urlpatterns = [
    path("", views.home, name="home"),
    path("theme/", views.choose_theme, name="theme"),
    path("profile/", profile, name="profile"),
    path("progress/", progress, name="progress"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("courses/<public_id:public_id>/", course, name="course"),
    path("courses/<public_id:public_id>/people/", people, name="people"),
    path("", include("gradus.courses.urls")),
    path("", include("gradus.courses.set_urls")),
    path("", include("gradus.submissions.urls")),
    path("", include("gradus.teaching.urls")),
    path("", include("gradus.authoring.urls")),
    path("administration/", include("gradus.administration.urls")),
]
