"""Further answers in the writing of maths fields, of sympy and of students, each with the verdict that is fair."""

from __future__ import annotations

import json

import pytest

from grader.protocol import answer_line


def verdict(kind: str, variables: str, answer: str, response: str, **more: object) -> str:
    request = {
        "id": 1, "kind": kind, "answer": answer, "response": response, "variables": variables.split(), **more,
    }  # fmt: skip
    answered = answer_line(json.dumps(request))[0]
    return str(answered.get("verdict", answered))


CORRECT_EXPRESSIONS = [
    ("w x", "w x", "\\mathbf{w}x"),
    ("w x", "w x", "\\mathbf w x"),
    ("v", "v", "\\vec{v}"),
    ("v_1", "v_1", "\\boldsymbol{v}_1"),
    ("w_1", "w_1", "\\mathbf{w_1}"),
    ("theta", "theta", "\\boldsymbol{\\theta}"),
    ("thetahat", "thetahat", "\\hat{\\theta}"),
    ("x", "relu(x)", "\\text{ReLU}\\left(x\\right)"),
    ("x", "2x", "2~x"),
    ("x", "x/abs(x)", "x/Abs(x)"),
    ("x", "relu(x)", "Max(0, x)"),
    ("x", "gelu(x)", "x/2*(1+erf(x/sqrt(2)))"),
    ("x", "x/2*(1+erf(x/sqrt(2)))", "\\operatorname{GELU}(x)"),
    ("x", "erf(x)+erf(-x)", "0"),
]


@pytest.mark.parametrize(("variables", "answer", "response"), CORRECT_EXPRESSIONS)
def test_expressions_are_read_in_every_writing(variables: str, answer: str, response: str) -> None:
    assert verdict("expression", variables, answer, response) == "correct"


def test_the_error_function_has_its_derivative() -> None:
    request = {
        "id": 1, "kind": "derivative", "function": "erf(x^2)", "wrt": "x", "variables": ["x"],
        "response": "4x e^(-x^4)/sqrt(pi)",
    }  # fmt: skip
    assert answer_line(json.dumps(request))[0]["verdict"] == "correct"
