"""Wrong chain rules."""

from __future__ import annotations

from grader.calculus.malrules.shape import malrule
from grader.calculus.tidy import product, total

CHAINS = (
    malrule("chain_drop", "chain", lambda p: p.outer(), group="inner_or_constant"),
    malrule("chain_at_x", "chain", lambda p: product(p.outer(p.name), p.inside_slope())),
    malrule("chain_at_dinner", "chain", lambda p: p.outer(p.inside_slope()), group="inside_in_place"),
    malrule("chain_inside", "chain", lambda p: p.with_inside(p.inside_slope()), group="inside_in_place"),
    malrule("chain_keep", "chain", lambda p: product(p.node, p.inside_slope()), group="outer_kept"),
    malrule("chain_add", "chain", lambda p: total(p.outer(), p.inside_slope())),
)
