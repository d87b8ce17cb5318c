"""The catalogue of wrong rules: small declarations by family.

To add one: an entry in a family's table here, a question in `exercises/sentences/en.toml` under its code (and under its
group, if that is new), a row in `tests/grader/calculus/test_malrules.py`. Rules that say the same thing share a group.
Families: powers, constants (with sums), products (with quotients), chains, tables (of functions) are wrong rules of the
walk; meaning (of the question), several (variables), descent are wrong ways through a whole task.
"""

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
