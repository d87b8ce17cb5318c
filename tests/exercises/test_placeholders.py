"""`{name}` in texts: what is replaced, what belongs to LaTeX, and which names are unknown."""

from __future__ import annotations

import pytest

from exercises.placeholders import fill, odd_braces, odd_dollars, unknown_names

VALUES = {"f": "3x^2", "n": "5", "a": "-2", "p": "7"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Differentiate $f(x)={f}$.", "Differentiate $f(x)=3x^2$."),
        ("Take {n} steps.", "Take $5$ steps."),
        ("At $({a},{p})$", "At $(-2,7)$"),
        ("$x^{n}$", "$x^{5}$"),
        ("$x_{i}$", "$x_{i}$"),
        (r"$\frac{a}{n}$", r"$\frac{-2}{5}$"),
        (r"$\frac{f({p}+h)-f({p})}{h}$", r"$\frac{f(7+h)-f(7)}{h}$"),
        (r"$\mathrm{a}$ and $\operatorname{n}$", r"$\mathrm{a}$ and $\operatorname{n}$"),
        (r"$\{a\}$ and \{n}", r"$\{a\}$ and \{n}"),
        ("$e^{-{n}x}$", "$e^{-5x}$"),
        ("$$A={n},\\quad b={p}$$ and {n}", "$$A=5,\\quad b=7$$ and $5$"),
        ("  outer space goes\n", "outer space goes"),
        ("nothing to do", "nothing to do"),
    ],
)
def test_it_fills_in_names_and_leaves_latex_alone(text: str, wanted: str) -> None:
    assert fill(text, VALUES.__getitem__, VALUES) == wanted


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("$f(x)={g}$ at {q}", ["g", "q"]),
        ("$x_{i}$", []),
        (r"$\lim_{h\to 0} x$", []),
        (r"$\text{then}$", []),
        ("{f} and {ff}", ["ff"]),
        ("$x={sin}$", ["sin"]),
    ],
)
def test_it_finds_names_that_stand_for_nothing(text: str, unknown: list[str]) -> None:
    assert unknown_names(text, VALUES) == unknown


@pytest.mark.parametrize(
    ("text", "odd"), [("$x$", False), ("$x", True), (r"5 \$ and $x$", False), ("", False)]
)
def test_it_notices_a_dollar_without_a_partner(text: str, odd: bool) -> None:
    assert odd_dollars(text) is odd


@pytest.mark.parametrize(
    ("text", "brace"),
    [
        ("plain", ""),
        ("$f(x)={f}$", ""),
        (r"$\frac{a}{b}$ and $\{1, 2$", ""),
        (r"$\left\{{a}\right.$", ""),
        ("$f(x)={f$", "{"),
        ("$f(x)=f}$", "}"),
        ("$}{$", "}"),
        (r"$\frac{{a}{b}$", "{"),
    ],
)
def test_a_brace_without_a_partner_is_found(text: str, brace: str) -> None:
    assert odd_braces(text) == brace
