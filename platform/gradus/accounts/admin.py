"""Django's admin for the rows that have no page of their own: who may open it, and rows that are only looked at.

`site` holds our models alone, not those that packages register. Each app's admin.py adds its own to it; people and
organisations are in administration/admin.py, because what is done to them is logged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import DataError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gradus.accounts.models import User

View = Callable[..., HttpResponse]

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin  # generic for the type checker only


class RecordSite(admin.AdminSite):
    """For admins of an organisation. Anonymous people sign in on the site's own page; for others there is nothing."""

    site_header = _("Gradus records")
    site_title = _("Gradus records")
    index_title = _("The records, as they are stored")
    site_url = "/administration/"
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Admins only (courses.rights: Standing.REVIEW)."""
        return isinstance(request.user, User) and request.user.is_admin

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]  # one shape of view
        """Sign-in first, then 404 for whoever is no admin; Django would send them to its own sign-in."""
        wrapped = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            return wrapped(request, *args, **kwargs)

        return login_required(guarded)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The site's own sign-in, with its limits."""
        return self.admin_view(lambda request: redirect("admin:index"))(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Signs out by POST; a GET asks first, on the site's own page."""
        if request.method != "POST":
            return redirect("account_logout")
        logout(request)
        return redirect("home")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """On the site's own page."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Nobody comes here."""
        return redirect("profile")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """With plurals that are words (`Looked.plural`)."""
        apps = super().get_app_list(request, app_label)
        for each in (model for app in apps for model in app["models"]):
            plural = getattr(self._registry[each["model"]], "plural", "")
            each["name"] = plural or each["name"]
        return apps


site = RecordSite(name="admin")


class Looked(ModelAdmin):
    """Rows that admins look at and nobody changes here: the record, and what the site's own pages change.

    `organisation` is the way from a row to its organisation; empty for what all organisations share. `plural` is what
    the rows are called where adding an s to their name is wrong.
    """

    organisation: ClassVar[str] = ""
    plural: ClassVar[str | Promise] = ""
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows of the admin's own organisation."""
        rows = super().get_queryset(request)
        if self.organisation and isinstance(request.user, User):
            return rows.filter(**{self.organisation: request.user.organisation_id})
        return rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may open the site sees all of it."""
        return site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: nothing vanishes."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; without its filter where the database cannot look for that (a number too large, a NUL)."""
        try:
            return super().changelist_view(request, extra_context)
        except (OverflowError, ValueError, DataError):
            return redirect(f"{request.path}?{ERROR_FLAG}=1")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was done stands in the audit log."""
        return redirect("audit_log")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # none
        """Nothing: Django's own log keeps names, which erasing a person would have to find. Actions log."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # none
        """Nothing, for the same reason."""
