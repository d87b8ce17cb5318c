"""Problem files that are wrong: each fault has its file, line and key, and says what was expected."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from exercises.faults import ProblemFileError
from exercises.reading import parse_problem

GOOD = dedent(
    """\
    id = "test.power"
    title = "A test problem"
    skills = ["power-rule"]
    difficulty = 1
    prompt = "Differentiate $f(x)={f}$."
    hints = ["One", "Two {a}"]
    [params]
    a = { int = [3, 9] }
    n = { int = [3, 9], not = [4] }
    where = ["a != n"]
    [let]
    f = "a*x^n"
    [[answer]]
    name = "df"
    type = "expression"
    is = "diff(f, x)"
    [[mistake]]
    is = "a*x^(n-1)"
    say = "The exponent leaves a trace."
    [[test]]
    params = { a = 5, n = 3 }
    give = { df = "15x^2" }
    expect = "correct"
    """
)


def faults_of(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ProblemFileError) as caught:
        parse_problem(text, "p.toml")
    assert all(fault.file == "p.toml" for fault in caught.value.faults)
    return [(fault.line, fault.key, fault.message) for fault in caught.value.faults]


def test_a_good_file_is_read_as_it_was_written() -> None:
    problem = parse_problem(GOOD, "p.toml")
    assert (problem.id, problem.difficulty, problem.skills) == ("test.power", 1, ("power-rule",))
    assert problem.params.drawn["n"].values() == ("3", "5", "6", "7", "8", "9")
    assert problem.params.where == ("a != n",)
    assert problem.answers[0].reference == "diff(f, x)"
    assert problem.source.text == GOOD


CHANGES: list[tuple[str, str, int, str, str]] = [
    # replaced, by, line, key, and what the message says
    ('title = "A test problem"\n', "", None, "title", "required"),  # type: ignore[list-item]  # nothing stands there
    ('skills = ["power-rule"]', "skills = []", 3, "skills", "at least 1"),
    ('skills = ["power-rule"]', 'skill = ["power-rule"]', 3, "skill", 'Did you mean "skills"?'),
    ("difficulty = 1", "difficulty = 6", 4, "difficulty", "at most 5"),
    ("difficulty = 1", 'difficulty = "1"', 4, "difficulty", "whole number"),
    ("difficulty = 1", "difficulty = true", 4, "difficulty", "whole number"),
    ('id = "test.power"', 'id = "Test Power"', 1, "id", "small letters"),
    ("prompt =", "promt =", 5, "promt", 'Did you mean "prompt"?'),
    ("={f}$.", "={g}$.", 5, "prompt", "{g} is no parameter"),
    ("={f}$.", "={f}.", 5, "prompt", "$ has no partner"),
    ('"Two {a}"', '"Two {b}"', 6, "hints[2]", "{b}"),
    ('"Two {a}"', "2", 6, "hints[2]", "text in quotes"),
    ("a = { int = [3, 9] }", "a = { int = [9, 3] }", 8, "params.a", "above the high end"),
    ("a = { int = [3, 9] }", "a = { int = [3] }", 8, "params.a.int", "two whole numbers are wanted"),
    ("a = { int = [3, 9] }", "a = { int = [3, 9], of = [1] }", 8, "params.a", "exactly one"),
    ("a = { int = [3, 9] }", "a = { int = [3, 9], nott = [4] }", 8, "params.a.nott", 'Did you mean "not"?'),
    ("a = { int = [3, 9] }", "a = { int = [3, 3], not = [3] }", 8, "params.a", "no value is left"),
    ("a = { int = [3, 9] }", "a = { of = [] }", 8, "params.a", "no value is left"),
    ("a = { int = [3, 9] }", 'a = { of = ["1", "2("] }', 8, "params.a", "something is missing after"),
    ("a = { int = [3, 9] }", "a = { int = [1, 99999] }", 8, "params.a", "more than 10,000"),
    ("a = { int = [3, 9] }", "a = 3", 8, "params.a", "a table"),
    ("a = { int = [3, 9] }", "a = { int = [3, 9] }\nsin = 1", 9, "params.sin", "a table"),
    (
        "a = { int = [3, 9] }",
        "a = { int = [3, 9] }\npi = { int = [1, 2] }",
        9,
        "params.pi",
        "already has a meaning",
    ),
    ('["a != n"]', '["a != "]', 10, "params.where[1]", "something is missing after `!=`"),
    ('["a != n"]', '["a + n"]', 10, "params.where[1]", "a comparison is wanted"),
    ('["a != n"]', '["a != q"]', 10, "params.where[1]", "`q` is no parameter"),
    ('f = "a*x^n"', 'f = "a*x^(n"', 12, "let.f", "`(` is opened here and never closed"),
    ('f = "a*x^n"', 'f = "a*foo(x)"', 12, "let.f", "foo"),
    ('f = "a*x^n"', 'f = "u*x"\nu = "a"', 12, "let.f", "further down"),
    ('f = "a*x^n"', 'f = "f*x"', 12, "let.f", "only defined here"),
    ('f = "a*x^n"', 'f = "a*x^n"\na = "3"', 13, "let.a", "already a parameter"),
    ('type = "expression"', 'type = "expresion"', 15, "answer[1].type", 'Did you mean "expression"?'),
    ('type = "expression"', 'type = "choice"', 13, "answer[1].options", "2 to 12"),
    ('type = "expression"', 'type = "graph"', 15, "answer[1].type", "[graph]"),
    ('is = "diff(f, x)"', 'is = "diff(f, a)"', 16, "answer[1].is", "is a parameter"),
    ('is = "diff(f, x)"', 'is = "diff(f x)"', 16, "answer[1].is", "diff"),
    ('is = "diff(f, x)"\n[[mis', "[[mis", 13, "answer[1].is", "needs `is`"),
    ('is = "diff(f, x)"', 'is = "diff(f, x)"\nshape = [2]', 17, "answer[1].shape", "does not have this key"),
    ('is = "diff(f, x)"', 'is = "diff(f, x)"\nfollow = "3"', 17, "answer[1].follow", "go together"),
    (
        'is = "diff(f, x)"',
        'is = "x"\ntolerance = { absolut = 1 }',
        17,
        "answer[1].tolerance.absolut",
        "absolute",
    ),
    ('say = "The exponent leaves a trace."', "", 17, "mistake[1].say", "required"),
    ('is = "a*x^(n-1)"', 'is = "a*x^(n-1)"\nanswer = "dg"', 19, "mistake[1].answer", 'Did you mean "df"?'),
    ("a = 5, n = 3", "a = 5", 21, "test[1].params", "missing for n"),
    ("a = 5, n = 3", "a = 5, n = 3, b = 1", 21, "test[1].params.b", "no parameter `b`"),
    ('give = { df = "15x^2" }', 'give = { dg = "15x^2" }', 22, "test[1].give.dg", 'Did you mean "df"?'),
    ('give = { df = "15x^2" }', "give = { df = [1] }", 22, "test[1].give.df", "a response in quotes"),
    ('expect = "correct"', 'expect = "corect"', 23, "test[1].expect", 'Did you mean "correct"?'),
    ('expect = "correct"', 'expect = { dg = "correct" }', 23, "test[1].expect.dg", "no answer `dg`"),
]


@pytest.mark.parametrize(("old", "new", "line", "key", "said"), CHANGES, ids=lambda value: str(value)[:40])
def test_it_names_the_place_and_what_was_expected(
    old: str, new: str, line: int | None, key: str, said: str
) -> None:
    assert GOOD.count(old) == 1
    faults = faults_of(GOOD.replace(old, new))
    matching = [
        fault for fault in faults if fault[0] == line and fault[1].startswith(key) and said in fault[2]
    ]
    assert matching, faults


GRAPH = dedent(
    """\
    id = "test.graph"
    title = "A graph"
    skills = ["fan-out"]
    difficulty = 1
    prompt = "Fill in."
    [params]
    x = { int = [3, 9] }
    [graph]
    inputs = ["x"]
    nodes = [
      ["u", "x^2"],
      ["L", "u*x"],
    ]
    loss = "L"
    [[answer]]
    name = "cells"
    type = "graph"
    ask = { forward = "all", local = ["u/x"], grad = ["x"] }
    """
)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "said"),
    [
        ('inputs = ["x"]', 'inputs = ["y"]', 9, "graph.inputs", "input `y` is no parameter"),
        ('["L", "u*x"]', '["L", "u*v"]', 12, "graph.nodes[2]", "`v` is no parameter"),
        ('["L", "u*x"]', '["u", "u*x"]', 12, "graph.nodes[2]", "stands twice"),
        ('["L", "u*x"]', '["L"]', 12, "graph.nodes[2]", "a name and its operation are wanted"),
        ('["u", "x^2"]', '["u", "L^2"]', 11, "graph.nodes[1]", "`u` uses `L` before it exists"),
        ('loss = "L"', 'loss = "l"', 14, "graph.loss", 'Did you mean "L"?'),
        ('["u/x"]', '["u/y"]', 18, "answer[1].ask.local", "the graph has no `u/y`. Did you mean"),
        ('grad = ["x"]', 'grad = ["dx"]', 18, "answer[1].ask.grad", "It has L, u, x."),
        ('grad = ["x"]', "grads = []", 18, "answer[1].ask.grads", 'Did you mean "grad"?'),
        ('type = "graph"', 'type = "choice"', 8, "graph", "exactly one answer of type graph"),
    ],
)
def test_a_wrong_graph_is_told(old: str, new: str, line: int, key: str, said: str) -> None:
    parse_problem(GRAPH)
    faults = faults_of(GRAPH.replace(old, new))
    assert [fault for fault in faults if fault[:2] == (line, key) and said in fault[2]], faults


def test_all_faults_of_a_file_come_at_once() -> None:
    text = (
        GOOD.replace("difficulty = 1", "difficulty = 9")
        .replace("prompt =", "promt =")
        .replace("[3, 9] }", "3 }")
    )
    assert [line for line, _, _ in faults_of(text)] == [None, 4, 5, 8]


def test_faults_of_formulas_come_at_once_too() -> None:
    text = GOOD.replace('"a*x^n"', '"a*x^("').replace('["a != n"]', '["a !"]').replace("a*x^(n-1)", ")")
    assert [line for line, _, _ in faults_of(text)] == [10, 12, 18]


def test_a_message_is_one_line_for_each_fault() -> None:
    with pytest.raises(ProblemFileError) as caught:
        parse_problem(GOOD.replace("difficulty = 1", "difficulty = 9"), "p.toml")
    assert str(caught.value) == "p.toml, line 4: difficulty: at most 5 is wanted, not 9."


def test_the_hash_sees_meaning_and_not_spelling() -> None:
    problem = parse_problem(GOOD)
    spaced = parse_problem("# a comment\n" + GOOD.replace(" = ", "  =  "))
    moved = parse_problem(
        GOOD.replace('title = "A test problem"\n', "").replace(
            "difficulty", 'title = "A test problem"\ndifficulty'
        )
    )
    changed = parse_problem(GOOD.replace("[3, 9] }", "[3, 8] }"))
    assert re.fullmatch(r"[0-9a-f]{64}", problem.content_hash)
    assert problem.content_hash == spaced.content_hash == moved.content_hash != changed.content_hash


def test_the_hash_never_changes() -> None:
    """Attempts point at versions by this hash: a change of how it is made orphans them."""
    assert parse_problem(GOOD).content_hash == HASH


HASH = "bbd8be6f8c375751cf58652f3f0130688951712c71bbb413b9f8d91f26b8f6d3"
