"""The bank: searching, seeing a problem with its answers, and putting it into a set."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.courses.models import ProblemSet, ProblemSetItem
from gradus.library.models import Problem, ProblemVersion, Skill, Variant
from tests.gradus.conftest import make_version, question_json


@pytest.fixture
def teacher(client: Client, world: Any) -> Client:
    client.force_login(world.cast.teacher)
    return client


@pytest.fixture
def bank(world: Any) -> dict[str, Problem]:
    """Three problems: a power, a chain, a graph."""
    chain = Skill.objects.create(slug="chain-rule", code="S17", title="Chain rule", unit="Rules", position=17)
    paths = Skill.objects.create(
        slug="paths", code="S33", title="Sums over paths", unit="Backprop", position=33
    )
    rows = {"power": world.version.problem}
    for name, skill, kinds, difficulty in (
        ("chain", chain, ",expression,", 2),
        ("graph", paths, ",graph,", 4),
    ):
        rows[name] = problem = Problem.objects.create(slug=f"x.{name}", unit="rules", kinds=kinds)
        problem.current = ProblemVersion.objects.create(
            problem=problem,
            number=1,
            content_hash=name.ljust(64, "0"),
            source="",
            title=f"A {name}",
            difficulty=difficulty,
        )
        problem.save()
        problem.current.skills.add(skill)
        Variant.objects.create(
            version=problem.current,
            seed=1,
            engine_version="test",
            question=question_json("x", 1),
            presentation={"title": "", "prompt": "$x$", "parts": []},
            reveal={"answers": {}},
        )
    Problem.objects.filter(pk=rows["power"].pk).update(kinds=",expression,number,")
    return rows


SEARCHES = {
    "nothing": ({}, {"power", "chain", "graph"}),
    "a word of the title": ({"text": "GRAPH"}, {"graph"}),
    "a word of a skill": ({"text": "chain"}, {"chain"}),
    "two words": ({"text": "sums graph"}, {"graph"}),
    "the id": ({"text": "diff.power"}, {"power"}),
    "no match": ({"text": "power chain"}, set()),
    "a sign of the query language": ({"text": "%"}, set()),
    "a skill": ({"skill": "chain-rule"}, {"chain"}),
    "a unit": ({"unit": "Rules"}, {"power", "chain"}),
    "a kind": ({"kind": "number"}, {"power"}),
    "a difficulty": ({"difficulty": "4"}, {"graph"}),
    "one's own": ({"whose": "own"}, set()),
    "several at once": ({"unit": "Rules", "difficulty": "2", "kind": "expression"}, {"chain"}),
    "an unknown skill": ({"skill": "no-such"}, None),
    "an unknown kind": ({"kind": "poem"}, None),
    "a difficulty in words": ({"difficulty": "hard"}, None),
    "NUL": ({"text": "gra\0ph"}, {"graph"}),
    "a text beyond measure": ({"text": "x" * 101}, None),
    "a page far off": ({"page": "999"}, {"power", "chain", "graph"}),
    "a page in words": ({"page": "last"}, {"power", "chain", "graph"}),
}


@pytest.mark.parametrize(("wanted", "names"), SEARCHES.values(), ids=SEARCHES.keys())
def test_searching(
    teacher: Client, world: Any, bank: dict[str, Problem], wanted: dict[str, str], names: set[str] | None
) -> None:
    reply = teacher.get(reverse("bank"), wanted)
    found = {
        name
        for name, row in bank.items()
        if reverse("bank_problem", args=[row.public_id]) in reply.content.decode()
    }
    assert (reply.status_code, found) == ((200, names) if names is not None else (400, set()))
    beside = teacher.get(reverse("set_items", args=[world.problem_set.public_id]), wanted)
    listed = {name for name, row in bank.items() if f'id="found-{row.public_id}"' in beside.content.decode()}
    assert (beside.status_code, listed) == (200, names or set()), "the set editor searches in the same way"


def test_results_tell_what_one_chooses_by(teacher: Client, world: Any, bank: dict[str, Problem]) -> None:
    page = teacher.get(reverse("bank"), {"text": "one power"}).content.decode()
    for words in ("Power rule", "formula, number", "very easy", '<td class="figure">1</td>'):
        assert words in page


def test_filters_stay_while_paging(teacher: Client, world: Any) -> None:
    for number in range(25):
        make_version(f"many.{number}", world.skill, variants=0)
    page = teacher.get(reverse("bank"), {"text": "one power"}).content.decode()
    assert "26 problems" in page and "Page 1 of 2" in page and "?text=one+power&amp;page=2#bank" in page
    second = teacher.get(reverse("bank"), {"text": "one power", "page": "2"}).content.decode()
    assert second.count('<th scope="row">') == 6


def whose(problem: Problem, **change: Any) -> str:
    Problem.objects.filter(pk=problem.pk).update(**change)
    return reverse("bank_problem", args=[problem.public_id])


def test_a_teacher_s_own_problem_is_seen_by_who_may(
    client: Client, world: Any, bank: dict[str, Problem]
) -> None:
    """By its owner and admins; by staff of a course only once a set there uses it."""
    page = whose(bank["chain"], owner=world.cast.other_teacher)
    seen = {"other_teacher": 200, "admin": 200, "teacher": 404, "assistant": 404, "student": 404}
    for used in (False, True):
        if used:
            version = Problem.objects.get(pk=bank["chain"].pk).current
            ProblemSetItem.objects.create(problem_set=world.problem_set, version=version, position=2)
            seen |= {"teacher": 200, "assistant": 200}
        for who, status in seen.items():
            client.force_login(getattr(world.cast, who))
            assert client.get(page).status_code == status, (who, used)
            if who != "student":
                assert (page in client.get(reverse("bank")).content.decode()) is (status == 200), (who, used)


def test_a_retired_problem_is_out_of_the_bank_but_can_be_seen(
    teacher: Client, world: Any, bank: dict[str, Problem]
) -> None:
    page = whose(bank["power"], retired_at=timezone.now())
    assert page not in teacher.get(reverse("bank")).content.decode()
    assert "Retired" in teacher.get(page).content.decode()


def test_the_bank_leads_to_one_s_own_problems_and_begins_a_new_one(teacher: Client, world: Any) -> None:
    page = teacher.get(reverse("bank")).content.decode()
    assert f'<a class="button" href="{reverse("drafts")}">My problems</a>' in page
    assert f'<form method="post" action="{reverse("drafts")}">' in page


def test_an_empty_bank_says_so(teacher: Client, world: Any) -> None:
    Problem.objects.update(retired_at=timezone.now())
    assert "The bank is empty" in teacher.get(reverse("bank")).content.decode()
    assert "Nothing fits all of that" in teacher.get(reverse("bank"), {"text": "x"}).content.decode()


NUMBERS = {"": 1, "1": 1, "3": 3, "4": 4, "9": 4, "0": 1, "-2": 1, "x": 1, "9" * 30: 1, "²": 1, "\0": 1}


@pytest.mark.parametrize(("wanted", "number"), NUMBERS.items())
def test_each_variant_of_the_pool_can_be_seen_with_its_answer(
    teacher: Client, world: Any, wanted: str, number: int
) -> None:
    address = reverse("bank_problem", args=[world.version.problem.public_id])
    page = teacher.get(address, {"variant": wanted}).content.decode()
    assert f"Variant {number} of 4" in page
    assert ("Next</a>" in page, "Previous</a>" in page) == (number < 4, number > 1)
    shown = list(Variant.objects.order_by("pk"))[number - 1]
    assert f"<code>n = {shown.reveal['params']['n']}</code>" in page
    assert "Which rule?" in page and "disabled" in page


def test_known_mistakes_stand_there_with_their_words(teacher: Client, world: Any) -> None:
    old = Variant.objects.order_by("pk").first()
    assert old is not None
    question = question_json("3x^2", 3)
    question["parts"][0]["catalogue"] = [  # type: ignore[index]  # a list of parts
        {"code": "pow_nodec", "answer": "3x^3"},
        {"code": "pow_nocoef", "answer": "x^2", "say": "Where is the $3$?"},
        {"code": "sign", "answer": "((("},
    ]
    problem = make_version("with.mistakes", world.skill, variants=0).problem
    Variant.objects.create(
        version=problem.current,
        seed=1,
        engine_version="test",
        question=question,
        presentation=old.presentation,
        reveal=old.reveal,
    )
    page = teacher.get(reverse("bank_problem", args=[problem.public_id])).content.decode()
    assert "Compare the degree before and after" in page and "Where is the <math" in page
    assert "pow_nodec" in page and "(((" in page
    assert "3 wrong answers recognised" in page and "1 of them from the file" in page


def test_a_problem_without_variants_says_so(teacher: Client, world: Any) -> None:
    problem = make_version("new", world.skill, variants=0).problem
    page = teacher.get(reverse("bank_problem", args=[problem.public_id])).content.decode()
    assert "No variants yet" in page


def add(client: Client, problem: Problem, chosen: str) -> Any:
    return client.post(reverse("bank_add", args=[problem.public_id]), {"set": chosen})


def test_a_problem_goes_into_a_set_of_one_s_own(
    teacher: Client, world: Any, bank: dict[str, Problem]
) -> None:
    page = teacher.get(reverse("bank_problem", args=[bank["chain"].public_id])).content.decode()
    assert f'<option value="{world.problem_set.public_id}">' in page
    reply = add(teacher, bank["chain"], world.problem_set.public_id)
    item = ProblemSetItem.objects.get(version__problem=bank["chain"])
    assert reply["Location"].endswith(f"/problems/#item-{item.public_id}")
    page = teacher.get(reverse("bank_problem", args=[bank["chain"].public_id])).content.decode()
    assert f'<option value="{world.problem_set.public_id}">' not in page and "In these sets" in page
    assert add(teacher, bank["chain"], world.problem_set.public_id).status_code == 409


def test_nobody_puts_a_problem_into_a_set_of_others(
    client: Client, world: Any, bank: dict[str, Problem]
) -> None:
    for who in ("other_teacher", "assistant", "student"):
        client.force_login(getattr(world.cast, who))
        assert add(client, bank["chain"], world.problem_set.public_id).status_code == 404, who
    client.force_login(world.cast.teacher)
    assert add(client, bank["chain"], "\0").status_code == 400
    whose(bank["chain"], retired_at=timezone.now())
    assert add(client, bank["chain"], world.problem_set.public_id).status_code == 409
    assert ProblemSetItem.objects.count() == 1


def test_the_select_offers_no_set_of_an_archived_course(
    teacher: Client, world: Any, bank: dict[str, Problem]
) -> None:
    world.course.archived_at = timezone.now()
    world.course.save()
    page = teacher.get(reverse("bank_problem", args=[bank["chain"].public_id])).content.decode()
    assert "You have no set that could take it" in page
    assert add(teacher, bank["chain"], world.problem_set.public_id).status_code == 409
    assert ProblemSet.objects.get().items.count() == 1
