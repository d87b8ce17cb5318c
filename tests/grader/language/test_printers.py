"""How a reading is shown: LaTeX and MathML, with nothing simplified."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

import pytest

from grader.language import Names, parse, to_latex, to_mathml, to_text
from grader.language.tree import Number, Power

NAMES = Names(("x", "y", "theta", "w_1", "eta", "dL", "yhat", "x_max"), ("n",), ("f",))
MATHML = "{http://www.w3.org/1998/Math/MathML}"


@pytest.mark.parametrize(
    ("typed", "text", "latex"),
    [
        ("cos(x²)·2x", "cos(x^2)*2x", "\\cos(x^{2})\\cdot 2 x"),
        ("1/2x", "(1/2) x", "\\frac{1}{2} x"),
        ("2*1/3", "2*1/3", "\\frac{2\\cdot 1}{3}"),
        ("2(1/3)", "2(1/3)", "2\\cdot \\frac{1}{3}"),
        ("sin(x)(1-y)", "sin(x)*(1 - y)", "\\sin(x) (1-y)"),
        ("x(2-y)", "x*(2 - y)", "x (2-y)"),
        ("x(2*3)", "x*(2*3)", "x (2\\cdot 3)"),
        ("x*2^y", "x*2^y", "x\\cdot 2^{y}"),
        ("x(2/3)^2", "x*(2/3)^2", "x \\left(\\frac{2}{3}\\right)^{2}"),
        ("x*3!", "x*3!", "x\\cdot 3!"),
        ("x*3", "x*3", "x\\cdot 3"),
        ("-x^2", "-x^2", "-x^{2}"),
        ("(-x)^2", "(-x)^2", "(-x)^{2}"),
        ("(x/y)^2", "(x/y)^2", "\\left(\\frac{x}{y}\\right)^{2}"),
        ("x-(y-2)", "x - (y - 2)", "x-(y-2)"),
        ("sin^2 x", "sin(x)^2", "\\sin^{2}(x)"),
        ("sin(x)^-1", "sin(x)^(-1)", "\\sin(x)^{-1}"),
        ("asin x/2", "asin(x)/2", "\\frac{\\arcsin(x)}{2}"),
        ("|x/y|", "abs(x/y)", "\\left|\\frac{x}{y}\\right|"),
        ("root(x,n)", "root(x, n)", "\\sqrt[n]{x}"),
        ("log_2 x", "log(x, 2)", "\\log_{2}(x)"),
        ("3!", "3!", "3!"),
        ("1,50x", "1.50x", "1{,}50 x"),
        ("50%", "50%", "50\\%"),
        ("1.5e-3x", "1.5e-3x", "(1.5\\cdot 10^{-3}) x"),
        ("2e^x", "2 e^x", "2 e^{x}"),
        ("theta w1", "theta w_1", "\\theta w_{1}"),
        ("eta*dL", "eta dL", "\\eta\\,\\mathrm{dL}"),
        ("yhat - x_max", "yhat - x_max", "\\hat{y}-x_{max}"),
        ("sigmoid(x)", "sigmoid(x)", "\\operatorname{sigmoid}(x)"),
        ("f(x)", "f(x)", "\\operatorname{f}(x)"),
        ("<x, y>", "<x, y>", "\\langle x, y\\rangle "),
        ("[[1,x],[y,2]]", "[[1, x], [y, 2]]", "\\begin{bmatrix}1 & x \\\\ y & 2\\end{bmatrix}"),
        ("1+1", "1 + 1", "1+1"),
    ],
)
def test_it_prints_what_was_read(typed: str, text: str, latex: str) -> None:
    tree = parse(typed, NAMES)
    assert to_text(tree) == text
    assert to_latex(tree) == latex


def elements(typed: str, marked: tuple[int, ...] | None = None) -> ElementTree.Element:
    """The MathML of a typed text, parsed as XML."""
    return ElementTree.fromstring(to_mathml(parse(typed, NAMES), marked))


def spoken(typed: str) -> str:
    """The characters of the MathML, one after the other."""
    return "".join(elements(typed).itertext())


@pytest.mark.parametrize(
    ("typed", "characters"),
    [
        ("2x-1", "2\u2062x\u22121"),
        ("sin(x)", "sin\u2061(x)"),
        ("x*2", "x\u22c52"),
        ("|x|", "|x|"),
        ("pi + theta", "π+θ"),
        ("(x, y)", "(x,y)"),
        ("relu(x)", "ReLU\u2061(x)"),
        ("sin^2 x", "sin2\u2061(x)"),
        ("1e-3", "1\u22c510\u22123"),
    ],
)
def test_mathml_says_the_same_characters(typed: str, characters: str) -> None:
    assert spoken(typed) == characters


@pytest.mark.parametrize(
    ("typed", "path", "tag"),
    [
        ("x^2/3", "", "mfrac"),
        ("x^2/3", "0", "msup"),
        ("x^2/3", "0.1", "mn"),
        ("sqrt(x)", "", "msqrt"),
        ("root(x, 3)", "", "mroot"),
        ("w_1", "", "msub"),
        ("-x", "0", "mi"),
        ("x - 2y", "1.0.1", "mi"),
        ("sin^2 x", "0.0", "mi"),
    ],
)
def test_mathml_elements_carry_their_path(typed: str, path: str, tag: str) -> None:
    tree = elements(typed)
    found = [element for element in tree.iter() if element.get("data-path") == path]
    assert [element.tag for element in found] == [MATHML + tag]


def test_only_the_marked_node_is_marked() -> None:
    tree = elements("x sin(x^2)", (1, 0))
    marked = [element for element in tree.iter() if element.get("class") == "marked"]
    assert ["".join(element.itertext()) for element in marked] == ["x2"]


def test_brackets_grow_only_around_what_is_tall() -> None:
    def stretch(typed: str) -> set[str | None]:
        return {
            element.get("stretchy") for element in elements(typed).iter(MATHML + "mo") if element.get("fence")
        }

    assert stretch("sin(x + 1)") == {"false"}
    assert stretch("sin(x/y)") == {"true"}


@pytest.mark.parametrize(
    ("value", "text", "latex"),
    [
        (Fraction(7), "7", "7"),
        (Fraction(-7), "-7", "-7"),
        (Fraction(1, 3), "1/3", "\\frac{1}{3}"),
        (Fraction(-1, 3), "-1/3", "-\\frac{1}{3}"),
    ],
)
def test_a_number_that_nobody_typed_is_printed_from_its_value(value: Fraction, text: str, latex: str) -> None:
    assert (to_text(Number(value)), to_latex(Number(value))) == (text, latex)
    assert to_text(Power(Number(value), Number(Fraction(2)))) == (f"({text})^2" if text != "7" else "7^2")
    ElementTree.fromstring(to_mathml(Number(value)))
