"""Writing drafts: begin, copy, revise, save, delete. Whatever was sent is kept before it is judged."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from exercises.faults import ProblemFileError
from exercises.toml_source import read_source
from exercises.variants import ENGINE
from gradus.accounts.models import User
from gradus.authoring.checking import check, free_ids, title_of, too_long
from gradus.authoring.refusals import ChangedElsewhere, NotStorable
from gradus.library.models import Problem, ProblemDraft
from gradus.library.trial_report import text_hash
from gradus.submissions import doorbell

START = (Path(__file__).parent / "start.toml").read_text("utf-8")
"""What a new problem begins with."""


def begin(*, by: User) -> ProblemDraft:
    """A new draft with a small problem that works, under an id that is free."""
    return _made(by, START.replace("NEW-ID", free_ids("new-problem", by)[0]))


def copy(*, problem: Problem, by: User) -> ProblemDraft:
    """A new draft with the text of a problem, under an id that is free."""
    source = problem.current.source if problem.current else ""
    return _made(by, _renamed(source, problem.slug, free_ids(problem.slug, by)[0]))


def revise(*, problem: Problem, by: User) -> ProblemDraft:
    """The draft of the problem's next version: the one that is there, else a new one with its current text."""
    found = ProblemDraft.objects.filter(problem=problem, owner=by).first()
    if found is not None:
        return found
    source = problem.current.source if problem.current else ""
    try:
        with transaction.atomic():
            return _made(by, source, problem)
    except IntegrityError:  # asked for twice at once
        return ProblemDraft.objects.get(problem=problem)


def save(*, draft: ProblemDraft, text: str, based_on: str = "") -> ProblemDraft:
    """Keep `text`, and ask for its trial where nothing stands against one.

    `based_on` is the hash of the text that the page was filled with. Raises NotStorable and ChangedElsewhere,
    and then nothing is changed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if "\0" in text:
        raise NotStorable(line=text.count("\n", 0, text.index("\0")) + 1)
    if too_long(text):
        raise NotStorable
    with transaction.atomic():
        kept = ProblemDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if based_on and text_hash(kept.source) not in (based_on, text_hash(text)):
            raise ChangedElsewhere
        changed = kept.source != text
        kept.source, kept.title, kept.saved_at = text, title_of(text), timezone.now()
        kept.save(update_fields=["source", "title", "saved_at"])
        _ask(kept, changed)
    return kept


def delete(*, draft: ProblemDraft) -> None:
    """The draft is gone; what was published of it stays."""
    draft.delete()


def is_tried(draft: ProblemDraft) -> bool:
    """Whether the stored report is about exactly this text and came to an end."""
    report = draft.report
    return bool(
        report
        and draft.tried_hash == text_hash(draft.source)
        and report["engine"] == ENGINE
        and report["outcome"] == "done"
    )


def _made(owner: User, source: str, problem: Problem | None = None) -> ProblemDraft:
    with transaction.atomic():
        draft = ProblemDraft.objects.create(
            owner=owner, problem=problem, source=source, title=title_of(source)
        )
        _ask(draft, changed=True)
    return draft


def _ask(draft: ProblemDraft, changed: bool) -> None:
    """Put the draft into the queue of trials, or take it out where a trial would be about another text."""
    wanted = not is_tried(draft) and check(draft).sound
    if not changed and draft.asked_at and wanted:
        transaction.on_commit(partial(doorbell.ring, doorbell.TRIAL))
        return
    draft.asked_at = timezone.now() if wanted else None
    draft.starts, draft.claim, draft.lease_until = 0, None, None
    draft.save(update_fields=["asked_at", "starts", "claim", "lease_until"])
    if wanted:
        transaction.on_commit(partial(doorbell.ring, doorbell.TRIAL))


def _renamed(source: str, old: str, new: str) -> str:
    """`source` with another id, all else as it was; unchanged where its id cannot be found."""
    try:
        line = read_source(source).line_of(("id",))
    except ProblemFileError:
        line = None
    if line is None:
        return source
    rows = source.split("\n")
    rows[line - 1] = rows[line - 1].replace(old, new, 1)
    return "\n".join(rows)
