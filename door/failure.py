"""What stops a command, as one sentence for the person at the terminal."""

from __future__ import annotations


class Stop(Exception):
    """Ends the command with `sentence` on standard error and `code` as its exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
