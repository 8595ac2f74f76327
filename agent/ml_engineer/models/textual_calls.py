"""Tool calls that a model wrote as text: found by their marks, or as JSON of a known tool."""

from __future__ import annotations

import ast
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ml_engineer.conversation import ToolCall, ToolSpec
from ml_engineer.models.call_repair import (
    DECODER,
    Unreadable,
    defective,
    envelope,
    known_name,
    read_calls,
)

MARKS = ("<tool_call>", "<function_call>", "<function=", "[TOOL_CALLS]", "<|python_tag|>")
"""What the templates of Qwen, Hermes, Llama and Mistral put before a call."""

MARKED = re.compile(
    r"<(?P<tag>tool_call|function_call)>(?P<tagged>.*?)(?:</(?P=tag)>|\Z)"
    r"|(?P<function><function=.*?(?:</function>|\Z))"
    r"|\[TOOL_CALLS\](?P<listed>.*)\Z"
    r"|<\|python_tag\|>(?P<python>.*?)(?:<\|eom_id\|>|<\|eot_id\|>|\Z)",
    re.DOTALL,
)
FUNCTION = re.compile(r"<function=(?P<name>[^>\s]+)>(?P<body>.*?)(?:</function>|\Z)", re.DOTALL)
PARAMETER = re.compile(r"<parameter=(?P<name>[^>\s]+)>\n?(?P<value>.*?)\n?</parameter>", re.DOTALL)
NAMED = re.compile(r"\s*(?P<name>[\w.-]+)\s*(?:\[CALL_ID\]\w*)?\s*(?:\[ARGS\])?\s*(?P<body>\{.*)",
                   re.DOTALL)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a text comes down to.

    Attributes:
        text: what was not part of a call.
        calls: the calls, without ids.
    """

    text: str
    calls: list[ToolCall]


def find_calls(text: str, tools: Sequence[ToolSpec]) -> Found:
    """Find the calls that a model wrote as text.

    Marks of a template are a call wherever they stand. Without marks, JSON that names a known tool
    is a call if it ends the text; amid text it may be an illustration, and is sent back to ask.

    Args:
        text: of a reply without calls of its own.
        tools: those that there are.
    """
    if not tools or not text.strip():
        return Found(text, [])
    calls: list[ToolCall] = []
    for found in MARKED.finditer(text):
        body = found["tagged"] or found["function"] or found["listed"] or found["python"] or ""
        calls.extend(_of_body(body.strip(), tools))
    if calls:
        return Found(MARKED.sub("", text).strip(), calls)
    if pythonic := _of_python(_unquoted(text), tools):
        return Found("", pythonic)
    return _bare(text, tools)


def _of_body(body: str, tools: Sequence[ToolSpec]) -> list[ToolCall]:
    """The calls between two marks; one with a defect if they can't be read."""
    if functions := list(FUNCTION.finditer(body)):
        return [call for found in functions for call in _of_function(found, tools)]
    if (found := NAMED.fullmatch(body)) is not None:
        return read_calls(found["name"], found["body"], tools)
    if pythonic := _of_python(body, tools):
        return pythonic
    calls: list[ToolCall] = []
    for start, end in _objects(body):
        call = envelope(_value(body[start:end]), tools)
        if call is None:
            break
        calls.extend(read_calls(*call, tools))
    else:
        if calls:
            return calls
    named = re.search(r'"(?:name|tool)"\s*:\s*"([^"]+)"', body)
    name = known_name(named[1], tools) if named else ""
    return [defective(name, body, "what stands between its marks is no call of a tool", tools)]


def _of_function(found: re.Match[str], tools: Sequence[ToolSpec]) -> list[ToolCall]:
    """A call put as `<function=name>`, with JSON or with one mark for each parameter."""
    name, body = known_name(found["name"], tools), found["body"].strip()
    if not (given := list(PARAMETER.finditer(body))):
        return read_calls(name, body, tools)
    schema = next((tool.input_schema for tool in tools if tool.name == name), {})
    fields = schema.get("properties", {})
    values: dict[str, object] = {}
    for parameter in given:
        written = parameter["value"]
        takes_text = '"string"' in json.dumps(fields.get(parameter["name"], {}))
        value = _value(written)
        values[parameter["name"]] = (
            written if value is None or (takes_text and isinstance(value, int | float)) else value
        )
    return read_calls(name, json.dumps(values), tools)


def _of_python(text: str, tools: Sequence[ToolSpec]) -> list[ToolCall]:
    """Calls put as Python: `profile(data="a.csv")`, or a list of such; none if it is no such."""
    names = {tool.name for tool in tools}
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    calls: list[ToolCall] = []
    for node in tree.elts if isinstance(tree, ast.List) else [tree]:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            return []
        if node.func.id not in names or node.args:
            return []
        try:
            values = {word.arg: ast.literal_eval(word.value) for word in node.keywords if word.arg}
            calls.extend(read_calls(node.func.id, json.dumps(values), tools))
        except (ValueError, TypeError):
            return []
    return calls


def _bare(text: str, tools: Sequence[ToolSpec]) -> Found:
    """Calls put as JSON without any mark."""
    spans = [
        (start, end, call)
        for start, end in _objects(text)
        if (call := envelope(_value(text[start:end]), tools)) is not None
    ]
    if not spans:
        return Found(text, [])
    between = [text[end:start] for (_, end, _), (start, _, _) in itertools.pairwise(spans)]
    after = text[spans[-1][1] :]
    before = text[: spans[0][0]].rstrip(" \n\t[`").removesuffix("```json").rstrip()
    if all(not piece.strip(" \n\t,;]`") for piece in [*between, after]):
        calls = [call for _, _, named in spans for call in read_calls(*named, tools)]
        return Found(before, calls)
    name, written = spans[0][2]
    reason = "it stands as text amid other text, so it may be an illustration"
    return Found(text, [defective(name, written, reason, tools)])


def _objects(text: str) -> Iterator[tuple[int, int]]:
    """Where JSON objects stand in a text, those within others left out."""
    place = text.find("{")
    while place >= 0:
        try:
            _, end = DECODER.raw_decode(text, place)
            yield place, end
        except (ValueError, Unreadable, RecursionError):
            end = place + 1
        place = text.find("{", end)


def _value(written: str) -> object:
    try:
        return DECODER.decode(written)
    except (ValueError, Unreadable, RecursionError):
        return None


def _unquoted(text: str) -> str:
    fenced = re.fullmatch(r"\s*```[a-z]*\n(.*?)\n?```\s*", text, re.DOTALL)
    return fenced[1] if fenced else text
