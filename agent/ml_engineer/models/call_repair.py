"""Tool calls of local models, read as they were meant where that is unambiguous.

A call that could mean two things, or whose arguments end early, is not guessed at: it carries a
`defect`, which becomes its error result and tells the model how to write it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from typing import Any

from ml_engineer.conversation import ToolCall, ToolSpec

QUOTED = 300
"""Characters of what a model wrote that its error result shows again."""

ARGUMENT_FIELDS = ("arguments", "parameters", "args", "input")
NAME_FIELDS = ("name", "tool", "tool_name")
ENVELOPE = {*ARGUMENT_FIELDS, *NAME_FIELDS, "type", "id"}

Arguments = dict[str, Any]


class Unreadable(Exception):
    """Arguments can't be read without guessing; the message says why."""


def read_calls(name: str, written: str, tools: Sequence[ToolSpec]) -> list[ToolCall]:
    """The calls that a model meant by one: without ids, which are given afterwards.

    Args:
        name: the tool as the model named it.
        written: its arguments as the model wrote them.
        tools: those that there are.
    """
    named = known_name(name, tools)
    try:
        objects = read_objects(written)
    except Unreadable as reason:
        return [defective(named, written, str(reason), tools)]
    if len(objects) == 1 and isinstance(uses := objects[0].get("tool_uses"), list):
        return _of_uses(uses, tools)
    if not named:
        return _unnamed(objects, written, tools)
    names = _split(name, tools) if len(objects) > 1 else []
    if len(names) != len(objects):
        names = [named] * len(objects)
    return [
        ToolCall(id="", name=each, arguments=_unwrapped(each, arguments, tools))
        for each, arguments in zip(names, objects, strict=True)
    ]


def read_objects(written: str) -> list[Arguments]:
    """The JSON objects that a model wrote: one, or several where it ran calls together.

    Code fences, text around one object, Python's literals, trailing commas and a second layer of
    quotes are looked through. An empty text is an object without fields.

    Raises:
        Unreadable: nothing of this kind fits, or several readings do.
    """
    text = _unfenced(written)
    if not text:
        return [{}]
    for candidate in (text, _without_trailing_commas(text)):
        try:
            return _as_objects(_in_sequence(candidate))
        except RecursionError:
            raise Unreadable("its arguments are nested too deeply") from None
        except ValueError:
            continue
    if (literal := _python_literal(text)) is not None:
        return [literal]
    return [_amid_text(text)]


def known_name(name: str, tools: Sequence[ToolSpec]) -> str:
    """The tool that a name means; the name itself if none is meant unambiguously."""
    names = [tool.name for tool in tools]
    if name in names:
        return name
    bare = re.sub(r"^(functions?|tools?|default_api)[.:/]", "", name.split("<|")[0].strip())
    plain = _plain(bare)
    meant = [each for each in names if _plain(each) == plain]
    return meant[0] if len(meant) == 1 else bare or name


def defective(name: str, written: str, reason: str, tools: Sequence[ToolSpec]) -> ToolCall:
    """A call that is not run: its error result says what is wrong and shows the right form."""
    shown = written if len(written) <= QUOTED else written[: QUOTED - 1] + "…"
    example = next((_example(tool) for tool in tools if tool.name == name), "{}")
    return ToolCall(
        id="",
        name=name or "unnamed",
        arguments={},
        defect=(
            f"This call was not run: {reason}. You wrote {json.dumps(shown, ensure_ascii=False)}. "
            f"Call the tool again; its arguments are one JSON object, such as {example}."
        ),
    )


def envelope(value: Any, tools: Sequence[ToolSpec]) -> tuple[str, str] | None:
    """Name and arguments if the value is a call of a known tool put as JSON; else None."""
    if isinstance(value, dict) and isinstance(value.get("function"), dict):
        if not value.keys() <= {"function", "type", "id"}:
            return None
        value = value["function"]
    if not isinstance(value, dict) or not value.keys() <= ENVELOPE:
        return None
    name = next((value[field] for field in NAME_FIELDS if field in value), None)
    arguments = next((value[field] for field in ARGUMENT_FIELDS if field in value), None)
    if not isinstance(name, str) or not isinstance(arguments, dict | str):
        return None
    known = known_name(name, tools)
    if known not in {tool.name for tool in tools}:
        return None
    written = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return known, written


def _of_uses(uses: list[Any], tools: Sequence[ToolSpec]) -> list[ToolCall]:
    """The calls within a call of `multi_tool_use.parallel`, which is no tool of anybody's."""
    calls: list[ToolCall] = []
    for use in uses:
        name = str(use.get("recipient_name", "")) if isinstance(use, dict) else ""
        parameters = use.get("parameters", {}) if isinstance(use, dict) else {}
        calls.extend(read_calls(name, json.dumps(parameters), tools))
    return calls


def _unnamed(objects: list[Arguments], written: str, tools: Sequence[ToolSpec]) -> list[ToolCall]:
    """The calls of a server that leaves the name within the arguments."""
    calls = [envelope(each, tools) for each in objects]
    named = [call for call in calls if call is not None]
    if len(named) < len(calls):
        return [defective("", written, "it names no tool", tools)]
    return [call for each in named for call in read_calls(*each, tools)]


def _unwrapped(name: str, arguments: Arguments, tools: Sequence[ToolSpec]) -> Arguments:
    """The arguments out of a whole call that was put where only they belong."""
    inner = envelope(arguments, tools)
    if inner is None or inner[0] != name:
        return arguments
    try:
        objects = read_objects(inner[1])
    except Unreadable:
        return arguments
    return objects[0] if len(objects) == 1 else arguments


def _split(name: str, tools: Sequence[ToolSpec]) -> list[str]:
    """The names of tools that were run together into one, in their order."""
    names = sorted((tool.name for tool in tools), key=len, reverse=True)
    found: list[str] = []
    while name:
        first = next((each for each in names if name.startswith(each)), None)
        if first is None:
            return []
        found.append(first)
        name = name[len(first) :]
    return found


def _in_sequence(text: str) -> list[Any]:
    """JSON values that stand one after the other, with nothing but commas between."""
    values: list[Any] = []
    place = 0
    while place < len(text):
        value, place = DECODER.raw_decode(text, place)
        values.append(value)
        rest = re.compile(r"[\s,;]*").match(text, place)
        place = rest.end() if rest else place
    return values


def _as_objects(values: list[Any]) -> list[Arguments]:
    if len(values) == 1 and isinstance(values[0], str):
        return _as_objects(_in_sequence(_unfenced(values[0])))
    if len(values) == 1 and isinstance(values[0], list) and values[0]:
        values = values[0]
    if not values or not all(isinstance(value, dict) for value in values):
        raise Unreadable("its arguments are not a JSON object")
    return values


def _amid_text(text: str) -> Arguments:
    """The one object that stands amid a text."""
    start = text.find("{")
    if start < 0:
        raise Unreadable("its arguments are not a JSON object")
    try:
        value, end = DECODER.raw_decode(text, start)
    except RecursionError:
        raise Unreadable("its arguments are nested too deeply") from None
    except ValueError:
        reason = (
            "its arguments end before their JSON object is closed"
            if text.count("{") > text.count("}")
            else "its arguments are not valid JSON"
        )
        raise Unreadable(reason) from None
    if "{" in text[end:] or not isinstance(value, dict):
        raise Unreadable("its arguments hold more than one JSON object amid text")
    return value


def _unfenced(text: str) -> str:
    text = text.strip()
    fenced = re.fullmatch(r"```[a-zA-Z]*\s*\n?(.*?)\n?\s*```", text, re.DOTALL)
    return fenced[1].strip() if fenced else text


def _without_trailing_commas(text: str) -> str:
    return re.sub(
        r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', lambda found: found[1] or "", text, flags=re.DOTALL
    )


def _python_literal(text: str) -> Arguments | None:
    try:
        value = ast.literal_eval(text)
        value = json.loads(json.dumps(value, allow_nan=False))
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None
    return value if isinstance(value, dict) else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _example(tool: ToolSpec) -> str:
    fields = tool.input_schema.get("required") or list(tool.input_schema.get("properties", {}))[:1]
    return json.dumps(dict.fromkeys(fields, "…"), ensure_ascii=False)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"its arguments give {twice!r} twice")
    return fields


def _no_constant(name: str) -> Any:
    raise Unreadable(f"its arguments hold {name}, which JSON does not have")


DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_once_each, parse_constant=_no_constant)
"""Reads what cannot be misread: line breaks within strings pass, fields given twice don't."""
