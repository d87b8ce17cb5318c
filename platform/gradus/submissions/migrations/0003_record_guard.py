"""The record is append-only, and its rows agree with each other (record_guard.py)."""

from django.db import migrations

from gradus.record_guard import Agrees, Kept, Undeletable, make

ANOTHER_COURSE = """NEW.item_id IS NOT NULL AND NEW.course_id <> (
    SELECT s.course_id FROM courses_problemsetitem i
    JOIN courses_problemset s ON s.id = i.problem_set_id WHERE i.id = NEW.item_id)"""

# The problem and not the version: an item may be pinned to a newer version while attempts stay on the old one.
ANOTHER_PROBLEM = """NEW.item_id IS NOT NULL AND (
    SELECT v.problem_id FROM library_variant a
    JOIN library_problemversion v ON v.id = a.version_id WHERE a.id = NEW.variant_id) <> (
    SELECT v.problem_id FROM courses_problemsetitem i
    JOIN library_problemversion v ON v.id = i.version_id WHERE i.id = NEW.item_id)"""

ANOTHER_PERSON = "NEW.by_id <> (SELECT a.user_id FROM submissions_attempt a WHERE a.id = NEW.attempt_id)"

ANOTHER_SUBMISSION = """NEW.replaces_id IS NOT NULL AND NEW.submission_id <> (
    SELECT g.submission_id FROM submissions_grade g WHERE g.id = NEW.replaces_id)"""

IN_ITS_COURSE = "an attempt is in the course of its item's set"
ON_ITS_PROBLEM = "an attempt's variant is one of its item's problem"

RULES = (
    Agrees("attempt_in_its_course", "submissions_attempt", IN_ITS_COURSE, ANOTHER_COURSE),
    Agrees("attempt_on_its_problem", "submissions_attempt", ON_ITS_PROBLEM, ANOTHER_PROBLEM),
    Agrees(
        "attempt_moved_in_its_course",
        "submissions_attempt",
        IN_ITS_COURSE,
        f"COALESCE(NEW.item_id, 0) <> COALESCE(OLD.item_id, 0) AND {ANOTHER_COURSE}",
        event="UPDATE",
    ),
    Agrees(
        "attempt_moved_on_its_problem",
        "submissions_attempt",
        ON_ITS_PROBLEM,
        f"COALESCE(NEW.item_id, 0) <> COALESCE(OLD.item_id, 0) AND {ANOTHER_PROBLEM}",
        event="UPDATE",
    ),
    Kept(
        "attempt_is_kept",
        "submissions_attempt",
        "an attempt is closed, given up or taken out of its set; nothing else of it changes",
        free=("item_id", "gave_up_at", "closed_at"),
    ),
    Undeletable(
        "attempt_is_never_deleted", "submissions_attempt", "an attempt is never deleted; it is closed"
    ),
    Agrees(
        "submission_is_ones_own", "submissions_submission", "a student submits for themselves", ANOTHER_PERSON
    ),
    Kept(
        "submission_is_kept",
        "submissions_submission",
        "only the state of a submission moves (what was typed goes when a person is erased)",
        free=("state", "typed"),
    ),
    Undeletable("submission_is_never_deleted", "submissions_submission", "a submission is never deleted"),
    Agrees(
        "grade_replaces_its_own",
        "submissions_grade",
        "a grade replaces one of the same submission",
        ANOTHER_SUBMISSION,
    ),
    Kept(
        "grade_is_kept",
        "submissions_grade",
        "a grade is never changed; a newer one replaces it, once",
        once=("replaced_at",),
    ),
    Undeletable(
        "grade_is_never_deleted", "submissions_grade", "a grade is never deleted; a newer one replaces it"
    ),
    Kept("part_grade_is_kept", "submissions_partgrade", "the grade of a part is never changed"),
    Undeletable(
        "part_grade_is_never_deleted", "submissions_partgrade", "the grade of a part is never deleted"
    ),
    Kept("hint_use_is_kept", "submissions_hintuse", "a hint that was shown stays as it was"),
    Undeletable("hint_use_is_never_deleted", "submissions_hintuse", "a hint that was shown stays on record"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0002_record_guard"),
        ("courses", "0003_set_slug"),
        ("submissions", "0002_constraints"),
    ]

    operations = [make(RULES)]
