"""Broken texts: the development cases and the hostile ones, plain and in LaTeX, with bytes, letters and tokens changed.

Whatever comes out must be read or refused, with a code and a place inside the text, and judged by every kind of
answer, within a second and without an exception. What reads must print, and read back to the same tree.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

from grader.calculus.substitution import with_children
from grader.checkers.shape import Context, PreparedPart
from grader.grading import grade_part, prepare_part
from grader.language import AUTHOR, Names, Unreadable, notes, parse, to_latex, to_mathml, to_text
from grader.language.tree import Call, Negative, Node, Number, Power, Product
from grader.question import Option, Part
from grader.results import PartResult, Verdict

DATA = Path(__file__).parents[1] / "tests" / "grader" / "data"
NAMES = Names(("x", "y", "w", "z", "a", "b", "t"), ("n",))
LIMIT = 1.0
"""Seconds for one text."""
FAIR = [
    *"0123456789xyzwn+-*/^()|,", "sin ", "cos(x)", "ln x", "e^x", "2x", "pi", "sqrt(", "²", " ", "sin^2 x", "1/2", "1,5",
    "1e3", "|x|", "3!", "50%", "\\frac{1}{x}", "\\left(", "\\right)", "\\sqrt[3]{x}", "\\cdot ", "\\sin x", "max(x, 2)",
]  # fmt: skip
PIECES = [
    *"0123456789xyzwne+-*/^!()[]{}<>|,;&_=.%'\"\\ \n\t~$#@?:",
    *"²³⁻ⁿ₁½√∛·×÷−–πθσ∞≤≥∪∑∂∇ŷх２\x00\x1b\u200b\u202e\ud800\U0001d465",
    "sin", "cos^2", "ln", "log_2", "exp", "sqrt", "abs", "max", "root", "softmax", "relu", "**", "e^", "1.5e-3", "1,5",
    "2x", "pi", "sinx", "9^9", "1e99", "50%", "3!", "NaN", "oo", "x^{10}", "sin^{-1}", "^{", "_{", "W^T", "((((", "))))",
    "\\frac", "\\dfrac{1}{2}", "\\sqrt[3]{", "\\left(", "\\right)", "\\left|", "\\right|", "\\cdot", "\\sin", "\\pi",
    "\\begin{pmatrix}", "\\end{pmatrix}", "\\\\", "\\operatorname{relu}", "\\hat{y}", "\\mathrm{", "\\lvert", "\\nabla",
]  # fmt: skip
TOKEN = re.compile(r"\\?[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
KINDS = {
    "expression": "2x cos(x^2)", "number": "7/4", "vector": "(2x, 3y^2)", "matrix": "[[x, 2], [3, y]]",
    "points": "{(1, 2), (3, 4)}", "line": "y = 2x + 1", "interval": "(-1, 2]", "choice": None, "order": "a > b",
    "shape": "(3, n)", "direction": "(1, 2)",
}  # fmt: skip
"""Every kind that reads a text, with an answer of its own."""
NUMBERS_ONLY = ("number", "interval", "points", "direction")


@dataclass
class Tally:
    """What the texts came to; `faults` says what must never be."""

    read: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_text: str = ""
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def mutated_texts(seed: int, count: int) -> Iterator[str]:
    """`count` broken texts; the same for the same seed."""
    source, corpus = random.Random(seed), texts()
    for _ in range(count):
        text = source.choice(corpus)
        for _ in range(source.choice((1, 1, 1, 2, 3, 6))):
            text = source.choice(MUTATIONS)(source, text)
        yield text


@cache
def texts() -> list[str]:
    """Fair texts as programs and students write them and as LaTeX, and hostile ones, each once."""
    found: dict[str, None] = {}
    for line in (DATA / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        names = Names(tuple(case["variables"]))
        for key in ("answer", "answer_as_typed", "response", "response_as_typed"):
            found[case[key]] = None
            found[to_latex(parse(case[key], names))] = None
    hostile = (DATA / "hostile.jsonl").read_text(encoding="utf-8").splitlines()
    inputs = [json.loads(line)["input"] for line in hostile]
    return [*found, *(text for text in inputs if isinstance(text, str) and len(text) <= 2000)]


def _byte(source: random.Random, text: str) -> str:
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    at = source.randint(0, len(raw))
    raw[at : at + source.choice((0, 1, 1))] = bytes(source.choices(range(256), k=source.choice((0, 1, 1))))
    return raw.decode("utf-8", source.choice(("surrogateescape", "replace", "ignore")))


def _piece(source: random.Random, text: str) -> str:
    at, width = source.randint(0, len(text)), source.choice((0, 0, 1, 2))
    pieces = source.choice((FAIR, FAIR, PIECES))
    return text[:at] + source.choice(("", *pieces)) + text[at + width :]


def _swap(source: random.Random, text: str) -> str:
    at = source.randint(0, len(text))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _tokens(source: random.Random, text: str) -> str:
    """A token taken out, doubled, or put in another's place."""
    tokens = TOKEN.findall(text) or [""]
    one, two = source.randrange(len(tokens)), source.randrange(len(tokens))
    way = source.randrange(3)
    if way == 0:
        del tokens[one]
    elif way == 1:
        tokens.insert(two, tokens[one])
    else:
        tokens[one], tokens[two] = tokens[two], tokens[one]
    return "".join(tokens)


def _graft(source: random.Random, text: str) -> str:
    """The beginning of this text and the end of another."""
    other = source.choice(texts())
    return text[: source.randint(0, len(text))] + other[source.randint(0, len(other)) :]


def _wrap(source: random.Random, text: str) -> str:
    return source.choice(
        ("({})", "sqrt({})", "-{}", "\\frac{{{}}}{{x}}", "{}^2", "ln({})", "[{}, x]", "|{}|")
    ).format(text)


MUTATIONS = (_byte, _piece, _piece, _swap, _tokens, _graft, _wrap)


@cache
def prepared(kind: str) -> PreparedPart:
    """The part of one kind."""
    variables = () if kind in NUMBERS_ONLY else NAMES.variables
    options = (
        (Option("a", "first", True), Option("b", "second", False)) if kind in ("choice", "order") else ()
    )
    return prepare_part(Part("p", kind, KINDS[kind], variables, NAMES.integers, options=options), 0)  # type: ignore[arg-type]  # a key of KINDS


def tried(text: str, tally: Tally) -> None:
    """Reads, prints and judges one text; what must not be goes to `tally.faults`."""
    started = time.perf_counter()
    try:
        _read(text, tally)
        kinds = list(KINDS)
        for kind in ("expression", kinds[1 + len(text) % (len(kinds) - 1)]):
            _judge(text, kind, tally)
    except Exception as error:  # noqa: BLE001  # that there is none is what is measured
        tally.faults.append(f"{type(error).__name__}: {error}: {text!r}")
    elapsed = time.perf_counter() - started
    tally.seconds += elapsed
    if elapsed > tally.slowest:
        tally.slowest, tally.slowest_text = elapsed, text
    if elapsed > LIMIT:
        tally.faults.append(f"{elapsed:.2f} s: {text!r}")


def _read(text: str, tally: Tally) -> None:
    try:
        tree = parse(text, NAMES)
    except Unreadable as fault:
        _placed(text, fault.code, fault.position, fault.length, tally)
        if fault.suggestion is not None:
            parse(fault.suggestion, NAMES)
        return
    tally.read += 1
    notes(text, tree)
    to_mathml(tree)
    if (again := _again(to_text(tree))) != tree:
        tally.faults.append(f"printed as {to_text(tree)!r}, which is another tree ({again}): {text!r}")
    if not same_in_latex(again := _again(to_latex(tree)), tree):
        tally.faults.append(f"printed as {to_latex(tree)!r}, which is another tree ({again}): {text!r}")


def same_in_latex(again: Node | str, tree: Node) -> bool:
    """Whether two trees are the same but for what LaTeX writes in one way only: `cbrt(x)` as a third root, `1e3` as
    1 times 10 to the 3."""
    return not isinstance(again, str) and (again == tree or _in_latex(again) == _in_latex(tree))


def _in_latex(node: Node) -> Node:
    match node:
        case Call(function="cbrt", arguments=(inner,)):
            return Call("root", (_in_latex(inner), Number(Fraction(3), "3")))
        case Number(text=text) if "e" in text.lower():
            mantissa, _, power = text.lower().partition("e")
            tens = Number(Fraction(abs(int(power))), str(abs(int(power))))
            exponent: Node = Negative(tens) if int(power) < 0 else tens
            front = Number(Fraction(mantissa.replace(",", ".")), mantissa, not mantissa.isdigit())
            return Product((front, Power(Number(Fraction(10), "10"), exponent)))
    return with_children(node, _in_latex)


def _again(shown: str) -> Node | str:
    try:
        return parse(shown, NAMES, AUTHOR)
    except Unreadable as fault:
        return str(fault)


def _judge(text: str, kind: str, tally: Tally) -> None:
    result, _ = grade_part(prepared(kind), {"": text}, Context())
    if kind == "expression":
        tally.outcomes[result.fault.code if result.fault else str(result.verdict)] += 1
    if (result.fault is None) is (result.verdict is Verdict.UNREADABLE):
        tally.faults.append(f"{result.verdict} with fault {result.fault} as {kind}: {text!r}")
    if result.fault is not None:
        _placed(text, result.fault.code, result.fault.position, result.fault.length, tally)
    _serialised(result, text, tally)


def _serialised(result: PartResult, text: str, tally: Tally) -> None:
    if PartResult.from_json(json.loads(json.dumps(result.to_json()))) != result:
        tally.faults.append(f"does not come back from JSON: {text!r}")


def _placed(text: str, code: str, position: int, length: int, tally: Tally) -> None:
    if not (code and 0 <= position <= len(text) and length >= 0 and position + length <= len(text)):
        tally.faults.append(f"{code} at {position}, {length} long, in {len(text)} characters: {text!r}")
