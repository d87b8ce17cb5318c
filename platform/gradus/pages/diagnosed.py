"""What is asked about a wrong answer: the question, the entry it is about, and the piece of the function meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from grader.language import to_mathml
from grader.language.tree import Node, Path, at_path, children, names_in
from gradus.library.asked import tree_of
from gradus.library.presentation import ShownPart
from gradus.pages import mathml, sentences

MOST_OF_ONE = 2
"""Questions about one entry, or about the whole: a pair of slips is two."""
MOST = 4
ABOUT_THE_INSIDE = {"chain_drop", "chain_at_x", "chain_at_dinner", "chain_inside", "inside_in_place"}
"""Codes whose question speaks of the inside of a chain: that is marked, not the chain."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `entries` are the numbers (row by row, from 0) of those it is about, `place` says them in words.

    `marked` is the asked function with the piece at `node` marked, `piece` that piece alone; both MathML, or empty.
    """

    code: str
    sentence: str
    node: Path | None
    entries: tuple[int, ...] = ()
    place: str = ""
    marked: SafeString | str = ""
    piece: SafeString | str = ""


def asked_about(part: ShownPart, result: Mapping[str, Any]) -> list[Asked]:
    """What to ask about a judged part (its result is grader.results.PartResult as JSON), in order."""
    tree = _function(part)
    width = _width(result)
    found: dict[tuple[str, Path | None], Asked] = {}
    for asked in _questions(result):
        known = found.get((asked.sentence, asked.node))
        if known is None and len(found) == MOST:
            break
        entries = (*known.entries, *asked.entries) if known else asked.entries
        found[asked.sentence, asked.node] = replace(asked, entries=entries)
    return [_shown(each, tree, width) for each in found.values()]


def entry_place(number: int, width: int | None) -> str:
    """An entry in words: `entry 2`, or in a matrix of `width` columns `row 1, column 2`."""
    if width is None:
        return _("entry %(n)s") % {"n": number + 1}
    row, column = divmod(number, width)
    return _("row %(row)s, column %(column)s") % {"row": row + 1, "column": column + 1}


def _questions(result: Mapping[str, Any]) -> Iterator[Asked]:
    """Each diagnosis that has words, at most MOST_OF_ONE for each entry."""
    seen: dict[int | None, list[str]] = {}
    for each in result.get("diagnosis", ()):
        sentence = sentences.diagnosis_sentence(each["code"], each.get("values"))
        entry = each.get("entry")
        told = seen.setdefault(entry, [])
        if not sentence or sentence in told or len(told) == MOST_OF_ONE:
            continue
        told.append(sentence)
        node = None if each.get("node") is None else tuple(each["node"])
        yield Asked(each["code"], sentence, node, () if entry is None else (entry,))


def _shown(asked: Asked, tree: Node | None, width: int | None) -> Asked:
    place = _places([entry_place(entry, width) for entry in sorted(asked.entries)])
    path = None if tree is None or asked.node is None else _meant(tree, asked.node, asked.code)
    if tree is None or not path:
        return replace(asked, place=place)
    return replace(
        asked,
        place=place,
        marked=mathml.marked_mathml(to_mathml(tree, marked=path)),
        piece=mathml.marked_mathml(to_mathml(at_path(tree, path))),
    )


def _meant(tree: Node, node: Path, code: str) -> Path | None:
    """The piece that the question is about; None where the path leads nowhere, empty where it is the whole."""
    try:
        inner = children(at_path(tree, node))
    except IndexError:
        return None
    moving = [number for number, child in enumerate(inner) if names_in(child)]
    return (*node, moving[0]) if code in ABOUT_THE_INSIDE and len(moving) == 1 else node


def _places(places: Sequence[str]) -> str:
    """`Entry 1`, `Entry 1 and entry 2`, with a capital letter."""
    text = _(" and ").join(places) if len(places) < 3 else ", ".join(places)
    return text[:1].upper() + text[1:]


def _function(part: ShownPart) -> Node | None:
    function = part.get("function")
    return tree_of(function["text"], tuple(function["names"])) if function else None


def _width(result: Mapping[str, Any]) -> int | None:
    """The number of columns of a matrix; None for anything else."""
    rows = result.get("entries") or ()
    return len(rows[0]) if rows and isinstance(rows[0], Sequence) and not isinstance(rows[0], str) else None
