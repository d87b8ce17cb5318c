"""The profile."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gradus.accounts.actions import rename
from gradus.accounts.forms import ProfileForm
from gradus.accounts.signed_in import person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, address, password, sign-out."""
    user = person(request)
    form = ProfileForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        rename(user=user, name=form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("profile")
    return render(request, "account/profile.html", {"form": form}, status=400 if form.errors else 200)
