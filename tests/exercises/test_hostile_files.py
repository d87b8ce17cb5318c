"""A file that means harm, or that a cat typed, is read or refused at once."""

from __future__ import annotations

import time

import pytest

from exercises.faults import ProblemFileError
from exercises.reading import parse_problem

HEAD = 'id = "h.one"\ntitle = "Hostile"\nskills = ["power-rule"]\ndifficulty = 1\nprompt = "x"\n'
ANSWER = '[[answer]]\nname = "df"\ntype = "expression"\nis = "x"\n'
WIDE = "\n".join(f"a{n} = {{ int = [1, 10001] }}" for n in range(1500))
CHAIN = 'b0 = "x"\n' + "\n".join(f'b{n} = "b{n - 1}*b{n - 1}"' for n in range(1, 1500))

FILES = {
    "fifteen million values": (f"{HEAD}[params]\n{WIDE}\n{ANSWER}", "more than 20,000 values", 6),
    "fifteen hundred names": (f"{HEAD}[let]\n{CHAIN}\n{ANSWER}", "at most 60 of these", 6),
    "tables in tables": (HEAD + ".".join("a" * 20_000) + " = 1", "40 dots at most", 6),
    "a string without an end": (HEAD + 'x = """' + '\\"' * 28_000, "this is not TOML", None),
    "strings that never begin": (HEAD + '\\"""' * 15_000, "this is not TOML", 6),
    "brackets": (HEAD + "a = " + "[" * 10_000, "more than 40 deep", 6),
    "brackets behind a comment's quotes": (f"# '''\n{HEAD}a = " + "[" * 10_000, "more than 40 deep", 7),
    "a thousand thousand letters": ("x" * 1_000_000, "64,000 bytes at most", None),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_within_a_second(name: str) -> None:
    content, message, line = FILES[name]
    started = time.process_time()
    with pytest.raises(ProblemFileError) as refused:
        parse_problem(content)
    assert time.process_time() - started < 1
    fault = refused.value.faults[0]
    assert message in fault.message
    assert line is None or fault.line == line


def test_a_comment_may_hold_as_many_brackets_and_quotes_as_it_likes() -> None:
    assert parse_problem(f"# it's {'[' * 100} \"\n{HEAD}{ANSWER}").id == "h.one"
