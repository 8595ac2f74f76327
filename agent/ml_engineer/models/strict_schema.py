"""Tool schemas in each provider's strict form; what it can't enforce goes into descriptions.

A strict schema is compiled into a grammar by the provider, so it takes fewer keywords than JSON
Schema has. A schema with an open map can't be strict anywhere; its tool is sent as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ml_engineer.conversation import ToolSpec

Schema = dict[str, Any]

DEEPEST = 10
"""Levels of nesting that OpenAI compiles; a schema that refers to itself has more."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a provider's strict schemas may hold.

    Attributes:
        keywords: kept as they are; others become words of the description.
        optional: whether a field may be left out; else it is required and may be null.
    """

    keywords: frozenset[str]
    optional: bool


OPENAI = Dialect(
    frozenset({
        "type", "enum", "const", "pattern", "format", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
    }),
    optional=False,
)  # fmt: skip
"""Every field required, `additionalProperties: false`: the guide to structured outputs."""

ANTHROPIC = Dialect(frozenset({"type", "enum", "const"}), optional=True)
"""As the SDK's `transform_schema` has it: no bounds, no patterns."""

MOST_STRICT_TOOLS, MOST_OPTIONAL, MOST_UNIONS = 20, 24, 16
"""What Anthropic compiles over all strict tools of a request: tools, optional fields, unions."""


class _NotStrict(Exception):
    """The schema can't be put strictly."""


def strict_schema(schema: Schema, dialect: Dialect) -> Schema | None:
    """The schema in its strict form; None where there is none.

    References are written out. A field that is left out by giving null, and is not null by
    itself, must be dropped again before its request is validated.
    """
    root = {key: value for key, value in schema.items() if key != "description"}
    try:
        return _strict(root, dialect, schema.get("$defs", {}), DEEPEST)
    except _NotStrict:
        return None


def openai_parameters(tool: ToolSpec) -> tuple[Schema, bool]:
    """A tool's parameters for OpenAI, and whether they are strict."""
    strict = strict_schema(tool.input_schema, OPENAI)
    return (tool.input_schema, False) if strict is None else (strict, True)


def anthropic_schemas(tools: Sequence[ToolSpec]) -> list[tuple[Schema, bool]]:
    """The tools' schemas for Anthropic, and which are strict.

    The provider bounds what all strict tools of a request hold together, so tools are strict in
    their order for as long as they fit; one that does not fit is passed over.
    """
    left = [MOST_STRICT_TOOLS, MOST_OPTIONAL, MOST_UNIONS]
    chosen: list[tuple[Schema, bool]] = []
    for tool in tools:
        strict = strict_schema(tool.input_schema, ANTHROPIC)
        if strict is not None:
            cost = [1, *_cost(strict)]
            if all(need <= room for need, room in zip(cost, left, strict=True)):
                left = [room - need for need, room in zip(cost, left, strict=True)]
                chosen.append((strict, True))
                continue
        chosen.append((tool.input_schema, False))
    return chosen


def _strict(schema: Schema, dialect: Dialect, defs: Mapping[str, Schema], depth: int) -> Schema:
    if depth == 0:
        raise _NotStrict
    if (ref := schema.get("$ref")) is not None:
        named = defs[str(ref).rsplit("/", 1)[-1]]
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return _strict({**named, **beside}, dialect, defs, depth - 1)
    strict: Schema = {}
    notes: list[str] = []
    for key, value in schema.items():
        if key in {"anyOf", "oneOf"}:
            strict["anyOf"] = [_strict(each, dialect, defs, depth - 1) for each in value]
        elif key == "items":
            strict["items"] = _strict(value, dialect, defs, depth - 1)
        elif key in dialect.keywords:
            strict[key] = value
        elif key not in NOT_NOTED and not (key == "default" and value is None):
            notes.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    if schema.get("type") == "object":
        strict |= _strict_fields(schema, dialect, defs, depth)
    told = [str(schema["description"])] if schema.get("description") else []
    if notes:
        told.append("{" + ", ".join(notes) + "}")
    if told:
        strict["description"] = " ".join(told)
    return strict


NOT_NOTED = {"$defs", "title", "description", "properties", "required", "additionalProperties"}


def _strict_fields(
    schema: Schema, dialect: Dialect, defs: Mapping[str, Schema], depth: int
) -> Schema:
    if schema.get("additionalProperties", False) is not False or "properties" not in schema:
        raise _NotStrict
    required = schema.get("required", [])
    fields: Schema = {}
    for name, field in schema["properties"].items():
        strict = _strict(field, dialect, defs, depth - 1)
        if name in required:
            fields[name] = strict
        elif dialect.optional:
            fields[name] = _without_null(strict)
        else:
            fields[name] = _with_null(strict)
    names = [name for name in fields if name in required] if dialect.optional else list(fields)
    return {"properties": fields, "required": names, "additionalProperties": False}


def _with_null(schema: Schema) -> Schema:
    if any(each.get("type") == "null" for each in schema.get("anyOf", [])):
        return schema
    description = {"description": schema["description"]} if "description" in schema else {}
    bare = {key: value for key, value in schema.items() if key != "description"}
    variants = bare["anyOf"] if bare.keys() == {"anyOf"} else [bare]
    return {"anyOf": [*variants, {"type": "null"}], **description}


def _without_null(schema: Schema) -> Schema:
    """A field that may be left out need not be null as well; that saves a union."""
    variants = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    if len(variants) != 1:
        return {**schema, "anyOf": variants} if variants else schema
    beside = {key: value for key, value in schema.items() if key != "anyOf"}
    told = [
        text for text in (beside.pop("description", ""), variants[0].get("description")) if text
    ]
    described = {"description": " ".join(dict.fromkeys(told))} if told else {}
    return {**variants[0], **beside, **described}


def _cost(schema: Any) -> tuple[int, int]:
    """How many optional fields and how many unions a strict schema holds."""
    if isinstance(schema, list):
        costs = [_cost(each) for each in schema]
    elif isinstance(schema, dict):
        costs = [_cost(value) for value in schema.values()]
        fields = schema.get("properties")
        if isinstance(fields, dict):
            costs.append((len(fields) - len(schema.get("required", [])), 0))
        costs.append((0, int("anyOf" in schema)))
    else:
        return 0, 0
    return sum(cost[0] for cost in costs), sum(cost[1] for cost in costs)
