"""The problem sets of the bank: which problems, in which order, with which points."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictInt, StrictStr, ValidationError

from exercises.faults import Fault, ProblemFileError, nearest
from exercises.format import Positive, Slug, Table
from exercises.reading import BANK, SETS_FILE
from exercises.toml_source import Source, read_source
from exercises.wording import faults_of


class SetItem(Table):
    """One problem of a set, by its id, and what it counts."""

    problem: Slug
    points: Positive = 1


class SetFile(Table):
    """A problem set of the bank."""

    id: Slug
    title: Annotated[StrictStr, Field(min_length=3, max_length=80)]
    introduction: StrictStr = ""
    unit: Annotated[StrictInt, Field(ge=0, le=20)] = 0
    items: tuple[SetItem, ...] = Field(min_length=1)


class _SetsFile(Table):
    sets: tuple[SetFile, ...] = Field(alias="set", min_length=1)


def load_sets(folder: Path = BANK, known: Collection[str] = ()) -> tuple[SetFile, ...]:
    """The sets in `sets.toml` in `folder`, whose problems must be among the ids in `known`.

    Raises ProblemFileError with every fault found.
    """
    source = read_source(folder / SETS_FILE)
    try:
        file = _SetsFile.model_validate(source.data)
    except ValidationError as error:
        raise ProblemFileError(faults_of(error, source)) from error
    faults = list(_faults(file, source, known))
    if faults:
        raise ProblemFileError(faults)
    return file.sets


def _faults(file: _SetsFile, source: Source, known: Collection[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, set_file in enumerate(file.sets):
        if set_file.id in seen:
            yield source.fault(("set", index, "id"), f"`{set_file.id}` stands twice.")
        seen.add(set_file.id)
        listed: set[str] = set()
        for number, item in enumerate(set_file.items):
            place = ("set", index, "items", number)
            if item.problem not in known:
                yield source.fault(
                    place, f"there is no problem `{item.problem}`.{nearest(item.problem, known)}"
                )
            if item.problem in listed:
                yield source.fault(place, f"`{item.problem}` is already in this set.")
            listed.add(item.problem)
