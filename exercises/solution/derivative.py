"""One derivative told line by line: rules by name, parts with letters, small steps folded into their parents."""

from __future__ import annotations

from exercises.sentences import filled
from exercises.solution.anatomy import WRAPPERS, Anatomy, Title
from exercises.solution.formulas import as_power, equation, listed, multiplied, turns
from grader.language import to_latex
from grader.language.tree import Name, Path

_EASY = frozenset(("constant", "identity"))
"""Terms of a sum about which there is nothing to say."""


class Telling:
    """The lines of one derivative; `compact` spends no line of its own on a term that a table or the power rule gives."""

    def __init__(self, anatomy: Anatomy, compact: bool = False) -> None:
        self._anatomy = anatomy
        self._compact = compact

    def lines(self, title: Title) -> list[str]:
        """The whole way, as Markdown; the last line ends in the derivative."""
        return self._told((), title)

    def values(self, core: Path, title: Title) -> dict[str, str]:
        """What the texts of `[rules]` may speak of at this place, as LaTeX."""
        anatomy = self._anatomy
        step = anatomy.steps[core]
        if step.rule == "sum":
            varying = [place for place in anatomy.below(core) if anatomy.steps[place].rule != "constant"]
            first = varying[0] if varying else core
            terms = listed(to_latex(anatomy.steps[place].of) for place in anatomy.below(core))
            own = {"terms": terms}
        else:
            first, own = core, as_power(step.of)
        if anatomy.needs_letters(core):
            own |= self._lettered(core)
        return {
            "function": title.function,
            "variable": to_latex(Name(anatomy.variable)),
            "whole": to_latex(anatomy.steps[first].of),
            "result": to_latex(anatomy.slope_at(first)),
            **own,
        }

    def _lettered(self, core: Path) -> dict[str, str]:
        anatomy, pieces = self._anatomy, self._anatomy.pieces(core)
        values = {"named": listed(piece.named for piece in pieces), "slope": pieces[0].sloped}
        letters = [piece.letter for piece in pieces]
        match anatomy.steps[core].rule:
            case "chain":
                values["letter"], values["inside"] = letters[0], to_latex(pieces[0].node)
                values["outer"] = to_latex(anatomy.outer(core))
                values["outer_slope"] = to_latex(anatomy.outer_slope(core))
            case "product":
                values["formula"] = turns(letters)
            case "quotient":
                u, v = letters
                values["formula"] = f"\\frac{{{u}'{v}-{u}{v}'}}{{{v}^{{2}}}}"
            case "general_power":
                v, u = letters if pieces[0].path[-1] == 1 else reversed(letters)
                values["rewritten"] = f"{u}^{{{v}}}=e^{{{v}\\ln({u})}}"
                values["formula"] = f"{u}^{{{v}}}\\left({v}'\\ln({u})+\\frac{{{v}{u}'}}{{{u}}}\\right)"
        return values

    def _told(self, path: Path, title: Title) -> list[str]:
        core = self._anatomy.core(path)
        if self._anatomy.steps[core].rule == "sum":
            return self._sum(path, core, title)
        if self._anatomy.needs_letters(core):
            return self._deep(path, core, title)
        return self._leaf(path, core, title)

    def _leaf(self, path: Path, core: Path, title: Title) -> list[str]:
        step = filled("rules", f"{self._anatomy.code(core)}.step", self.values(core, title))
        return [" ".join([step, *self._kept(path), self._so(path, title)])]

    def _sum(self, path: Path, core: Path, title: Title) -> list[str]:
        """Terms with something to tell have lines of their own; the others share one."""
        anatomy = self._anatomy
        terms = anatomy.below(core)
        telling = [term for term in terms if self._has_lines(term, path == ())]
        rest = [term for term in terms if term not in telling]
        if len(telling) == 1 and path == core and all(self._is_constant(term) for term in rest):
            return self._only(telling[0], rest, title)
        arrows = listed(
            f"{to_latex(anatomy.steps[term].of)}\\to {to_latex(anatomy.slope_at(term))}" for term in rest
        )
        if not telling:
            intro = filled("steps", "terms", {"terms": arrows})
            return [" ".join([*self._kept(path), intro, self._so(path, title)])]
        lines = [" ".join([*self._kept(path), filled("rules", "sum.step", {})])]
        for term in telling:
            shown = to_latex(anatomy.steps[term].of)
            lines += self._told(term, Title(shown, f"\\left({shown}\\right)'"))
        if rest:
            lines.append(filled("steps", "rest", {"terms": arrows}))
        return [*lines, filled("rules", "sum.close", {"equation": self._ending(path, title)})]

    def _only(self, term: Path, constants: list[Path], title: Title) -> list[str]:
        """A sum in which one term alone varies."""
        anatomy = self._anatomy
        dropped = {"terms": listed(to_latex(anatomy.steps[each].of) for each in constants)}
        first, *others = self._told(term, Title(to_latex(anatomy.steps[term].of), title.slope))
        return [f"{filled('steps', 'dropped', dropped)} {first}", *others]

    def _is_constant(self, term: Path) -> bool:
        return self._anatomy.steps[term].rule == "constant"

    def _has_lines(self, term: Path, whole: bool) -> bool:
        anatomy = self._anatomy
        if anatomy.is_deep(term):
            return True
        return whole and not self._compact and anatomy.steps[anatomy.core(term)].rule not in _EASY

    def _deep(self, path: Path, core: Path, title: Title) -> list[str]:
        anatomy, code, pieces = self._anatomy, self._anatomy.code(core), self._anatomy.pieces(core)
        own = title if path == core else Title(to_latex(anatomy.steps[core].of), "")
        lines = [*self._kept(path), filled("rules", f"{code}.step", self.values(core, own))]
        short = [piece for piece in pieces if not anatomy.is_deep(piece.path)]
        if short:
            word = "chain_slope" if code == "chain" else "slope" if len(short) == 1 else "slopes"
            lines.append(filled("steps", word, {"slopes": listed(piece.sloped for piece in short)}))
        close = filled("rules", f"{code}.close", {"equation": self._ending(path, title)})
        deep = [
            line for piece in pieces if piece not in short for line in self._told(piece.path, piece.title)
        ]
        if not deep and path != ():
            return [" ".join([*lines, close])]
        return [" ".join(lines), *deep, close]

    def _kept(self, path: Path) -> list[str]:
        """What is said of minus signs and constants that are carried along."""
        anatomy, said = self._anatomy, []
        while anatomy.steps[path].rule in WRAPPERS or anatomy.steps[path].rule == "product":
            kept = anatomy.constants(path)
            word = WRAPPERS.get(anatomy.steps[path].rule, "factor")
            if kept or word == "minus":
                said.append(filled("steps", word, {"factor": to_latex(multiplied(*kept)) if kept else ""}))
            if word == "factor" and anatomy.steps[path].rule == "product":
                break
            (path,) = anatomy.below(path)
        return said

    def _so(self, path: Path, title: Title) -> str:
        return filled("steps", "so", {"equation": self._ending(path, title)})

    def _ending(self, path: Path, title: Title) -> str:
        """f'(x) = what the rule gives = that, tidied."""
        core = self._anatomy.core(path)
        new = (
            self._anatomy.untidied(core)
            if self._anatomy.needs_letters(core)
            else self._anatomy.slope_at(core)
        )
        middle = to_latex(self._anatomy.wrapped(path, new))
        return equation(title.slope, middle, to_latex(self._anatomy.slope_at(path)))
