"""The problems of a set: adding, ordering, weighing, removing. Each is atomic, logged, and names who did it.

The set's row is the lock: what two tabs do at the same moment happens one after the other.
"""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.models import Action
from gradus.courses.models import ProblemSet, ProblemSetItem
from gradus.courses.sets.actions import log, refuse_archived
from gradus.courses.sets.order import BEYOND, items_in_order, locked, put_in_order
from gradus.courses.sets.refusals import AlreadyThere, NoProblems, NoVariants, TooMany
from gradus.library.models import Problem, ProblemVersion

MOST_PROBLEMS = 100
MOST_POINTS = 100
Direction = Literal["up", "down"]


@transaction.atomic
def add_problem(*, problem_set: ProblemSet, problem: Problem, by: User) -> ProblemSetItem:
    """Put the problem's current version at the end; one that was removed comes back with its answers.

    Raises Archived, AlreadyThere, TooMany, NoVariants.
    """
    row = _open(problem_set)
    version = _current(problem)
    items = items_in_order(row)
    if any(item.version.problem_id == problem.pk for item in items):
        raise AlreadyThere
    gone = (
        row.items.filter(version__problem=problem, removed_at__isnull=False).order_by("-removed_at").first()
    )
    if gone is not None:
        return _put_back(row, gone, by)
    _check_room(row, items, version)
    place = len(items) + 1
    item = ProblemSetItem.objects.create(problem_set=row, version=version, position=BEYOND * 2)
    put_in_order([*items, item])
    _log(item, by, "added", place=place)
    return item


@transaction.atomic
def move_item(*, item: ProblemSetItem, to: Direction, by: User) -> None:
    """One place up or down; at the end of the list it stays. Raises Archived."""
    row = _open(item.problem_set)
    items = items_in_order(row)
    at = next((index for index, each in enumerate(items) if each.pk == item.pk), None)
    if at is None:
        return
    place = at - 1 if to == "up" else at + 1
    if not 0 <= place < len(items):
        return
    items.insert(place, items.pop(at))
    put_in_order(items)
    _log(item, by, "moved", place=place + 1)


@transaction.atomic
def weigh_item(*, item: ProblemSetItem, points: int, by: User) -> None:
    """What the problem counts. Raises Archived, and ValueError outside of 1 to MOST_POINTS."""
    if not 1 <= points <= MOST_POINTS:
        raise ValueError(points)
    row = _open(item.problem_set)
    before = row.items.get(pk=item.pk).points
    if before != points:
        row.items.filter(pk=item.pk).update(points=points)
        _log(item, by, "weighed", points=points, before=before)


@transaction.atomic
def remove_item(*, item: ProblemSetItem, by: User) -> None:
    """Take the problem out; its answers are kept, and it can be put back. Raises Archived, NoProblems."""
    row = _open(item.problem_set)
    items = items_in_order(row)
    rest = [each for each in items if each.pk != item.pk]
    if len(rest) == len(items):
        return
    if not rest and row.published_at is not None:
        raise NoProblems
    row.items.filter(pk=item.pk).update(removed_at=timezone.now())
    put_in_order(rest)
    _log(item, by, "removed")


@transaction.atomic
def restore_item(*, item: ProblemSetItem, by: User) -> ProblemSetItem:
    """Put a removed problem back, at the end. Raises Archived, AlreadyThere, TooMany, NoVariants."""
    row = _open(item.problem_set)
    fresh = row.items.select_related("version").get(pk=item.pk)
    return fresh if fresh.removed_at is None else _put_back(row, fresh, by)


@transaction.atomic
def take_newest(*, item: ProblemSetItem, by: User) -> None:
    """Pin the problem's current version; attempts begun before keep theirs. Raises Archived, NoVariants."""
    row = _open(item.problem_set)
    fresh = row.items.select_related("version__problem__current").get(pk=item.pk)
    version = _current(fresh.version.problem)
    if fresh.version_id == version.pk:
        return
    if not version.variants.exists():
        raise NoVariants((version.title,))
    row.items.filter(pk=item.pk).update(version=version)
    _log(item, by, "updated", version=version.number, before=fresh.version.number)


def _open(problem_set: ProblemSet) -> ProblemSet:
    row = locked(problem_set)
    refuse_archived(row.course)
    return row


def _current(problem: Problem) -> ProblemVersion:
    if problem.current is None:
        raise NoVariants((problem.slug,))
    return problem.current


def _put_back(row: ProblemSet, item: ProblemSetItem, by: User) -> ProblemSetItem:
    items = items_in_order(row)
    if any(each.version.problem_id == item.version.problem_id for each in items):
        raise AlreadyThere
    _check_room(row, items, item.version)
    row.items.filter(pk=item.pk).update(removed_at=None, position=BEYOND * 2)
    put_in_order(items_in_order(row))
    _log(item, by, "restored", place=len(items) + 1)
    return item


def _check_room(row: ProblemSet, items: list[ProblemSetItem], version: ProblemVersion) -> None:
    """A published set takes only problems that can be given out at once."""
    if len(items) >= MOST_PROBLEMS:
        raise TooMany
    if row.published_at is not None and not version.variants.exists():
        raise NoVariants((version.title,))


def _log(item: ProblemSetItem, by: User, what: str, **detail: object) -> None:
    log(item.problem_set, Action.SET_CHANGED, by, None, what=f"item_{what}", item=item.public_id, **detail)
