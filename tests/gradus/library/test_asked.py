"""The function that is kept with a part: only one that the problem shows, and its slope only where that is asked."""

from __future__ import annotations

from typing import Any

import pytest

from grader.calculus.task import asked_function
from grader.diagnosis import task_tree
from grader.question import Part
from gradus.library.asked import asked_by, tree_of

SHOWN = {"text": "sin(3x^2)", "names": ["x"]}
PROMPT = r"Differentiate $f(x)=\sin(3x^2)$."


def part(task: str | None, kind: Any = "expression", variables: tuple[str, ...] = ("x",)) -> Part:
    return Part("df", kind, "0", variables, task=task)


@pytest.mark.parametrize(
    ("task", "kind", "variables", "prompt", "kept"),
    [
        ("diff(sin(3x^2), x)", "expression", ("x",), PROMPT, SHOWN | {"slope_by": "x"}),
        ("diff(sin(3x^2), x)", "expression", ("x",), "The slope of $\\sin \\left( 3 x^{2} \\right)$?", SHOWN | {"slope_by": "x"}),
        ("diff(sin(3x^2), x, 2)", "expression", ("x",), PROMPT, SHOWN),
        ("diff(diff(sin(3x^2), x), x)", "expression", ("x",), PROMPT, SHOWN),
        ("2diff(sin(3x^2), x)", "expression", ("x",), PROMPT, SHOWN),
        ("at(diff(sin(3x^2), x), x, 2)", "number", (), PROMPT, SHOWN),
        ("diff(x^2 y, x)", "expression", ("x", "y"), "$f=x^2y$", {"text": "x^2 y", "names": ["x", "y"], "slope_by": "x"}),
        ("grad(x^2 y, (x, y))", "vector", ("x", "y"), "$$f(x,y)=x^2 \\cdot y$$", {"text": "x^2 y", "names": ["x", "y"]}),
        ("jacobian((x y, x), (x, y))", "matrix", ("x", "y"), "$F=(xy,\\ x)$", {"text": "(x y, x)", "names": ["x", "y"]}),
    ],
)  # fmt: skip
def test_the_function_that_the_prompt_shows_is_kept(
    task: str, kind: str, variables: tuple[str, ...], prompt: str, kept: dict[str, Any]
) -> None:
    assert asked_by(part(task, kind, variables), [prompt]) == kept


@pytest.mark.parametrize("prompt", ["Find the loss, then its slope.", r"$f(x)=\cos(3x^2)$", "sin(3x^2)", ""])
def test_a_function_that_one_has_to_find_first_is_not_kept(prompt: str) -> None:
    assert asked_by(part("diff(sin(3x^2), x)"), [prompt]) is None


@pytest.mark.parametrize("task", [None, "x^2 + 1"])
def test_where_nothing_is_differentiated_there_is_none(task: str | None) -> None:
    assert asked_by(part(task), ["$x^2 + 1$"]) is None


def test_paths_into_the_task_lead_into_what_was_kept() -> None:
    for text in ("-x^2 (3x - 1)/(2 - x)^(1/3)", "2/3 x - (-x)^2", "x*(-3)*2^(-x)", "e^(-6x) x^4"):
        found = asked_by(part(f"diff({text}, x)"), [f"$f(x)={text}$".replace("*", " \\cdot ")])
        assert found is not None
        task = task_tree(part(f"diff({text}, x)"))
        assert task is not None and tree_of(found["text"], tuple(found["names"])) == asked_function(task)


def test_what_an_older_engine_wrote_is_no_fault() -> None:
    assert tree_of("frobnicate(x", ("x",)) is None
