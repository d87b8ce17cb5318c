"""Every wrong rule: what it makes of a task, and a task that it leaves alone. Wrong answers are worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flint import fmpq

from grader.calculus.catalogue import candidates
from grader.calculus.malrules import MALRULES, TASKRULES
from grader.calculus.table import UNARY
from grader.equivalence import Range, Reference, compare
from grader.language import AUTHOR, Names, entries_of, parse, parse_author, shape_of
from grader.language.tree import Node, Path, children, names_in

NAMES = Names(variables=("w", "x", "y"))
LOW, HIGH = fmpq(1, 5), fmpq(4)
SEED = 11


@dataclass(frozen=True)
class Case:
    """`code` leads from `task` to `wrong`, at `node` where that is given; it does not apply to `spared`."""

    code: str
    task: str
    wrong: str
    spared: str
    node: Path | None = None


def of(function: str) -> str:
    """The task to differentiate by x; a whole task is left as it is."""
    return (
        function
        if any(call in function for call in ("diff(", "grad(", "hessian("))
        else f"diff({function}, x)"
    )


CASES = [
    # powers
    Case("pow_nocoef", "x^5", "x^4", "x"),
    Case("pow_nocoef", "sqrt(x)", "1/sqrt(x)", "1/x"),
    Case("pow_nocoef", "3x^4 - x^2", "3x^3 - 2x", "3x - 2", (0, 1)),
    Case("pow_bare", "(3x+5)^6", "(3x+5)^5", "x^6"),
    Case("pow_nodec", "2x^4", "8x^4", "2^x"),
    Case("pow_nodec", "4/x^3", "-12/x^3", "4x"),
    Case("pow_inc", "x^-3", "-3x^-2", "x^3"),
    Case("pow_inc", "6*sqrt(x)", "3x^(3/2)", "6x^2"),
    Case("pow_nocoef_sign", "x^-5", "-x^-6", "x^5"),
    Case("pow_nocoef_sign", "2/x^3", "-2/x^4", "2/x"),
    Case("pow_addcoef", "3x^4", "7x^3", "x^4"),
    Case("pow_addcoef", "9/x^2", "7/x^3", "9/x"),
    Case("pow_integrate", "x^3 + sin(x)", "x^4/4 + cos(x)", "sin(x^3)"),
    # constants and sums
    Case("const_kept", "x^2 + 7", "2x + 7", "x^2"),
    Case("const_one", "x^2 + 7", "2x + 1", "7x^2"),
    Case("const_as_var", "x + e^2", "1 + 2e", "x + 5"),
    Case("const_as_var", "x + ln(5)", "6/5", "x*ln(5)"),
    Case("part_const_kept", "diff(x^2*y + y^3, x)", "2x*y + y^3", "diff(x^2*y, x)"),
    Case("half_lost", "diff((3w - 2)^2/2, w)", "6(3w - 2)", "diff(w^2/2, w)"),
    Case("mean_sum", "diff(((w-1)^2 + (2w-3)^2 + (w-5)^2)/3, w)", "2(w-1) + 4(2w-3) + 2(w-5)", "diff((w-1)^2/2, w)"),
    Case("cmul_dropped", "5sin(x)", "cos(x)", "sin(x)"),
    Case("cmul_dropped", "5x*sin(x)", "sin(x) + x*cos(x)", "x*sin(x)"),
    Case("cmul_dropped", "x^2/3", "2x", "x^2"),
    Case("cmul_zero", "x^2 + 5sin(x)", "2x", "x^2 + sin(x)", (1,)),
    Case("x_kept", "x^2 + x", "3x", "x^2"),
    Case("sum_sign", "x^2 - sin(x)", "2x + cos(x)", "-x^2"),
    # products and quotients
    Case("prod_dd", "x^2*sin(x)", "2x*cos(x)", "3x^2"),
    Case("prod_one", "x^2*sin(x)", "2x*sin(x)", "x*sin(x)*e^x"),
    Case("prod_one", "x^2*sin(x)", "x^2*cos(x)", "sin(x)"),
    Case("prod_sum", "x^2*sin(x)", "2x + cos(x)", "x^2 + sin(x)"),
    Case("prod_minus", "x^2*sin(x)", "2x*sin(x) - x^2*cos(x)", "x^2 + sin(x)"),
    Case("prod_own", "x^2*sin(x)", "2x^3 + sin(x)*cos(x)", "x^2 + sin(x)"),
    Case("quot_swap", "sin(x)/x", "(sin(x) - x*cos(x))/x^2", "1/x"),
    Case("recip_sign", "5/x", "5/x^2", "x/5"),
    Case("quot_dd", "x^3/sin(x)", "3x^2/cos(x)", "3/sin(x)"),
    Case("quot_plus", "x/(x+4)", "(2x+4)/(x+4)^2", "4/(x+4)"),
    Case("quot_nosq", "x/(x+4)", "4/(x+4)", "x/4"),
    Case("quot_nosq", "6/(x+4)", "-6/(x+4)", "x+4"),
    Case("quot_numsq", "x/(x+4)", "4/x^2", "4/(x+4)"),
    Case("quot_nodenom", "x/(x+4)", "4", "x*(x+4)"),
    Case("quot_nodenom", "6/(x^2+1)", "-12x", "6x^2"),
    Case("recip_inv", "1/(x^2+1)", "1/(2x)", "x/(x^2+1)"),
    Case("recip_log", "5/x", "5ln(x)", "x/5"),
    Case("upside_down", "x/(x+4)", "-4/x^2", "x*(x+4)"),
    Case("upside_down", "1/x^3", "3x^2", "x^3"),
    # chains
    Case("chain_drop", "sin(x^2)", "cos(x^2)", "sin(x)"),
    Case("chain_stop", "e^(sin(3x))", "e^(sin(3x))*cos(3x)", "sin(3x)"),
    Case("chain_at_x", "sin(x^2)", "2x*cos(x)", "sin(x)"),
    Case("chain_keep", "sin(x^2)", "2x*sin(x^2)", "e^(x^2)"),
    Case("chain_inside", "sin(x^2)", "sin(2x)", "sin(2x)"),
    Case("chain_at_dinner", "sin(x^2)", "cos(2x)", "sin(2x)"),
    Case("chain_at_dinner", "sin(x^2)", "2x*cos(2x)", "sin(x)"),
    Case("chain_by_inside", "sin(3x)", "3x*cos(3x)", "sin(x)"),
    Case("chain_add", "sin(x^2)", "cos(x^2) + 2x", "sin(x)"),
    # the table of derivatives
    Case("sin_sign", "sin(2x)", "-2cos(2x)", "cos(2x)"),
    Case("cos_sign", "cos(2x)", "2sin(2x)", "sin(2x)"),
    Case("table_sign", "cosh(x)", "-sinh(x)", "sinh(x)"),
    Case("trig_keep", "ln(x) + x^2", "ln(x) + 2x", "e^x"),
    Case("tan_nosq", "tan(x)", "sec(x)", "sec(x)"),
    Case("tan_nosq", "cot(x)", "-csc(x)", "sin(x)"),
    Case("tan_sec", "tan(x)", "sec(x)*tan(x)", "cot(x)"),
    Case("tan_sec", "sec(x)", "sec(x)^2", "cos(x)"),
    Case("arc_recip", "atan(x)", "-1/sin(x)^2", "tan(x)"),
    Case("arc_table", "atan(3x)", "3asec(3x)^2", "tan(x)"),
    Case("arc_plus", "asin(x/5)", "1/(5sqrt(1+x^2/25))", "acos(x)"),
    Case("exp_power", "3^x", "x*3^(x-1)", "x^3"),
    Case("exp_power", "e^(2x)", "4x*e^(2x-1)", "x^e"),
    Case("exp_noln", "2^(3x)", "3*2^(3x)", "e^(3x)"),
    Case("log_nobase", "log_2(x)", "1/x", "ln(x)"),
    Case("ln_inv", "ln(x+2)", "1/ln(x+2)", "e^x"),
    Case("ff_power", "x^sin(x)", "sin(x)*x^(sin(x)-1)", "x^3"),
    Case("ff_exp", "x^sin(x)", "x^sin(x)*ln(x)*cos(x)", "3^x"),
    Case("relu_keep", "relu(x) + x^2", "relu(x) + 2x", "sigmoid(x)"),
    Case("sig_plus", "sigmoid(2x)", "2sigmoid(2x)*(1 + sigmoid(2x))", "tanh(x)"),
    Case("tanh_nosq", "tanh(x)", "1 - tanh(x)", "sigmoid(x)"),
    Case("tanh_plus", "tanh(x)", "1 + tanh(x)^2", "tan(x)"),
    Case("tanh_sec", "tanh(x)", "1/cos(x)^2", "tan(x)"),
    # what is asked
    Case("integral_all", "grad(6x*y, [x, y])", "(3x^2*y, 3x*y^2)", "grad(sin(x^2*y^2), [x, y])"),
    Case("cmul_dropped", "diff(5x^2*y, x)", "2x*y", "diff(x^2, x)"),
    Case("neg_all", "x^3 + x", "-3x^2 - 1", "diff(w^2, w)*0 + w - diff(w^2, w)/5"),
    Case("neg_all", "at(diff(x^2, x), x, 3)*(x-3) + 9", "-6(x-3) + 9", "5 - at(diff(w^2, w), w, 5)/5"),
    Case("value_for_slope", "at(diff(x^3, x), x, 2)", "8", "diff(x^3, x)"),
    Case("not_done", "x^3 + x", "x^3 + x", "at(diff(x^3, x), x, 2)"),
    Case("once_only", "diff(x^4, x, 2)", "4x^3", "diff(x^4, x)"),
    Case("once_only", "diff(diff(x^4, x), x)", "4x^3", "diff(x^2*y, x)"),
    Case("squared_first", "diff(x^4, x, 2)", "16x^6", "diff(x^4, x)"),
    Case("twice", "x^4", "12x^2", "diff(x^4, x, 2)"),
    Case("coefs_lost", "-5x^3 + 2x", "x^2 + 1", "x^3 + x"),
    Case("integral_all", "6x^2 - 4/x + 3", "2x^3 - 4ln(x) + 3x", "sin(x^2)"),
    Case("integral_all", "5sin(2x) + e^(-x)", "-5cos(2x)/2 - e^(-x)", "x*sin(x)"),
    Case("recip_asked", "x^2 + 1", "-2x/(x^2+1)^2", "1/(x^2+1)"),
    Case("tangent_slope_fn", "at(diff(x^3, x), x, 2)*(x-2) + 8", "3x^2*(x-2) + 8", "at(diff(x^3, x), x, 2)"),
    Case("diff_after_sub", "at(diff(x^3, x), x, 2)", "0", "diff(x^3, x)"),
    # several variables
    Case("grad_swap", "at(grad(x^2*y, [x, y]), [x, y], [2, 3])", "(4, 12)", "diff(x^2*y, x)"),
    Case("grad_swap", "[diff(x^2*y, x), diff(x^2*y, y)]", "(x^2, 2x*y)", "[diff(x^2, x), diff(y^3, y)]"),
    Case("grad_sum", "grad(x^2*y, [x, y])", "2x*y + x^2", "diff(x^2*y, x)"),
    Case("grad_unit", "at(grad(x^2*y, [x, y]), [x, y], [3, 4])", "(24, 9)/sqrt(657)", "diff(x^2*y, x)"),
    Case(
        "dir_notunit", "(at(diff(x^2*y, x), [x, y], [2, 3])*3 + at(diff(x^2*y, y), [x, y], [2, 3])*4)/5", "52",
        "diff(x^2, x)/5",
    ),
    Case("part_other_diff", "diff(x^2*y^3, x)", "2x*y^3 + 3x^2*y^2", "diff(x^2, x)"),
    Case("part_other_diff", "diff(x^2*y^3, x)", "6x*y^2", "diff(x^2, x)"),
    Case(
        "hess_sign", "diff(x^3*y^2, x, x)*diff(x^3*y^2, y, y) - diff(x^3*y^2, x, y)^2", "12x^4*y^2",
        "diff(x^3, x, x)*diff(x^3, x) - diff(x^3, x)^2",
    ),
    # gradient descent
    Case("gd_plus", "5 - at(diff(w^2, w), w, 5)/10", "6", "at(diff(w^2, w), w, 5)/10"),
    Case("gd_plus", "w - 0.1*diff(w^2, w)", "1.2w", "w - 0.1*diff(w^2, w)^2"),
    Case("gd_noeta", "5 - at(diff(w^2, w), w, 5)/10", "-5", "7 - at(diff(w^2, w), w, 5)/10"),
    Case("gd_step_only", "5 - at(diff(w^2, w), w, 5)/10", "-1", "at(diff(w^2, w), w, 5)"),
    Case("gd_grad_only", "5 - at(diff(w^2, w), w, 5)/10", "10", "at(diff(w^2, w), w, 5)"),
    Case("gd_loss", "5 - at(diff(w^2, w), w, 5)/10", "5/2", "at(diff(w^2, w), w, 5)"),
    Case(
        "gd_seq",
        "[2 - at(diff(x^2*y, x), [x, y], [2, -3])/10, -3 - at(diff(x^2*y, y), [x, y], [2, -3])/10]",
        "(3.2, -4.024)", "5 - at(diff(w^2, w), w, 5)/10",
    ),
    Case(
        "gd_stale", "5 - at(diff(w^2, w), w, 5)/10 - at(diff(w^2, w), w, 5 - at(diff(w^2, w), w, 5)/10)/10", "3",
        "5 - at(diff(w^2, w), w, 5)/10",
    ),
    Case(
        "gd_once", "(5 - at(diff(w^2, w), w, 5)/10) - at(diff(w^2, w), w, 5 - at(diff(w^2, w), w, 5)/10)/10", "4",
        "5 - at(diff(w^2, w), w, 5)/10",
    ),
]  # fmt: skip


def equal(left: Node, right: Node) -> bool:
    """Are these the same number, function or vector, for x, y, w from 1/5 to 4?"""
    one, other = (entries_of(node) if shape_of(node) else node for node in (left, right))
    if shape_of(one) != shape_of(other):
        return False
    if shape_of(one):
        return all(map(equal, children(one), children(other)))
    ranges = tuple(Range(name, LOW, HIGH) for name in sorted(names_in(one) | names_in(other)))
    return compare(Reference(one, ranges, SEED), other).equal


def answers(task: str, code: str, node: Path | None = None) -> list[Node]:
    """The wrong answers that one rule leads to; those at one place only if `node` says which."""
    found = candidates(parse_author(of(task), NAMES)).items
    return [one.answer for one in found if one.code == code and node in (None, one.node)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.task}")
def test_a_wrong_rule_leads_to_its_wrong_answer(case: Case) -> None:
    wrong = parse(case.wrong, NAMES, AUTHOR)
    found = answers(case.task, case.code, case.node)
    assert any(equal(wrong, answer) for answer in found), found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.spared}")
def test_a_wrong_rule_leaves_alone_what_it_does_not_fit(case: Case) -> None:
    assert answers(case.spared, case.code) == []


SLIPS = [
    Case("power_sign", "at(diff(x^3, x), x, -2)", "-12", "at(diff(x^3, x), x, 2)"),
    Case("power_times", "at(diff(x^4, x), x, 5)", "60", "diff(x^4, x)"),
    Case("power_last", "at(diff(x^3, x), x, 2)", "36", "at(diff(x^2, x), x, 2)"),
    Case("sum_sign", "x^2 - e^x", "2x + e^x", "x^2 + e^x"),
    Case("term_lost", "x^2 + e^x", "2x", "x^2"),
]


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case.code)
def test_a_slip_leads_to_its_wrong_answer_and_nowhere_else(case: Case) -> None:
    wrong = parse(case.wrong, NAMES, AUTHOR)
    assert any(equal(wrong, answer) for answer in answers(case.task, case.code))
    assert answers(case.spared, case.code) == []


def test_every_wrong_rule_stands_in_the_table() -> None:
    assert {case.code for case in CASES} == {rule.code for rule in (*MALRULES, *TASKRULES)}


@pytest.mark.parametrize("function", sorted(UNARY))
def test_no_wrong_rule_stumbles_over_a_function(function: str) -> None:
    for text in (
        f"{function}(2x+1)",
        f"x*{function}(x)^2",
        f"3/{function}(x)",
        f"{function}({function}(x/2))",
    ):
        found = candidates(parse_author(of(text), NAMES))
        assert len({one.code for one in found.items}) > 5


def test_a_rule_followed_everywhere_strikes_at_all_its_places() -> None:
    everywhere, *places = answers("sin(2x) + sin(3x)", "sin_sign")
    assert equal(everywhere, parse("-2cos(2x) - 3cos(3x)", NAMES, AUTHOR))
    assert len(places) == 2
