"""Opening problem files: from a path or a text to a checked Problem with its formulas read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from exercises.amounts import check_amounts
from exercises.author_tests import check_tests
from exercises.compiling import compile_problem
from exercises.differentiable import check_differentiable
from exercises.faults import Fault, ProblemFileError, nearest
from exercises.format import Problem
from exercises.graph_checks import check_graph
from exercises.program import Program
from exercises.rules import check_rules, too_many_values
from exercises.skills import SkillMap
from exercises.toml_source import Source, read_source
from exercises.varying import check_varying
from exercises.wording import faults_of

BANK = Path(__file__).parent / "bank"
"""The problems that come with the platform: `<unit>/<name>.toml`."""
SETS_FILE = "sets.toml"


def load_problem(path: Path) -> Problem:
    """The problem in a file. Raises ProblemFileError with every fault found."""
    return _checked(read_source(path))


def parse_problem(content: str | bytes, file: str = "<text>") -> Problem:
    """The problem in a text; `file` is what faults call it. Raises ProblemFileError with every fault found."""
    return _checked(read_source(content, file))


def load_bank(folder: Path = BANK, skills: SkillMap | None = None) -> list[Problem]:
    """Every problem below `folder`, in the order of their paths.

    Raises ProblemFileError with the faults of all files; an id that stands in two files is one, and so is a skill
    that is not among `skills`, where they are given.
    """
    problems: list[Problem] = []
    faults: list[Fault] = []
    for path in sorted(folder.rglob("*.toml")):
        if path.name == SETS_FILE:
            continue
        try:
            problems.append(load_problem(path))
        except ProblemFileError as error:
            faults += error.faults
    seen: dict[str, str] = {}
    for problem in problems:
        if problem.id in seen:
            faults.append(
                problem.source.fault(("id",), f"`{problem.id}` is also the id in {seen[problem.id]}.")
            )
        seen[problem.id] = problem.source.file
    if skills is not None:
        faults += (fault for problem in problems for fault in unknown_skills(problem, skills))
    if faults:
        raise ProblemFileError(faults)
    return problems


def unknown_skills(problem: Problem, skills: SkillMap) -> Iterator[Fault]:
    """The skills of a problem that the skill map does not have."""
    for index, slug in enumerate(problem.skills):
        if slug not in skills:
            message = f"there is no skill `{slug}` in skills.toml.{nearest(slug, skills.slugs)}"
            yield problem.source.fault(("skills", index), message)


def program_of(problem: Problem) -> Program:
    """The problem's formulas, read once per content. Raises ProblemFileError where one cannot be read."""
    return _program(Keyed(problem))


class Keyed:
    """A problem as a key of the cache: equal content, equal key."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.key = problem.content_hash

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and other.key == self.key


@lru_cache(maxsize=512)
def _program(keyed: Keyed) -> Program:
    program, faults = compile_problem(keyed.problem)
    if program is None:
        raise ProblemFileError(faults)
    return program


def _checked(source: Source) -> Problem:
    try:
        problem = Problem.of(source)
    except ValidationError as error:
        raise ProblemFileError(faults_of(error, source)) from error
    faults = check_rules(problem)
    if not too_many_values(problem):
        program, unreadable = compile_problem(problem)
        faults += unreadable
        if program is not None and not faults:
            faults = _senseless(program)
    if faults:
        raise ProblemFileError(faults)
    return problem


def _senseless(program: Program) -> list[Fault]:
    """What each formula and number says is readable; here is what cannot be meant."""
    source = program.problem.source
    checks = (check_varying, check_differentiable, check_amounts, check_graph, check_tests)
    return [source.fault(place, message) for check in checks for place, message in check(program)]
