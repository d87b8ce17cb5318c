"""The three people of the demo course. The password is public: it is printed, and only ever used on this machine."""

from __future__ import annotations

from typing import Literal, NamedTuple

PASSWORD = "gradus-demo-2026"


class Person(NamedTuple):
    """Somebody to sign in as."""

    email: str
    name: str
    role: Literal["student", "teacher", "admin"]


STUDENT = Person("student@example.org", "Sofia Student", "student")
TEACHER = Person("teacher@example.org", "Tariq Teacher", "teacher")
ADMIN = Person("admin@example.org", "Ada Admin", "admin")
PEOPLE = (STUDENT, TEACHER, ADMIN)
