"""A person in a course: what every page of a course knows about who asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment
from gradus.courses.rights import Right, Standing, rights_of


@dataclass(frozen=True, slots=True)
class Place:
    """`role` is empty for an admin who is not enrolled. Templates ask the properties."""

    course: Course
    role: str
    rights: frozenset[Right]

    @property
    def sees_work(self) -> bool:
        """Whether the class's work may be seen."""
        return Right.SEE_WORK in self.rights

    @property
    def judges(self) -> bool:
        """Whether grades may be overridden and reviews decided."""
        return Right.JUDGE in self.rights

    @property
    def sets_work(self) -> bool:
        """Whether problem sets may be made and changed."""
        return Right.SET_WORK in self.rights

    @property
    def manages(self) -> bool:
        """Whether people, codes and the course itself may be changed."""
        return Right.MANAGE in self.rights

    @property
    def exports(self) -> bool:
        """Whether grades may be taken away as a file."""
        return Right.EXPORT in self.rights


def place_or_404(user: User, public_id: str, right: Right) -> Place:
    """The course `public_id` with what `user` may do there. Raises Http404 unless they hold `right`."""
    course = Course.objects.where(user, right).filter(public_id=public_id).first()
    if course is None:
        raise Http404
    return place_in(user, course)


def place_in(user: User, course: Course) -> Place:
    """What `user` may do in `course`, which they were found to have a right in."""
    role = Enrolment.objects.current().filter(user=user, course=course).values_list("role", flat=True).first()
    admin = user.is_admin and course.organisation_id == user.organisation_id
    return Place(course, role or "", rights_of(role or "", is_admin=admin))


def holds(user: User, standing: Standing) -> bool:
    """Whether `user` may do something that belongs to no one course (courses.rights)."""
    if user.is_admin:
        return True
    if standing is Standing.REVIEW:
        return False
    if standing is Standing.SEE_BANK:
        return user.is_active and (user.may_teach or Course.objects.taught_by(user).exists())
    return user.is_active and user.may_teach
