"""Reading a TOML file: its data, the line of each key, and a fault with its place for whatever is no TOML."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.faults import ProblemFileError
from exercises.toml_source import Place, read_source

SAMPLE = '''# a comment with a key = "value"
id = "a.b"
prompt = """
Several lines,
x = 3 in the text
"""

[params]
a = { int = [3, 9] }
where = ["a != 3",
  # a comment, with a comma
  "a != 4", 'a != [5]']

[[answer]]
name = "one"
[[answer.options]]
text = "A"

[[answer.options]]
text = "B"

[[answer]]
name = "two"
nodes = [
  ["u", "a + 1"],
  ["v", "u*2"],
]
"quoted.key" = 1
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("id",), 2),
        (("prompt",), 3),
        (("params",), 8),
        (("params", "a"), 9),
        (("params", "a", "int"), 9),
        (("params", "where"), 10),
        (("params", "where", 0), 10),
        (("params", "where", 1), 12),
        (("params", "where", 2), 12),
        (("answer", 0, "name"), 15),
        (("answer", 0, "options", 0, "text"), 17),
        (("answer", 0, "options", 1, "text"), 20),
        (("answer", 0, "is"), 14),
        (("answer", 1, "name"), 23),
        (("answer", 1, "nodes", 1), 26),
        (("answer", 1, "nodes", 1, 0), 26),
        (("answer", 1, "quoted.key"), 28),
        (("x",), None),
    ],
)
def test_it_finds_the_line_of_each_place(place: Place, line: int | None) -> None:
    assert read_source(SAMPLE).line_of(place) == line


def test_lines_are_the_same_with_windows_line_ends() -> None:
    assert read_source(SAMPLE.replace("\n", "\r\n")).lines == read_source(SAMPLE).lines


def test_a_fault_counts_from_one_as_people_do() -> None:
    fault = read_source(SAMPLE, "bank/a.toml").fault(("answer", 1, "nodes", 1), "no.")
    assert str(fault) == "bank/a.toml, line 26: answer[2].nodes[2]: no."


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"a = 1\nb = [1,\n", 3, "not TOML"),
        (b"a = 1\nb == 2\n", 2, "not TOML"),
        (b"a = 1\na = 2\n", 2, "not TOML"),
        (b'a = 1\nb = "\xff"\n', 2, "not UTF-8"),
        (b'a = 1\n\nb = "\x00"\n', 3, "NUL"),
        (b"a = " + b"[" * 10_000, 1, "nested"),
        (b"a = " + b"{a=" * 5_000, 1, "nested"),
        (b"a = 1\nb = " + b"[" * 41 + b"]" * 41, 2, "nested"),
        ("a = '\ud800'", 1, "not UTF-8"),
        (b"a = 1" + b" " * 70_000, None, "64,000 bytes"),
        (b"\xff\xfea\x00", 1, "NUL"),
        (b"a = 99999999999999999999999999999999999999" + b"9" * 6000, 1, "not TOML"),
    ],
)
def test_it_refuses_what_is_no_toml_with_a_place(content: bytes | str, line: int | None, said: str) -> None:
    with pytest.raises(ProblemFileError) as caught:
        read_source(content, "bad.toml")
    [fault] = caught.value.faults
    assert (fault.file, fault.line) == ("bad.toml", line)
    assert said in fault.message


def test_a_syntax_fault_says_the_column() -> None:
    with pytest.raises(ProblemFileError) as caught:
        read_source("a = 1\nbc == 2\n", "bad.toml")
    assert str(caught.value).startswith("bad.toml, line 2, column 5: this is not TOML: ")


def test_a_file_that_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ProblemFileError, match="cannot be read"):
        read_source(tmp_path / "missing.toml")


def test_brackets_inside_strings_are_not_nesting() -> None:
    assert read_source(f'a = "{"[" * 100}"').data == {"a": "[" * 100}


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_source(b"\xef\xbb\xbfa = 1").data == {"a": 1}
