"""The teacher: the course and its people, sets, the bank, a draft with faults and without, the class, grading."""

from __future__ import annotations

from gradus.demo.people import TEACHER
from tours.camera import Camera

FAULTY_LIST = """email,name,role
anna.kern@example.org,Anna Kern,student
bo.lund@example,Bo Lund,student
student03@example.org,Chiara Bellini,student
carl.dahl@example.org,Carl Dahl,principal
"""


def tour(camera: Camera) -> None:
    """Every page of a course's staff; what it makes, it takes away again."""
    page = camera.page
    camera.sign_in(TEACHER)
    camera.keep("teacher-home")
    page.goto("/courses/new/")
    page.click("main button.primary")
    camera.keep("teacher-course-new")
    page.goto("/")
    page.click(".course h2 a >> nth=0")
    camera.keep("teacher-course")
    course = page.url
    _course(camera, course)
    _sets(camera, course)
    _class(camera, course)
    _bank(camera)
    _draft(camera)


def _course(camera: Camera, course: str) -> None:
    page = camera.page
    for name in ("people", "settings", "codes", "export", "reviews"):
        page.goto(f"{course}{name}/")
        camera.keep(f"teacher-{name}")
    page.goto(f"{course}people/import/")
    camera.keep("teacher-roster")
    page.fill("[name=text]", FAULTY_LIST)
    page.click("main button.primary")
    page.wait_for_selector(".faults")
    camera.keep("teacher-roster-faults")
    page.goto(f"{course}people/")
    page.click("td.acts a.button >> nth=3")
    camera.keep("teacher-enrolment")


def _sets(camera: Camera, course: str) -> None:
    page = camera.page
    page.goto(f"{course}sets/new/")
    page.fill("[name=title]", "")
    page.click("main button.primary")
    camera.keep("teacher-set-new")
    page.goto(course)
    page.click(".desk .ways a >> nth=0")
    camera.keep("teacher-set-editor")
    for link, name in (("Problems", "items"), ("Extensions", "extensions")):
        page.click(f".parts >> text={link}")
        camera.keep(f"teacher-set-{name}")
    page.click(".parts >> text=As a student")
    camera.keep("teacher-set-as-student")


def _class(camera: Camera, course: str) -> None:
    page = camera.page
    page.goto(f"{course}class/")
    camera.keep("teacher-class")
    page.goto(f"{course}class/?set=all")
    camera.keep("teacher-class-all")
    page.goto(f"{course}skills/")
    camera.keep("teacher-skills")
    page.goto(f"{course}class/")
    page.click("a.outcome.incorrect >> nth=0")
    camera.keep("teacher-person-problem")
    page.click(".work-card footer a:last-child >> nth=0")
    page.fill("[name=reason]", "")
    page.click("main button.primary")
    camera.keep("teacher-override")
    page.goto(f"{course}class/")
    page.click(".who-link >> nth=2")
    camera.keep("teacher-person")


def _bank(camera: Camera) -> None:
    page = camera.page
    page.goto("/problems/")
    camera.keep("teacher-bank")
    page.goto("/problems/?text=nothing+is+called+so")
    camera.keep("teacher-bank-nothing")
    page.goto("/problems/")
    page.click("td >> nth=0")
    page.click("a.name >> nth=3")
    camera.keep("teacher-bank-problem")


def _draft(camera: Camera) -> None:
    page = camera.page
    page.goto("/problems/drafts/")
    page.click("button:has-text('New problem')")
    page.wait_for_selector("#outcome .standing.ready", timeout=60_000)
    camera.keep("teacher-draft")
    text = page.input_value("#source")
    _check(
        camera, text.replace('"a*x^3 + b*x"', '"a*x^3 + b*y("').replace("difficulty = 1", "difficulty = 9")
    )
    page.wait_for_selector("#outcome .standing.faulty")
    camera.keep("teacher-draft-faults")
    _check(camera, text.replace('"15x^2 - 3"', '"15x^2 + 3"'))
    page.wait_for_selector("#outcome .standing.tests", timeout=60_000)
    camera.keep("teacher-draft-tests")
    page.click("summary:has-text('Delete the draft')")
    page.click("button:has-text('Yes, delete it')")
    page.wait_for_url("**/problems/drafts/")
    camera.keep("teacher-drafts")


def _check(camera: Camera, text: str) -> None:
    camera.page.fill("#source", text)
    camera.page.click("button:has-text('Save and check')")
