"""What a model is told of a tool: the schema of its request; what is wrong with a call."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from ml_engineer.conversation import ToolSpec
from ml_engineer_tools.request import Request

__all__ = ["FOR_PEOPLE", "how_to_mend", "spec_of"]

FOR_PEOPLE = ("confirm",)
"""Fields of requests that only a person may set: they are not in the schema a model sees."""


def spec_of(
    name: str, description: str, request: type[Request], *, seeded: bool = True
) -> ToolSpec:
    """Return a tool as a model is told of it.

    Args:
        name: of the tool.
        description: what it is for.
        request: its arguments.
        seeded: whether chance has a part in it; a model is told of no seed that changes nothing.
    """
    schema: dict[str, Any] = request.model_json_schema()
    schema.pop("title", None)
    schema["description"] = description
    for field in FOR_PEOPLE if seeded else (*FOR_PEOPLE, "seed"):
        schema["properties"].pop(field, None)
    for field in schema["properties"].values():
        field.pop("title", None)
    return ToolSpec(name=name, description=description, input_schema=schema)


def how_to_mend(tool: str, error: ValidationError) -> str:
    """Return what is wrong with a call's arguments, argument by argument."""
    problems = "; ".join(
        f"{'.'.join(map(str, problem['loc'])) or 'arguments'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False)[:5]
    )
    return f"The arguments of {tool} don't fit its schema ({problems}); mend them and call again."
