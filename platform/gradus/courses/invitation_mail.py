"""The words of an invitation, and its link."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from gradus.accounts.models import User
from gradus.courses.models import Invitation

DAY = 24 * 3600


def compose(invitation: Invitation, connection: BaseEmailBackend) -> EmailMessage:
    """The mail, ready to be sent. The link is made now: it works for as many days as a password reset does."""
    place = invitation.enrolment
    context = {
        "invitation": invitation,
        "place": place,
        "user": place.user,
        "course": place.course,
        "link": invitation.site + password_path(place.user),
        "sign_in": invitation.site + reverse("account_login"),
        "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
    }
    subject = _("Your place in %(course)s") % {"course": place.course.title}
    return EmailMessage(
        subject=" ".join(subject.split()),  # a line break would be a second header
        body=render_to_string("courses/invitation.txt", context),
        to=[place.user.email],
        connection=connection,
    )


def password_path(user: User) -> str:
    """Where this person chooses a password: allauth's page for resetting it. Works until they have."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
