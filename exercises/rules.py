"""What a problem file must satisfy beyond its types: keys that belong together, and names that must exist."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.faults import Fault, nearest
from exercises.format import Answer, AuthorTest, Parameter, Problem
from exercises.malrules import known_rules
from exercises.placeholders import odd_braces, odd_dollars, unknown_names
from exercises.toml_source import Place
from exercises.toml_text import toml_text

_COMMON = {"name", "label", "type", "points"}
_TYPED = {"reference", "tolerance", "accept", "domain", "follows", "follow"}
KEYS_OF: dict[str, set[str]] = {
    "expression": _COMMON | _TYPED | {"form"},
    "number": _COMMON | (_TYPED - {"domain"}) | {"exact"},
    "vector": _COMMON | _TYPED | {"shape", "layout"},
    "matrix": _COMMON | _TYPED | {"shape", "layout"},
    "choice": _COMMON | {"options", "several"},
    "graph": _COMMON | {"ask", "decimals", "marks"},
}
"""Which keys an answer of each type may have."""

RESERVED = frozenset({"e", "pi", "oo", "diff", "grad", "jacobian", "hessian", "at", "roots", "argmin"})
"""Names with a meaning of their own, which no parameter, [let] or variable may take."""

MAX_SPAN = 10_001
"""Values that one `int` may take."""
MAX_VALUES = 20_000
"""Values that all parameters together may take. Each is read when a file is checked."""

Finding = tuple[Place, str]


def check_rules(problem: Problem) -> list[Fault]:
    """Every broken rule of the file, with its place."""
    checks = (_params, _names, _answers, _graph, _without, _mistakes, _tests, _texts)
    return [problem.source.fault(place, message) for check in checks for place, message in check(problem)]


def shown_names(problem: Problem) -> list[str]:
    """The names that `{name}` may stand for: parameters and [let]."""
    return [*problem.params.drawn, *problem.let]


def _params(problem: Problem) -> Iterator[Finding]:
    sizes = [_size(parameter) for parameter in problem.params.drawn.values()]
    if sum(size for size in sizes if size <= MAX_SPAN) > MAX_VALUES:
        yield ("params",), f"all parameters together have more than {MAX_VALUES:,} values; narrow the ranges."
        return
    for name, parameter in problem.params.drawn.items():
        for message in _parameter(parameter):
            yield ("params", name), message


def too_many_values(problem: Problem) -> bool:
    """Whether reading every value of the parameters would take long; `check_rules` says so."""
    sizes = [_size(parameter) for parameter in problem.params.drawn.values()]
    return max(sizes, default=0) > MAX_SPAN or sum(sizes) > MAX_VALUES


def _size(parameter: Parameter) -> int:
    if parameter.range is not None:
        return max(0, parameter.range[1] - parameter.range[0] + 1)
    return len(parameter.of or ())


def _parameter(parameter: Parameter) -> Iterator[str]:
    if (parameter.range is None) == (parameter.of is None):
        yield "exactly one of `int = [low, high]` and `of = [...]` is wanted."
        return
    if parameter.range and parameter.range[0] > parameter.range[1]:
        yield "the low end of `int` is above the high end."
    elif parameter.range and _size(parameter) > MAX_SPAN:
        yield "`int` spans more than 10,000 numbers; a smaller range is wanted."
    elif not parameter.values():
        yield "no value is left to draw."
    strange = [text for text in parameter.excluded if parameter.of and text not in parameter.of]
    if strange:
        yield f"`not` names {strange[0]}, which is not in `of`."


def _names(problem: Problem) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    named: list[tuple[str, Place, str]] = [
        *((name, ("params", name), "a parameter") for name in problem.params.drawn),
        *((name, ("let", name), "a [let] name") for name in problem.let),
        *((answer.name, ("answer", i, "name"), "an answer") for i, answer in enumerate(problem.answers)),
    ]
    for name, place, role in named:
        if name in RESERVED:
            yield place, f"`{name}` already has a meaning; another name is wanted."
        elif role == "an answer" and seen.get(name) in ("a parameter", "a [let] name"):
            continue  # follow-through may speak of an answer by the letter that the prompt uses
        elif name in seen:
            yield place, f"`{name}` is already {seen[name]}."
        seen.setdefault(name, role)


def _answers(problem: Problem) -> Iterator[Finding]:
    for index, answer in enumerate(problem.answers):
        allowed = KEYS_OF[answer.type]
        for key in sorted(answer.model_fields_set - allowed):
            shown = type(answer).model_fields[key].alias or key
            yield ("answer", index, shown), f"an answer of type {answer.type} does not have this key."
        if "reference" in allowed and answer.reference is None:
            yield ("answer", index, "is"), f"an answer of type {answer.type} needs `is`: the right answer."
        if answer.exact and answer.tolerance:
            yield ("answer", index, "exact"), "`exact = true` and a tolerance exclude each other."
        earlier = [other.name for other in problem.answers[:index]]
        for message in _follow(answer, earlier):
            yield ("answer", index, "follow"), message
        yield from _options(index, answer)


def _follow(answer: Answer, earlier: list[str]) -> Iterator[str]:
    if bool(answer.follows) != bool(answer.follow):
        yield "`follow` (the formula) and `follows` (the earlier answers in it) go together."
    for name in answer.follows:
        if name not in earlier:
            yield f"`follows` names `{name}`, which is not an earlier answer.{nearest(name, earlier)}"


def _options(index: int, answer: Answer) -> Iterator[Finding]:
    if answer.type != "choice":
        return
    if not 2 <= len(answer.options) <= 12:
        yield ("answer", index, "options"), "a choice has 2 to 12 options."
    if all(option.right == "false" for option in answer.options):
        yield ("answer", index, "options"), "no option can be right: one needs `is = true` or a condition."
    names = [option.name for option in answer.options if option.name]
    for name in {name for name in names if names.count(name) > 1}:
        yield ("answer", index, "options"), f"two options are called `{name}`."


def _graph(problem: Problem) -> Iterator[Finding]:
    answers = [index for index, answer in enumerate(problem.answers) if answer.type == "graph"]
    if problem.graph is None:
        for index in answers:
            yield ("answer", index, "type"), "an answer of type graph needs a [graph] table."
        return
    if len(answers) != 1:
        yield ("graph",), f"a [graph] belongs to exactly one answer of type graph; there are {len(answers)}."
    known = [*problem.params.drawn, *problem.let]
    for name in problem.graph.inputs:
        if name not in known:
            yield ("graph", "inputs"), f"input `{name}` is no parameter or [let] name.{nearest(name, known)}"
    nodes = [name for name, _ in problem.graph.nodes]
    for index, name in enumerate(nodes):
        if name in problem.graph.inputs or name in nodes[:index]:
            yield ("graph", "nodes", index), f"`{name}` stands twice in the graph."
    if problem.graph.loss not in nodes:
        yield ("graph", "loss"), f"`{problem.graph.loss}` is not a node.{nearest(problem.graph.loss, nodes)}"


def _without(problem: Problem) -> Iterator[Finding]:
    for index, code in enumerate(problem.without):
        if code not in known_rules():
            close = nearest(code, known_rules()) or f" There are {', '.join(known_rules())}."
            yield ("without", index), f"there is no wrong rule `{code}` to leave out.{close}"


def _mistakes(problem: Problem) -> Iterator[Finding]:
    typed = [answer.name for answer in problem.answers if answer.reference is not None]
    for index, mistake in enumerate(problem.mistakes):
        if mistake.answer is None and len(typed) != 1:
            yield ("mistake", index), f"`answer` is required: one of {', '.join(typed) or 'none here'}."
        elif mistake.answer is not None and mistake.answer not in typed:
            close = nearest(mistake.answer, typed)
            yield ("mistake", index, "answer"), f"`{mistake.answer}` is not an answer with `is`.{close}"


def _tests(problem: Problem) -> Iterator[Finding]:
    for index, test in enumerate(problem.tests):
        for name in test.params:
            if name not in problem.params.drawn:
                close = nearest(name, problem.params.drawn)
                yield ("test", index, "params", name), f"there is no parameter `{name}`.{close}"
        missing = [name for name in problem.params.drawn if name not in test.params]
        if missing:
            yield ("test", index, "params"), f"values are missing for {', '.join(missing)}."
        yield from _test_answers(problem, index, test)


def _test_answers(problem: Problem, index: int, test: AuthorTest) -> Iterator[Finding]:
    names = [answer.name for answer in problem.answers]
    for key, given in (("give", test.give), ("expect", test.expect)):
        for name in given:
            if name not in names and not (key == "expect" and name == "*"):
                yield ("test", index, key, name), f"there is no answer `{name}`.{nearest(name, names)}"
    for name, response in test.give.items():
        if not isinstance(response, str | int | dict) or isinstance(response, bool):
            yield ("test", index, "give", name), f"a response in quotes is wanted, not {toml_text(response)}."


def texts_of(problem: Problem) -> Iterator[tuple[Place, str]]:
    """Every text that a student may read, with its place."""
    yield ("prompt",), problem.prompt
    yield from ((("hints", index), hint) for index, hint in enumerate(problem.hints))
    if problem.solution:
        yield ("solution",), problem.solution
    for index, answer in enumerate(problem.answers):
        if answer.label:
            yield ("answer", index, "label"), answer.label
        for number, option in enumerate(answer.options):
            yield ("answer", index, "options", number), option.text
            if option.say:
                yield ("answer", index, "options", number), option.say
    yield from ((("mistake", index, "say"), mistake.say) for index, mistake in enumerate(problem.mistakes))


def _texts(problem: Problem) -> Iterator[Finding]:
    known = shown_names(problem)
    for place, text in texts_of(problem):
        for name in unknown_names(text, known):
            close = nearest(name, known)
            yield place, f"{{{name}}} is no parameter and no [let] name.{close}"
        brace = odd_braces(text)
        if brace:
            yield (
                place,
                f"a {brace} has no partner; a name stands between two, as in {{{(known or ['f'])[-1]}}}.",
            )
        if odd_dollars(text):
            yield place, "a $ has no partner; mathematics stands between two."
