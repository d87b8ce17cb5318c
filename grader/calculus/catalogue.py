"""The wrong answers to a task: what each wrong rule makes of it, everywhere and at single places.

    candidates(at(diff(sin(3x), x), x, 2))  ->  cos(3*2) by chain_drop, -3cos(3*2) by sin_sign, 3cos(3*3) by ..., ...

Nothing is compared here: which of them are the same, or even right, `grader.diagnosis` finds out by their values.
Work is bounded by counting pieces of trees, never by a clock, so that a catalogue does not change from run to run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.calculus.derivation import Ground, derive
from grader.calculus.malrules import MALRULES, TASKRULES, MalRule, TaskRule
from grader.calculus.slips_of_evaluation import SLIPS_OF_EVALUATION
from grader.calculus.slips_of_hand import SLIPS_OF_HAND
from grader.calculus.task import Plan, asked_function
from grader.calculus.walking import Slip
from grader.errors import ReferenceFault, Unreadable
from grader.language import entries_of, shape_of
from grader.language.tree import Matrix, Node, Path, Vector, children

BUDGET = 8000
"""Pieces of trees that one catalogue may make: 100 ms at most as a rule, evaluation included."""
PIECES_A_PLACE = 5
"""Each place of a derivative that is taken from the start counts as so many pieces, because it takes as long."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wrong answer: `code` and `group` of the rule that leads to it.

    `node` is the path in the asked function of the place where the rule struck, if that is one place. `everywhere`
    says that the rule was followed wherever it applies. A slip of the hand is not `by_rule`: it names what no rule does.
    """

    code: str
    group: str
    answer: Node
    node: Path | None
    everywhere: bool
    by_rule: bool = True


@dataclass(frozen=True, slots=True)
class Candidates:
    """All wrong answers, the commonest rules first, those of rules followed everywhere before those at one place.

    `right` is the task rightly carried out. `cut` says that there would have been more, had the work not been bounded.
    """

    right: Node
    items: tuple[Candidate, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Strike:
    """A rule at work: in which of the task's derivatives (`grounds`), at which places of them."""

    rule: MalRule
    slips: tuple[tuple[Ground, tuple[Slip, ...]], ...]
    node: Path | None

    def in_ground(self, ground: Ground) -> tuple[Slip, ...]:
        """The slips at work in one derivative."""
        return next((slips for where, slips in self.slips if where is ground), ())


class Ways:
    """The wrong ways through one task, but for the rules and groups of which the codes stand in `without`.

    Raises ReferenceFault where the task itself cannot be carried out.
    """

    def __init__(self, task: Node, without: Collection[str] = ()) -> None:
        self.plan = Plan(task)
        self.without = frozenset(without)
        self._grounds: dict[tuple[int, str], Ground] = {}
        self.walked = 0  # places of all derivatives that only wrong ways ask for
        right = self.plan.carried_out(lambda node, name: self._ground(node, name).right)
        self.right = shaped(lambda: right) or right
        self._is_plain = self.right is right or self.right == right
        self.grounds = tuple(self._grounds.values())
        self._asked = asked_function(task)
        self.strikes = tuple(self._strikes())

    def follows(self, rule: MalRule | TaskRule) -> bool:
        """Whether the rule is not left out."""
        return self.without.isdisjoint((rule.code, rule.group))

    def _ground(self, node: Node, name: str) -> Ground:
        ground = self._grounds.get((id(node), name))
        if ground is None:
            ground = self._grounds[id(node), name] = Ground(node, name)
        return ground

    def _prefix(self, ground: Ground) -> Path | None:
        """Where the function of a derivative stands in the asked function."""
        if ground.node == self._asked:
            return ()
        parts = children(self._asked) if isinstance(self._asked, Vector) else ()
        return next(((index,) for index, part in enumerate(parts) if part == ground.node), None)

    def _strikes(self) -> Iterator[Strike]:
        """One for each rule that applies somewhere, at all its places, in the tables' order."""
        found: dict[MalRule, list[tuple[Ground, tuple[Slip, ...]]]] = {}
        for ground in self.grounds:
            here: dict[MalRule, list[Slip]] = {}
            for slip in ground.slips():
                here.setdefault(slip.rule, []).append(slip)
            for rule, slips in here.items():
                found.setdefault(rule, []).append((ground, tuple(slips)))
        for rule in MALRULES:
            if rule in found and self.follows(rule):
                strike = Strike(rule, tuple(found[rule]), None)
                places = self.places(strike)
                only = next(iter(places)) if len(places) == 1 else None
                yield Strike(rule, strike.slips, only if isinstance(only, tuple) else None)

    def places(self, strike: Strike) -> dict[Path | int, list[tuple[Ground, Slip]]]:
        """The single places of a strike: one path of the asked function in all derivatives of it, and each
        derivative of anything else (a second derivative, say) as a whole, under its number."""
        found: dict[Path | int, list[tuple[Ground, Slip]]] = {}
        for number, (ground, slips) in enumerate(strike.slips):
            prefix = self._prefix(ground)
            for slip in slips:
                key = number if prefix is None else (*prefix, *(slip.at or ()))
                found.setdefault(key, []).append((ground, slip))
        return found

    def singles(self, strike: Strike) -> Iterator[Strike]:
        """The same rule at each of its places alone, where there are several, and in each derivative alone."""
        places = self.places(strike)
        if len(places) > 1:
            for key, struck in places.items():
                yield Strike(strike.rule, _by_ground(struck), key if isinstance(key, tuple) else None)
        if len(strike.slips) > 1 and not isinstance(self.right, Vector | Matrix):
            for ground, slips in strike.slips:
                prefix = self._prefix(ground)
                only = (*prefix, *(slips[0].at or ())) if prefix is not None and len(slips) == 1 else None
                yield Strike(strike.rule, ((ground, slips),), only)

    def answer(self, *strikes: Strike, plan: Plan | None = None) -> Node | None:
        """What following these wrong rules leads to; None where it leads nowhere. `plan` stands for another task."""

        def differentiate(node: Node, name: str) -> Node:
            ground = self._grounds.get((id(node), name))
            if ground is None:
                return self._derived(node, name, strikes)
            slips = [slip for strike in strikes for slip in strike.in_ground(ground)]
            return ground.wrong(slips) if slips else ground.right

        if plan is None and self._is_plain:  # a wrong rule gives a number for a number
            return _worked(lambda: self.plan.carried_out(differentiate))
        return shaped(lambda: (plan or self.plan).carried_out(differentiate))

    def _derived(self, node: Node, name: str, strikes: Sequence[Strike]) -> Node:
        """A derivative that only this wrong way asks for: the rules that strike in all derivatives strike here too."""
        slips = [Slip(strike.rule) for strike in strikes if len(strike.slips) == len(self.grounds)]
        derivation = derive(node, name, slips)
        self.walked += len(derivation.steps)
        return derivation.result


def _by_ground(slips: Sequence[tuple[Ground, Slip]]) -> tuple[tuple[Ground, tuple[Slip, ...]], ...]:
    grounds = list(dict.fromkeys(ground for ground, _ in slips))
    return tuple((one, tuple(slip for ground, slip in slips if ground is one)) for one in grounds)


def _worked(work: Callable[[], Node]) -> Node | None:
    try:
        return work()
    except (ReferenceFault, Unreadable, ZeroDivisionError):
        return None


def shaped(work: Callable[[], Node]) -> Node | None:
    """What the work gives as a number, vector or matrix; None where it fails or the shapes do not fit."""
    return _worked(lambda: _with_entries(work()))


def _with_entries(node: Node) -> Node:
    return entries_of(node) if shape_of(node) else node


def size_of(node: Node) -> int:
    """How many pieces a tree has."""
    return 1 + sum(map(size_of, children(node)))


def candidates(task: Node, without: Collection[str] = ()) -> Candidates:
    """Every wrong answer that one wrong rule leads to, in the order of preference, within the budget.

    `without` are codes of rules and groups that are left out.
    Raises ReferenceFault (NotDifferentiable among them) where the task itself cannot be carried out.
    """
    left = BUDGET
    found: list[Candidate] = []
    ways = Ways(task, without)
    for candidate in _all(ways):
        left -= size_of(candidate.answer)
        if left < PIECES_A_PLACE * ways.walked:
            return Candidates(ways.right, tuple(found), True)
        found.append(candidate)
    return Candidates(ways.right, tuple(found), False)


def _all(ways: Ways) -> Iterator[Candidate]:
    yield from _of_tasks(ways, rare=False)
    for strike in ways.strikes:
        yield from _of(ways, strike, everywhere=True)
    yield from _of_tasks(ways, rare=True)
    for strike in ways.strikes:
        for single in ways.singles(strike):
            yield from _of(ways, single, everywhere=False)
    for code, group, answers in (*SLIPS_OF_HAND, *SLIPS_OF_EVALUATION):
        for answer in answers(ways.right) if code not in ways.without else ():
            yield Candidate(code, group, answer, None, False, by_rule=False)


def _of_tasks(ways: Ways, rare: bool) -> Iterator[Candidate]:
    for task_rule in filter(ways.follows, TASKRULES):
        for wrong in task_rule.wrong(ways.plan.task) if task_rule.rare is rare else ():
            answer = ways.answer(plan=Plan(wrong))
            if answer is not None:
                yield Candidate(task_rule.code, task_rule.group, answer, None, True)


def _of(ways: Ways, strike: Strike, everywhere: bool) -> Iterator[Candidate]:
    answer = ways.answer(strike)
    if answer is not None:
        yield Candidate(strike.rule.code, strike.rule.group, answer, strike.node, everywhere)
