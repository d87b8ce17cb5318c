"""Taking a class's grades away as a file. A file is asked for by POST, because every export is logged."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.courses.models import Course
from gradus.courses.places import place_or_404
from gradus.courses.rights import Right
from gradus.teaching.exports import LOG, SKILLS, Kind, Table, table, zone
from gradus.teaching.files import csv_lines, write_xlsx
from gradus.teaching.forms import ExportForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """GET: what each file holds. POST (`kind`, `format`): the file."""
    user = person(request)
    place = place_or_404(user, public_id, Right.EXPORT)
    if request.method != "POST":
        return _page(request, {"place": place})
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, {"place": place, "refused": True}, status=400)
    kind, form_of_file = Kind(form.cleaned_data["kind"]), form.cleaned_data["format"]
    found = log_and_make(place.course, kind, form_of_file, user)
    return _file(found, file_name(place.course, kind, form_of_file), kind)


@transaction.atomic
def log_and_make(course: Course, kind: Kind, form_of_file: str, by: User) -> Table:
    """The table, and the entry that it was taken."""
    made = table(course, kind)
    record(
        actor=by,
        action=Action.EXPORTED,
        course=course.public_id,
        target_kind="export",
        target=kind.value,
        format=form_of_file,
        count=made.count,
    )
    return made


def file_name(course: Course, kind: Kind, ending: str) -> str:
    """`calculus-for-ml-grades-2026-11-23.csv`: course, kind, and the day it is there."""
    day = timezone.now().astimezone(zone(course)).date()
    return f"{slugify(course.title)[:60] or 'course'}-{kind.value}-{day}.{ending}"


def _file(found: Table, name: str, kind: Kind) -> HttpResponseBase:
    if name.endswith(".csv"):
        streamed = StreamingHttpResponse(csv_lines(found.rows), content_type="text/csv; charset=utf-8")
        disposition = content_disposition_header(True, name)
        streamed.headers["Content-Disposition"] = disposition or "attachment"
        return streamed
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    write_xlsx(found.rows, kind.value, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    columns = {"log_columns": LOG[:-1], "skill_columns": SKILLS}
    return render(request, "teaching/export.html", context | columns, status=status)
