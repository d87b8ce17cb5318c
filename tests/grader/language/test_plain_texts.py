"""Plain texts are cut by one call of a pattern: into the very tokens that reading one after the other gives."""

import json
import random
from pathlib import Path

import pytest

from grader.language import AUTHOR, Names
from grader.language.kept import Kept
from grader.language.plain import plain_columns
from grader.language.tokens import Tokens

DATA = Path(__file__).parents[1] / "data"
CASES = [json.loads(line) for line in (DATA / "cases.jsonl").read_text().splitlines()]
HOSTILE = [json.loads(line).get("input") for line in (DATA / "hostile.jsonl").read_text().splitlines()]
DECLARED = (
    Names(("x", "y")),
    Names(("x", "e", "w_1", "log"), ("n",), ("f",)),
    Names(("E", "theta", "yhat", "T")),
)
CHARACTERS = "xyenTE0123456789+-*/^()[]{}|,;.!% _\u00a0²³⁻π√½\\<>=:\n"


def both_ways(text: str, names: Names) -> tuple[object, object]:
    """The columns of a plain text, and those from reading one token after the other; (None, None) if not plain."""
    plain = plain_columns(text, names.lexicon, AUTHOR.tokens)
    if plain is None:
        return None, None
    return plain, Tokens(text, names.lexicon, AUTHOR)._columns()


@pytest.mark.parametrize("names", DECLARED)
def test_the_tokens_of_a_plain_text_are_those_read_one_by_one(names: Names) -> None:
    drawn = random.Random(3)
    texts = [text for text in HOSTILE if isinstance(text, str)] + [
        case["response_as_typed"] for case in CASES
    ]
    for text in tuple(texts):
        cut = drawn.randint(0, len(text))
        texts.append(text[:cut] + drawn.choice(CHARACTERS) + text[cut + drawn.randint(0, 1) :])
    plain = 0
    for text in map(str.rstrip, texts):
        found, wanted = both_ways(text, names)
        assert found == wanted, text
        plain += found is not None
    assert plain > len(texts) // 20


@pytest.mark.parametrize("text", ["2x sin(x)", "x² + 1.5e-3·y", "log_2(x) !", "1,5x", "x -> y"])
def test_what_is_typed_as_a_rule_is_plain(text: str) -> None:
    assert both_ways(text, DECLARED[0])[0] is not None


@pytest.mark.parametrize("text", ["\\frac{x}{2}", " x", "x\ny", "xy", "x$", "½", "q", "eye(2)"])
def test_all_else_is_left_to_the_reader_of_single_tokens(text: str) -> None:
    assert plain_columns(text, DECLARED[0].lexicon, 250) is None


def test_a_text_of_too_many_tokens_is_not_plain() -> None:
    assert plain_columns("x+" * 5, DECLARED[0].lexicon, 9) is None


def test_what_is_kept_is_made_once_and_forgotten_when_there_is_too_much() -> None:
    made: list[int] = []

    def make(key: int) -> str:
        made.append(key)
        return str(key)

    kept: Kept[int, str] = Kept(make, 2)
    assert [kept[key] for key in (1, 1, 2, 3, 1)] == ["1", "1", "2", "3", "1"]
    assert made == [1, 2, 3, 1]
