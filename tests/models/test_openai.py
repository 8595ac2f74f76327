"""OpenAI's SDK at OpenAI and at local servers: what breaks off, what fails, what is sent."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, get_args

import pytest
from tests.simulator import Call, Scripted, anthropic_format, chat_format, responses_format

from ml_engineer.conversation import Reasoning, Segment, Text, ToolSpec, UserMessage
from ml_engineer.models.base import Completed, DraftText, ModelError, ModelReply
from ml_engineer.models.openai_chat import OpenAIChatModel
from ml_engineer.models.openai_responses import OpenAIResponsesModel
from ml_engineer.models.responses_reply import INCOMPLETE, POLICIES, STATUSES, ResponsesReader
from ml_engineer.models.strict_schema import (
    ANTHROPIC,
    OPENAI,
    anthropic_schemas,
    openai_parameters,
    strict_schema,
)
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.nulls import without_nulls
from ml_engineer.toolbox.workspace import Workspace

if TYPE_CHECKING:
    from tests.models.conftest import LoopbackServer

KEY = "sk-test-key"
JSON = {"content-type": "application/json"}
BODY = {"model": "m", "input": [], "messages": [], "stream_options": {"include_usage": True}}
WHOLE = Scripted(
    text="Let me see.",
    thinking="Hm.",
    calls=(Call("profile", {"data": "a.csv"}), Call("profile", {})),
)
MODELS = ["openai", "chat"]
FORMATS = {"openai": responses_format, "chat": chat_format}


def events(kind: str, reply: Scripted = WHOLE) -> list[dict[str, Any]]:
    return [event for _, event in FORMATS[kind].events(reply, BODY)]


def lines(*sent: dict[str, Any]) -> bytes:
    """Events as a server sends them."""
    return b"".join(f"data: {json.dumps(event)}\n\n".encode() for event in sent)


OpenModel = Callable[..., Any]


@pytest.fixture
async def open_model(loopback: LoopbackServer) -> AsyncIterator[OpenModel]:
    """Opens models of both formats that ask the loopback server; closes them after."""
    opened: list[Any] = []

    def model(kind: str, **options: Any) -> Any:
        url = options.pop("url", loopback.url)
        if kind == "openai":
            opened.append(OpenAIResponsesModel("m", api_key=KEY, base_url=url, **options))
        else:
            opened.append(OpenAIChatModel(url, "m", api_key=KEY, **options))
        return opened[-1]

    yield model
    for each in opened:
        await each.close()


def question() -> Segment:
    asked = Segment("Be brief.")
    asked.append(UserMessage(text="What is in a.csv?"))
    return asked


async def reply_of(model: Any) -> ModelReply:
    sent = [event async for event in model.stream(question())]
    assert isinstance(sent[-1], Completed)
    return sent[-1].reply


async def failure_of(model: Any) -> ModelError:
    """The failure of a stream that yields drafts at most."""
    try:
        async for event in model.stream(question()):
            assert isinstance(event, DraftText), "a reply that failed is never handed on"
    except ModelError as failure:
        return failure
    raise AssertionError("the stream ended as if nothing had failed")


# --- streams that break off -----------------------------------------------------------------


@pytest.mark.parametrize("kind", MODELS)
async def test_a_stream_that_ends_early_is_cut_wherever_it_ends(
    open_model: OpenModel, loopback: LoopbackServer, kind: str
) -> None:
    sent = events(kind)
    whole = len(sent) if kind == "openai" else len(sent) - 1
    model = open_model(kind)
    for received in range(whole):
        loopback.will_answer(lines(*sent[:received]))
        failure = await failure_of(model)
        assert (failure.kind, failure.retryable) == ("cut", True), received
        assert " The " not in str(failure)
    loopback.will_answer(lines(*sent[:whole]))
    reply = await reply_of(model)
    assert reply.message.text == "Let me see."
    assert [call.arguments for call in reply.message.calls] == [{"data": "a.csv"}, {}]


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize(
    "garbage",
    [b"data: {half\n\n", b"data: \xff\n\n", b"<html>Please log in</html>"],
    ids=["half JSON", "not UTF-8", "HTML"],
)
async def test_a_line_that_is_no_event_is_cut(
    open_model: OpenModel, loopback: LoopbackServer, kind: str, garbage: bytes
) -> None:
    loopback.will_answer(lines(*events(kind)[:3]) + garbage)
    assert (await failure_of(open_model(kind))).kind == "cut"


@pytest.mark.parametrize("kind", MODELS)
async def test_a_connection_that_dies_or_falls_silent_within_the_reply_has_its_name(
    open_model: OpenModel, loopback: LoopbackServer, kind: str
) -> None:
    loopback.will_answer(lines(*events(kind)[:4]), reset=True)
    failure = await failure_of(open_model(kind))
    assert (failure.kind, failure.retryable) == ("cut", True)
    loopback.will_answer(lines(*events(kind)[:4]), stall=True)
    failure = await failure_of(open_model(kind, timeout_seconds=0.2))
    assert (failure.kind, failure.retryable) == ("timeout", True)


@pytest.mark.parametrize("kind", MODELS)
async def test_what_dies_after_the_terminal_event_is_a_reply_all_the_same(
    open_model: OpenModel, loopback: LoopbackServer, kind: str
) -> None:
    loopback.will_answer(lines(*events(kind)), reset=True)
    reply = await reply_of(open_model(kind))
    assert reply.message.stop == "calls_tools"
    assert reply.usage.input_tokens == 100


@pytest.mark.parametrize("kind", MODELS)
async def test_an_empty_reply_is_asked_for_again(
    open_model: OpenModel, loopback: LoopbackServer, kind: str
) -> None:
    loopback.will_answer(lines(*events(kind, Scripted(thinking="Hm."))))
    failure = await failure_of(open_model(kind))
    assert (failure.kind, failure.retryable) == ("cut", True)


# --- failures by name -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize(
    ("status", "code", "named", "retryable"),
    [
        (400, "", "bad_request", False),
        (400, "context_length_exceeded", "context_full", False),
        (401, "invalid_api_key", "authentication", False),
        (403, "", "authentication", False),
        (404, "model_not_found", "unknown_model", False),
        (413, "", "context_full", False),
        (429, "rate_limit_exceeded", "rate_limited", True),
        (429, "insufficient_quota", "authentication", False),
        (500, "server_error", "server", True),
        (502, "", "server", True),
        (503, "", "overloaded", True),
        (504, "", "timeout", True),
    ],
)
async def test_each_failure_has_its_name(
    open_model: OpenModel,
    loopback: LoopbackServer,
    kind: str,
    status: int,
    code: str,
    named: str,
    retryable: bool,
) -> None:
    error = {"message": f"'What is in a.csv?' {KEY}", "type": "x", "code": code or None}
    body = json.dumps({"error": error}).encode()
    headers = JSON | {"retry-after": "7"}
    loopback.will_answer(body, status=status, headers=headers)
    failure = await failure_of(open_model(kind))
    assert (failure.kind, failure.retryable) == (named, retryable)
    assert failure.retry_after == (7.0 if retryable else None)
    assert len(loopback.bodies) == 1, "the SDK does not retry on its own"
    assert KEY not in str(failure)
    assert "a.csv" not in str(failure)
    assert " The " not in str(failure), "who it is stands within a sentence, too"


@pytest.mark.parametrize(
    "words",
    [
        "This model's maximum context length is 4096 tokens. However, you requested 9000",
        "the request exceeds the available context size, try increasing it",
    ],
)
async def test_a_local_server_s_words_for_a_full_context_are_known(
    open_model: OpenModel, loopback: LoopbackServer, words: str
) -> None:
    body = json.dumps({"error": {"message": words, "type": "invalid_request_error"}}).encode()
    loopback.will_answer(body, status=400, headers=JSON)
    assert (await failure_of(open_model("chat"))).kind == "context_full"


@pytest.mark.parametrize("kind", MODELS)
async def test_an_error_within_the_stream_is_told_by_its_code(
    open_model: OpenModel, loopback: LoopbackServer, kind: str
) -> None:
    error = {"error": {"message": "busy", "type": "server_error", "code": "server_is_overloaded"}}
    loopback.will_answer(lines(*events(kind)[:4], error))
    failure = await failure_of(open_model(kind))
    assert (failure.kind, failure.retryable) == ("overloaded", True)


@pytest.mark.parametrize("kind", MODELS)
async def test_a_server_that_is_not_there_is_unreachable(open_model: OpenModel, kind: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
        failure = await failure_of(open_model(kind, url=nobody))
    assert (failure.kind, failure.retryable) == ("unreachable", True)


# --- Responses ------------------------------------------------------------------------------


async def test_the_item_that_is_done_counts_not_the_one_that_was_announced(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    loopback.will_answer(lines(*events("openai")))
    message = (await reply_of(open_model("openai"))).message
    done = [e["item"] for e in events("openai") if e["type"] == "response.output_item.done"]
    thought, text, call, _ = message.parts
    assert isinstance(thought, Reasoning)
    assert thought.block == done[0], "with all of its encrypted content"
    assert isinstance(text, Text)
    assert text.origin is not None
    assert text.origin.item["phase"] == "commentary"
    assert not isinstance(call, Text | Reasoning)
    assert call.origin is not None
    assert call.origin.item == done[2]


def final(status: str, **fields: Any) -> dict[str, Any]:
    """A terminal event of this status."""
    response = events("openai")[-1]["response"] | {"status": status} | fields
    return {"type": "response.completed", "response": response, "sequence_number": 9}


@pytest.mark.parametrize(
    ("event", "kind", "retryable"),
    [
        ({"type": "error", "code": "rate_limit_exceeded", "message": "x"}, "rate_limited", True),
        ({"type": "error", "code": "insufficient_quota", "message": "x"}, "authentication", False),
        ({"type": "error", "code": None, "message": "x"}, "server", True),
        (final("failed", error={"code": "server_error", "message": "x"}), "server", True),
        (final("failed", error=None), "server", True),
        (final("cancelled"), "cut", True),
        (final("queued"), "cut", True),
        (final("moon_phase"), "server", False),
        (final("incomplete", incomplete_details={"reason": "moon"}), "server", False),
    ],
)
async def test_a_response_that_did_not_come_about_has_its_name(
    open_model: OpenModel,
    loopback: LoopbackServer,
    event: dict[str, Any],
    kind: str,
    retryable: bool,
) -> None:
    loopback.will_answer(lines(*events("openai")[:-1], event | {"sequence_number": 9}))
    failure = await failure_of(open_model("openai"))
    assert (failure.kind, failure.retryable) == (kind, retryable)


@pytest.mark.parametrize(
    ("event", "stop"),
    [
        (final("incomplete", incomplete_details={"reason": "max_output_tokens"}), "cut_by_length"),
        (final("incomplete", incomplete_details=None), "cut_by_length"),
        (final("incomplete", incomplete_details={"reason": "content_filter"}), "refused"),
        (final("failed", error={"code": "bio_policy", "message": "x"}), "refused"),
    ],
)
async def test_a_response_that_was_stopped_asks_for_no_tool(
    open_model: OpenModel, loopback: LoopbackServer, event: dict[str, Any], stop: str
) -> None:
    loopback.will_answer(lines(*events("openai")[:-1], event))
    message = (await reply_of(open_model("openai"))).message
    assert (message.stop, message.calls, message.text) == (stop, (), "Let me see.")
    assert (message.detail is not None) == (stop == "refused")


async def test_a_refusal_in_the_model_s_words_is_a_refusal(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    content = [{"type": "refusal", "refusal": "I can't."}]
    item = {"id": "m", "type": "message", "role": "assistant", "content": content}
    done = {"type": "response.output_item.done", "output_index": 0, "item": item}
    loopback.will_answer(lines(done, final("completed")))
    message = (await reply_of(open_model("openai"))).message
    assert (message.stop, message.text) == ("refused", "I can't.")


@pytest.mark.parametrize(
    "written", ['["a.csv"]', '{"data": "a.', "null", '{"x": NaN}', "[" * 99_999]
)
async def test_arguments_that_are_no_object_are_asked_for_again(
    open_model: OpenModel, loopback: LoopbackServer, written: str
) -> None:
    reply = Scripted(calls=(Call("profile", written=written),), piece=10**6)
    loopback.will_answer(lines(*events("openai", reply)))
    failure = await failure_of(open_model("openai"))
    assert (failure.kind, failure.retryable) == ("cut", True)


@pytest.mark.parametrize(
    ("words", "without"),
    [
        ("Encrypted content is not supported with this model.", "encrypted reasoning"),
        ("Invalid schema for function 'profile': 'pattern' is not permitted.", "strict tools"),
    ],
)
async def test_what_a_model_does_not_take_is_left_out(
    open_model: OpenModel, loopback: LoopbackServer, words: str, without: str
) -> None:
    schema = {"type": "object", "properties": {"data": {"type": "string"}}}
    tool = ToolSpec(name="profile", description="Profile a table.", input_schema=schema)
    asked = Segment("Be brief.", (tool,))
    asked.append(UserMessage(text="What is in a.csv?"))
    refusal = json.dumps({"error": {"message": words, "type": "invalid_request_error"}}).encode()
    model = open_model("openai")
    loopback.will_answer(refusal, status=400, headers=JSON)
    with pytest.raises(ModelError, match=without) as failure:
        await anext(aiter(model.stream(asked)))
    assert failure.value.retryable
    loopback.will_answer(lines(*events("openai")))
    assert [event async for event in model.stream(asked)]
    before, after = map(json.loads, loopback.bodies)
    assert before["tools"][0]["strict"]
    assert before["include"] == ["reasoning.encrypted_content"]
    assert (after["tools"][0]["strict"], after["include"]) == (
        (True, []) if without == "encrypted reasoning" else (False, before["include"])
    )
    loopback.will_answer(refusal, status=400, headers=JSON)
    with pytest.raises(ModelError) as failure:
        await anext(aiter(model.stream(asked)))
    assert not failure.value.retryable, "once is enough"


def test_the_tables_cover_the_types_of_the_sdk() -> None:
    from openai.types.responses import ResponseError, ResponseStatus
    from openai.types.responses.response import IncompleteDetails

    assert set(get_args(ResponseStatus)) == STATUSES.keys()
    reasons, _ = get_args(IncompleteDetails.model_fields["reason"].annotation)
    assert set(get_args(reasons)) == INCOMPLETE.keys()
    codes = set(get_args(ResponseError.model_fields["code"].annotation))
    policies = {code for code in codes if code.endswith(("policy", "policy_violation"))}
    assert policies == POLICIES.keys()


def test_a_reader_without_a_terminal_event_has_no_reply() -> None:
    with pytest.raises(ModelError):
        ResponsesReader().reply()


# --- local servers --------------------------------------------------------------------------


async def test_a_local_server_learns_nothing_of_this_machine_or_of_other_accounts(
    open_model: OpenModel, loopback: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-provider")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: yes\nAuthorization: Bearer sk-custom")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    loopback.will_answer(lines(*events("chat")))
    await reply_of(open_model("chat"))
    [headers] = loopback.headers
    assert headers["authorization"] == f"Bearer {KEY}"
    told = " ".join([*headers, *headers.values()]).lower()
    for secret in ("secret", "of-the-provider", "sk-custom", "stainless", "linux"):
        assert secret not in told


async def test_a_server_that_does_not_stream_is_understood_all_the_same(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    function = {"name": "profile", "arguments": '{"data": "a.csv"}'}
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "c1", "function": function}],
    }
    whole = {
        "choices": [{"message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 7},
    }
    loopback.will_answer(json.dumps(whole).encode(), headers=JSON)
    reply = await reply_of(open_model("chat"))
    assert [(call.id, call.arguments) for call in reply.message.calls] == [
        ("c1", {"data": "a.csv"})
    ]
    assert reply.usage.input_tokens == 7
    for body in (b'{"choices": []}', b"[]", b'{"error": {"message": "no"}}', b"{half"):
        loopback.will_answer(body, headers=JSON)
        assert (await failure_of(open_model("chat"))).kind == "cut"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "registry.ollama.ai/library/gemma:2b does not support tools"),
        (500, "tools param requires --jinja flag"),
        (400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser'),
    ],
)
async def test_a_server_that_takes_no_tools_is_told_how_it_may(
    open_model: OpenModel, loopback: LoopbackServer, status: int, words: str
) -> None:
    body = json.dumps({"error": {"message": words, "type": "server_error"}}).encode()
    loopback.will_answer(body, status=status, headers=JSON)
    failure = await failure_of(open_model("chat"))
    assert (failure.kind, failure.retryable) == ("bad_request", False)
    assert "takes no tools with this model" in str(failure)
    assert "--jinja" in str(failure)


# --- strict schemas -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> tuple[ToolSpec, ...]:
    return EvidenceToolbox(Workspace(tmp_path_factory.mktemp("tools"))).specs


def test_the_product_s_tools_are_strict_where_a_schema_can_be(tools: tuple[ToolSpec, ...]) -> None:
    plain = [tool.name for tool in tools if not openai_parameters(tool)[1]]
    assert plain == ["measure_drift", "evaluate_predictions", "check_parity"], "they take maps"
    for tool in tools:
        parameters, strict = openai_parameters(tool)
        if strict:
            responses_format.check_strict(parameters)
    chosen = anthropic_schemas(tools)
    assert sum(strict for _, strict in chosen) >= 5
    anthropic_format.check_tools(
        [{"input_schema": schema, "strict": strict} for schema, strict in chosen]
    )


def test_what_a_strict_schema_can_not_enforce_is_told_in_words() -> None:
    field = {"type": "integer", "minimum": 1, "maxLength": 3, "default": 7, "description": "Of it."}
    schema = {"type": "object", "properties": {"seed": field}}
    strict = strict_schema(schema, ANTHROPIC)
    assert strict is not None
    assert strict["properties"]["seed"] == {
        "type": "integer",
        "description": "Of it. {minimum: 1, maxLength: 3, default: 7}",
    }
    strict = strict_schema(schema, OPENAI)
    assert strict is not None
    assert strict["properties"]["seed"] == {
        "anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}],
        "description": "Of it. {maxLength: 3, default: 7}",
    }


@pytest.mark.parametrize(
    "field",
    [
        {"type": "object", "additionalProperties": {"type": "number"}},
        {"type": "object"},
        {"$ref": "#/$defs/Tree"},
    ],
)
def test_an_open_map_and_a_tree_can_not_be_strict(field: dict[str, Any]) -> None:
    tree = {"type": "object", "properties": {"child": {"$ref": "#/$defs/Tree"}}}
    schema = {"type": "object", "properties": {"x": field}, "$defs": {"Tree": tree}}
    assert strict_schema(schema, OPENAI) is None
    assert strict_schema(schema, ANTHROPIC) is None


def test_nulls_for_fields_that_were_left_out_are_dropped_again(tools: tuple[ToolSpec, ...]) -> None:
    by_name = {tool.name: tool.input_schema for tool in tools}
    written = {"data": "t.csv", "target": None, "seed": None, "unknown": None}
    given = without_nulls(written, by_name["profile_dataset"])
    assert given == {"data": "t.csv", "target": None, "unknown": None}
    cost = {"$ref": "#/$defs/Cost"}
    nested = {
        "properties": {"costs": {"anyOf": [cost, {"type": "null"}]}, "list": {"items": cost}},
        "$defs": {"Cost": {"properties": {"fp": {"type": "number"}}}},
    }
    held = {"costs": {"fp": None}, "list": [{"fp": None}, {"fp": 1}]}
    assert without_nulls(held, nested) == {"costs": {}, "list": [{}, {"fp": 1}]}
