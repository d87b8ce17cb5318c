"""The worked solution of one variant: each thing told once, also where several parts ask for it."""

from __future__ import annotations

from exercises.derive import Environment, folded
from exercises.program import Program
from exercises.sentences import filled
from exercises.solution.anatomy import Anatomy
from exercises.solution.asked import (
    Round,
    asks,
    entries,
    is_derivative,
    is_value,
    kind_of,
    points,
    rounds,
    values,
)
from exercises.solution.derivative import Telling
from exercises.solution.formulas import equation, listed
from exercises.solution.naming import Naming, place
from grader.calculus.substitution import substitute, with_children
from grader.calculus.task import carried_out
from grader.language import to_latex
from grader.language.tree import Call, Name, Node, Vector, names_in


class Working:
    """Tells pushed tasks (`asked.pushed`) line by line."""

    def __init__(self, program: Program, environment: Environment) -> None:
        self.naming = Naming(program, environment)
        self._lines: list[str] = []
        self._told: set[tuple[Node, str]] = set()
        self._known: dict[Node, Node] = {}

    def told(self, task: Node, answer: Node) -> list[str]:
        """The lines of one part; the last formula is its right answer."""
        self._lines = []
        value = self._value(task, shown=True)
        if not self._lines or value != answer:
            self._say("steps", "so", equation=equation(to_latex(value), to_latex(answer)))
        return self._lines

    def _say(self, section: str, code: str, **values: str) -> None:
        self._lines.append(filled(section, code, values))

    def _value(self, node: Node, shown: bool = False) -> Node:
        """What the node comes to; on the way everything is told that has not been told yet."""
        if not asks(node):
            return folded(carried_out(node))
        if node in self._known:
            return self._known[node]
        if isinstance(node, Call) and is_derivative(node):
            value = self._derivative(node, shown)
        elif isinstance(node, Call) and is_value(node):
            value = self._at(node)
        else:
            value = self._put_together(node, shown)
        self._known[node] = value
        return value

    def _put_together(self, node: Node, shown: bool) -> Node:
        for each in values(node):
            self._value(each)
        with_values = self._put_in(node)
        value = folded(carried_out(with_values))
        if shown:
            kind = kind_of(node)
            section, code = ("steps", "gradient") if kind == "gradient" else ("tasks", f"{kind}.close")
            self._say(section, code, equation=equation(to_latex(with_values), to_latex(value)))
        return value

    def _put_in(self, node: Node) -> Node:
        """The node with the values of its derivatives and of what is known, and nothing else worked out."""
        if node in self._known or is_value(node) or is_derivative(node):
            return self._value(node)
        if isinstance(node, Vector):
            return Vector(tuple(map(self._put_in, node.entries)))
        return with_children(node, self._put_in)

    def _at(self, node: Call) -> Node:
        """The value of a derivative at a point; the point may have to be found first."""
        derivative = node.arguments[0]
        assert isinstance(derivative, Call)
        names, where = points(node)
        numbers = [self._value(point, shown=True) for point in where]
        places = dict(zip(names, numbers, strict=True))
        slope = self._value(derivative)
        put_in = substitute(slope, places)
        value = folded(put_in)
        letters = self.naming.letters(rounds(derivative)[0].function) or names
        arguments = ", ".join(to_latex(places.get(letter, Name(letter))) for letter in letters)
        shape = equation(f"{self._name(derivative)}({arguments})", to_latex(put_in), to_latex(value))
        self._say("steps", "at", point=listed(place(names, numbers)), equation=shape)
        return value

    def _name(self, derivative: Call) -> str:
        """What a derivative is called: f', f_x, the gradient of f, J, H."""
        made = rounds(derivative)
        name = to_latex(Name(self.naming.name(made[0].function)))
        match derivative.function:
            case "diff":
                return self.naming.slope(made[0].function, [one.variable for one in made])
            case "grad":
                return f"\\nabla {name}"
            case "jacobian":
                return "J"
            case _:
                return "H"

    def _derivative(self, node: Call, shown: bool) -> Node:
        made = rounds(node)
        value = folded(carried_out(node))
        if node.function == "diff":
            self._one_after_another(made)
        elif node.function == "jacobian":
            self._rows(made, node)
        else:
            side = len(entries(node.arguments[1]))
            for one in made[:side]:
                self._round(one, one.function, (one.variable,))
            if node.function == "hessian":
                self._second(made, side)
        if shown and node.function != "diff":
            closing = {"grad": "gradient", "jacobian": "matrix", "hessian": "hessian"}[node.function]
            self._say("steps", closing, equation=equation(self._name(node), to_latex(value)))
        return value

    def _one_after_another(self, made: list[Round]) -> None:
        variables: tuple[str, ...] = ()
        for one in made:
            variables += (one.variable,)
            self._round(one, made[0].function, variables)

    def _round(self, one: Round, function: Node, variables: tuple[str, ...]) -> None:
        """One differentiation, unless it was told before; `variables` are all up to and with this one."""
        if (one.function, one.variable) in self._told:
            return
        self._told.add((one.function, one.variable))
        title = self.naming.title(function, variables)
        others = [name for name in self.naming.letters(one.function) if name != one.variable]
        opening = []
        if len(variables) > 1:
            opening.append(filled("steps", "again", {"whole": title.function}))
        elif not self.naming.is_known(function):
            values = {"function": title.function, "whole": to_latex(function)}
            opening.append(filled("steps", "define", values))
        if others:
            opening.append(held(one.variable, others))
        anatomy = Anatomy(one.function, one.variable, names_in(function))
        first, *rest = Telling(anatomy, compact=bool(others) or len(variables) > 1).lines(title)
        self._lines += [" ".join([*opening, first]), *rest]

    def _rows(self, made: list[Round], node: Call) -> None:
        width = len(entries(node.arguments[1]))
        for number in range(0, len(made), width):
            row = made[number : number + width]
            for one in row:
                if Anatomy(one.function, one.variable).is_deep(()):
                    self._round(one, one.function, (one.variable,))
            self._row(number // width + 1, row, row[0].function)

    def _second(self, made: list[Round], side: int) -> None:
        """The rows of a Hessian: in `made` the first derivatives come before the second ones."""
        for number, start in enumerate(made[:side], 1):
            row = made[side * number : side * (number + 1)]
            slopes = listed(
                equation(
                    self.naming.slope(start.function, (start.variable, one.variable)), to_latex(one.slope)
                )
                for one in row
            )
            whole = equation(self.naming.slope(start.function, (start.variable,)), to_latex(start.slope))
            self._say("steps", "row", number=str(number), whole=whole, slopes=slopes)

    def _row(self, number: int, row: list[Round], function: Node) -> None:
        name = self.naming.output(function, number)
        slopes = listed(
            equation(
                f"\\frac{{\\partial {name}}}{{\\partial {to_latex(Name(one.variable))}}}", to_latex(one.slope)
            )
            for one in row
        )
        self._say("steps", "row", number=str(number), whole=equation(name, to_latex(function)), slopes=slopes)


def held(variable: str, others: list[str]) -> str:
    """Which letters stand still."""
    word = "hold" if len(others) == 1 else "hold_several"
    shown = listed(to_latex(Name(name)) for name in others)
    return filled("steps", word, {"variable": to_latex(Name(variable)), "others": shown})
