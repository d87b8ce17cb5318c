"""Three hints to a task: what it is called, its parts, its first step. None of them is the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exercises.derive import folded
from exercises.sentences import filled
from exercises.solution.anatomy import Anatomy, Title
from exercises.solution.asked import Descent, derivatives, descent, kind_of, points, rounds, values
from exercises.solution.derivative import Telling
from exercises.solution.formulas import BREAK, equation, listed
from exercises.solution.naming import Naming, place
from grader.calculus.task import carried_out
from grader.language import to_latex
from grader.language.tree import Call, Name, Node, Vector, names_in

STRENGTHS = ("rule", "parts", "first")
"""What a hint gives: the rule's name, the parts with their names, the first step."""
_FORMULA = re.compile(r"\$([^$]*)\$")


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint, Markdown with maths; `strength` is one of STRENGTHS."""

    strength: str
    text: str


def hints_of(task: Node, answer: Node, naming: Naming) -> tuple[Hint, ...]:
    """The hints to a pushed task, weakest first; one that would give `answer` away is left out."""
    hints = map(Hint, STRENGTHS, _Hints(task, naming).all())
    shown, is_formula = to_latex(answer), bool(names_in(answer))
    return tuple(hint for hint in hints if not gives_away(hint.text, shown, is_formula))


def gives_away(hint: str, answer: str, is_formula: bool = True) -> bool:
    """Does a formula of the hint, or a side of one, read like the answer?

    Where the answer is a number only what stands behind `=` and no letter alone before it counts: x = 2 may well
    be where the slope 2 is asked.
    """
    for formula in _FORMULA.findall(hint.replace(BREAK, "")):
        left, *sides = (side.strip() for side in formula.split("="))
        if answer in sides and (is_formula or "'" in left or "_" in left or "(" in left):
            return True
        if is_formula and left == answer:
            return True
    return False


class _Hints:
    def __init__(self, task: Node, naming: Naming) -> None:
        self._task, self._naming = task, naming
        self._kind = kind_of(task)
        self._derivatives = derivatives(task)
        self._first = rounds(self._derivatives[0])[0]
        self._anatomy = Anatomy(self._first.function, self._first.variable, names_in(self._first.function))

    def all(self) -> list[str]:
        """Every hint, before the guard."""
        if self._kind == "":
            return [self._rule("hint"), self._rule("parts"), self._rule("first")]
        own = {"variable": to_latex(Name(self._first.variable))}
        name = filled("tasks", f"{self._kind}.hint", own)
        return [name, self._parts(), self._start()]

    def _rule(self, strength: str) -> str:
        """The hint of the rule that comes first, after what is carried along."""
        core = self._anatomy.core()
        title = self._naming.title(self._first.function, (self._first.variable,))
        values = Telling(self._anatomy).values(core, title if core == () else Title("", ""))
        return filled("rules", f"{self._anatomy.code(core)}.{strength}", values)

    def _parts(self) -> str:
        match self._kind:
            case "descent":
                return self._descent()
            case "directional" | "tangent":
                return filled("tasks", f"{self._kind}.parts", {"point": self._point()})
            case "gradient" | "jacobian" | "hessian":
                return self._begin()
            case _:
                return f"{self._rule('hint')} {self._rule('parts')}"

    def _start(self) -> str:
        """The first step done: the first rule's where there is one derivative only, else the first derivative."""
        if self._kind in ("slope", "partial"):
            return self._rule("first")
        if self._kind == "jacobian":
            return filled("hints", "entry", {"result": to_latex(self._first.slope)})
        title = self._naming.title(self._first.function, (self._first.variable,))
        shape = equation(title.slope, to_latex(self._first.slope))
        return filled("hints", "known", {"equation": shape})

    def _begin(self) -> str:
        letters = self._naming.letters(self._first.function)
        others = [name for name in letters if name != self._first.variable]
        said = []
        if self._kind == "jacobian":
            said.append(filled("hints", "output", {"whole": to_latex(self._first.function)}))
        if others:
            word = "begin" if len(others) == 1 else "begin_several"
            shown = listed(to_latex(Name(name)) for name in others)
            said.append(
                filled("hints", word, {"variable": to_latex(Name(self._first.variable)), "others": shown})
            )
        return " ".join([*said, self._rule("hint")])

    def _descent(self) -> str:
        if isinstance(self._task, Vector):
            steps = [step for entry in self._task.entries if (step := descent(entry))]
            return filled(
                "tasks", "descent.parts_several", {"point": self._point(), "rate": to_latex(steps[0].rate)}
            )
        step = descent(self._task)
        if step is None or derivatives(step.old):
            return filled("hints", "second_step", {})
        return filled("tasks", "descent.parts", self._step_values(step))

    def _step_values(self, step: Descent) -> dict[str, str]:
        old = to_latex(folded(carried_out(step.old)))
        return {"old": old, "rate": to_latex(step.rate), "point": self._point()}

    def _point(self) -> str:
        slopes: list[Call] = values(self._task)
        names, where = points(slopes[0])
        return listed(place(names, [folded(carried_out(point)) for point in where]))
