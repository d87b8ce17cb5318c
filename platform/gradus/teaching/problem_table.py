"""The class by problems: students x items of one set, or students x sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.submissions.standing import Standing, class_standings
from gradus.teaching.roll import Student, items_of, sets_of, students
from gradus.teaching.sorting import Column, Sorting

ALL = "all"
"""Instead of a set's id: every published set at once."""

UNTRIED = -1.0
"""Below every score: whoever has not tried sorts before whoever got nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One student on one item."""

    item: ProblemSetItem
    standing: Standing

    @property
    def points(self) -> float | None:
        """The points that count; None while nothing does."""
        return None if self.standing.score is None else self.standing.points(self.item)

    @property
    def rank(self) -> float:
        """For sorting: untried, opened, then by score."""
        if self.standing.score is not None:
            return float(self.standing.score)
        return UNTRIED if self.standing.state == "new" else UNTRIED / 2


@dataclass(frozen=True, slots=True)
class Sum:
    """Some cells of one student together: a row's total, or one set among all."""

    cells: tuple[Cell, ...]

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(cell.points or 0.0 for cell in self.cells)

    @property
    def possible(self) -> int:
        """Points there are."""
        return sum(cell.item.points for cell in self.cells)

    @property
    def share(self) -> int | None:
        """Whole percent; None where there are no points."""
        return round(100 * self.points / self.possible) if self.possible else None

    @property
    def begun(self) -> bool:
        """Whether anything was opened."""
        return any(cell.standing.state != "new" for cell in self.cells)

    @property
    def right(self) -> int:
        """How many are right."""
        return sum(cell.standing.state == "correct" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Row:
    """A student's line. `sums` are there in the table of all sets, `cells` in that of one."""

    student: Student
    cells: tuple[Cell, ...]
    sums: tuple[Sum, ...]
    total: Sum


@dataclass(frozen=True, slots=True)
class Head:
    """A column: an item with its number in the set, or a set. `tried` students have a try that counts,
    `right` of them are right (items); `share` is the mean share of those who began (sets)."""

    column: Column
    title: str
    points: int
    item: ProblemSetItem | None = None
    problem_set: ProblemSet | None = None
    tried: int = 0
    share: int | None = None


@dataclass(frozen=True, slots=True)
class ProblemTable:
    """The table as shown. `chosen` is None for all sets at once; `sets` are what can be chosen."""

    sets: tuple[ProblemSet, ...]
    chosen: ProblemSet | None
    released: bool
    name: Column
    total: Column
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    mean: int | None

    @property
    def possible(self) -> int:
        """Points of all columns."""
        return sum(head.points for head in self.heads)


def problem_table(*, course: Course, wanted: str, sort: str, now: datetime) -> ProblemTable:
    """The table of the set `wanted` (a public id, `all`, or empty: the set that matters now).

    Six queries, whatever the number of students, sets and items. Raises LookupError for a set that is not there.
    """
    sets = sets_of(course)
    chosen = None if wanted == ALL else _chosen(sets, wanted, now)
    shown = [chosen] if chosen else [each for each in sets if each.published_at is not None]
    items = items_of(shown)
    roll = students(course)
    stand = class_standings(users=[each.user.pk for each in roll], items=items)
    rows = [_row(student, shown, items, stand, split=chosen is None) for student in roll]
    keys = [each.public_id for each in (items if chosen else shown)]
    kept = chosen.public_id if chosen else ALL
    sorting = Sorting(sort, {"name", "total", *keys}, set=kept)
    heads = _item_heads(items, rows, sorting) if chosen else _set_heads(shown, rows, sorting)
    return ProblemTable(
        sets=tuple(sets),
        chosen=chosen,
        released=chosen is None or chosen.shows_verdicts(now),
        name=sorting.column("name"),
        total=sorting.column("total"),
        heads=tuple(heads),
        rows=tuple(sorting.apply(rows, lambda row, key: _value(row, key, keys))),
        mean=_mean([row.total for row in rows]),
    )


def _chosen(sets: Sequence[ProblemSet], wanted: str, now: datetime) -> ProblemSet | None:
    if wanted:
        found = next((each for each in sets if each.public_id == wanted), None)
        if found is None:
            raise LookupError(wanted)
        return found
    return set_of_now(sets, now)


def set_of_now(sets: Sequence[ProblemSet], now: datetime) -> ProblemSet | None:
    """The set a teacher most likely asks for: of those open now the one due next, else the one that was due last."""
    published = [each for each in sets if each.published_at is not None]
    begun = [each for each in published if each.opens_at is None or each.opens_at <= now]
    ahead = [each for each in begun if each.due_at is not None and each.due_at >= now]
    if ahead:
        return min(ahead, key=lambda each: each.due_at or now)
    past = [each for each in begun if each.due_at is not None]
    if past:
        return max(past, key=lambda each: each.due_at or now)
    return next(iter([*begun, *published, *sets]), None)


def _row(
    student: Student,
    sets: Sequence[ProblemSet],
    items: Sequence[ProblemSetItem],
    stand: Mapping[tuple[int, int], Standing],
    *,
    split: bool,
) -> Row:
    cells = tuple(Cell(item, stand.get((student.user.pk, item.pk), Standing())) for item in items)
    by_set = [tuple(c for c in cells if c.item.problem_set_id == each.pk) for each in sets] if split else []
    return Row(student, () if split else cells, tuple(map(Sum, by_set)), Sum(cells))


def _item_heads(items: Sequence[ProblemSetItem], rows: Sequence[Row], sorting: Sorting) -> list[Head]:
    heads = []
    for at, item in enumerate(items):
        tried = [row.cells[at] for row in rows if row.cells[at].standing.tries]
        right = sum(cell.standing.state == "correct" for cell in tried)
        share = round(100 * right / len(tried)) if tried else None
        column = sorting.column(item.public_id)
        heads.append(Head(column, item.version.title, item.points, item=item, tried=len(tried), share=share))
    return heads


def _set_heads(sets: Sequence[ProblemSet], rows: Sequence[Row], sorting: Sorting) -> list[Head]:
    heads = []
    for at, each in enumerate(sets):
        begun = [row.sums[at] for row in rows if row.sums[at].begun]
        points = rows[0].sums[at].possible if rows else 0
        column = sorting.column(each.public_id)
        heads.append(Head(column, each.title, points, None, each, len(begun), _mean(begun)))
    return heads


def _mean(sums: Sequence[Sum]) -> int | None:
    shares = [each.points / each.possible for each in sums if each.begun and each.possible]
    return round(100 * sum(shares) / len(shares)) if shares else None


def _value(row: Row, key: str, keys: Sequence[str]) -> Any:
    """What a row is sorted by. Numbers and names never meet: a table is sorted by one key."""
    if key == "name":
        return row.student.sort_key
    if key == "total":
        return row.total.points if row.total.begun else UNTRIED
    at = keys.index(key)
    if row.sums:
        return row.sums[at].points if row.sums[at].begun else UNTRIED
    return row.cells[at].rank
