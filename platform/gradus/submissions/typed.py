"""From a posted form to what was typed. Nothing is read yet; everything typed is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import QueryDict

from gradus.library.presentation import Presentation, ShownPart

Typed = dict[str, str]
"""Field -> text, as the grader takes it: a part's name; for a graph `part.cell`; a choice is the keys ticked,
separated by commas."""

LONGEST_FORM = 20_000
"""Characters of a whole form: fifty times what a part may have."""

BAD_TEXT = ("\0", "\ufffd")
"""What a browser never sends from a text field: NUL, and the mark left by bytes that are not UTF-8."""


def field_name(part: str, cell: str) -> str:
    """The name under which a graph cell is posted."""
    return f"{part}.{cell}"


def part_of(field: str) -> str:
    """The part to which a field belongs."""
    return field.partition(".")[0]


def field_names(presentation: Presentation) -> list[str]:
    """Every field of a problem, in order."""
    return [name for part in presentation["parts"] for name in _names(part)]


def _names(part: ShownPart) -> Iterator[str]:
    if part["kind"] == "graph":
        yield from (field_name(part["name"], cell["key"]) for cell in part["graph"]["cells"])
    else:
        yield part["name"]


def typed_from_form(presentation: Presentation, data: QueryDict) -> Typed:
    """What was typed into the fields of `presentation`; a field that is not in `data` counts as blank."""
    several = {part["name"] for part in presentation["parts"] if part["kind"] == "choice"}
    return {
        name: ",".join(data.getlist(name)) if name in several else data.get(name, "").strip()
        for name in field_names(presentation)
    }


def answered(typed: Typed) -> Typed:
    """The fields that are not blank."""
    return {name: text for name, text in typed.items() if text}


def nothing_in(presentation: Presentation, typed: Typed) -> str | None:
    """`empty` where all is blank, `nothing_chosen` where there are only choices to make; None where something is."""
    if answered(typed):
        return None
    kinds = {part["kind"] for part in presentation["parts"]}
    return "nothing_chosen" if kinds == {"choice"} else "empty"


def complaint(typed: Typed) -> str | None:
    """`too_long` or `not_text` for what cannot be an answer at all; None when it can be read."""
    if sum(map(len, typed.values())) > LONGEST_FORM:
        return "too_long"
    if any(mark in text for text in typed.values() for mark in BAD_TEXT):
        return "not_text"
    return None
