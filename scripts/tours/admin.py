"""The admin: all courses, people, the queue, the log."""

from __future__ import annotations

from gradus.demo.people import ADMIN
from tours.camera import Camera


def tour(camera: Camera) -> None:
    """Every page of administration, and a class seen from there."""
    page = camera.page
    camera.sign_in(ADMIN)
    camera.keep("admin-home")
    for path, name in (
        ("", "overview"),
        ("people/", "people"),
        ("queue/", "queue"),
        ("queue/workers/", "workers"),
        ("audit/", "audit"),
    ):
        page.goto(f"/administration/{path}")
        camera.keep(f"admin-{name}")
    page.goto("/administration/people/?q=amara")
    page.click(".wide th a >> nth=-1")
    camera.keep("admin-person")
    page.goto("/administration/?q=nothing+is+called+so")
    camera.keep("admin-nothing")
    page.goto("/administration/")
    page.click(".courses-table tbody td.figure a >> nth=0")
    camera.keep("admin-class")
    page.goto("/admin/")
    camera.keep("admin-django")
