"""What is typed, and how it is read: each row's two texts must give the same tree."""

from __future__ import annotations

import re

import pytest

from grader import language
from grader.language import Names, parse, to_text

NAMES = Names(("x", "y", "z", "theta", "w_1", "w2", "x_max", "yhat"), ("n",), ("f",))

READINGS = [
    ("2x", "2*x"),
    ("2x sin(x)", "2*x*sin(x)"),
    ("x sin x", "x*sin(x)"),
    ("sin 2x", "sin(2*x)"),
    ("sin^2(x)", "(sin(x))^2"),
    ("sin^2 x", "(sin(x))^2"),
    ("sin² x", "(sin(x))^2"),
    ("sec^2(x)", "sec(x)^2"),
    ("sin^n x", "sin(x)^n"),
    ("sin⁻¹(x)", "asin(x)"),
    ("sin^(-1)(x)", "asin(x)"),
    ("tanh^{-1} x", "atanh(x)"),
    ("arcsin x", "asin(x)"),
    ("\\arcsin x", "asin(x)"),
    ("arsinh(x)", "asinh(x)"),
    ("tg x", "tan(x)"),
    ("e^-x", "e^(-x)"),
    ("e^-x^2", "e^(-(x^2))"),
    ("e^sin(x)cos(x)", "(e^(sin(x)))*cos(x)"),
    ("E exp(3x)", "e*exp(3x)"),
    ("log_{10} x", "log(x, 10)"),
    ("log10(x)", "log(x, 10)"),
    ("log_2(x)", "log(x, 2)"),
    ("\\log_{2}x", "log(x, 2)"),
    ("|x|", "abs(x)"),
    ("||x|-|y||", "abs(abs(x)-abs(y))"),
    ("2|x|y", "2*abs(x)*y"),
    ("|x||y|", "abs(x)*abs(y)"),
    ("(|x|+1)|y|", "(abs(x)+1)*abs(y)"),
    ("sin|x|", "sin(abs(x))"),
    ("√x", "sqrt(x)"),
    ("√(x+1)y", "sqrt(x+1)*y"),
    ("∛x", "cbrt(x)"),
    ("x²", "x^2"),
    ("x⁻¹⁰", "x^(-10)"),
    ("xⁿ", "x^n"),
    ("x^{10}", "x^10"),
    ("x**2", "x^2"),
    ("2·x × y", "2*x*y"),
    ("x − y – z", "x - y - z"),
    ("x÷2", "x/2"),
    ("2π", "2*pi"),
    ("σ(x)", "sigmoid(x)"),
    ("silu(x)", "swish(x)"),
    ("1.50", "1.5"),
    (".5x", "0.5*x"),
    ("5.", "5"),
    ("1.5e-3", "0.0015"),
    ("1,5x+2,5", "1.5x+2.5"),
    ("(1{,}5+x)^2", "(1.5+x)^2"),
    ("(1{,}5, 2)", "(1.5, 2)"),
    ("sin(0,5x)", "sin(0.5x)"),
    ("e^(0,5x)", "e^(0.5x)"),
    ("1{,}5", "1.5"),
    ("50%", "0.5"),
    ("theta θ \\theta", "theta*theta*theta"),
    ("w1 + w_{1} + w₁", "w_1 + w_1 + w_1"),
    ("w_2 w₂", "w2*w2"),
    ("w1x", "w_1*x"),
    ("xw1", "x*w_1"),
    ("x_max x_{max}", "x_max*x_max"),
    ("\\hat{y} ŷ y_hat", "yhat*yhat*yhat"),
    ("xy", "x*y"),
    ("xsin(x)", "x*sin(x)"),
    ("xe^x", "x*e^x"),
    ("xyz(x+1)", "x*y*z*(x+1)"),
    ("f(x+1)", "f((x+1))"),
    ("[x+1]^2", "(x+1)^2"),
    ("3!x", "(3!)*x"),
    ("n!", "factorial(n)"),
    ("+x", "x"),
    ("2*-x", "2*(-x)"),
    ("--x", "-(-x)"),
    ("sin -x", "sin(-x)"),
    ("ln ln x", "ln(ln(x))"),
    ("\\frac{1}{2}x", "(1/2)*x"),
    ("\\frac12x", "(1/2)*x"),
    ("\\dfrac{x}2", "x/2"),
    ("\\sqrt2x", "sqrt(2)*x"),
    ("\\sqrt[3]{x}", "root(x, 3)"),
    ("\\sin\\frac{x}{2}", "sin(x/2)"),
    ("2\\cdot x\\times y", "2*x*y"),
    ("\\left(x+1\\right)\\left[y\\right]", "(x+1)*y"),
    ("\\left|x\\right|y", "abs(x)*y"),
    ("\\lvert x\\rvert", "abs(x)"),
    ("\\operatorname{relu}(x)", "relu(x)"),
    ("\\operatorname{ReLU}\\left(x\\right)", "relu(x)"),
    ("\\mathrm{sigmoid}(x)", "sigmoid(x)"),
    ("\\exponentialE^{2x}", "e^(2x)"),
    ("\\sin^{2}\\left(x\\right)", "sin(x)^2"),
    ("x\\,y\\quad z", "x*y*z"),
    ("(x, 2y)", "[x, 2y]"),
    ("<x, y>", "(x, y)"),
    ("⟨x, y⟩", "(x, y)"),
    ("x\n2y", "(x, 2y)"),
    ("\\begin{pmatrix}x\\\\y\\end{pmatrix}", "(x, y)"),
    ("\\begin{bmatrix}1&x\\\\y&2\\end{bmatrix}", "[[1, x], [y, 2]]"),
    ("(1, x)\n(y, 2)", "[[1, x], [y, 2]]"),
    ("\\left\\lbrack x,y\\right\\rbrack", "(x, y)"),
    ("x\u00a0+\u20091", "x+1"),
    ("x\u2062y", "x*y"),
    ("(2,4; -2,4)", "(2.4, -2.4)"),
    ("[72;59]", "(72, 59)"),
    ("[2x; 3y; z]", "(2x, 3y, z)"),
    ("{1; 2}", "(1, 2)"),
    ("(2,5x; 1)", "(2.5x, 1)"),
    ("(1,2;3,4)", "(1.2, 3.4)"),
    ("[1, 2; 3, 4]", "[[1, 2], [3, 4]]"),
    ("[1,2; 3, 4]", "[[1, 2], [3, 4]]"),
    ("[1,2,3;4,5,6]", "[[1, 2, 3], [4, 5, 6]]"),
    ("[3y+2x,3x;1,-14y]", "[[3y+2x, 3x], [1, -14y]]"),
    ("[x,1;2,y]", "[[x, 1], [2, y]]"),
    ("[[1];[2]]", "[[1], [2]]"),
    ("[(x, 2);(3, 4)]", "[[x, 2], [3, 4]]"),
    ("[[1,2],[3,4]]", "[[1, 2], [3, 4]]"),
    ("(sin(0,5); max(x, y))", "(sin(0.5), max(x, y))"),
    ("max(1,5; 2)", "max(1.5, 2)"),
    ("f(x; 2,5)", "f(x, 2.5)"),
    ("x\\;y", "x*y"),
    ("½x", "(1/2)*x"),
    ("x^¾", "x^(3/4)"),
    ("⅓+⅔", "1/3+2/3"),
    ("sin ¼x", "sin((1/4)*x)"),
    ("e^-½x", "e^(-(1/2))*x"),
    ("√½", "sqrt(1/2)"),
]


@pytest.mark.parametrize(("typed", "meant"), READINGS)
def test_it_reads_what_was_meant(typed: str, meant: str) -> None:
    assert parse(typed, NAMES) == parse(meant, NAMES)


def documented() -> list[tuple[str, str]]:
    """The pairs (typed, read as) of the table in the package's docstring."""
    found = []
    for line in (language.__doc__ or "").splitlines():
        typed, read = re.findall("`([^`]+)`", line[:24]), re.findall("`([^`]+)`", line[24:51])
        if len(typed) == len(read):
            found += list(zip(typed, read, strict=True))
    return found


@pytest.mark.parametrize(("typed", "read_as"), documented())
def test_the_documented_readings_hold(typed: str, read_as: str) -> None:
    names = Names(("x", "y", "z", "a", "b", "c", "r"))
    assert parse(typed, names) == parse(read_as, names)


def test_the_documentation_has_a_table() -> None:
    assert len(documented()) >= 30


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1/2x", "1/(2x)"),
        ("-x^2", "(-x)^2"),
        ("2^3^x", "(2^3)^x"),
        ("sin(x)^2", "sin(x^2)"),
        ("e^2x", "e^(2x)"),
        ("a-b", "a+b"),
        ("(1,5)", "1,5"),
        ("x y", "y x"),
        ("sqrt(x)", "x^(1/2)"),
        ("log(x)", "ln(x)"),
        ("x - (y + z)", "x - y + z"),
    ],
)
def test_it_keeps_apart_what_differs(one: str, other: str) -> None:
    names = Names(("x", "y", "z", "a", "b"))
    assert parse(one, names) != parse(other, names)


@pytest.mark.parametrize(
    ("declared", "typed", "written"),
    [
        (("e",), "e^2", "e^2"),
        (("e",), "2e3e", None),
        (("e",), "2e - 3", "2 e - 3"),
        (("E",), "2E3e", None),
        (("E",), "2E + 2e3", "2 E + 2e3"),
        (("pi",), "pi", "pi"),
        (("beta", "x"), "β x", "beta x"),
        (("S", "N", "I"), "S N I", "S N I"),
        (("σ",), "σ", "σ"),
        (("sin",), "sin + 1", "sin + 1"),
        (("dL", "d", "L"), "dL", "dL"),
        (("d", "L"), "dL", "d L"),
        (("C", "x"), "x + C", "x + C"),
    ],
)
def test_declared_names_win(declared: tuple[str, ...], typed: str, written: str | None) -> None:
    names = Names(declared)
    if written is None:
        with pytest.raises(language.Unreadable):
            parse(typed, names)
    else:
        tree = parse(typed, names)
        assert to_text(tree) == written
        assert {"pi", "e"}.isdisjoint(part.name for part in _constants(tree))


def _constants(tree: language.Node) -> list[language.tree.Constant]:
    return [part for _, part in language.tree.walk(tree) if isinstance(part, language.tree.Constant)]


def test_every_node_knows_its_place() -> None:
    text = "2x cos(x^2) - 1/3"
    tree = parse(text, NAMES)
    pieces = {
        path: text[n.span.position : n.span.position + n.span.length] for path, n in language.tree.walk(tree)
    }
    assert pieces[()] == text
    assert pieces[(0,)] == "2x cos(x^2)"
    assert pieces[(0, 2)] == "cos(x^2)"
    assert pieces[(0, 2, 0, 1)] == "2"
    assert pieces[(1,)] == "- 1/3"
