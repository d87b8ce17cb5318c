"""Why a draft was not saved or not published: data for a sentence, chosen where it is shown."""

from __future__ import annotations


class DraftRefusal(Exception):
    """The root. `kept` says whether the text is saved all the same."""

    kept = True


class NotStorable(DraftRefusal):
    """The text is too long, or holds a NUL on `line`."""

    kept = False

    def __init__(self, *, line: int | None = None) -> None:
        super().__init__()
        self.line = line


class ChangedElsewhere(DraftRefusal):
    """The draft was saved in another window since this text was taken from it."""

    kept = False


class Faulty(DraftRefusal):
    """The text has `count` faults, the first on `line`."""

    def __init__(self, count: int, line: int | None) -> None:
        super().__init__()
        self.count, self.line = count, line


class NotTried(DraftRefusal):
    """No trial of exactly this text has ended yet."""


class TrialBroken(DraftRefusal):
    """The trial of this text came to no end; `outcome` says whose fault it was."""

    def __init__(self, outcome: str) -> None:
        super().__init__()
        self.outcome = outcome


class TestsFail(DraftRefusal):
    """`numbers` of the tests that do not pass, the first on `line`."""

    def __init__(self, numbers: list[int], line: int | None) -> None:
        super().__init__()
        self.numbers, self.line = numbers, line
