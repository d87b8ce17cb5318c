"""How functions, slopes and places are called in a worked solution."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exercises.derive import Environment
from exercises.program import Program
from exercises.solution.anatomy import Title
from exercises.solution.formulas import equation
from grader.language import to_latex
from grader.language.tree import Name, Node, names_in


class Naming:
    """The names that the problem itself uses where it has any."""

    def __init__(self, program: Program, environment: Environment) -> None:
        self._program = program
        self._environment = environment
        self._order = list(program.letters)

    def name(self, function: Node) -> str:
        """The [let] name that stands for the function, rather one that the prompt speaks of; f without any."""
        names = [name for name in self._program.let if self._environment.get(name) == function]
        spoken = [name for name in names if self._is_spoken(name)]
        return (spoken or names or ["f" if "f" not in self._order else "F"])[0]

    def output(self, function: Node, number: int) -> str:
        """What an output of a map is called, as LaTeX: by its [let] name, or F_2."""
        named = any(
            value == function for name, value in self._environment.items() if name in self._program.let
        )
        return to_latex(Name(self.name(function))) if named else f"F_{{{number}}}"

    def is_known(self, function: Node) -> bool:
        """Does the prompt say what this function is called?"""
        return self._is_spoken(self.name(function))

    def _is_spoken(self, name: str) -> bool:
        return bool(re.search(rf"(?<![A-Za-z{{\\]){re.escape(name)}\s*[(='_]", self._program.problem.prompt))

    def letters(self, function: Node) -> list[str]:
        """The variables of a function, in the order in which the file's letters come."""
        found = names_in(function)
        return [name for name in self._order if name in found] or sorted(found)

    def title(self, function: Node, variables: Sequence[str]) -> Title:
        """What the derivative by `variables` (one after another) is called."""
        letters = self.letters(function)
        shown = f"{to_latex(Name(self.name(function)))}"
        arguments = f"({', '.join(to_latex(Name(letter)) for letter in letters)})" if letters else ""
        base = self.slope(function, variables)
        inner = self.slope(function, variables[:-1]) if len(variables) > 1 else shown
        return Title(inner + arguments, base + (arguments if "'" in base else ""))

    def slope(self, function: Node, variables: Sequence[str]) -> str:
        """f', f'' or f_{xy}, without the variables in brackets."""
        shown = to_latex(Name(self.name(function)))
        if set(self.letters(function)) <= set(variables[:1]):
            return shown + "'" * len(variables)
        by = [to_latex(Name(variable)) for variable in variables]
        if "_" not in shown:
            return f"{shown}_{{{' '.join(by)}}}"
        order = f"^{{{len(by)}}}" if len(by) > 1 else ""
        below = "".join(f"\\partial {one}" for one in reversed(by))
        return f"\\frac{{\\partial{order} {shown}}}{{{below}}}"


def place(names: Sequence[str], where: Sequence[Node]) -> list[str]:
    """x = 2, one equation for each variable."""
    return [equation(to_latex(Name(name)), to_latex(value)) for name, value in zip(names, where, strict=True)]
