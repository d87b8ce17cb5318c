"""People and organisations in Django's admin. What it changes about a person stands in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gradus.accounts.admin import Looked, site
from gradus.accounts.models import Organisation, User
from gradus.accounts.signed_in import person
from gradus.administration import accounts

if TYPE_CHECKING:
    PasswordAdmin = UserAdmin[User]
else:
    PasswordAdmin = UserAdmin  # generic for the type checker only


@admin.register(Organisation, site=site)
class OrganisationAdmin(Looked):
    """One's own."""

    organisation = "pk"
    list_display = ("name", "slug", "created_at")


@admin.register(User, site=site)
class PersonAdmin(Looked, PasswordAdmin):
    """Name, address, password and whether somebody is an admin. The rest has a page under Administration."""

    plural = _("People")
    organisation = "organisation"
    list_display = ("email", "name", "is_active", "is_staff", "may_teach", "last_login")
    list_filter = ("is_active", "is_staff", "may_teach")
    search_fields = ("email", "name", "=public_id")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "is_active", "may_teach", "last_login", "created_at", "erased_at",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("email", "name", "language", "password")}),
        (_("Standing"), {"fields": ("is_staff", "may_teach", "is_active")}),
        (_("Record"), {"fields": ("public_id", "created_at", "last_login", "erased_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Any admin."""
        return site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Any admin, but an erased person stays erased."""
        return site.has_permission(request) and (obj is None or obj.erased_at is None)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody takes their own rights away: so one admin is left."""
        own = obj is not None and obj.pk == person(request).pk
        return (*self.readonly_fields, "is_staff") if own else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        """Through our actions, so that it is logged."""
        if change:
            accounts.change(user=obj, fields=form.changed_data, by=person(request))
        else:
            accounts.add(user=obj, by=person(request))

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """A new password, logged."""
        reply = super().user_change_password(request, id, form_url)
        if request.method == "POST" and reply.status_code == 302:
            accounts.tell_password_set(user=self._changed(request, id), by=person(request))
        return reply

    def _changed(self, request: HttpRequest, key: Any) -> User:
        found = self.get_object(request, key)
        assert isinstance(found, User), "the password of somebody was set"
        return found

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was done by and to this person stands in the audit log."""
        found = self.get_object(request, object_id)
        asked = f"?person={found.public_id}" if isinstance(found, User) else ""
        return redirect(reverse("audit_log") + asked)
