"""Further answers in the writing of maths fields, of sympy and of students, each with the verdict that is fair."""

from __future__ import annotations

import json

import pytest

from grader.protocol import answer_line


def verdict(kind: str, variables: str, answer: str, response: str, **more: object) -> str:
    request = {
        "id": 1, "kind": kind, "answer": answer, "response": response, "variables": variables.split(), **more,
    }  # fmt: skip
    answered = answer_line(json.dumps(request))[0]
    return str(answered.get("verdict", answered))


CORRECT_EXPRESSIONS = [
    ("w x", "w x", "\\mathbf{w}x"),
    ("w x", "w x", "\\mathbf w x"),
    ("v", "v", "\\vec{v}"),
    ("v_1", "v_1", "\\boldsymbol{v}_1"),
    ("w_1", "w_1", "\\mathbf{w_1}"),
    ("theta", "theta", "\\boldsymbol{\\theta}"),
    ("thetahat", "thetahat", "\\hat{\\theta}"),
    ("x", "relu(x)", "\\text{ReLU}\\left(x\\right)"),
    ("x", "2x", "2~x"),
    ("x", "x/abs(x)", "x/Abs(x)"),
    ("x", "relu(x)", "Max(0, x)"),
    ("x", "gelu(x)", "x/2*(1+erf(x/sqrt(2)))"),
    ("x", "x/2*(1+erf(x/sqrt(2)))", "\\operatorname{GELU}(x)"),
    ("x", "erf(x)+erf(-x)", "0"),
    ("x", "sin(x) e^x", "sin x e^x"),
    ("x", "cot(x) e^(2x)", "\\cot x e^{2x}"),
    ("x", "sin(2e^x)", "sin 2e^x"),
    ("x", "10/3", "2\\frac53"),
    ("x", "3x/2", "3\\frac{x}{2}"),
    ("x", "x-1", "x — 1"),
    ("t g", "g t", "tg"),
    ("t", "tan(t)", "tg t"),
    ("x", "x/8", "0,125x"),
    ("x", "x^(1/3)", "sqrt[3]{x}"),
    ("x", "x^(1/3)", "sqrt[3](x)"),
    ("x", "sqrt(3x)", "sqrt[3x]"),
    ("x", "|x|", "\\abs(x)"),
    ("a b", "a b", "a\\space b"),
    ("x", "csch(x)", "cosech(x)"),
    ("x", "asinh(x)", "\\arcsinh\\left(x\\right)"),
    ("x_max", "x_max", "x_{\\mathrm{max}}"),
    ("w_1_2 x", "w_1_2 x", "w_{1,2}x"),
]


@pytest.mark.parametrize(("variables", "answer", "response"), CORRECT_EXPRESSIONS)
def test_expressions_are_read_in_every_writing(variables: str, answer: str, response: str) -> None:
    assert verdict("expression", variables, answer, response) == "correct"


def test_the_error_function_has_its_derivative() -> None:
    request = {
        "id": 1, "kind": "derivative", "function": "erf(x^2)", "wrt": "x", "variables": ["x"],
        "response": "4x e^(-x^4)/sqrt(pi)",
    }  # fmt: skip
    assert answer_line(json.dumps(request))[0]["verdict"] == "correct"


VECTORS = [
    ("x", "(2x, 3)", "2x i + 3j", "correct"),
    ("x", "(2x, 3)", "2x\\mathbf{i}+3\\mathbf{j}", "correct"),
    ("x", "(2x, 3)", "2x\\hat{i}+3\\hat{j}", "correct"),
    ("x", "(2x, 3)", "2xî+3ĵ", "correct"),
    ("x", "(2x, 0, -1)", "2xi - k", "correct"),
    ("x y", "(x y, 2)", "xyi + 2j", "correct"),
    ("", "(1/sqrt(2), 1/sqrt(2))", "(i + j)/√2", "correct"),
    ("", "(2, 3)", "2i - 3j", "partial"),
    ("", "(2, 3)", "3i + 2j", "incorrect"),
    ("", "(2, 3)", "2i + 3k", "unreadable"),
    ("", "(2, 3)", "2i + 3", "unreadable"),
    ("", "(2, 3)", "i^2", "unreadable"),
    ("i", "(1, 2)", "i + 2j", "unreadable"),
    ("x y", "(2x, 2y)", "2(x, y)", "correct"),
    ("", "(2, 4)", "2\\begin{pmatrix}1\\\\2\\end{pmatrix}", "correct"),
    ("", "(2, 4)", "(1, 1) + (1, 3)", "correct"),
    ("", "(2, 4)", "(1, 2)/0", "unreadable"),
    ("", "(2, 4)", "(1, 2) + 1", "unreadable"),
]


@pytest.mark.parametrize(("variables", "answer", "response", "wanted"), VECTORS)
def test_vectors_may_be_written_around_brackets_or_by_unit_vectors(
    variables: str, answer: str, response: str, wanted: str
) -> None:
    assert verdict("vector", variables, answer, response) == wanted


def test_a_multiple_is_a_direction_and_a_matrix_and_no_formula() -> None:
    assert verdict("direction", "", "(1, 2)", "\\frac{1}{\\sqrt5}(1, 2)") == "correct"
    assert verdict("matrix", "", "[[1, 2], [3, 4]]", "1/2 [[2, 4], [6, 8]]") == "correct"
    assert verdict("matrix", "", "[[1, 2], [3, 4]]", "{{1, 2}, {3, 4}}") == "correct"
    assert verdict("expression", "x", "x", "2(x, 1)") == "unreadable"
    assert verdict("expression", "", "2", "2i") == "unreadable"


INTERVALS = [
    ("(-1, 2] U [3, oo)", "\\left(-1,2\\right\\rbrack\\cup\\left\\lbrack3,\\infty\\right)", "correct"),
    ("(-oo, 0)", "\\mleft(-\\infty,0\\mright)", "correct"),
    ("{2}", "\\left\\lbrace2\\right\\rbrace", "correct"),
    ("{2}", "x = 2", "correct"),
    ("{2}", "{∞}", "unreadable"),
    ("(1, 2]", "]1, 2]", "correct"),
    ("[1, 2) U (2, 3)", "[1;2[ ∪ ]2;3[", "correct"),
    ("[1, 2]", "]1, 2[", "incorrect"),
    ("(-1, 2]", "x > -1 and x <= 2", "correct"),
    ("(-1, 2]", "x>-1\\land x\\leq2", "correct"),
    ("(-1, 2]", "x > -1 and x > 2", "unreadable"),
    ("(-oo, 0) U (0, oo)", "x ≠ 0", "correct"),
    ("(-oo, 0) U (0, oo)", "x\\ne0", "correct"),
    ("(-oo, 0) U (0, oo)", "\\mathbb{R}\\setminus\\{0\\}", "correct"),
    ("(-oo, -1) U (-1, 2) U (2, oo)", "R \\ {2, -1}", "correct"),
    ("(0, 1)", "x\\in\\left(0,1\\right)", "correct"),
    ("(0, 1)", "x in (0, 1)", "correct"),
    ("(0, 1)", "y ∈ (0, 1)", "unreadable"),
    ("(0, 1)", "0\\lt x\\lt1", "correct"),
    ("(-oo, oo)", "x < ∞", "correct"),
    ("(-oo, oo)", "x > ∞", "unreadable"),
    ("[-2, 2]", "\\left|x\\right|\\le2", "correct"),
    ("(-oo, -2) U (2, oo)", "|x| > 2", "correct"),
    ("{-2, 2}", "|x| = 2", "correct"),
    ("{}", "|x| < -1", "correct"),
    ("(-oo, oo)", "|x| < ∞", "correct"),
    ("(-2, -1) U (1, 2)", "1 < |x| < 2", "unreadable"),
]


@pytest.mark.parametrize(("answer", "response", "wanted"), INTERVALS)
def test_intervals_are_read_as_maths_fields_and_students_write_them(
    answer: str, response: str, wanted: str
) -> None:
    assert verdict("interval", "x", answer, response) == wanted


POINTS = [
    ("{(1, 2), (3, 4)}", "\\left\\{\\left(1,2\\right),\\left(3,4\\right)\\right\\}", "correct"),
    ("{(1, 2), (3, 4)}", "\\left\\lbrace\\left(3,\\,4\\right),\\left(1,2\\right)\\right\\rbrace", "correct"),
    ("{(1, 2), (3, 4)}", "(1, 2) and (3, 4)", "correct"),
    ("{1, 2}", "x = 1 or x = 2", "correct"),
    ("{1, 2}", "y = 1", "unreadable"),
    ("{-1, 1}", "±1", "correct"),
    ("{1-sqrt(2), 1+sqrt(2)}", "x=1\\pm\\sqrt2", "correct"),
    ("{}", "∅", "correct"),
    ("{}", "none", "correct"),
    ("{(1, 2): minimum}", "min: (1, 2)", "correct"),
    ("{(1, 2): minimum}", "(1, 2) is a local minimum", "correct"),
    ("{(1, 2): minimum}", "Minimum at (1, 2)", "correct"),
    ("{(1, 2): minimum}", "\\left(1,2\\right):\\text{minimum}", "correct"),
    ("{(1, 2): minimum}", "(1, 2) is a maximum", "incorrect"),
    ("{1}", "min(1, 2)", "correct"),
]


@pytest.mark.parametrize(("answer", "response", "wanted"), POINTS)
def test_points_are_read_as_maths_fields_and_students_write_them(
    answer: str, response: str, wanted: str
) -> None:
    assert verdict("points", "x", answer, response) == wanted


def test_other_kinds_are_read_as_they_are_typed_too() -> None:
    assert verdict("vector", "a b", "softmax(a, b)", "softmax((a, b))") == "correct"
    assert verdict("shape", "x", "(3, 2)", "3x2") == "correct"
    assert verdict("shape", "", "(3, 2)", "\\left(3,2\\right)") == "correct"
    assert verdict("choice", "", "a", " A ", options=["a", "b"]) == "correct"
    assert verdict("choice", "", "a", "A", options=["a", "A"]) == "incorrect"
    assert verdict("vector", "", "(1, 2)", "\\left(\\begin{array}{c}1\\\\2\\end{array}\\right)") == "correct"


def certificate(kind: str, answer: str, response: str) -> str:
    request = {"id": 1, "kind": kind, "answer": answer, "response": response}
    return str(answer_line(json.dumps(request))[0]["certificate"])


@pytest.mark.parametrize(
    ("kind", "answer", "response", "wanted"),
    [
        ("interval", "(0, 1/2)", "(0, 0.5)", "proved"),
        ("interval", "(0, 3)", "(0, 4)", "differs"),
        ("interval", "(0, sqrt(2)+sqrt(3))", "(0, sqrt(5+2sqrt(6)))", "agrees"),
        ("points", "{(0, 1/2)}", "{(0, 0.5)}", "proved"),
        ("points", "{(0, 3)}", "{(0, 4)}", "differs"),
        ("points", "{(0, sqrt(2)+sqrt(3))}", "{(0, sqrt(5+2sqrt(6)))}", "agrees"),
    ],
)
def test_a_set_is_as_sure_as_the_numbers_in_it(kind: str, answer: str, response: str, wanted: str) -> None:
    assert certificate(kind, answer, response) == wanted


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("1 3/4", "(1+3/4)"),
        ("1\\frac34", "(1+\\frac34)"),
        ("1,000", "1000"),
        ("1,250", None),
        ("1 000", "1000"),
        ("lg(x)", "log_10(x)"),
        ("sen(x)", "sin(x)"),
        ("\\lg(x)", "log_10(x)"),
    ],
)
def test_what_may_be_meant_in_two_ways_is_asked_back(typed: str, suggestion: str | None) -> None:
    request = {"id": 1, "kind": "expression", "answer": "x", "response": typed, "variables": ["x"]}
    answered = answer_line(json.dumps(request))[0]
    assert (answered["verdict"], answered["suggestion"]) == ("unreadable", suggestion)


@pytest.mark.parametrize(
    ("answer", "response", "wanted"),
    [
        ("(-6)^n", "(-6)^n", "correct"),
        ("(-6)^n", "(-1)^n 6^n", "correct"),
        ("(-6)^n", "6^n", "incorrect"),
        ("(-6)^n", "-6^n", "incorrect"),
    ],
)
def test_powers_of_negative_numbers_are_met_at_whole_exponents(
    answer: str, response: str, wanted: str
) -> None:
    assert verdict("expression", "n", answer, response) == wanted
    assert verdict("expression", "n", answer, response, integers=["n"]) == wanted


@pytest.mark.parametrize(
    ("answer", "response", "wanted"),
    [
        ("n!", "n(n-1)!", "correct"),
        ("n+1", "(n+1)!/n!", "correct"),
        ("n", "(n+1)!/n!", "incorrect"),
        ("n!", "(n/2)!", "unreadable"),
    ],
)
def test_factorials_take_what_is_a_whole_number(answer: str, response: str, wanted: str) -> None:
    assert verdict("expression", "n", answer, response, integers=["n"]) == wanted


NARROW = [
    ("x", "|x|", "x*sign(x - 0.001)"),
    ("x", "|x|", "x*sign(x - 1e-6)"),
    ("x", "x", "x + relu(sin(x) - 0.999)"),
    ("x", "x", "x + relu(cos(10x) - 0.9999)"),
    ("x", "x", "x + relu(1/(1+(x-1.05)^2) - 0.9999)"),
    ("x y", "x y", "x y + relu(x + y - 5.9)"),
    ("x y", "x y", "x y + relu(-x y - 8.7)"),
]


@pytest.mark.parametrize(("variables", "answer", "response"), NARROW)
def test_what_differs_in_a_small_part_only_is_wrong(variables: str, answer: str, response: str) -> None:
    domain = {name: [-3, 3] for name in variables.split()}
    assert verdict("expression", variables, answer, response, domain=domain) == "incorrect"


@pytest.mark.parametrize(
    ("variables", "answer", "response"),
    [
        ("x", "|x|", "x*sign(x)"),
        ("x", "x", "x + relu(sin(x) - 1.001)"),
        ("x y", "x y", "x y + relu(x + y - 6.1)"),
        ("x y", "max(x, y)", "(x + y + |x - y|)/2"),
    ],
)
def test_what_differs_nowhere_in_the_domain_is_right(variables: str, answer: str, response: str) -> None:
    domain = {name: [-3, 3] for name in variables.split()}
    assert verdict("expression", variables, answer, response, domain=domain) == "correct"
