"""The Celery task of this app. It carries no id: the rows say what there is to send."""

from __future__ import annotations

from celery import shared_task

from gradus.courses.actions import invitations


@shared_task(name=invitations.TASK)
def send_invitations() -> None:
    """Send a batch. What it had no time for gets a turn of its own."""
    if invitations.send_waiting():
        invitations.ring()
