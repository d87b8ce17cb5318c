"""Who did what to whom and when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gradus.accounts.signed_in import person
from gradus.administration.doors import page
from gradus.administration.log import LogFilter, log_page


@page
def audit_log(request: HttpRequest) -> HttpResponse:
    """Newest first; `?before=` is the cursor of the next page. A filter that makes no sense is 400."""
    form = LogFilter(request.GET, user=person(request))
    log = log_page(form.entries(), request.GET.get("before", ""))
    asked = request.GET.copy()
    asked.pop("before", None)
    context = {"form": form, "log": log, "kept": asked.urlencode(), "filtered": any(asked.values())}
    return render(request, "administration/audit.html", context, status=400 if form.errors else 200)
