"""Wrong chain rules. Where chains are nested, `chain_drop` is about the outermost and `chain_stop` about the others."""

from __future__ import annotations

from grader.calculus.malrules.shape import malrule
from grader.calculus.tidy import product, total

CHAINS = (
    malrule("chain_drop", "chain", lambda p: None if p.is_inside else p.outer(), group="inner_or_constant"),
    malrule("chain_stop", "chain", lambda p: p.outer() if p.is_inside else None, group="inner_or_constant"),
    malrule("chain_at_x", "chain", lambda p: product(p.outer(p.name), p.inside_slope())),
    malrule("chain_at_dinner", "chain", lambda p: p.outer(p.inside_slope()), group="inside_in_place"),
    malrule(
        "chain_at_dinner",
        "chain",
        lambda p: product(p.outer(p.inside_slope()), p.inside_slope()),
        "inside_in_place",
    ),
    malrule("chain_inside", "chain", lambda p: p.with_inside(p.inside_slope()), group="inside_in_place"),
    malrule("chain_keep", "chain", lambda p: product(p.node, p.inside_slope()), group="outer_kept"),
    malrule("chain_by_inside", "chain", lambda p: product(p.outer(), p.inside) if p.inside else None),
    malrule("chain_add", "chain", lambda p: total(p.outer(), p.inside_slope())),
)
