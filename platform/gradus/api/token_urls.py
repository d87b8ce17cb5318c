"""A person's API tokens: pages of the profile, under /profile/tokens/."""

from django.urls import path

from gradus.api import token_pages

urlpatterns = [
    path("", token_pages.tokens, name="tokens"),
    path("<public_id:public_id>/revoke/", token_pages.revoke, name="token_revoke"),
]
