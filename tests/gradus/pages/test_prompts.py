"""Prompts: Markdown with maths, to HTML that is safe and well set."""

from __future__ import annotations

import time

import pytest

from gradus.pages.mathml import latex_to_mathml
from gradus.pages.prompts import breakable, render_line, render_prompt

PRIME = '<mrow><mi>f</mi><mo lspace="0" rspace="0">′</mo></mrow>'

SET = {
    "a prime is a plain operator": ("$f'(x)$", PRIME),
    "a Greek prime too": ("$\\sigma'(z)$", '<mi>σ</mi><mo lspace="0" rspace="0">′</mo>'),
    "brackets do not grow": ("$f(x)$", '<mo stretchy="false">(</mo>'),
    "brackets of a column grow": ("$\\begin{pmatrix}a\\\\b\\end{pmatrix}$", "<mo>(</mo><mtable>"),
    "an operator's name is a name": ("$\\operatorname{relu}(z)$", "<mi>relu</mi>"),
    "a sign is no subtraction": ("$x=-1$", '<mo form="prefix">−</mo><mn>1</mn>'),
    "a subtraction is none": ("$x-1$", "<mi>x</mi><mo>−</mo>"),
    "a limit has its variable below": ("$\\lim_{h\\to 0}h$", "<munder><mo>lim</mo>"),
    "a display formula is a block": ("$$x^2$$", '<math display="block">'),
    "an escaped dollar is a dollar": ("\\$5 and \\$6", "$5 and $6"),
    "one dollar is a dollar": ("It costs 5$.", "5$."),
    "emphasis is emphasis": ("*all* of them", "<em>all</em>"),
}


@pytest.mark.parametrize(("text", "wanted"), SET.values(), ids=SET.keys())
def test_a_prompt_is_set_well(text: str, wanted: str) -> None:
    assert wanted in render_prompt(text)


HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "$\\style{background:url(x)}{x}$",
    "![x](http://example.org/x.png)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_prompt_carries_no_script_no_style_and_no_foreign_picture(text: str) -> None:
    html = render_prompt(text) + render_line(text)
    for danger in ("<script", "<img", 'href="javascript', "style=", "<annotation"):
        assert danger not in html


def test_a_formula_that_cannot_be_set_is_shown_as_written() -> None:
    assert latex_to_mathml("x^2^3") == "<code>x^2^3</code>"


@pytest.mark.parametrize("text", ["{" * 50_000, "x^{" * 30_000, "\\frac{1}{2}+" * 9_000])
def test_a_huge_formula_is_cut_before_it_is_rendered(text: str) -> None:
    started = time.perf_counter()
    render_prompt(f"${text}$")
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "end"),
    [("So $x$.", "<mtext>.</mtext></math>"), ("$x$ is", "</math> is"), ("$$x$$.", "</math>.")],
)
def test_a_sign_right_behind_a_formula_is_set_with_it_so_that_no_line_begins_with_it(
    text: str, end: str
) -> None:
    assert str(render_line(text)).endswith(end)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (
            "So $f'(x)=\\cos(3 x^{2})\\cdot 6 x=6 x$.",
            "So $f'(x)$\u200b$=\\cos(3 x^{2})\\cdot 6 x$\u200b$=6 x$.",
        ),
        ("At $x=2$, $y=3$.", "At $x=2$, $y=3$."),
        (
            "$J=\\begin{bmatrix}a=1 & b=2\\end{bmatrix}$",
            "$J$\u200b$=\\begin{bmatrix}a=1 & b=2\\end{bmatrix}$",
        ),
        ("$\\sum_{i=1}^{n} f(x=2, y=3) \\to 7$", "$\\sum_{i=1}^{n} f(x=2, y=3) \\to 7$"),
        ("$$f(x)=3x^2+2x+1=0+0+0$$", "$$f(x)=3x^2+2x+1=0+0+0$$"),
        ("It costs \\$5, and so on and so on = $7$.", "It costs \\$5, and so on and so on = $7$."),
    ],
)
def test_a_long_formula_may_break_at_its_equals_signs(text: str, cut: str) -> None:
    assert breakable(text) == cut
