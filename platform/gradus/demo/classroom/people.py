"""The students of the demo class: invented names, and how each of them works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "tight", "unicode", "stars", "latex", "decimal"]
"""How somebody types: spaces, exponents and fractions."""

SIZE = 25
ASSISTANT = ("assistant@example.org", "Morgan Ellery")


@dataclass(frozen=True, slots=True)
class Classmate:
    """`ability` is the chance of a right first try at a problem of middle difficulty, `patience` the chance of another
    try after a wrong one, `share` how much of the work was begun, `joined` on which day of the term."""

    number: int
    name: str
    ability: float
    patience: float
    share: float = 1.0
    style: Style = "plain"
    joined: int = 0
    trait: Literal["", "stopped", "late", "ill", "curious", "unlucky"] = ""

    @property
    def email(self) -> str:
        """Reserved for examples: mail to it goes nowhere."""
        return f"student{self.number:02}@example.org"


CLASS: tuple[Classmate, ...] = (
    Classmate(1, "Amara Okonkwo", 0.92, 0.95, style="tight"),
    Classmate(2, "Ben Lawson", 0.55, 0.70, style="plain"),
    Classmate(3, "Chiara Bellini", 0.81, 0.90, style="unicode"),
    Classmate(4, "Daniyar Akhmetov", 0.68, 0.85, style="stars", joined=1),
    Classmate(5, "Eilidh Macrae", 0.74, 0.90, style="tight"),
    Classmate(6, "Farid Haddad", 0.47, 0.80, share=0.8, style="plain"),
    Classmate(7, "Grace Pemberton", 0.88, 0.95, style="plain", trait="curious"),
    Classmate(8, "Haruto Nishida", 0.95, 0.95, style="latex"),
    Classmate(9, "Isla Fairbairn", 0.62, 0.75, style="tight", trait="ill"),
    Classmate(10, "Jakub Nowicki", 0.59, 0.60, share=0.85, style="stars", joined=2),
    Classmate(11, "Kavya Iyer", 0.85, 0.90, style="latex"),
    Classmate(12, "Leon Hartwig", 0.71, 0.80, style="decimal"),
    Classmate(13, "Mei Ling Choo", 0.90, 0.95, style="tight"),
    Classmate(14, "Nadia Benyahia", 0.66, 0.85, style="plain", trait="unlucky"),
    Classmate(15, "Oluwaseun Adeyemi", 0.77, 0.85, style="unicode"),
    Classmate(16, "Priya Venkatesan", 0.83, 0.95, style="plain", joined=1),
    Classmate(17, "Quentin Delorme", 0.41, 0.55, share=0.7, style="decimal"),
    Classmate(18, "Rhys Llewellyn", 0.64, 0.70, style="tight", trait="late"),
    Classmate(19, "Saoirse Gallagher", 0.79, 0.90, style="plain"),
    Classmate(20, "Tomás Echeverría", 0.58, 0.80, share=0.35, style="plain", trait="stopped"),
    Classmate(21, "Usman Sheikh", 0.73, 0.85, style="stars", trait="curious"),
    Classmate(22, "Vera Lindqvist", 0.87, 0.90, style="decimal"),
    Classmate(23, "Will Ashworth", 0.36, 0.45, share=0.25, style="plain", trait="stopped", joined=3),
    Classmate(24, "Xiulan Feng", 0.93, 0.90, style="unicode"),
    Classmate(25, "Yusuf Demir", 0.69, 0.75, share=0.9, style="tight", joined=4),
)
