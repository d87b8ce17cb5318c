"""What a comparison ends in, and what may be asked to prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from grader.equivalence.values import Value
from grader.language.tree import Node
from grader.results import Certificate, Diagnosis, Witness


class Prover(Protocol):
    """Proves that two trees are the same function wherever both are defined; anything but True means nothing.

    Slow, and off the hot path: grader.symbolic.prove_equal.
    """

    def __call__(
        self, left: Node, right: Node, names: Sequence[str] = (), integers: Sequence[str] = (), /
    ) -> bool | None:
        """True for a proof."""


@dataclass(slots=True, unsafe_hash=True)
class Comparison:
    """The outcome, never changed (not frozen, which takes long to make). `diagnosis` holds `rounded` or `undefined_everywhere`, `notes` `narrower_domain`."""

    certificate: Certificate
    witness: Witness | None = None
    diagnosis: tuple[Diagnosis, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = field(default=(), compare=False, repr=False)
    """Where the two differ: the values of the response at the probe, the last few points of the reference."""

    @property
    def equal(self) -> bool:
        return self.certificate in (Certificate.PROVED, Certificate.AGREES)


PROVED = Comparison(Certificate.PROVED)
AGREES = Comparison(Certificate.AGREES)
UNDECIDED = Comparison(Certificate.UNDECIDED)
DOMAIN_OPEN = Comparison(Certificate.UNDECIDED, notes=("narrower_domain",))
"""Too few points at which both have a value: a proof of equality where both are defined would not help."""
