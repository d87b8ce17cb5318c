"""Home, the theme, and error pages that need a status of their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from gradus.accounts.models import User
from gradus.courses.models import Course, Role
from gradus.pages import theme
from gradus.pages.staff.home import teaching_of
from gradus.submissions.set_page import sets_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page; for a person the courses they teach, and those they take with what is due."""
    if not isinstance(request.user, User):
        return render(request, "pages/front.html")
    now = timezone.now()
    taken = Course.objects.filter(
        enrolments__user=request.user, enrolments__ended_at=None, enrolments__role=Role.STUDENT
    )
    courses = list(taken)
    running = [each for each in courses if not each.archived_at]
    context = {
        "teaching": teaching_of(request.user, now),
        "courses": sets_of(user=request.user, courses=running, now=now),
        "ended": [each for each in courses if each.archived_at],
    }
    return render(request, "pages/home.html", context)


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keeps light, dark or auto in a cookie and goes back to where one was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = redirect(back)
    wanted = request.POST.get("theme", "")
    if wanted in theme.NAMES:
        answer.set_cookie(
            theme.COOKIE,
            wanted,
            max_age=theme.ONE_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return answer
