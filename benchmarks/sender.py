"""The other process of faults.py: makes the people, submits at a fixed rate, and counts what came of it.

sender.py prepare COUNT     sender.py send RATE JOURNAL     sender.py count JOURNAL SECONDS
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from django.db.models import Count, F, Max, Min, Sum  # after the set-up
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.courses.models import Course, Enrolment, ProblemSet, ProblemSetItem
from gradus.library.models import Problem, ProblemVersion, Skill, Variant
from gradus.progress.models import Evidence, Mastery
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Grade, GradingJob, State, Submission

ITEMS = 5
"""Each student answers this many problems once: as many submissions as may wait for one person."""

TYPED = {"correct": "{n} x^({n} - 1)", "incorrect": "{n} x^{n}", "unreadable": "{n} x^("}


def prepare(count: int) -> None:
    """A course with five problems, and enough students."""
    organisation = Organisation.default()
    course = Course.objects.create(organisation=organisation, title="Faults")
    problem_set = ProblemSet.objects.create(course=course, title="Powers", published_at=timezone.now())
    skill = Skill.objects.create(slug="faults-power", code="F0", title="Power rule", unit="Rules", position=0)
    for number in range(ITEMS):
        problem = Problem.objects.create(slug=f"faults.power.{number}", unit="rules")
        version = ProblemVersion.objects.create(
            problem=problem, number=1, content_hash="0" * 64, source="", title="A power", difficulty=1
        )
        version.skills.add(skill)
        ProblemSetItem.objects.create(problem_set=problem_set, version=version, position=number + 1)
        Variant.objects.bulk_create([_variant(version, n) for n in range(3, 43)])
    students = User.objects.bulk_create(
        User(email=f"faults-{number}@example.org", organisation=organisation)
        for number in range(-(-count // ITEMS))
    )
    Enrolment.objects.bulk_create(Enrolment(user=user, course=course) for user in students)
    made = 0
    for item in ProblemSetItem.objects.all():
        for user in students:
            if made < count:
                actions.start_attempt(user=user, item=item)
                made += 1


def _variant(version: ProblemVersion, n: int) -> Variant:
    part = {"name": "df", "kind": "expression", "answer": f"{n}x^{n - 1}", "variables": ["x"]}
    question = {"schema": 1, "seed": n, "parts": [part]}
    return Variant(
        version=version, seed=n, engine_version="faults", question=question, presentation={}, reveal={}
    )


def send(rate: float, journal: Path) -> None:
    """Submit for each attempt once; write down each acknowledged submission and the verdict it must get."""
    kinds = list(TYPED)
    begun = time.monotonic()
    slowest = 0.0
    with journal.open("a") as book:
        for number, attempt in enumerate(Attempt.objects.select_related("user", "variant").order_by("pk")):
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
            kind = kinds[number % len(kinds)]
            typed = TYPED[kind].format(n=attempt.variant.seed)
            at = time.monotonic()
            submission = actions.submit(
                attempt=attempt, responses={"df": typed}, by=attempt.user, client_key=uuid4()
            )
            slowest = max(slowest, time.monotonic() - at)
            book.write(f"{submission.pk} {kind} {slowest:.3f}\n")
            book.flush()


def count(journal: Path, seconds: float) -> int:
    """Wait until nothing waits, print the table; 1 if anything was lost, doubled or judged wrongly."""
    give_up_at = time.monotonic() + seconds
    while Submission.objects.filter(state=State.WAITING).exists() and time.monotonic() < give_up_at:
        time.sleep(0.2)
    time.sleep(1.0)  # for messages that were on their way
    book = [line.split() for line in journal.read_text().splitlines()]
    wanted = {int(pk): kind for pk, kind, _slowest in book}
    grades = Counter(Grade.objects.values_list("submission_id", flat=True))
    verdicts = dict(Grade.objects.filter(replaced_at=None).values_list("submission_id", "verdict"))
    graded = set(Submission.objects.filter(state=State.GRADED).values_list("pk", flat=True))
    span = Submission.objects.aggregate(first=Min("received_at"), last=Max("grades__graded_at"))
    wait = Grade.objects.aggregate(slowest=Max(F("graded_at") - F("submission__received_at")))["slowest"]
    lost = len(set(wanted) - graded)
    doubled = sum(n > 1 for n in grades.values()) + _doubled_evidence(wanted)
    wrong = sum(verdicts.get(pk) != kind for pk, kind in wanted.items() if pk in graded)
    rows = {
        "submitted": len(wanted),
        "graded": len(graded & set(wanted)),
        "lost": lost,
        "doubled": doubled,
        "judged wrongly": wrong,
        "jobs left": GradingJob.objects.count(),
        "slowest POST (s)": book[-1][2],
        "slowest verdict (s)": f"{wait.total_seconds():.1f}" if wait else "-",
        "seconds in all": f"{(span['last'] - span['first']).total_seconds():.1f}" if span["last"] else "-",
    }
    for name, value in rows.items():
        print(f"{name:<20} {value:>8}")
    return int(bool(lost or doubled or wrong))


def _doubled_evidence(wanted: dict[int, str]) -> int:
    """Evidence and mastery that count a check twice or never; unreadable responses are no evidence."""
    counted = sum(kind != "unreadable" for kind in wanted.values())
    rows = Evidence.objects.values("user", "variant").annotate(n=Count("pk")).filter(n__gt=1).count()
    folded = Mastery.objects.aggregate(n=Sum("variants"))["n"] or 0
    return rows + abs(folded - Evidence.objects.count()) + max(0, folded - counted)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", number]:
            prepare(int(number))
        case ["send", per_second, path]:
            send(float(per_second), Path(path))
        case ["count", path, longest]:
            sys.exit(count(Path(path), float(longest)))
        case _:
            sys.exit(__doc__)
