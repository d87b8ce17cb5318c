"""The catalogue of wrong rules: small declarations by family. To add one: an entry, a sentence, a test."""

from grader.calculus.malrules.chains import CHAINS
from grader.calculus.malrules.constants import CONSTANTS
from grader.calculus.malrules.descent import DESCENT
from grader.calculus.malrules.meaning import MEANING
from grader.calculus.malrules.powers import POWERS
from grader.calculus.malrules.products import PRODUCTS, QUOTIENTS
from grader.calculus.malrules.several import SEVERAL
from grader.calculus.malrules.shape import MalRule, TaskRule, WrongPlace, malrule
from grader.calculus.malrules.tables import TABLES

MALRULES: tuple[MalRule, ...] = (*POWERS, *CHAINS, *PRODUCTS, *QUOTIENTS, *TABLES, *CONSTANTS)
"""All wrong rules of differentiation; of two that fit alike the first names the group's commonest slip."""

TASKRULES: tuple[TaskRule, ...] = (*MEANING, *SEVERAL, *DESCENT)
"""All wrong ways through a whole task."""

__all__ = ["MALRULES", "TASKRULES", "MalRule", "TaskRule", "WrongPlace", "malrule"]
