"""Each mistake: its code, the piece of text it is about, and what is suggested."""

from __future__ import annotations

import time

import pytest

from grader.language import AUTHOR, Names, Unreadable, parse

NAMES = Names(("x", "y"), ("n",))

FAULTS = [
    ("", "empty", "", None),
    ("  \n", "empty", "", None),
    ("sinx", "unknown_name", "sinx", "sin(x)"),
    ("2cosx^2", "unknown_name", "cosx", "2cos x^2"),
    ("X+1", "unknown_name", "X", "x+1"),
    ("2xY", "unknown_name", "Y", "2xy"),
    ("xsinx", "unknown_name", "xsinx", "x sin(x)"),
    ("sinxcosy+1", "unknown_name", "sinxcosy", "sin(x) cos(y)+1"),
    ("f(x)=2x", "unknown_name", "f", "2x"),
    ("２x", "forbidden_char", "２", "2x"),
    ("x2+1", "unknown_name", "x2", "x^2+1"),
    ("x + z", "unknown_name", "z", None),
    ("2xz", "unknown_name", "z", None),
    ("Sin(x)", "unknown_function", "Sin", "sin(x)"),
    ("sine(x)", "unknown_function", "sine", "sin(x)"),
    ("sni(x)", "unknown_function", "sni", "sin(x)"),
    ("foo(x)", "unknown_function", "foo", None),
    ("eye(2)", "unknown_function", "eye", None),
    ("2x cos(x", "syntax", "(", "2x cos(x)"),
    ("|x", "syntax", "|", "|x|"),
    ("(x+[y", "syntax", "[", "(x+[y])"),
    ("x)", "syntax", ")", "x"),
    ("(x, y]", "syntax", "]", None),
    ("y=2x", "syntax", "=", "2x"),
    ("x<1", "syntax", "<", None),
    ("2x, 3y", "syntax", ",", "(2x, 3y)"),
    ("1,234.5", "syntax", ",", "1234.5"),
    ("2 3", "syntax", "2 3", "2*3"),
    ("1.2.3", "syntax", "1.2.3", None),
    ("x[0]", "syntax", "x[", None),
    ("x+", "syntax", "+", None),
    ("x^^2", "syntax", "^", None),
    ("*x", "syntax", "*", None),
    ("()", "syntax", "()", None),
    ("sin", "syntax", "sin", None),
    ("ln^-1", "syntax", "ln", None),
    ("abs^-1(x)", "syntax", "abs^-1", None),
    ("\\frac{1}", "syntax", "}", None),
    ("\\begin{pmatrix}x", "syntax", "\\begin{pmatrix}", None),
    ("sin()", "arity", "sin()", None),
    ("root(x)", "arity", "root(x)", None),
    ("log(x, 2, 3)", "arity", "log(x, 2, 3)", None),
    ("2+\\foo{x}", "unknown_command", "\\foo", None),
    ("x' + 1", "forbidden_char", "'", None),
    ("2\u0445", "forbidden_char", "\u0445", "2x"),
    ("x\x00", "forbidden_char", "U+0000", None),
    ("\ud800", "forbidden_char", "U+D800", None),
    ("oo", "not_finite", "oo", None),
    ("2∞", "not_finite", "∞", None),
    ("(1/2)!", "domain", "(1/2)!", None),
    ("x!", "domain", "x!", None),
    ("[[1, 2], [3]]", "wrong_shape", "[[1, 2], [3]]", None),
    ("(1, 2) + x", "wrong_shape", "(1, 2) + x", None),
    ("2 sin((1, 2))", "wrong_shape", "sin((1, 2))", None),
    ("(1, 2)(3, 4)", "wrong_shape", "(1, 2)(3, 4)", None),
    ("8x^7cosx-x^8sinx", "unknown_name", "cosx", "8x^7cos(x)-x^8sin(x)"),
    ("x^7(8cosx-xsinx)", "unknown_name", "cosx", "x^7(8cos(x)-x sin(x))"),
    ("sinx cosx", "unknown_name", "sinx", "sin(x) cos(x)"),
    ("(8xcosx-sinx", "unknown_name", "xcosx", "(8x cos(x)-sin(x))"),
    ("cosX + sin2x", "unknown_name", "cosX", "cos(x) + sin(2x)"),
    ("cosx+sin2x+X", "unknown_name", "cosx", "cos(x)+sin(2x)+x"),
    ("cosx+sinx+tanx+lnx+secx+cotx", "unknown_name", "cosx", "cos(x)+sin(x)+tan(x)+ln(x)+sec(x)+cot(x)"),
    ("cosx+sinx+tanx+lnx+secx+cotx+cscx", "unknown_name", "cosx", None),
    ("cosx+sinx+z", "unknown_name", "cosx", None),
    ("sinx(x+1)", "unknown_function", "sinx", "sin(x)(x+1)"),
    ("xsinxcos(x)", "unknown_function", "xsinxcos", "x sin(x) cos(x)"),
    ("f'(x)=3xcosx", "unknown_name", "f", "3x cos(x)"),
    ("dy/dx = 3x", "unknown_name", "dy", "3x"),
    ("$4x$", "forbidden_char", "$", "4x"),
    ("$4xcosx$", "forbidden_char", "$", "4x cos(x)"),
    ("\\(4x\\)", "unknown_command", "\\(", "4x"),
    ("1:(x+1)", "forbidden_char", ":", "1/(x+1)"),
    ("[72 59]", "syntax", "72 59", "[72, 59]"),
    ("(1 2 3)", "syntax", "1 2", "(1, 2, 3)"),
    ("[1 2; 3 4]", "syntax", "1 2", "[1, 2; 3, 4]"),
    ("sin(2 3)", "syntax", "2 3", "sin(2*3)"),
    ("2½", "syntax", "2½", "(2+½)"),
    ("½ 2", "syntax", "½ 2", "½*2"),
    ("2,5, 3,5", "syntax", ",", "(2,5; 3,5)"),
    ("x, 2, 3,5", "syntax", ",", "(x, 2, 3,5)"),
    ("72; 59", "syntax", ";", "(72; 59)"),
    ("sin(x; y)", "syntax", ";", None),
    ("x^(1; 2)", "syntax", ";", None),
    ("[1; 2;]", "syntax", "]", None),
    ("[1, x; 2]", "wrong_shape", "[1, x; 2]", None),
    ("max(x, y; 1, x)", "wrong_shape", "max(x, y; 1, x)", None),
    ("NaN", "unknown_name", "NaN", None),
    ("<script>", "unknown_name", "script", None),
]


@pytest.mark.parametrize(
    ("typed", "kind", "function"),
    [
        ("8x^7cosx-x^8sinx", "glued_function", "cos"),
        ("xsinxcosy", "glued_function", "sin"),
        ("arctanx", "glued_function", "arctan"),
        ("sinx(x+1)", "glued_function", "sin"),
        ("sinz", "glued_function", "sin"),
        ("NaN", "word", None),
        ("cosine", "word", None),
        ("x2", None, None),
        ("z", None, None),
        ("sine(x)", None, None),
        ("foo(x)", None, None),
        ("72; 59", "semicolon", None),
    ],
)
def test_it_tells_more_about_the_fault(typed: str, kind: str | None, function: str | None) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(typed, NAMES)
    assert (caught.value.detail.get("kind"), caught.value.detail.get("function")) == (kind, function)


@pytest.mark.parametrize("typed", ["6xy", "10/(x+1)^2", "x", "(6x, 2)"])
def test_where_no_letter_is_declared_a_letter_is_told_to_be_one(typed: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(typed, Names())
    assert (caught.value.code, caught.value.detail.get("kind")) == ("unknown_name", "letters")


def test_a_suggestion_of_many_repairs_is_found_soon() -> None:
    started = time.perf_counter()
    with pytest.raises(Unreadable) as caught:
        parse("cosx+" * 79 + "sinx", NAMES)
    assert caught.value.suggestion is None
    assert time.perf_counter() - started < 0.25


@pytest.mark.parametrize(("typed", "code", "piece", "suggestion"), FAULTS)
def test_it_says_what_is_wrong_and_where(typed: str, code: str, piece: str, suggestion: str | None) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(typed, NAMES)
    fault = caught.value
    assert (fault.code, fault.text, fault.suggestion) == (code, piece, suggestion)
    if not piece.startswith("U+"):
        assert typed[fault.position : fault.position + fault.length] == piece


@pytest.mark.parametrize("value", [None, 3, 2.5, True, [], ["x"], {}, {"x": 1}, b"x"])
def test_it_reads_text_only(value: object) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(value, NAMES)
    assert caught.value.code == "not_text"


LIMITS = [
    ("x" * 400 + "+", "too_long"),
    ("x+" * 150 + "x", "too_big"),
    ("x²" * 124 + "x", "too_big"),
    ("(" * 40 + "x" + ")" * 40, "too_deep"),
    ("x" + "^x" * 45, "too_deep"),
    ("x" + "/x" * 45, "too_deep"),
    ("-" * 60 + "x", "too_deep"),
    ("√" * 60 + "x", "too_deep"),
    ("\\frac" * 60, "too_deep"),
    ("ln(" * 7 + "x" + ")" * 7, "function_nesting"),
    ("9" * 31, "number_too_big"),
    ("0." + "1" * 31, "number_too_big"),
    ("1e100", "exponent_too_big"),
    ("1e-100", "exponent_too_big"),
    ("1e" + "9" * 50, "exponent_too_big"),
    ("x^1001", "exponent_too_big"),
    ("sin^1001 x", "exponent_too_big"),
    ("log_2^(9^9)(x)", "exponent_too_big"),
    ("x^-1001", "exponent_too_big"),
    ("x^(10^9)", "exponent_too_big"),
    ("9^9^9", "exponent_too_big"),
    ("(2^99)^99", "number_too_big"),
    ("(1/3)^999*(1/3)^999*(1/3)^999", "number_too_big"),
    ("2^1000*2^1000*2^1000*2^1000*2^1000", "number_too_big"),
    ("sin((7^999)^9)", "number_too_big"),
    ("101!", "number_too_big"),
    ("(3!!)!", "number_too_big"),
    ("((100!)^9)", "number_too_big"),
]


@pytest.mark.parametrize(("typed", "code"), LIMITS)
def test_it_refuses_what_passes_a_limit(typed: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(typed, NAMES)
    assert caught.value.code == code
    assert 0 <= caught.value.position <= len(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "x" + "+x" * 124,
        "(" * 39 + "x" + ")" * 39,
        "ln(" * 6 + "x" + ")" * 6,
        "9" * 30,
        "1e99",
        "x^1000",
        "x^-1000",
        "2^1000",
        "100!",
        "(2^500*3^500)",
        "0^1000",
        "(-1)^999",
        "1/0",
        "0^-1",
    ],
)
def test_it_reads_what_just_keeps_the_limits(typed: str) -> None:
    assert parse(typed, NAMES) is not None


def test_an_author_may_write_more() -> None:
    text = "x+" * 200 + "x"
    with pytest.raises(Unreadable):
        parse(text, NAMES)
    assert len(parse(text, NAMES, AUTHOR).terms) == 201  # type: ignore[union-attr]  # a sum, as typed
