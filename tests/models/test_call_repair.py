"""Calls of local models: read as they were meant, or sent back with what to mend."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_engineer.conversation import Reasoning, Segment, Text, ToolCall, ToolSpec
from ml_engineer.models.base import ModelError
from ml_engineer.models.call_repair import read_calls
from ml_engineer.models.chat_reply import FINISH_REASONS, ChatReader
from ml_engineer.models.failures import Failures
from ml_engineer.models.textual_calls import find_calls

TEXT = {"type": "string"}
TOOLS = (
    ToolSpec(
        name="profile_dataset",
        description="What is this table?",
        input_schema={
            "type": "object",
            "properties": {"data": TEXT, "target": TEXT, "seed": {"type": "integer"}},
            "required": ["data"],
        },
    ),
    ToolSpec(
        name="check_leakage",
        description="Can a score be believed?",
        input_schema={
            "type": "object",
            "properties": {"data": TEXT, "code": {"type": "array", "items": TEXT}},
        },
    ),
)
A, B = {"data": "a.csv"}, {"data": "b.csv"}


def named(calls: list[ToolCall]) -> list[tuple[str, dict[str, Any]]]:
    assert all(call.defect is None for call in calls)
    return [(call.name, call.arguments) for call in calls]


def reader() -> ChatReader:
    return ChatReader(Segment("", TOOLS), Failures("The server", "KEY"))


def replied(*chunks: dict[str, Any], reason: str | None = "stop") -> tuple[str, Any]:
    """The draft and the message of a stream of these deltas."""
    reading = reader()
    draft = ""
    for delta in chunks:
        draft += reading.receive({"choices": [{"index": 0, "delta": delta}]})
    if reason is not None:
        reading.receive({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
    message = reading.reply().message
    return draft + reading.rest(), message


# --- arguments ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        '{"data": "a.csv"}',
        ' \n{"data": "a.csv"}\n',
        '```json\n{"data": "a.csv"}\n```',
        'Sure, here it is: {"data": "a.csv"} Shall I?',
        "{'data': 'a.csv'}",
        '{"data": "a.csv",}',
        '"{\\"data\\": \\"a.csv\\"}"',
        '[{"data": "a.csv"}]',
        '{"name": "profile_dataset", "arguments": {"data": "a.csv"}}',
        '{"name": "profile_dataset", "parameters": "{\\"data\\": \\"a.csv\\"}"}',
    ],
)
def test_what_is_meant_unambiguously_is_read(written: str) -> None:
    assert named(read_calls("profile_dataset", written, TOOLS)) == [("profile_dataset", A)]


@pytest.mark.parametrize("written", ["", "{}", " "])
def test_no_arguments_are_none(written: str) -> None:
    assert named(read_calls("check_leakage", written, TOOLS)) == [("check_leakage", {})]


def test_python_s_constants_and_line_breaks_within_strings_are_read() -> None:
    [call] = read_calls("profile_dataset", "{'data': 'a.csv', 'target': None}", TOOLS)
    assert call.arguments == {"data": "a.csv", "target": None}
    [call] = read_calls("profile_dataset", '{"data": "a\nb"}', TOOLS)
    assert call.arguments == {"data": "a\nb"}


@pytest.mark.parametrize(
    "written",
    [
        '{"data": "a.csv"}{"data": "b.csv"}',
        '{"data": "a.csv"}, {"data": "b.csv"}',
        '{"data": "a.csv"}\n{"data": "b.csv"}',
        '[{"data": "a.csv"}, {"data": "b.csv"}]',
    ],
)
def test_two_that_were_meant_are_two(written: str) -> None:
    calls = read_calls("profile_dataset", written, TOOLS)
    assert named(calls) == [("profile_dataset", A), ("profile_dataset", B)]


def test_two_tools_run_together_are_told_apart() -> None:
    calls = read_calls("profile_datasetcheck_leakage", json.dumps(A) + json.dumps(B), TOOLS)
    assert named(calls) == [("profile_dataset", A), ("check_leakage", B)]


def test_a_call_of_calls_is_its_calls() -> None:
    uses = [
        {"recipient_name": "functions.profile_dataset", "parameters": A},
        {"recipient_name": "functions.check_leakage", "parameters": B},
    ]
    calls = read_calls("multi_tool_use.parallel", json.dumps({"tool_uses": uses}), TOOLS)
    assert named(calls) == [("profile_dataset", A), ("check_leakage", B)]


@pytest.mark.parametrize(
    "name",
    [
        "functions.profile_dataset",
        "profile_dataset<|channel|>json",
        "Profile-Dataset",
        " profile_dataset",
    ],
)
def test_a_name_that_can_only_mean_one_tool_is_that_tool(name: str) -> None:
    assert named(read_calls(name, json.dumps(A), TOOLS)) == [("profile_dataset", A)]


def test_a_name_that_means_no_tool_is_left_for_the_toolbox_to_refuse() -> None:
    assert named(read_calls("delete_all", "{}", TOOLS)) == [("delete_all", {})]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('{"data": "a.csv', "end before their JSON object is closed"),
        ('{"data": "a.csv"', "end before their JSON object is closed"),
        ('{"data": a.csv}', "not valid JSON"),
        ("a.csv", "not a JSON object"),
        ("42", "not a JSON object"),
        ("null", "not a JSON object"),
        ('["a.csv"]', "not a JSON object"),
        ('{"data": "a.csv", "data": "b.csv"}', "give 'data' twice"),
        ('{"seed": NaN}', "NaN"),
        ('Either {"data": "a.csv"} or {"data": "b.csv"}?', "more than one JSON object"),
        ("[" * 99_999, "nested too deeply"),
    ],
    ids=lambda text: text[:20],
)
def test_what_could_mean_something_else_is_not_run_and_teaches(written: str, says: str) -> None:
    [call] = read_calls("profile_dataset", written, TOOLS)
    assert call.defect is not None
    assert call.defect.startswith("This call was not run: ")
    assert says in call.defect
    assert '{"data": "…"}' in call.defect, "the right form is shown"
    assert len(call.defect) < 700
    assert call.arguments == {}, "nothing half-read is kept"


@settings(max_examples=30)
@given(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9) | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        ),
        max_size=4,
    )
)  # fmt: skip
def test_valid_json_is_never_repaired(arguments: dict[str, Any]) -> None:
    [call] = read_calls("delete_all", json.dumps(arguments), TOOLS)
    if not isinstance(arguments.get("tool_uses"), list):
        assert call.arguments == arguments


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_text_at_all_is_a_call_or_a_defect(written: str) -> None:
    for call in read_calls("profile_dataset", written, TOOLS):
        json.dumps(call.arguments, allow_nan=False)


# --- calls as text --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '<tool_call>\n{"name": "profile_dataset", "arguments": {"data": "a.csv"}}\n</tool_call>',
        '<tool_call>{"name": "profile_dataset", "arguments": {"data": "a.csv"}}',
        "<tool_call>\n<function=profile_dataset>\n<parameter=data>\na.csv\n</parameter>\n"
        "</function>\n</tool_call>",
        '<function=profile_dataset>{"data": "a.csv"}</function>',
        '[TOOL_CALLS] [{"name": "profile_dataset", "arguments": {"data": "a.csv"}}]',
        '[TOOL_CALLS]profile_dataset[ARGS]{"data": "a.csv"}',
        '<|python_tag|>{"name": "profile_dataset", "parameters": {"data": "a.csv"}}<|eom_id|>',
        '<|python_tag|>profile_dataset(data="a.csv")',
        '{"name": "profile_dataset", "arguments": {"data": "a.csv"}}',
        '{"type": "function", "function": '
        '{"name": "profile_dataset", "arguments": {"data": "a.csv"}}}',
        '```json\n{"name": "profile_dataset", "arguments": {"data": "a.csv"}}\n```',
        '```\n[{"name": "profile_dataset", "parameters": {"data": "a.csv"}}]\n```',
        '{"tool": "profile_dataset", "input": {"data": "a.csv"}}',
        'profile_dataset(data="a.csv")',
        '[profile_dataset(data="a.csv")]',
    ],
)  # fmt: skip
def test_a_call_written_as_text_is_a_call(text: str) -> None:
    found = find_calls(text, TOOLS)
    assert named(found.calls) == [("profile_dataset", A)]
    assert found.text == ""


@pytest.mark.parametrize(
    "call",
    [
        '<tool_call>{"name": "profile_dataset", "arguments": {"data": "a.csv"}}</tool_call>',
        '{"name": "profile_dataset", "arguments": {"data": "a.csv"}}',
        '```json\n{"name": "profile_dataset", "arguments": {"data": "a.csv"}}\n```',
    ],
)
def test_words_before_a_call_stay_words(call: str) -> None:
    found = find_calls(f"First I look at the table.\n\n{call}\n", TOOLS)
    assert named(found.calls) == [("profile_dataset", A)]
    assert found.text == "First I look at the table."


def test_two_calls_written_as_text_are_two() -> None:
    one, two = ({"name": "profile_dataset", "arguments": each} for each in (A, B))
    for text in (
        f"<tool_call>{json.dumps(one)}</tool_call>\n<tool_call>{json.dumps(two)}</tool_call>",
        f"<tool_call>{json.dumps(one)}\n{json.dumps(two)}</tool_call>",
        f"{json.dumps(one)}\n{json.dumps(two)}",
        json.dumps([one, two]),
    ):
        calls = find_calls(text, TOOLS).calls
        assert named(calls) == [("profile_dataset", A), ("profile_dataset", B)], text


def test_parameters_take_the_types_of_the_schema() -> None:
    text = (
        "<function=profile_dataset><parameter=data>2024</parameter>"
        "<parameter=seed>7</parameter></function>"
        '<function=check_leakage><parameter=code>["a.py"]</parameter></function>'
    )
    first, second = find_calls(text, TOOLS).calls
    assert first.arguments == {"data": "2024", "seed": 7}
    assert second.arguments == {"code": ["a.py"]}


@pytest.mark.parametrize(
    "text",
    [
        "The answer is 3.",
        'A card looks like {"name": "Ada", "arguments": "none"}.',
        '{"accuracy": 0.9}',
        'Use `profile_dataset` on {"data": "a.csv"}.',
        "profile_dataset(a.csv) is what I would run.",
        "f(x) = {x}",
        "",
    ],
)
def test_what_is_no_call_stays_text(text: str) -> None:
    found = find_calls(text, TOOLS)
    assert (found.calls, found.text) == ([], text)


def test_json_amid_text_may_be_an_illustration_and_is_asked_about() -> None:
    text = 'You could run {"name": "profile_dataset", "arguments": {"data": "a.csv"}} yourself.'
    [call] = find_calls(text, TOOLS).calls
    assert call.defect is not None
    assert "may be an illustration" in call.defect


@pytest.mark.parametrize("body", ['{"name": "profile_dataset", "arguments": {"da', "hello", ""])
def test_a_marked_call_that_can_not_be_read_teaches(body: str) -> None:
    [call] = find_calls(f"<tool_call>{body}</tool_call>", TOOLS).calls
    assert call.defect is not None
    assert call.name in {"profile_dataset", "unnamed"}


# --- chunks ---------------------------------------------------------------------------------


def fragment(index: int | None, **fields: Any) -> dict[str, Any]:
    named = {key: fields.pop(key) for key in ("name", "arguments") if key in fields}
    return {"tool_calls": [{"index": index, "function": named} | fields]}


def test_calls_without_ids_get_some_that_differ() -> None:
    _, message = replied(
        fragment(0, name="profile_dataset", arguments='{"data": "a.csv"}'),
        fragment(1, name="check_leakage", arguments="{}"),
    )
    ids = [call.id for call in message.calls]
    assert len(set(ids)) == 2
    assert all(len(id_) == 9 and id_.isalnum() for id_ in ids), "Mistral's templates want nine"


@pytest.mark.parametrize("index", [0, None])
@pytest.mark.parametrize("ids", [True, False])
def test_calls_of_a_server_that_does_not_count_are_told_apart(
    index: int | None, *, ids: bool
) -> None:
    """Ollama sends index 0 for each call (ollama#15457), or none (ollama#7881)."""
    first, second = ({"id": "c1"}, {"id": "c2"}) if ids else ({}, {})
    _, message = replied(
        fragment(index, name="profile_dataset", arguments='{"data": "a.csv"}', **first),
        fragment(index, name="check_leakage", arguments='{"data":', **second),
        fragment(index, arguments=' "b.csv"}'),
    )
    assert named(list(message.calls)) == [("profile_dataset", A), ("check_leakage", B)]


def test_arguments_may_come_as_an_object_and_all_at_once() -> None:
    _, message = replied(
        {"content": None, "tool_calls": [{"function": {"name": "profile_dataset", "arguments": A}}]}
    )
    assert named(list(message.calls)) == [("profile_dataset", A)]


@pytest.mark.parametrize("reason", ["stop", "tool_calls", "function_call"])
def test_calls_are_told_by_themselves_not_by_the_reason(reason: str) -> None:
    _, message = replied(fragment(0, name="check_leakage", arguments="{}"), reason=reason)
    assert message.stop == "calls_tools"
    _, message = replied({"content": "Done."}, reason=reason)
    assert message.stop == "answered"


def test_a_call_as_text_is_never_drafted() -> None:
    text = '{"name": "profile_dataset", "arguments": {"data": "a.csv"}}'
    draft, message = replied(*({"content": piece} for piece in text))
    assert draft == ""
    assert message.stop == "calls_tools"
    marked = f"I look first. <tool_call>{text}</tool_call>"
    draft, message = replied(*({"content": piece} for piece in marked))
    assert draft.strip() == message.text == "I look first."


@pytest.mark.parametrize(
    "text", ['{"accuracy": 0.9}', "[E1.f3] is low.", "<b>bold</b>", "`a`", "a < b"]
)
def test_text_that_only_looked_like_a_call_is_drafted_in_the_end(text: str) -> None:
    draft, message = replied(*({"content": piece} for piece in text))
    assert draft == message.text == text


def test_reasoning_within_the_text_is_no_answer_and_goes_back_as_it_came() -> None:
    text = "<think>\nMaybe 0.97?\n</think>\n\nIt is clean."
    draft, message = replied(*({"content": piece} for piece in text))
    assert draft == message.text == "It is clean."
    [thought] = [part for part in message.parts if isinstance(part, Reasoning)]
    assert thought.block == {"field": "content", "text": "<think>\nMaybe 0.97?\n</think>\n\n"}


def test_reasoning_that_the_prompt_began_or_that_never_ends_is_no_answer() -> None:
    _, message = replied(*({"content": piece} for piece in "Maybe 0.97?\n</think>\n\nClean."))
    assert message.text == "Clean."
    assert isinstance(message.parts[0], Reasoning)
    _, message = replied({"content": "<think>\nMaybe 0.97, or"}, reason="length")
    assert (message.stop, message.text) == ("cut_by_length", "")


def test_a_call_without_a_name_is_not_lost() -> None:
    call = {"name": "profile_dataset", "arguments": A}
    _, message = replied(fragment(0, arguments=json.dumps(call)))
    assert named(list(message.calls)) == [("profile_dataset", A)]
    _, message = replied(fragment(0, arguments=json.dumps(A)))
    assert "it names no tool" in str(message.calls[0].defect)
    _, message = replied(fragment(0), {"content": "Done."})
    assert (message.stop, message.text) == ("answered", "Done.")


def test_a_stream_that_does_not_say_why_it_ended_is_no_reply() -> None:
    for chunks in ([{"content": "It is"}], [fragment(0, name="check_leakage")], []):
        with pytest.raises(ModelError) as failure:
            replied(*chunks, reason=None)
        assert (failure.value.kind, failure.value.retryable) == ("cut", True)


def test_a_reason_that_is_not_known_is_not_taken_for_an_answer() -> None:
    with pytest.raises(ModelError) as failure:
        replied({"content": "Hi."}, reason="moon_phase")
    assert failure.value.kind == "server"


def test_a_model_that_does_not_end_is_cut_off() -> None:
    reading = reader()
    while not reading.finished:
        reading.receive({"choices": [{"delta": {"content": "and so on " * 1_000}}]})
    message = reading.reply().message
    assert message.stop == "cut_by_length"
    assert isinstance(message.parts[0], Text)


def test_the_table_of_reasons_covers_the_sdk() -> None:
    from openai.types.chat.chat_completion_chunk import Choice

    reasons, _ = get_args(Choice.model_fields["finish_reason"].annotation)
    assert set(get_args(reasons)) == FINISH_REASONS.keys()
