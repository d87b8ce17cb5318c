"""Grading by hand, and having a problem graded again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.courses.models import Course, Enrolment, ProblemSetItem
from gradus.courses.places import place_in
from gradus.courses.rights import Right
from gradus.submissions.models import GradingJob, Lane, State, Submission
from gradus.submissions.revealed import answers_of
from gradus.teaching import actions
from gradus.teaching.forms import GradeForm
from gradus.teaching.refusals import NotJudged, OwnWork, StillWaits
from gradus.teaching.work import Work, with_work, work_of


def judged_by(user: User) -> QuerySet[Submission]:
    """The submissions this person may judge: the permission query of the views that write grades."""
    return Submission.objects.filter(attempt__course__in=Course.objects.where(user, Right.JUDGE))


def home_of(submission: Submission) -> str:
    """The page on which one sees the submission among the rest of the student's work."""
    attempt = submission.attempt
    places = Enrolment.objects.filter(user=attempt.user_id, course=attempt.course_id).order_by("-pk")
    enrolment = places.values_list("public_id", flat=True).first()
    if enrolment is None:
        return reverse("submission", args=[submission.public_id])
    asked = f"?item={attempt.item.public_id}" if attempt.item else ""
    return f"{reverse('person', args=[enrolment])}{asked}#s-{submission.public_id}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET: the form, part by part. POST: the new grade, with its reason."""
    user = person(request)
    found = get_object_or_404(with_work(judged_by(user)), public_id=public_id)
    work = work_of(found)
    if request.method != "POST":
        return _form_page(request, work, GradeForm(work.parts), _refusal(work, user))
    form = GradeForm(work.parts, request.POST)
    refusal = _refusal(work, user)
    if refusal is None and not form.is_valid():
        return _form_page(request, work, form, None, status=400)
    try:
        if refusal is not None:
            raise refusal
        actions.override(submission=found, marks=form.marks(), reason=form.cleaned_data["reason"], by=user)
    except NotJudged as refused:
        return _form_page(request, work, form, refused, status=409)
    messages.success(request, _("The grade was changed. The one before it stays in the record."))
    return redirect(home_of(found))


def _refusal(work: Work, user: User) -> NotJudged | None:
    if work.submission.attempt.user_id == user.pk:
        return OwnWork()
    return StillWaits() if work.waits else None


def _form_page(
    request: HttpRequest, work: Work, form: GradeForm, refusal: NotJudged | None, status: int = 200
) -> HttpResponse:
    attempt = work.submission.attempt
    context = {
        "place": place_in(person(request), attempt.course),
        "work": work,
        "form": form,
        "refusal": refusal,
        "answers": answers_of(attempt.variant),
        "back": home_of(work.submission),
    }
    return render(request, "teaching/override.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grade_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET: what would be graded again, and how far it is. POST queues every submission of the problem."""
    user = person(request)
    judged = ProblemSetItem.objects.filter(problem_set__course__in=Course.objects.where(user, Right.JUDGE))
    item = get_object_or_404(judged.select_related("problem_set__course", "version"), public_id=public_id)
    if request.method == "POST":
        made = actions.grade_item_again(item=item, by=user)
        sentence = ngettext("%(n)s answer is queued.", "%(n)s answers are queued.", made) % {"n": made}
        messages.success(request, sentence if made else _("Everything of this problem is queued already."))
        return redirect("grade_again", public_id)
    sent = Submission.objects.filter(attempt__item=item)
    context = {
        "place": place_in(user, item.problem_set.course),
        "item": item,
        "settled": sent.filter(state__in=(State.GRADED, State.NEEDS_REVIEW)).count(),
        "queued": GradingJob.objects.filter(submission__attempt__item=item, purpose=Lane.REGRADE).count(),
        "failed": sent.filter(state=State.FAILED).count(),
    }
    if request.htmx:  # type: ignore[attr-defined]  # put there by django-htmx's middleware
        return render(request, "teaching/_grade_again.html", context)
    return render(request, "teaching/grade_again.html", context)
