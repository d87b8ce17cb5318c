"""Files: read again after they were made, inert, complete, and logged."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Enrolment
from gradus.submissions.models import Submission
from gradus.teaching.files import acts, csv_lines, inert, write_xlsx
from tests.gradus.teaching.conftest import Answer, student

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "＝1", '=HYPERLINK("http://e")']
PLAIN = ["x", "3x^2", "1-2", "", "a=b", '{"df": "-3"}', "'=1"]


@pytest.mark.parametrize("text", NASTY)
def test_text_that_acts_is_neutralised(text: str) -> None:
    assert acts(text)
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("value", [*PLAIN, 3, -3, -0.5, None])
def test_other_values_stay_as_they_are(value: Any) -> None:
    assert inert(value) == value


def in_excel(rows: list[list[Any]]) -> Any:
    file = io.BytesIO()
    write_xlsx(rows, "rows", file)
    return load_workbook(file).active


def test_both_files_say_the_same_and_hold_no_formula() -> None:
    rows: list[list[Any]] = [[text, -3, 0.25, None, True] for text in [*NASTY, *PLAIN, "Ärger ∂f\n2"] * 30]
    assert len(rows) > 500
    text = b"".join(csv_lines(rows)).decode("utf-8-sig")
    again = list(csv.reader(io.StringIO(text, newline="")))
    assert again == [[str(inert(r[0])), "-3", "0.25", "", "true"] for r in rows]
    sheet = in_excel(rows)
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert {row[0].data_type for row in sheet.iter_rows() if row[0].value} == {"s"}
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells == [[(r[0].replace("\r", "\n") or None), -3, 0.25, None, True] for r in rows]


def test_numbers_that_a_spreadsheet_would_round_are_written_as_text() -> None:
    sheet = in_excel([["seed"], [6205124490944382529], [-(2**60)], [2**53]])
    cells = [row[0].value for row in sheet.iter_rows()]
    assert cells == ["seed", "6205124490944382529", str(-(2**60)), 2**53]


def test_each_column_has_room_for_its_head() -> None:
    sheet = in_excel([["id", "x" * 20, "y" * 400], ["z" * 90, 1, 2]])
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [12, 22, 48]


def test_an_xlsx_takes_what_it_cannot_hold_without_failing() -> None:
    sheet = in_excel([["a\x01b", "x" * 40_000, "\ud800"]])
    assert [len(cell.value) for cell in sheet[1]] == [3, 32_767, 1]


def file_of(browser: Client, world: Any, kind: str, form: str = "csv") -> bytes:
    reply = browser.post(reverse("export", args=[world.course.public_id]), {"kind": kind, "format": form})
    assert reply.status_code == 200
    assert isinstance(reply, StreamingHttpResponse | FileResponse)
    return reply.getvalue()


def lines_of(browser: Client, world: Any, kind: str) -> list[dict[str, str]]:
    content = file_of(browser, world, kind)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_grades_are_points_by_problem_set_and_in_all(answer: Answer, teacher: Client, world: Any) -> None:
    world.cast.student.name = "=cmd|'/c calc'!A1"
    world.cast.student.save()
    answer()
    answer("7x", by=world.cast.classmate)
    found = {line["email"]: line for line in lines_of(teacher, world, "grades")}
    item, total = "Derivatives 1: One power [2]", "Derivatives: total [2]"
    assert {mail: (line[item], line[total], line["total [2]"]) for mail, line in found.items()} == {
        "student@example.org": ("2.0", "2.0", "2.0"),
        "classmate@example.org": ("0.0", "0.0", "0.0"),
        "suspended@example.org": ("", "0.0", "0.0"),
    }
    assert found["student@example.org"]["student"] == "'=cmd|'/c calc'!A1"


def test_the_log_has_every_part_of_every_submission(answer: Answer, teacher: Client, world: Any) -> None:
    submission = answer("-3")
    answer("5x", by=world.cast.teacher)
    answer(graded=False, by=world.cast.classmate)
    Enrolment.objects.filter(user=world.cast.student).update(ended_at=timezone.now())
    first, second = lines_of(teacher, world, "submissions")
    assert json.loads(first["responses"]) == {"df": "-3"}
    assert json.loads(first["read_as"]) == {"df": "3x^{2}"}
    assert (first["verdict"], first["score"], first["state"]) == ("incorrect", "0.0", "graded")
    assert (first["problem"], first["version"], first["part"]) == ("diff.power.single", "1", "df")
    assert first["seed"] == str(submission.attempt.variant.seed)
    assert first["received_at"].endswith(("+00:00", "+01:00"))
    assert (second["state"], second["verdict"], second["score"]) == ("waiting", "", "")


def test_instants_are_those_of_the_course(answer: Answer, teacher: Client, world: Any) -> None:
    answer()
    world.course.time_zone = "Asia/Kathmandu"
    world.course.save()
    (line,) = lines_of(teacher, world, "submissions")
    assert line["received_at"].endswith("+05:45")


def test_a_row_that_cannot_be_made_stops_no_other(answer: Answer, teacher: Client, world: Any) -> None:
    broken = answer("7x")
    answer(by=world.cast.classmate)
    Submission.objects.filter(pk=broken.pk).update(typed=["not", "what", "was", "typed"])
    first, second = lines_of(teacher, world, "submissions")
    assert first["fault_of_row"].startswith("AttributeError")
    assert second["verdict"] == "correct"


def test_skills_have_a_line_for_each_student_and_skill(answer: Answer, teacher: Client, world: Any) -> None:
    answer()
    found = {line["email"]: line for line in lines_of(teacher, world, "skills")}
    assert len(found) == 3
    mine = found["student@example.org"]
    assert (mine["skill"], mine["level"], mine["score"], mine["variants"]) == ("S10", "started", "0.545", "1")
    assert (found["classmate@example.org"]["level"], found["classmate@example.org"]["score"]) == ("none", "")


@pytest.mark.parametrize("kind", ["grades", "submissions", "skills"])
def test_the_spreadsheet_says_what_the_plain_text_says(
    answer: Answer, teacher: Client, world: Any, kind: str
) -> None:
    answer("-3")
    plain = list(csv.reader(io.StringIO(file_of(teacher, world, kind).decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(file_of(teacher, world, kind, "xlsx"))).active
    words = {True: "true", False: "false", None: ""}
    rows = [
        [words[c.value] if c.value in (None, True, False) and not isinstance(c.value, int | float)
         or isinstance(c.value, bool) else str(c.value) for c in row]
        for row in sheet.iter_rows()
    ]  # fmt: skip
    assert [[_number(cell) for cell in row] for row in rows] == [[_number(c) for c in row] for row in plain]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def test_a_file_is_named_after_course_kind_and_day_and_logged(teacher: Client, world: Any) -> None:
    address = reverse("export", args=[world.course.public_id])
    reply = teacher.post(address, {"kind": "grades", "format": "xlsx"})
    today = timezone.now().date()
    assert f'filename="calculus-for-ml-grades-{today}.xlsx"' in reply.headers["Content-Disposition"]
    assert "no-store" in reply.headers["Cache-Control"]
    entry = AuditEntry.objects.get(action=Action.EXPORTED)
    assert (entry.actor, entry.course, entry.target) == (
        world.cast.teacher, world.course.public_id, "grades"
    )  # fmt: skip
    assert entry.detail == {"format": "xlsx", "count": 3}


def test_a_file_that_is_not_there_is_refused_and_not_logged(teacher: Client, world: Any) -> None:
    address = reverse("export", args=[world.course.public_id])
    for body in ({}, {"kind": "grades"}, {"kind": "secrets", "format": "csv"}):
        reply = teacher.post(address, body)
        assert reply.status_code == 400
        assert "nothing was exported" in reply.content.decode()
    assert not AuditEntry.objects.exists()


def test_five_hundred_students_are_five_hundred_lines(teacher: Client, world: Any) -> None:
    for number in range(500):
        student(world, f"=Student-{number}")
    lines = lines_of(teacher, world, "grades")
    assert len(lines) == 503
    assert sum(line["student"].startswith("'=Student-") for line in lines) == 500
