"""Text -> tokens. Characters come from an allow-list; each token keeps its place in the typed text.

A token's kind is one of: `n` number, `v` variable, `c` constant, `f` function of the table, `d` declared function,
`oo`, `sup` (a run of raised characters), `frac`, `sqrt`, `begin`, `end`, `row`, `nl` (a new line outside brackets),
`L|` and `R|`, `½` for any fraction that is one character (its value is `1/2`), `T` (the exponent that transposes), or the sign itself (`+ - * / ^ ! % ( ) [ ] { } < > | , ; & _ √ ∛ =` and comparisons).
The empty kind stands at the end, twice, so that the parser may look one token further.
"""

from __future__ import annotations

import re

from grader.errors import Code, Unreadable
from grader.language.characters import DRESSED_BELOW, FRACTIONS, RAISED, SIGN, SIGNS, SPACE, WORD, number
from grader.language.commands import ACCENTS, ENVIRONMENTS, FONTS, OPERATORS, SPACES, WORDS
from grader.language.limits import Limits
from grader.language.names import Lexicon, Piece
from grader.language.plain import Columns, plain_columns

_PATTERNS = {
    letters: re.compile(
        f"{SPACE}(?:({number(letters)})|({WORD})|({SIGN})|({RAISED})|(\\\\)|(\\n)|(\\S)|$)", re.DOTALL
    )
    for letters in ("eE", "e", "E", "")
}
"""By the letters that may begin an exponent of ten."""

_NUMBER, _WORD, _OPERATOR, _SUPERSCRIPT, _COMMAND, _NEWLINE, _OTHER = range(1, 8)

_BAR = re.compile("\\s*(?:\\||\\\\[lr]?vert(?![A-Za-z])|\\\\\\|)")
_NAME = re.compile("[A-Za-z]+|.?", re.DOTALL)
_BRACED = re.compile("\\s*\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*\\}")
_COLUMNS = re.compile("\\s*\\{[lcr|\\s]*\\}")
_DRESSED = re.compile("\\s*(?:([A-Za-z])|\\{?\\s*\\\\([A-Za-z]+)\\s*\\}?)")
_ACCENT = re.compile("\\s*(?:\\{\\s*\\\\?([A-Za-z]+)\\s*\\}|([A-Za-z]))")
_LATEX_BELOW = re.compile(f"{DRESSED_BELOW}|_(?:\\{{[A-Za-z0-9, ]+\\}}|[A-Za-z0-9])")


class Tokens:
    """Four columns of equal length: what each token is, its value, and where it starts and ends."""

    __slots__ = ("_rows", "ends", "kinds", "lexicon", "limits", "starts", "text", "values")

    def __init__(self, text: str, lexicon: Lexicon, limits: Limits) -> None:
        self.text = text
        self.lexicon = lexicon
        self.limits = limits
        columns = plain_columns(text, lexicon, limits.tokens) or self._columns()
        self.kinds, self.values, self.starts, self.ends = columns

    def _columns(self) -> Columns:
        """The columns of any text. Raises Unreadable."""
        text = self.text
        self._rows: list[tuple[str, str, int, int]] = []
        self._read()
        if "\n" in text:
            self._drop_newlines()
        self._check_count()
        end = ("", "", len(text), len(text))
        kinds, values, starts, ends = zip(*self._rows, end, end, strict=True)
        return kinds, list(values), list(starts), ends

    def _read(self) -> None:
        """Fill the rows (kind, value, start, end). Raises Unreadable."""
        text, add, resolve = self.text, self._rows.append, self.lexicon.resolve
        match = _PATTERNS[self.lexicon.powers_of_ten].match
        position, length = 0, len(text)
        while position < length and (found := match(text, position)):
            which = found.lastindex
            if which is None:
                break
            start, position = found.span(which)
            value = found[which]
            if which == _NUMBER:
                add(("n", value, start, position))
            elif which == _OPERATOR:
                add((SIGNS.get(value, value), value, start, position))
            elif which == _WORD:
                pieces = resolve(value)
                if not pieces and value == "T" and self._is_exponent():
                    pieces = (("T", "T", 1),)
                if not pieces or (len(pieces) > 1 and self._looks_called(pieces, position)):
                    raise self._unknown(value, start)
                for kind, name, size in pieces:
                    add((kind, name, start, start + size))
                    start += size
            elif which == _COMMAND:
                position = self._command(start, position)
            elif which == _OTHER:
                add(("½", self._fraction_sign(value, start), start, position))
            else:
                add(("nl" if which == _NEWLINE else "sup", value, start, position))

    def _check_count(self) -> None:
        limit = self.limits.tokens
        if len(self._rows) > limit:
            raise self.fault("too_big", *self._rows[limit][2:], limit=str(limit))

    def _drop_newlines(self) -> None:
        """Keep new lines only between other tokens, outside all brackets, one at a time."""
        keep: list[tuple[str, str, int, int]] = []
        depth = 0
        for row in self._rows:
            kind = row[0]
            depth += (kind in ("(", "[", "{", "begin")) - (kind in (")", "]", "}", "end"))
            if kind != "nl" or (depth == 0 and keep and keep[-1][0] != "nl"):
                keep.append(row)
        while keep and keep[-1][0] == "nl":
            keep.pop()
        self._rows = keep

    def _command(self, start: int, after: int) -> int:
        """Read the LaTeX command whose backslash stands at `start`; where it ends."""
        found = _NAME.match(self.text, after)
        name = found[0] if found else ""
        end = after + len(name)
        if name in ("left", "right", "mleft", "mright") and (bar := _BAR.match(self.text, end)):
            self._rows.append(("L|" if name.endswith("left") else "R|", "|", start, bar.end()))
            return bar.end()
        if name in OPERATORS:
            self._rows.append((OPERATORS[name], name, start, end))
            return end
        if name in WORDS:
            return self._latex_word(WORDS[name], start, end)
        if name in SPACES or (name and name.isspace()):
            return end
        return self._structure(name, start, end)

    def _structure(self, name: str, start: int, end: int) -> int:
        """`\\begin{..}`, `\\operatorname{..}`, `\\hat{y}`; anything else is unknown."""
        if (
            name in ("begin", "end")
            and (braced := _BRACED.match(self.text, end))
            and braced[1] in ENVIRONMENTS
        ):
            self._rows.append((name, braced[1], start, braced.end()))
            columns = _COLUMNS.match(self.text, braced.end()) if braced[1] == "array" else None
            return columns.end() if columns else braced.end()
        if name in FONTS and (braced := _BRACED.match(self.text, end)):
            return self._latex_word(braced[1], start, braced.end())
        if name in FONTS and (inner := _DRESSED.match(self.text, end)):
            return self._latex_word(inner[1] or WORDS.get(inner[2], inner[2]), start, inner.end())
        if name in ACCENTS and (accent := _ACCENT.match(self.text, end)):
            return self._latex_word((accent[1] or accent[2]) + ACCENTS[name], start, accent.end())
        raise self.fault("unknown_command", start, max(end, start + 1))

    def _latex_word(self, word: str, start: int, end: int) -> int:
        below = None if word in ("log", "lim") else _LATEX_BELOW.match(self.text, end)
        end = below.end() if below else end
        run = word + (below[0] if below else "")
        pieces = self.lexicon.resolve(run)
        if len(pieces) != 1:
            raise self.fault("unknown_name", start, end)
        self._rows.append((pieces[0][0], pieces[0][1], start, end))
        return end

    def _looks_called(self, pieces: tuple[Piece, ...], end: int) -> bool:
        """Was a foreign function meant? `eye(2)` is no `e y e (2)`: an `e` among letters before a bracket."""
        return self.text[end : end + 1] == "(" and any(piece[:2] == ("c", "e") for piece in pieces)

    def _is_exponent(self) -> bool:
        """Does what comes next begin an exponent, `^` or `^{`? There an undeclared T transposes."""
        kinds = [row[0] for row in self._rows[-2:]]
        return kinds[-1:] == ["^"] or kinds == ["^", "{"]

    def _unknown(self, run: str, start: int) -> Unreadable:
        """The error for a run of letters that cannot be read; one strange letter among known ones is named alone."""
        offset, length = 0, len(run)
        known = self.lexicon.resolve(run[:-1]) if length > 1 and run[-1].isalpha() else ()
        if known and not self.lexicon.resolve(run) and all(piece[0] in ("v", "c") for piece in known):
            offset, length = length - 1, 1
        called = length > 1 and self.text[start + len(run) :].lstrip().startswith("(")
        return self.fault(
            "unknown_function" if called else "unknown_name", start + offset, start + offset + length
        )

    def _fraction_sign(self, character: str, position: int) -> str:
        """`½` -> `1/2`. Raises Unreadable for a character that stands for nothing here."""
        if character not in FRACTIONS:
            raise self._stranger(character, position)
        return FRACTIONS[character]

    def _stranger(self, character: str, position: int) -> Unreadable:
        """The error for a character that stands for nothing here."""
        point = f"U+{ord(character):04X}"
        code: Code = "syntax" if character == "." else "forbidden_char"
        shown = character if character.isprintable() else point
        return Unreadable(code, position, 1, shown, detail={"character": point})

    def fault(self, code: Code, start: int, end: int, **detail: str) -> Unreadable:
        """The error `code` about the text from `start` to `end`."""
        return Unreadable(code, start, end - start, self.text[start:end], detail=detail)
