"""Who may enter the demo, and how. Password and code are public: printed, and only ever used on this machine."""

from __future__ import annotations

from typing import Literal, NamedTuple

PASSWORD = "gradus-demo-2026"
JOIN_CODE = "GRADVSDEM0"
"""Lets somebody who signs up join the demo course as a student."""


class Person(NamedTuple):
    """Somebody to sign in as."""

    email: str
    name: str
    role: Literal["student", "teacher", "admin"]


STUDENT = Person("student@example.org", "Sofia Student", "student")
TEACHER = Person("teacher@example.org", "Tariq Teacher", "teacher")
ADMIN = Person("admin@example.org", "Ada Admin", "admin")
PEOPLE = (STUDENT, TEACHER, ADMIN)
