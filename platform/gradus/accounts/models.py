"""People and the organisation they belong to. Roles are per course: see courses.Enrolment."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gradus.accounts.identifiers import public_id_field


class Organisation(models.Model):
    """A school or company. One default row; everything hangs from it, so that a second one costs no migration."""

    public_id = public_id_field()
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def default(cls) -> Organisation:
        """The one default row; made where it is missing."""
        organisation, _created = cls.objects.get_or_create(slug="default", defaults={"name": "Gradus"})
        return organisation


class UserManager(BaseUserManager["User"]):
    """Makes users by email; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new person. Raises ValueError without an email, IntegrityError for one that is taken."""
        if not email:
            raise ValueError("a user needs an email address")
        if "organisation" not in fields and "organisation_id" not in fields:
            fields["organisation"] = Organisation.default()
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An admin: may see every course and open Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Sign-in does not depend on the case of the address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The record refers to users by PROTECT: erasing scrubs this row and sets `erased_at`."""

    public_id = public_id_field()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    email = models.EmailField(_("email address"), unique=True)  # the constraint below is the stricter one
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(
        default=True, help_text=_("Off: suspended. The person cannot sign in; the record stays.")
    )
    is_staff = models.BooleanField(default=False, help_text=_("An admin of the organisation."))
    may_teach = models.BooleanField(
        default=False,
        help_text=_("May make courses and problems. In a course, what counts is the place there."),
    )
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_admin(self) -> bool:
        """Whether this person reviews all courses."""
        return self.is_active and self.is_staff
