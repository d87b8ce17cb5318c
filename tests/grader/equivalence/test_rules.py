"""The seven rules, each with the counterexamples that a weaker rule would let through."""

from __future__ import annotations

import pytest
from flint import arb, ctx, fmpq

from grader.equivalence import NowhereDefined, Range, Reference, compare
from grader.equivalence.evaluate import Evaluator
from grader.equivalence.exact import same_rational
from grader.equivalence.points import blocks
from grader.equivalence.reference import EXACT
from grader.equivalence.relation import Ladder, Relation
from grader.equivalence.survey import survey
from grader.equivalence.values import UNDEFINED, UNKNOWN, Precision
from grader.language import AUTHOR, Names, parse
from grader.language.tree import Node
from grader.question import Tolerance

NAMES = Names(("x", "y", "a", "b"), ("n",))


def tree(text: str) -> Node:
    return parse(text, NAMES, AUTHOR)


def ranged(name: str, *ends: str) -> Range:
    return Range(name, *(fmpq(int(end)) for end in ends), integer=name == "n")


def verdict(answer: str, response: str, *ranges: Range, asked: str | None = None, seed: int = 0) -> str:
    reference = Reference(
        tree(answer), ranges or (ranged("x"),), seed, None if asked is None else tree(asked)
    )
    return str(compare(reference, tree(response)).certificate)


def value(text: str, bits: int = 128, cut: bool = False, **at: int) -> object:
    with Precision(bits):
        return Evaluator({name: [fmpq(here)] for name, here in at.items()}, 1, cut).values(tree(text))[0]


@pytest.mark.parametrize(
    "text", ["1/0", "ln(0)", "ln(-1)", "sqrt(-1)", "acos(2)", "0^(-1)", "(-2)^(1/2)", "tan(pi/2)", "csc(2pi)"]
)
def test_undefined_is_proved(text: str) -> None:
    assert value(text) is UNDEFINED
    assert value(f"0*({text}) + x", x=2) is UNDEFINED


@pytest.mark.parametrize(
    "text", ["acos(sin(x)^2+cos(x)^2)", "sqrt(sin(x)^2+cos(x)^2-1)", "1/(sin(x)^2+cos(x)^2-1)"]
)
def test_a_ball_that_straddles_is_unknown_and_never_undefined(text: str) -> None:
    for bits in (128, 1024, 4096):
        assert value(text, bits, x=2) is UNKNOWN


def test_a_straddling_ball_may_be_cut_to_a_closed_domain() -> None:
    assert verdict("0", "acos(sin(x)^2+cos(x)^2)") == "agrees"
    assert verdict("1", "acos(sin(x)^2+cos(x)^2)") != "agrees"
    assert isinstance(value("sqrt(sin(x)^2+cos(x)^2-1)", 1024, cut=True, x=2), arb)


def test_values_stay_exact_until_the_first_irrational_function() -> None:
    assert value("(x^3-1/3)/(x+1)^2", x=2) == fmpq(23, 27)
    assert isinstance(value("sin(x)", x=2), arb)
    assert isinstance(value("(x^1000)^9", x=3), arb)


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("2x", "2x+1e-40"),
        ("2x", "2x+1e-60*sin(x)"),
        ("x", "x+10^(-70)"),
        ("0", "e^(-500)*(x^2+1)"),
        ("x", "x*(1+2^(-300))"),
    ],
)
def test_a_tiny_difference_is_seen(answer: str, response: str) -> None:
    assert verdict(answer, response) == "differs"


def test_a_difference_too_tiny_for_any_precision_is_left_open() -> None:
    assert verdict("x", "x+10^(-999)*10^(-999)*10^(-999)*sin(exp(x))") == "undecided"


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("0", "sin(x)^2+cos(x)^2-1"),
        ("0", "exp(x)*exp(-x)-1"),
        ("cosh(x)^2", "1+sinh(x)^2"),
        ("sin(x+40)", "sin(x)cos(40)+cos(x)sin(40)"),
        ("e^(20x)", "(e^x)^20"),
        ("tanh(20x)", "1-2/(e^(40x)+1)"),
    ],
)
def test_a_true_zero_agrees_although_its_ball_is_all_radius(answer: str, response: str) -> None:
    assert verdict(answer, response) in ("agrees", "proved")


def test_points_are_irregular_and_depend_on_nothing_but_the_seed() -> None:
    here = ranged("x", "-3", "3")
    first = next(blocks(7, (here,)))["x"]
    assert first == next(blocks(7, (ranged("x", "-3", "3"),)))["x"]
    assert first != next(blocks(8, (here,)))["x"]
    assert len(set(first)) == 8
    assert all(-3 <= point <= 3 and point.q > 100 for point in first)
    assert sum(point < 0 for point in first) == 4


@pytest.mark.parametrize(("low", "high"), [("-6", "9"), ("0", "20")])
def test_integers_are_whole_and_of_both_parities(low: str, high: str) -> None:
    points = next(blocks(3, (ranged("n", low, high),)))["n"]
    assert {point.q for point in points} == {1}
    assert {int(point.p) % 2 for point in points} == {0, 1}
    assert len(set(points)) >= 5


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("x", "x+relu(x-2.95)"),
        ("x", "x+relu(-2.9-x)"),
        ("x", "max(x, 2x-2.96)"),
        ("x^2", "x^2+max(0, x-2.9)"),
        ("x", "x+|x-2.97|-(2.97-x)"),
        ("x+relu(x-2.95)", "x"),
        ("0", "relu(x^2-8.6)"),
        ("0", "1-sign(2.96-x)"),
    ],
)
def test_points_are_taken_beyond_every_kink(answer: str, response: str) -> None:
    assert verdict(answer, response, ranged("x", "-3", "3")) == "differs"


def test_kinks_far_out_are_found_without_a_domain() -> None:
    assert verdict("x", "x+relu(x-250)") == "differs"


def test_kinks_are_found_along_each_of_several_variables() -> None:
    box = (ranged("x", "-3", "3"), ranged("y", "-3", "3"))
    assert verdict("x y", "x y + relu(y-2.98)", *box) == "differs"
    assert verdict("relu(x y)", "(x y+|x y|)/2", *box) in ("agrees", "proved")


@pytest.mark.parametrize(
    ("answer", "response", "ranges", "expected"),
    [
        ("ln(x^2)", "2ln(x)", (), "agrees"),
        ("ln(x^2)", "2ln(x)", (ranged("x", "-3", "3"),), "differs"),
        ("ln(a^2 b)", "2 ln(a)+ln(b)", (ranged("a"), ranged("b")), "agrees"),
        ("|x|", "sqrt(x)^2", (), "differs"),
        ("sqrt(x^2)", "sqrt(x)^2", (), "differs"),
        ("x", "sqrt(x)^2", (), "agrees"),
        ("x+1", "(x^2-1)/(x-1)", (), "proved"),
        ("x+1", "(x^2-1)/(x-1)", (ranged("x", "-3", "3"),), "proved"),
        ("ln(x)", "ln|x|", (), "agrees"),
        ("sqrt(x-2)", "(x-2)^(1/2)", (), "proved"),
    ],
)
def test_the_domain_decides(answer: str, response: str, ranges: tuple[Range, ...], expected: str) -> None:
    found = verdict(answer, response, *ranges)
    assert found == expected or {found, expected} == {"proved", "agrees"}


def test_the_domain_of_the_asked_function_counts() -> None:
    assert verdict("1/x", "1/|x|", asked="ln(x)") == "agrees"
    assert verdict("1/x", "1/|x|", asked="ln|x|") == "differs"


def test_what_has_a_value_nowhere_is_wrong_and_says_so() -> None:
    found = compare(Reference(tree("x"), (ranged("x"),), 0), tree("x + ln(-1-x^2)"))
    assert found.certificate == "differs"
    assert [each.code for each in found.diagnosis] == ["undefined_everywhere"]


def test_a_narrower_domain_is_noted() -> None:
    found = compare(Reference(tree("ln(a^2 b)"), (ranged("a"), ranged("b")), 0), tree("2 ln(a) + ln(b)"))
    assert (found.certificate, found.notes) == ("agrees", ("narrower_domain",))


@pytest.mark.parametrize(("answer", "response"), [("|a|*x", "a*x"), ("sqrt(a^2)", "a"), ("-|a|", "a")])
def test_a_parameter_without_a_domain_takes_both_signs(answer: str, response: str) -> None:
    assert verdict(answer, response, ranged("x"), ranged("a")) == "differs"


@pytest.mark.parametrize("seed", range(20))
def test_a_hole_that_can_be_removed_is_no_fault_at_any_seed(seed: int) -> None:
    assert verdict("x+1", "(x^2-1)/(x-1)", ranged("x", "-3", "3"), seed=seed) in ("proved", "agrees")
    assert verdict("sin(x)", "x*sin(x)/x", ranged("x", "-3", "3"), seed=seed) in ("proved", "agrees")


def test_a_reference_without_a_value_is_refused() -> None:
    with pytest.raises(NowhereDefined):
        Reference(tree("ln(-1-x^2)"), (ranged("x"),), 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(-8)^(1/3)", -2),
        ("(-8)^(2/3)", 4),
        ("(-32)^(0.2)", -2),
        ("cbrt(-27)", -3),
        ("(-2)^3", -8),
        ("0^0", 1),
    ],
)
def test_real_odd_roots(text: str, expected: int) -> None:
    found = value(text)
    assert abs(arb(found) - expected) < 1e-30


def test_integer_exponents_of_negative_bases() -> None:
    whole = ranged("n", "-4", "7")
    assert verdict("(-6)^n", "(-1)^n*6^n", whole) in ("agrees", "proved")
    assert verdict("(-6)^n", "-6^n", whole) == "differs"
    assert verdict("(-cos(x))^n", "(-1)^n cos(x)^n", ranged("x"), whole) == "agrees"


@pytest.mark.parametrize(
    ("answer", "response", "tolerance", "equal"),
    [
        ("2", "2.5", Tolerance(absolute="0.5"), True),
        ("2", "2.50000000000000000001", Tolerance(absolute="0.5"), False),
        ("200", "198", Tolerance(relative="0.01"), True),
        ("200", "197.9", Tolerance(relative="0.01"), False),
        ("0", "0.01", Tolerance(relative="0.01"), True),
        ("1/3", "0.33", Tolerance(decimals=2), True),
        ("1/3", "0.32", Tolerance(decimals=2), False),
        ("0.001234", "0.00123", Tolerance(figures=3), True),
        ("0.001234", "0.00122", Tolerance(figures=3), False),
        ("pi", "3.14", Tolerance(figures=3), True),
        ("pi", "3.15", Tolerance(figures=3), False),
        ("sqrt(10)^2", "10.04", Tolerance(figures=3), True),
        ("sqrt(10)^2", "10.06", Tolerance(figures=3), False),
        ("e^900", "e^900*1.0001", Tolerance(figures=3), True),
        ("exp(10^9)", "1.1*exp(10^9)", Tolerance(figures=3), False),
        ("exp(10^30)", "1.1*exp(10^30)", Tolerance(figures=3), False),
    ],
)
def test_tolerances_are_exact_and_inclusive(
    answer: str, response: str, tolerance: Tolerance, equal: bool
) -> None:
    reference = Reference(tree(answer), (), 0, None, tolerance)
    assert compare(reference, tree(response)).equal is equal


@pytest.mark.parametrize(
    "tolerance", [Tolerance(decimals=10**9), Tolerance(decimals=-1), Tolerance(figures=0), Tolerance(figures=10**9),
                  Tolerance(absolute="1e999999999"), Tolerance(relative="-1"), Tolerance(absolute="1/0")]
)  # fmt: skip
def test_a_tolerance_that_cannot_be_meant_is_refused_at_once(tolerance: Tolerance) -> None:
    with pytest.raises(ValueError):
        Reference(tree("1"), (), 0, None, tolerance)


@pytest.mark.parametrize(
    "tolerance", [EXACT, Tolerance(figures=3), Tolerance(relative="0.01"), Tolerance(decimals=2)]
)
@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("cos(sinh(1e99))", "cos(sinh(7e99))"),
        ("exp((10^99)^9-40)", "2exp((10^99)^9-40)"),
        ("x/10", "x/10+sin(exp(exp(x^2+9)))"),
        ("0", "sin(exp(exp(x^2+9)))"),
        ("sin(exp(exp(x^2+9)))", "cos(exp(exp(x^2+9)))"),
    ],
)
def test_values_out_of_reach_are_left_open(answer: str, response: str, tolerance: Tolerance) -> None:
    """Too large, or a ball that stays wide at any precision: no exception, and neither right nor wrong."""
    reference = Reference(tree(answer), (ranged("x"),), 0, None, tolerance)
    assert compare(reference, tree(response)).certificate == "undecided"


@pytest.mark.parametrize(
    ("answer", "response"),
    [("tanh(exp(x)+50)", "1"), ("1", "sigmoid(exp(9x)+99)"), ("e^(-300)+x", "x")],
)
def test_a_difference_below_the_first_precision_is_seen_and_shown(answer: str, response: str) -> None:
    found = compare(Reference(tree(answer), (ranged("x"),), 0), tree(response))
    assert found.certificate == "differs" and found.witness is not None
    shown = {found.witness.answer.rstrip("0"), found.witness.response.rstrip("0")}
    assert len(shown) == 2


def test_a_relative_tolerance_of_an_expression_is_taken_from_its_typical_size() -> None:
    reference = Reference(tree("sin(x)"), (ranged("x", "-3", "3"),), 0, None, Tolerance(relative="0.01"))
    assert compare(reference, tree("sin(x)+0.004")).equal
    assert not compare(reference, tree("sin(x)+0.02")).equal


def test_exact_comparison_keeps_its_bounds() -> None:
    names = frozenset(("x", "y"))
    assert same_rational(tree("(x+y)^3"), tree("x^3+3x^2 y+3x y^2+y^3"), names) is True
    assert same_rational(tree("(x+y)^3"), tree("x^3+y^3"), names) is False
    assert same_rational(tree("((x+1)^30)^5"), tree("x"), names) is None
    assert same_rational(tree("(x+y+1)^60"), tree("x"), names) is None
    assert same_rational(tree("sin(x)"), tree("sin(x)"), names) is None
    assert same_rational(tree("pi*x+x"), tree("x*(1+pi)"), names) is True


def test_a_power_far_too_big_to_multiply_out_is_still_decided() -> None:
    assert verdict("((x+1)^500)^2", "(x+1)^1000") == "proved"
    assert verdict("(x+1)^70 - x", "(x^2+2x+1)^35 - x") == "agrees"
    assert verdict("((x+1)^500)^2", "(x+1)^999") == "differs"


def test_the_witness_is_readable_and_visibly_different() -> None:
    witness = compare(Reference(tree("x^2"), (ranged("x"),), 0), tree("x^2+0.000001")).witness
    assert witness is not None
    assert witness.at == {"x": "1.3"}
    assert witness.answer != witness.response


def test_the_witness_says_where_a_response_is_undefined() -> None:
    witness = compare(Reference(tree("x"), (ranged("x", "-3", "3"),), 0), tree("sqrt(x)^2")).witness
    assert witness is not None
    assert witness.response == "undefined" and witness.at["x"].startswith("-")


def test_the_ladder_leaves_open_what_no_precision_can_tell() -> None:
    never = Ladder(tree("0"), tree("sign(sin(x)^2+cos(x)^2-1)"), {"x": fmpq(2)}, 128)
    assert never.climb() is Relation.OPEN


def test_the_working_precision_is_restored() -> None:
    before = ctx.prec
    verdict("sin(x)", "cos(x)+1e-50")
    assert ctx.prec == before


def test_loud_literals_raise_the_precision() -> None:
    assert survey(tree("2x+1")).precision == 128
    assert survey(tree("2x+1e-40")).precision > 128 + 2 * 130
    assert survey(tree("x*2^(-300)")).precision >= 128 + 2 * 300


@pytest.mark.parametrize("tiny", ["1e-20", "1e-40", "1e-70"])
def test_a_tiny_difference_is_visible_in_the_witness(tiny: str) -> None:
    witness = compare(Reference(tree("2x"), (ranged("x"),), 0), tree(f"2x+{tiny}")).witness
    assert witness is not None
    assert witness.answer != witness.response


@pytest.mark.parametrize(
    ("answer", "response", "rounded"),
    [
        ("1/3", "0.333", True),
        ("1/3", "0.333333333333333", True),
        ("x/3", "0.33x", True),
        ("x/3", "0.25x", False),
        # agrees everywhere but beyond the kink of the response: no rounding makes that up
        ("x", "x+relu(x-2.95)", False),
    ],
)
def test_rounded_is_said_only_where_rounding_explains_the_difference(
    answer: str, response: str, rounded: bool
) -> None:
    found = compare(Reference(tree(answer), (ranged("x", "-4", "4"),), 0), tree(response))
    assert found.certificate == "differs"
    assert ("rounded" in [each.code for each in found.diagnosis]) is rounded
