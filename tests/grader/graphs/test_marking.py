"""Marking with follow-through: tables of entries, and simulated students with one slip."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from flint import fmpq
from graph_table import FAN_OUT, GRAPHS, LOGISTIC, NG, TWO_ONE_ONE, TWO_TWO_ONE, random_graph

from grader.graphs import UNREAD, Marking, all_cells, answer_key, build, key_cells, mark, to_float
from grader.graphs.build import GraphFault
from grader.graphs.marking import Sheet
from grader.graphs.values import agree, is_number
from grader.question import GraphSpec

RIGHT, FOLLOW, WRONG, BLANK, UNREADABLE = "right", "follow_through", "wrong", "blank", "unreadable"


def marked(spec: GraphSpec, entries: dict[str, str]) -> Marking:
    """Entries as decimal or fraction texts; "?" cannot be read; what is missing is blank."""
    values = {name: UNREAD if text == "?" else fmpq(*parts(text)) for name, text in entries.items()}
    return mark(answer_key(spec), values)


def parts(text: str) -> tuple[int, int]:
    fraction = Fraction(text)
    return fraction.numerator, fraction.denominator


def verdicts(marking: Marking) -> dict[str, str]:
    return {one.cell.name: str(one.verdict) for one in marking.marks}


def others(spec: GraphSpec, verdict: str, **different: str) -> dict[str, str]:
    """`verdict` for every asked cell but those named (`v_z` stands for `v:z`)."""
    return dict.fromkeys(key_cells(spec), verdict) | {
        name.replace("_", ":"): it for name, it in different.items()
    }


@pytest.mark.parametrize("name", sorted(GRAPHS))
def test_the_key_is_right_in_every_cell(name: str) -> None:
    spec = GRAPHS[name]
    marking = marked(spec, key_cells(spec))
    assert set(verdicts(marking).values()) == {RIGHT}
    assert (marking.score, marking.first_fault) == (1, None)


def test_an_early_slip_is_the_only_wrong_cell_when_the_rest_follows_from_it() -> None:
    # s = x - b by mistake: s = 8, then J = x s = 24, ds = x = 3, dx = s + x·1 = 11
    marking = marked(FAN_OUT, {"v:s": "8", "v:J": "24", "g:s": "3", "g:b": "3", "g:x": "11"})
    assert verdicts(marking) == {"v:s": WRONG, "v:J": FOLLOW, "g:s": RIGHT, "g:b": RIGHT, "g:x": FOLLOW}
    assert marking.first_fault == "v:s"
    assert marking.shares == {"forward": Fraction(1, 2), "grad": 1}
    assert marking.score == Fraction(3, 4)


def test_a_slip_whose_followers_stand_as_in_the_key_costs_one_cell() -> None:
    marking = marked(FAN_OUT, key_cells(FAN_OUT) | {"v:s": "8"})
    assert verdicts(marking) == others(FAN_OUT, RIGHT, v_s=WRONG)


def test_forgetting_a_path_is_wrong_only_where_the_paths_meet() -> None:
    marking = marked(FAN_OUT, key_cells(FAN_OUT) | {"g:x": "3"})
    assert verdicts(marking) == others(FAN_OUT, RIGHT, g_x=WRONG)
    assert marking.first_fault == "g:x"


def test_an_error_in_each_block_is_found_and_the_first_in_working_order_is_named() -> None:
    entries = key_cells(NG) | {
        "v:v": "8",
        "v:J": "24",
        "l:J/v": "8",
        "g:v": "8",
        "g:u": "8",
        "g:a": "8",
        "g:b": "5",
    }
    marking = marked(NG, entries | {"g:c": "24", "l:J/k": "8", "g:k": "8"})
    assert {name for name, verdict in verdicts(marking).items() if verdict == WRONG} == {
        "v:v",
        "l:J/v",
        "g:b",
    }
    assert marking.first_fault == "v:v"
    assert verdicts(marking)["g:c"] == FOLLOW
    assert verdicts(marking)["l:J/k"] == FOLLOW


def test_a_local_derivative_may_follow_from_the_own_output() -> None:
    # h is wrong; its slope is worked out as h(1 - h) by one student, from z by another: both did what they should
    key = key_cells(TWO_ONE_ONE)
    slip = key | {"v:h": "0.6", "v:p": "1.7", "v:L": "0.245", "l:L/p": "0.7"}
    downstream = {"g:p": "0.7", "g:h": "1.4", "g:u": "0.42"}
    from_output = (
        slip
        | downstream
        | {"l:h/z": "0.24", "g:z": "0.336", "g:w1": "0.168", "g:w2": "-0.336", "g:b1": "0.336"}
    )
    from_input = slip | downstream | {"g:z": "0.2088", "g:w1": "0.1044", "g:w2": "-0.2088", "g:b1": "0.2088"}
    for entries in (from_output, from_input):
        assert [
            name for name, verdict in verdicts(marked(TWO_ONE_ONE, entries)).items() if verdict == WRONG
        ] == ["v:h"]


def test_cells_that_are_not_asked_follow_from_the_students_own_entries() -> None:
    spec = replace(LOGISTIC, ask=("v:z", "g:w"))
    # z = -0.25 instead of -0.75; dL/dw = (sigmoid(z) - 1) x = -1.1244
    marking = marked(spec, {"v:z": "-0.25", "g:w": "-1.1244"})
    assert verdicts(marking) == {"v:z": WRONG, "g:w": FOLLOW}


def test_a_blank_cell_earns_nothing_and_is_supplied_from_the_key() -> None:
    entries = key_cells(NG)
    del entries["v:u"], entries["g:v"]
    marking = marked(NG, entries)
    assert verdicts(marking) == others(NG, RIGHT, v_u=BLANK, g_v=BLANK)
    assert marking.first_fault is None
    assert marking.shares == {"forward": Fraction(2, 3), "local": 1, "grad": Fraction(5, 6)}


def test_an_unreadable_cell_is_unreadable_alone() -> None:
    marking = marked(NG, key_cells(NG) | {"v:u": "?"})
    assert verdicts(marking) == others(NG, RIGHT, v_u=UNREADABLE)


def test_an_empty_sheet_earns_nothing() -> None:
    marking = marked(NG, {})
    assert set(verdicts(marking).values()) == {BLANK}
    assert marking.score == 0


def test_entries_for_cells_that_are_not_asked_are_passed_over() -> None:
    spec = replace(NG, ask=("g:a",))
    assert verdicts(marked(spec, {"v:u": "77", "g:a": "3"})) == {"g:a": RIGHT}


def test_marks_are_per_block() -> None:
    spec = replace(FAN_OUT, marks={"forward": 1, "grad": 3})
    entries = key_cells(spec) | {"v:s": "8"}
    assert marked(spec, entries).score == Fraction(1, 4) * Fraction(1, 2) + Fraction(3, 4)
    with pytest.raises(GraphFault, match="at least 1 mark"):
        answer_key(replace(FAN_OUT, marks={"forward": 0}))
    with pytest.raises(GraphFault, match="at least 1 mark"):
        answer_key(replace(FAN_OUT, marks={"backward": 2}))


def test_a_typed_zero_at_the_seed_collects_no_free_marks() -> None:
    spec = replace(FAN_OUT, ask=(*FAN_OUT.ask, "g:J"))
    marking = marked(spec, {"v:s": "-2", "v:J": "-6", "g:J": "0", "g:s": "0", "g:b": "0", "g:x": "0"})
    assert verdicts(marking)["g:J"] == WRONG
    assert verdicts(marking)["g:b"] == FOLLOW
    assert marking.shares == {"forward": 1, "grad": 0}


def test_a_unit_switched_off_by_a_slip_earns_its_zeros_in_one_block_only() -> None:
    # z1 = -2 by a slip of sign: h1 = 0, p = -21, L = 676; dp = -52
    entries = {"v:z1": "-2", "v:z2": "7", "v:h1": "0", "v:h2": "7", "v:p": "-21", "v:L": "676", "g:p": "-52", "g:h1": "-104",
               "g:h2": "156", "g:z1": "0", "g:z2": "156", "g:a1": "0", "g:a2": "0", "g:a3": "156", "g:a4": "-312"}  # fmt: skip
    marking = marked(TWO_TWO_ONE, entries)
    assert [name for name, verdict in verdicts(marking).items() if verdict == WRONG] == ["v:z1"]
    earned = {one.cell.name: one.earned for one in marking.marks}
    assert earned["v:h1"]
    assert not (earned["g:z1"] or earned["g:a1"] or earned["g:a2"])


@pytest.mark.parametrize(
    ("typed", "method", "expected"),
    [
        ("1.001", "1", True),
        ("1.0101", "1", False),
        ("1.01", "1", True),
        ("0.0005", "0", True),
        ("0.001", "0", True),
        ("0.0011", "0", False),
        ("-0.05", "0.05", False),
        ("100.9", "100", True),
        ("101.1", "100", False),
        ("-201.9", "-200", True),
        ("101", "100", False),
        ("133", "132", False),
        ("133", "265/2", True),
    ],
)
def test_a_cell_agrees_within_a_thousandth_or_one_per_cent(typed: str, method: str, expected: bool) -> None:
    assert agree(fmpq(*parts(typed)), fmpq(*parts(method))) is expected


SIMULATED = [spec for name, spec in sorted(GRAPHS.items()) if name not in ("loss in the middle",)]
SIMULATED += [random_graph(seed) for seed in range(8)]


def slip(value: float, draw: random.Random) -> float:
    """A wrong number, away from the right one by more than any tolerance."""
    if abs(value) < 0.1:
        return value + 1.3
    return draw.choice((-value, 1.3 * value, 2 * value, value / 2, 0.93 * value))


def work(spec: GraphSpec, faulty: str, places: int, draw: random.Random) -> dict[str, str]:
    """A student's sheet: one slip, everything else by its method from the own entries, rounded to `places`."""
    sheet = Sheet(build(spec), {})
    written: dict[str, str] = {}
    for cell in all_cells(build(spec)):
        value = cell.method(sheet)
        if not is_number(value):
            return {}
        number = to_float(value)
        written[cell.name] = f"{slip(number, draw) if cell.name == faulty else number:.{places}f}"
        sheet.written = {**sheet.written, cell.name: fmpq(*parts(written[cell.name]))}
    return written


def test_the_faulty_cell_is_found_in_simulated_work() -> None:
    """One slip anywhere, the rest honest and rounded: the wrong cell is that cell, never another."""
    draw = random.Random(20240)
    runs, exact = 0, 0
    for spec in SIMULATED:
        cells = [cell.name for cell in all_cells(build(spec))]
        whole = replace(spec, ask=tuple(cells))
        for _ in range(25):
            faulty = draw.choice(cells)
            entries = work(whole, faulty, draw.choice((3, 4, 6)), draw)
            if not entries:  # the slip led to the logarithm of a negative number: nobody goes on from there
                continue
            wrong = {name for name, verdict in verdicts(marked(whole, entries)).items() if verdict == WRONG}
            runs += 1
            exact += wrong == {faulty}
            assert wrong <= {faulty}
    assert runs > 300
    assert exact / runs >= 0.995


def test_rounding_every_entry_to_three_decimals_hurts_nobody() -> None:
    draw = random.Random(7)
    for spec in SIMULATED:
        whole = replace(spec, ask=tuple(cell.name for cell in all_cells(build(spec))))
        marking = marked(whole, work(whole, "", 3, draw))
        assert set(verdicts(marking).values()) <= {RIGHT, FOLLOW}
        assert marking.score == 1
