"""What all bodies and replies share."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Reply(BaseModel):
    """Something the API tells. A field that is not declared cannot be told: nothing slips out by accident."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_serialization_defaults_required=True,
        hide_input_in_errors=True,
    )


class Body(BaseModel):
    """Something the API is sent."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


T = TypeVar("T")


class Page(Reply, Generic[T]):
    """Part of a list. Follow `next` until it is null."""

    count: int = Field(description="How many there are on all pages.")
    next: str | None = Field(description="The address of the next page.")
    previous: str | None = Field(description="The address of the page before.")
    results: list[T]

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """`PageOfCourse`: the name in the document."""
        return f"PageOf{params[0].__name__}"


class Error(BaseModel):
    """Every error has this shape. `code` does not change; `sentence` is for people, in their language."""

    model_config = ConfigDict(extra="forbid")

    code: str
    sentence: str
    field: str | None = Field(None, description="The part, cell or parameter concerned.")
    line: int | None = Field(None, description="The line of a problem file, from 1.")
    position: int | None = Field(None, description="The first character at fault, from 0.")
    length: int | None = Field(None, description="How many characters are at fault.")
    text: str | None = Field(None, description="The piece at fault.")
    suggestion: str | None = Field(None, description="What may have been meant.")
