"""`manage.py load_exercises`: the bank in `exercises/` into the database."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exercises.faults import ExerciseError, ProblemFileError
from exercises.format import Problem as ProblemFile
from exercises.reading import BANK, load_bank
from exercises.sets import load_sets as read_sets
from exercises.skills import load_skills as read_skills
from exercises.trial import try_out
from gradus.accounts.models import Organisation
from gradus.courses.bundled import load_sets, self_study_course
from gradus.library.bank import LoadReport, load_problem, load_skills, refuse_owned, retire_missing, unseen
from gradus.library.pool import POOL_SIZE, fill_pool

MOST_VARIANTS = 1000
"""A larger pool takes minutes, and no student sees so many."""


def pool_size(text: str) -> int:
    """The number after `--pool`. Raises ArgumentTypeError with what is wanted."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_VARIANTS):
        raise ArgumentTypeError(f"a whole number from 1 to {MOST_VARIANTS} is wanted, not {text!r:.40}.")
    return int(text)


class Command(BaseCommand):
    """Idempotent: a second run changes nothing; a changed file makes a new version."""

    help = "Load the skills, the problems and the problem sets of exercises/, and fill the pool of variants."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and how many variants a problem gets."""
        parser.add_argument("--bank", type=Path, default=BANK, help="folder of the problem files")
        parser.add_argument(
            "--pool", type=pool_size, default=POOL_SIZE, help="variants a problem (default %(default)s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads everything first: a fault in any file means that nothing is written."""
        bank: Path = options["bank"]
        try:
            skills = read_skills()
            files = load_bank(bank, skills)
            sets = read_sets(bank, {file.id for file in files})
            refuse_owned(files)
            try_out(unseen(files))
        except ProblemFileError as error:
            raise CommandError("\n".join(str(fault) for fault in error.faults)) from error
        report = LoadReport(skills=len(skills.slugs), problems=len(files))
        report.changed_skills = load_skills(skills=skills)
        for number, file in enumerate(files, start=1):
            self._load(file, bank, options["pool"], report, f"{number}/{len(files)}")
        report.retired = retire_missing(slugs={file.id for file in files})
        sets_changed = load_sets(course=self_study_course(Organisation.default()), sets=sets)
        self._say(report, len(sets), sets_changed)

    def _load(self, file: ProblemFile, bank: Path, pool: int, report: LoadReport, place: str) -> None:
        unit = Path(file.source.file).resolve().parent.relative_to(bank.resolve()).as_posix()
        version, change = load_problem(file=file, unit=unit)
        try:
            filled = fill_pool(version=version, size=pool, file=file)
        except ExerciseError as error:
            raise CommandError(f"{file.id}: {error}") from error
        report.variants += filled.made
        if change == "new":
            report.new_versions.append(f"{file.id} version {version.number}")
        elif change == "back":
            report.brought_back.append(file.id)
        if filled.there < pool:
            report.short_of[file.id] = filled.there
        if change != "none" or filled.made:
            self.stdout.write(f"  {place} {file.id}: version {version.number}, {filled.made} variants made")

    def _say(self, report: LoadReport, sets: int, sets_changed: bool) -> None:
        for slug, there in report.short_of.items():
            self.stdout.write(f"  {slug}: only {there} different variants are to be had")
        for slug in report.retired:
            self.stdout.write(f"  {slug}: its file is gone; retired, its record stays")
        counted = f"{report.skills} skills, {report.problems} problems, {sets} problem sets"
        if report.changed or sets_changed:
            made = [f"{len(report.new_versions)} new versions, {report.variants} new variants"]
            made += [f"{len(report.changed_skills)} changed skills"] if report.changed_skills else []
            made += [f"{len(report.brought_back)} brought back"] if report.brought_back else []
            made += ["changed problem sets"] if sets_changed else []
            self.stdout.write(f"{counted}: {', '.join(made)}.")
        else:
            self.stdout.write(f"{counted}: nothing has changed.")
