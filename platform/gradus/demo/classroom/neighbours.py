"""A second, smaller course of another teacher, so that an admin has more than one to look at."""

from __future__ import annotations

from datetime import timedelta

from exercises.reading import BANK, load_bank
from exercises.sets import load_sets as read_sets
from gradus.accounts.models import Organisation, User
from gradus.courses.bundled import load_sets
from gradus.courses.models import Course, Enrolment, ProblemSet, Role
from gradus.demo.classroom import enrolling
from gradus.demo.classroom.calendar import HOUR, LATEST_SET, Term
from gradus.demo.classroom.diary import Diary
from gradus.demo.classroom.enrolling import Users
from gradus.demo.classroom.sets import open_bundled

TITLE = "Neural networks from scratch"
TERM = "Demo"
TIME_ZONE = "Europe/Lisbon"
TEACHER = ("teacher2@example.org", "Inês Ferreira")
STUDENTS = (1, 3, 5, 8, 11, 13, 16, 22, 24)
"""Those of the class who take this course as well, by number."""


def make_course(
    organisation: Organisation, users: Users, term: Term
) -> tuple[list[ProblemSet], dict[int, User]]:
    """The course with its teacher, some students of the class and one set; returns the sets and the students."""
    course = Course.objects.create(
        organisation=organisation, title=TITLE, term=TERM, time_zone=TIME_ZONE, created_at=term.at(6, 11)
    )
    teacher = enrolling.make_person(course, *TEACHER, term.at(5, 16), may_teach=True)
    diary = Diary(course)
    diary.course_made(teacher, course.created_at)
    place = Enrolment.objects.create(
        user=teacher, course=course, role=Role.TEACHER, started_at=course.created_at
    )
    diary.enrolled(place, teacher, course.created_at)
    students = {number: users[number] for number in STUDENTS}
    enrolling.enrol(course, students, term, teacher, diary, at=term.at(7, 9))
    known = {file.id for file in load_bank()}
    sets = [file for file in read_sets(BANK, known) if file.id == LATEST_SET]
    load_sets(course=course, sets=sets, due=[term.at(25, HOUR)])
    opened = open_bundled(course, term.at(7, 9) + timedelta(hours=1), teacher, diary)
    diary.write()
    return opened, students
