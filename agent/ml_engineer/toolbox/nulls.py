"""Nulls that a model gives for fields it means to leave out: strict schemas ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def without_nulls(value: Any, schema: Mapping[str, Any]) -> Any:
    """Return the value without nulls where its schema takes none and the field may be left out.

    Args:
        value: arguments as a model wrote them, or a part of them.
        schema: their JSON schema; references into its `$defs` are followed.
    """
    return _settled(value, schema, schema.get("$defs", {}))


def _settled(value: Any, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Any:
    schema = _followed(schema, defs)
    if isinstance(value, list):
        return [_settled(each, schema.get("items", {}), defs) for each in value]
    if not isinstance(value, dict):
        return value
    fields = schema.get("properties", {})
    required = schema.get("required", ())
    return {
        name: _settled(held, fields.get(name, {}), defs)
        for name, held in value.items()
        if held is not None or name not in fields or name in required
        or _takes_null(fields[name], defs)
    }  # fmt: skip


def _followed(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that a reference or an optional field's union comes down to."""
    for _ in range(10):
        if "$ref" in schema:
            schema = defs.get(str(schema["$ref"]).rsplit("/", 1)[-1], {})
            continue
        variants = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
        if len(variants) != 1:
            break
        schema = variants[0]
    return schema


def _takes_null(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> bool:
    if "$ref" in schema:
        schema = defs.get(str(schema["$ref"]).rsplit("/", 1)[-1], {})
    kinds = schema.get("type", ())
    if kinds == "null" or (isinstance(kinds, list) and "null" in kinds):
        return True
    return any(_takes_null(each, defs) for each in schema.get("anyOf", ()))
