"""Why something was not done to a course, its people or its codes. Each carries its data; pages choose the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class CourseRefusal(Exception):
    """What was asked for is not possible now; nothing was changed."""


class CourseArchived(CourseRefusal):
    """An archived course stays as it is until it is reopened."""


class SelfStudyStays(CourseRefusal):
    """The built-in course for free practice is nobody's to archive or to fill with people."""


class LastTeacher(CourseRefusal):
    """A course keeps at least one teacher who can sign in."""


class PlaceEnded(CourseRefusal):
    """The person has left the course meanwhile."""


class HasSignedIn(CourseRefusal):
    """An invitation is for somebody who has not signed in yet."""


@dataclass
class JustInvited(CourseRefusal):
    """A mail went out, or is on its way, since `at`."""

    at: datetime


class TooManyCodes(CourseRefusal):
    """The course has as many open join codes as a course may have."""
