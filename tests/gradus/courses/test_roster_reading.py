"""What a class list may look like, and what is said about each fault of it. Pure text."""

from __future__ import annotations

import pytest

from gradus.courses.roster.files import BadFile, decoded
from gradus.courses.roster.reading import MOST_ROWS, Fault, read
from gradus.courses.roster.sentences import FAULTS, FILES, fault_sentence, file_sentence

ADA = ("ada@example.org", "Ada Low", "")
BOB = ("bob@example.org", "Bob", "assistant")

LISTS = {
    "commas": "ada@example.org,Ada Low\nbob@example.org,Bob,assistant\n",
    "semicolons": "ada@example.org;Ada Low;\nbob@example.org;Bob;assistant",
    "tabs": "ada@example.org\tAda Low\nbob@example.org\tBob\tassistant",
    "quoted": '"ada@example.org","Ada Low"\r\n"bob@example.org", "Bob", "assistant"\r\n',
    "old Macintosh": "ada@example.org,Ada Low\rbob@example.org,Bob,assistant\r",
    "a header": "Email,Name,Role\nada@example.org,Ada Low,\nbob@example.org,Bob,Assistant",
    "another order": "role;full name;E-Mail address\n;Ada Low;ada@example.org\nassistant;Bob;bob@example.org",
    "a mark in front": "\ufeffemail,name,role\nada@example.org,Ada Low\nbob@example.org,Bob,assistant",
    "empty lines and spaces": "\n  ADA@example.org , Ada   Low \n\n,,\nBob@Example.ORG,Bob,ASSISTANT\n\n",
    "surplus commas": "ada@example.org,Ada Low,,,\nbob@example.org,Bob,assistant,,",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_many_forms_of_a_list_are_read(text: str) -> None:
    reading = read(text)
    assert reading.faults == []
    assert [(each.email, each.name, each.role) for each in reading.entries] == [ADA, BOB]


@pytest.mark.parametrize(
    "name",
    [
        "Lee, Ang",
        'Ann "Annie" Bo',
        "=cmd|' /C calc'!A0",
        "+1",
        "@SUM(A1)",
        "-2",
        "<b>x</b>",
        "Zoë Ångström",
        "张伟",
    ],
)
def test_a_name_is_kept_as_text(name: str) -> None:
    quoted = name.replace('"', '""')
    (entry,) = read(f'ada@example.org,"{quoted}"').entries
    assert entry.name == name


@pytest.mark.parametrize("delimiter", ",;\t")
def test_a_name_that_holds_another_delimiter_does_not_mislead(delimiter: str) -> None:
    text = f'ada@example.org{delimiter}"Low, A; B"\nbob@example.org{delimiter}Bob{delimiter}student'
    reading = read(text)
    assert (reading.faults, reading.entries[0].name) == ([], "Low, A; B")


FAULTY = {
    "nothing": ("", [Fault(0, "empty")]),
    "only a header": ("email,name\n", [Fault(0, "empty")]),
    "no address": ("ada@example.org,Ada\n,Bob", [Fault(2, "no_address")]),
    "no address at all": ("Ada Low", [Fault(1, "bad_address", "ada low")]),
    "bad address": ("ada@example.org,Ada\nbob@,Bob", [Fault(2, "bad_address", "bob@")]),
    "accents": ("Érik@example.org,Érik", [Fault(1, "address_letters", "érik@example.org")]),
    "accents in what is no address": ("érik@,Érik", [Fault(1, "bad_address", "érik@")]),
    "long address": (f"{'a' * 250}@example.org,Ada", [Fault(1, "bad_address", "a" * 80)]),
    "unknown role": ("ada@example.org,Ada,boss", [Fault(1, "unknown_role", "boss")]),
    "two faults in a line": (
        "ada@,Ada,boss",
        [Fault(1, "bad_address", "ada@"), Fault(1, "unknown_role", "boss")],
    ),
    "long name": (f"ada@example.org,{'x' * 151}", [Fault(1, "name_too_long", 151)]),
    "twice, in any case": ("ada@example.org,Ada\n\nADA@example.org,A", [Fault(3, "duplicate", 1)]),
    "too many columns": ("ada@example.org,Low,Ada,student,x", [Fault(1, "unknown_role", "ada"), Fault(1, "too_many_columns", 3)]),
    "more than the header": ("email,name\nada@example.org,Ada,student", [Fault(2, "too_many_columns", 2)]),
    "unknown column": ("email,name,shoe size\nada@example.org,Ada,39", [Fault(1, "unknown_column", "shoe size")]),
    "a column twice": ("email,name,mail\nada@example.org,Ada,b@example.org", [Fault(1, "column_twice", "mail")]),
    "no column of addresses": ("name,role\nAda,student", [Fault(1, "no_email_column")]),
    "a mark that is not closed": ('ada@example.org,Ada\nbob@example.org,"Bob\nc@example.org,C', [Fault(2, "quotes")]),
    "text after a mark": ('ada@example.org,"Ada" Low\nbob@example.org,Bob', [Fault(1, "quotes")]),
    "the line after a broken one": ('a@example.org,"A"x\nb@,B', [Fault(1, "quotes"), Fault(2, "bad_address", "b@")]),
    "a name over two lines": ('ada@example.org,"Ada\nLow"\nbob@,B', [Fault(3, "bad_address", "bob@")]),
    "NUL": ("ada@example.org,A\0da", [Fault(1, "not_text")]),
    "a lost letter": ("ada@example.org,Zo\ufffd", [Fault(1, "not_text")]),
    "a lone surrogate": ("ada@example.org,Zo\ud800", [Fault(1, "not_text")]),
    "an escape": ("ada@example.org,\x1b[31mAda", [Fault(1, "not_text")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "faults"), FAULTY.values(), ids=FAULTY.keys())
def test_each_fault_is_told_with_its_line(text: str, faults: list[Fault]) -> None:
    found = read(text).faults
    assert found == faults
    assert all(fault_sentence(fault) for fault in found)


def test_every_fault_has_a_sentence_with_a_mend() -> None:
    for code in FAULTS:
        assert "%(" not in fault_sentence(Fault(3, code, "x"))


def people(count: int) -> str:
    return "".join(f"p{number}@example.org,Person {number}\n" for number in range(count))


def test_five_thousand_people_are_read_and_one_more_is_not() -> None:
    assert len(read(people(MOST_ROWS)).entries) == MOST_ROWS
    assert read("email,name\n" + people(MOST_ROWS)).faults == []
    assert read(people(MOST_ROWS + 1)).faults == [Fault(0, "too_many_rows", MOST_ROWS)]


def test_a_huge_cell_is_a_fault_of_its_line() -> None:
    assert read("ada@example.org,Ada\nbob@example.org," + "x" * 200_000).faults == [Fault(2, "quotes")]


TEXT = "ada@example.org,Zoë\nbob@example.org,Bøb\n"
FILE_FAULTS = {
    "Latin-1": (TEXT.encode("latin-1"), "encoding", 1),
    "Latin-1 in line 2": ("ada@example.org,Ada\nbob@example.org,Bøb".encode("latin-1"), "encoding", 2),
    "UTF-16 with its mark": (TEXT.encode("utf-16"), "utf16", 1),
    "UTF-16 without": (TEXT.encode("utf-16-le"), "utf16", 1),
    "UTF-32": (TEXT.encode("utf-32"), "utf16", 1),
    "Excel": (b"PK\x03\x04" + b"x" * 40, "spreadsheet", 0),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"x" * 40, "spreadsheet", 0),
    "too large": (b"a" * 1_000_001, "too_large", 0),
}


@pytest.mark.parametrize(("data", "code", "line"), FILE_FAULTS.values(), ids=FILE_FAULTS.keys())
def test_a_file_that_is_no_utf_8_is_told_with_the_line_and_how_to_save_it(
    data: bytes, code: str, line: int
) -> None:
    with pytest.raises(BadFile) as bad:
        decoded(data)
    assert (bad.value.code, bad.value.line) == (code, line)
    assert str(line) in file_sentence(bad.value) or line == 0
    assert set(FILES) == {code for _data, code, _line in FILE_FAULTS.values()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_a_mark(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT
