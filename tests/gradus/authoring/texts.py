"""A problem file that is right, and the same with one thing wrong."""

from __future__ import annotations

GOOD = """id = "own.power"
title = "Differentiate one power"
skills = ["power-rule"]
difficulty = 1
prompt = "Differentiate $f(x)={f}$."

[params]
a = { int = [3, 9] }
n = { int = [3, 9] }
where = ["a != n"]

[let]
f = "a*x**n"

[[answer]]
name = "df"
type = "expression"
is = "diff(f, x)"

[[test]]
params = { a = 5, n = 3 }
give = { df = "15x^2" }
expect = "correct"

[[test]]
params = { a = 5, n = 3 }
give = { df = "5x^2" }
expect = "incorrect"
"""


def with_one_thing_wrong(old: str, new: str) -> str:
    """GOOD with `new` in the place of `old`, which stands in it."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)
