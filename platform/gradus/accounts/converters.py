"""What an identifier in an address may look like. Anything else is 404 before a query is made.

PostgreSQL refuses text with NUL, so without this `/attempts/%00/` would be an error instead of nothing.
"""

from __future__ import annotations

from django.urls import converters

from gradus.accounts.identifiers import ALPHABET, LENGTH


class PublicIdConverter(converters.StringConverter):
    """`<public_id:...>`: the letters of identifiers.new_public_id."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"


class CodeConverter(converters.StringConverter):
    """`<code:...>`: what people type for a join code, spaces and hyphens among it."""

    regex = "[0-9A-Za-z -]{1,40}"
