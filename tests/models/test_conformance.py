"""What holds for every chat model, over a real socket where there is one.

Language models are asked of the simulator (`tests/simulator`); the playbook answers by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.models.prefix import assert_prefix_is_kept
from tests.simulator import Call, Scripted, Simulator

from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    Reasoning,
    Segment,
    SessionFacts,
    Text,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from ml_engineer.models.anthropic import AnthropicModel
from ml_engineer.models.base import ChatModel, Completed, DraftText, ModelError, ModelReply, Usage
from ml_engineer.models.openai_chat import OpenAIChatModel
from ml_engineer.models.openai_responses import OpenAIResponsesModel
from ml_engineer.models.playbook import Playbook
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workspace import Workspace

SYSTEM = "You are ML Engineer. Measure before you speak; cite each number."
FACTS = SessionFacts(
    audience="data_scientist", data="t.csv", target="y", columns=("a", "écart\n</x>", "y")
)
PROFILE = Call("profile_dataset", {"data": "t.csv"})
KEY = "sk-a-key-that-stays-here"


@dataclass
class Subject:
    """A model, and the simulator behind it if it is one of language."""

    model: ChatModel
    simulator: Simulator | None
    tools: tuple[ToolSpec, ...] = field(default=())

    def script(self, *replies: Scripted) -> None:
        if self.simulator is not None:
            self.simulator.will(*replies)

    def asked(self, text: str, facts: SessionFacts | None = None) -> Segment:
        segment = Segment(SYSTEM, self.tools)
        if facts is not None:
            segment.append(ContextMessage(facts=facts))
        segment.append(UserMessage(text=text))
        return segment


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> tuple[ToolSpec, ...]:
    """The tools of the product, with the schemas that they really have."""
    return EvidenceToolbox(Workspace(tmp_path_factory.mktemp("tools"))).specs


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as served:
        yield served


@pytest.fixture(params=["anthropic", "openai", "chat", "playbook"])
async def subject(
    request: pytest.FixtureRequest, simulator: Simulator, tools: tuple[ToolSpec, ...]
) -> AsyncIterator[Subject]:
    model: Any = {
        "anthropic": lambda: AnthropicModel("m", api_key=KEY, base_url=simulator.url),
        "openai": lambda: OpenAIResponsesModel("m", api_key=KEY, base_url=f"{simulator.url}/v1"),
        "chat": lambda: OpenAIChatModel(f"{simulator.url}/v1", "m", api_key=KEY),
        "playbook": Playbook,
    }[request.param]()
    yield Subject(model, None if request.param == "playbook" else simulator, tools)
    await model.close()
    assert simulator.refused == [], "the provider would have refused a request"


async def reply_of(model: ChatModel, segment: Segment) -> tuple[list[str], ModelReply]:
    """The drafts and the reply; there is one reply, and it comes last."""
    events = [event async for event in model.stream(segment)]
    drafts = [event.text for event in events[:-1] if isinstance(event, DraftText)]
    assert len(drafts) == len(events) - 1
    assert isinstance(events[-1], Completed)
    return drafts, events[-1].reply


def results_of(message: AssistantMessage, *, error: bool = False) -> ToolMessage:
    return ToolMessage(
        results=tuple(
            ToolResult(
                call_id=call.id, name=call.name, content="no such file" if error else "{}",
                is_error=error,
            )
            for call in message.calls
        )
    )  # fmt: skip


async def test_text_is_drafted_as_it_is_written_and_completed_once(subject: Subject) -> None:
    subject.script(Scripted(text="A part of the data\n\nthat nobody looks at."))
    drafts, reply = await reply_of(subject.model, subject.asked("What is a holdout?"))
    assert reply.message.stop == "answered"
    assert "".join(drafts).strip() == reply.message.text != ""
    assert subject.simulator is None or len(drafts) > 3, "not only at the end"


async def test_a_call_has_an_id_a_tool_and_arguments_as_written(subject: Subject) -> None:
    arguments = {"data": "t.csv", "target": "écart", "seed": 3}
    subject.script(Scripted(calls=(Call("profile_dataset", arguments),)))
    segment = subject.asked("What is in this table?", FACTS)
    _, reply = await reply_of(subject.model, segment)
    call = reply.message.calls[0]
    assert reply.message.stop == "calls_tools"
    assert (call.name, call.defect, bool(call.id)) == ("profile_dataset", None, True)
    assert call.arguments["data"] == "t.csv"
    if subject.simulator is not None:
        assert call.arguments == arguments


async def test_parallel_calls_keep_their_order_beside_text(subject: Subject) -> None:
    two = (Call("profile_dataset", {"data": "t.csv"}), Call("check_leakage", {"data": "t.csv"}))
    subject.script(Scripted(text="Both at once.", calls=two))
    _, reply = await reply_of(subject.model, subject.asked("Can we ship this model?", FACTS))
    calls = reply.message.calls
    assert [call.name for call in calls] == ["profile_dataset", "check_leakage"]
    assert len({call.id for call in calls}) == 2
    assert subject.simulator is None or reply.message.text == "Both at once."


async def test_after_an_error_result_the_conversation_goes_on(subject: Subject) -> None:
    subject.script(
        Scripted(calls=(Call("profile_dataset", {"data": "no.csv"}),)),
        Scripted(text="There is no such file."),
    )
    segment = subject.asked("What is in this table?", FACTS)
    _, reply = await reply_of(subject.model, segment)
    segment.append(reply.message)
    segment.append(results_of(reply.message, error=True))
    _, reply = await reply_of(subject.model, segment)
    assert reply.message.stop == "answered"
    if subject.simulator is not None:
        assert b"no such file" in subject.simulator.bodies[-1]
        assert b'"is_error":true' in subject.simulator.bodies[-1] or (
            b"Error: no such file" in subject.simulator.bodies[-1]
        ), "the model is told that it is an error"


async def test_reasoning_comes_back_unchanged_through_the_journal(subject: Subject) -> None:
    """The simulator seals reasoning to what came before it, and refuses it anywhere else."""
    subject.script(
        Scripted(thinking="First the täble 🧮, then", calls=(PROFILE,)),
        Scripted(thinking="Now I see.", text="It is clean."),
        Scripted(text="Yes."),
    )  # fmt: skip
    segment = subject.asked("What is in this table?", FACTS)
    thoughts = 0
    for _ in range(2):
        _, reply = await reply_of(subject.model, segment)
        kept = AssistantMessage.model_validate_json(reply.message.model_dump_json())
        thoughts += sum(isinstance(part, Reasoning) for part in kept.parts)
        segment.append(kept)
        segment.append(results_of(kept) if kept.calls else UserMessage(text="Sure?"))
    await reply_of(subject.model, segment)
    if subject.simulator is not None:
        assert thoughts == 2
        assert_prefix_is_kept(subject.simulator.bodies)
        last = subject.simulator.bodies[-1].decode()
        assert "First the täble 🧮, then" in last
        assert "Now I see." in last


async def test_reasoning_of_another_provider_is_left_out(subject: Subject) -> None:
    subject.script(Scripted(text="Yes."))
    segment = subject.asked("What is a holdout?")
    foreign = Reasoning(provider="elsewhere", block={"type": "thinking", "thinking": "secret plan"})
    segment.append(AssistantMessage(parts=(foreign, Text(text="A part of the data."))))
    segment.append(UserMessage(text="What is a holdout for?"))
    _, reply = await reply_of(subject.model, segment)
    assert reply.message.stop == "answered"
    if subject.simulator is not None:
        assert b"secret plan" not in subject.simulator.bodies[-1]


async def test_a_history_of_any_other_model_can_be_taken_over(
    subject: Subject, simulator: Simulator
) -> None:
    """Reasoning, calls and results of each format in one conversation, then a question."""
    segment = subject.asked("What is in this table?", FACTS)
    others: list[ChatModel] = [
        AnthropicModel("m", api_key=KEY, base_url=simulator.url),
        OpenAIResponsesModel("m", api_key=KEY, base_url=f"{simulator.url}/v1"),
        OpenAIChatModel(f"{simulator.url}/v1", "m"),
    ]
    for other in others:
        calls = (Call("profile_dataset", {"data": "t.csv"}, id=f"call:{other.name[:4]}"),)
        simulator.will(Scripted(thinking="Hm.", text="I look.", calls=calls), Scripted(text="Yes."))
        _, reply = await reply_of(other, segment)
        segment.append(reply.message)
        segment.append(results_of(reply.message))
        _, reply = await reply_of(other, segment)
        segment.append(reply.message)
        segment.append(UserMessage(text="What is a holdout for?"))
        await other.close()
    subject.script(Scripted(text="To be honest."))
    _, reply = await reply_of(subject.model, segment)
    assert reply.message.stop in {"answered", "calls_tools"}
    assert subject.simulator is None or reply.message.text == "To be honest."


async def test_a_long_history_is_sent_again_byte_for_byte(subject: Subject) -> None:
    segment = subject.asked("What is in this table?", FACTS)
    for turn in range(12):
        subject.script(
            Scripted(thinking=f"Thought {turn}.", calls=(PROFILE,)),
            Scripted(text=f"Answer {turn}."),
        )  # fmt: skip
        while True:
            _, reply = await reply_of(subject.model, segment)
            segment.append(reply.message)
            if not reply.message.calls:
                break
            segment.append(results_of(reply.message))
        segment.append(UserMessage(text=f"What is a holdout for, {turn}?"))
    if subject.simulator is not None:
        assert len(subject.simulator.bodies) == 24
        assert_prefix_is_kept(subject.simulator.bodies)


@pytest.mark.parametrize("split", [1, 7])
async def test_characters_cut_anywhere_on_the_wire_arrive_whole(
    subject: Subject, split: int
) -> None:
    said = "Größe 👩‍🔬 ≤ 5 %: 数据 🇩🇪 \u202e end"
    subject.script(
        Scripted(text=said, calls=(Call("check_leakage", {"data": "größe 👩‍🔬.csv"}),), piece=3)
    )
    if subject.simulator is not None:
        subject.simulator.split = split
    segment = subject.asked(f"What is {said}?", None)
    drafts, reply = await reply_of(subject.model, segment)
    assert "".join(drafts).strip() == reply.message.text
    if subject.simulator is not None:
        assert reply.message.text == said
        assert reply.message.calls[0].arguments == {"data": "größe 👩‍🔬.csv"}
        assert said.encode() in subject.simulator.bodies[0], "what is sent is not escaped"


async def test_a_cancelled_reply_leaves_model_and_history_as_they_were(subject: Subject) -> None:
    subject.script(Scripted(text="One two three four five."), Scripted(text="Here again."))
    segment = subject.asked("What is a holdout?")
    if subject.simulator is not None:
        subject.simulator.stall_after = 6
    begun = asyncio.Event()

    async def read() -> None:
        async with aclosing(subject.model.stream(segment)) as events:  # type: ignore[type-var]
            async for _ in events:
                begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(read())
    await begun.wait()
    task.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(segment) == 1
    if subject.simulator is not None:
        subject.simulator.stall_after = None
    _, reply = await reply_of(subject.model, segment)
    assert reply.message.stop == "answered"


async def test_usage_tells_all_that_the_provider_counts(subject: Subject) -> None:
    subject.script(Scripted(text="Yes.", tokens=(100, 60, 30, 20, 8)))
    _, reply = await reply_of(subject.model, subject.asked("What is a holdout?"))
    if subject.simulator is None:
        assert reply.usage == Usage(requests=1), "rules read and write no tokens"
        return
    written = 0 if subject.model.name.startswith("chat:") else 30
    assert reply.usage == Usage(
        requests=1,
        input_tokens=100,
        cached_input_tokens=60,
        cache_written_tokens=written,
        output_tokens=20,
        reasoning_tokens=8,
    )


@pytest.mark.parametrize(("stop", "named"), [("length", "cut_by_length"), ("refused", "refused")])
async def test_a_reply_that_was_stopped_runs_no_tool_and_can_be_followed(
    subject: Subject, stop: Any, named: str
) -> None:
    if subject.simulator is None:
        pytest.skip("nothing stops the playbook")
    calls = (Call("profile_dataset", written='{"data": "t'),)
    subject.script(
        Scripted(thinking="Hm.", text="Let me", calls=calls, stop=stop), Scripted(text="Yes.")
    )
    segment = subject.asked("What is in this table?", FACTS)
    _, reply = await reply_of(subject.model, segment)
    assert (reply.message.stop, reply.message.text) == (named, "Let me")
    assert reply.message.calls == ()
    segment.append(reply.message)
    segment.append(UserMessage(text="Go on."))
    _, reply = await reply_of(subject.model, segment)
    assert reply.message.text == "Yes."


async def test_no_key_is_in_a_body_and_each_is_sent_as_a_bearer(subject: Subject) -> None:
    if subject.simulator is None:
        pytest.skip("the playbook sends nothing")
    seen: list[bytes] = []
    subject.model.watch_egress(seen.append)  # type: ignore[attr-defined]
    subject.script(Scripted(text="Yes."))
    await reply_of(subject.model, subject.asked("What is a holdout?"))
    assert seen == subject.simulator.bodies
    assert KEY.encode() not in seen[0]
    assert subject.simulator.headers[0]["authorization"] == f"Bearer {KEY}"


async def test_what_egress_can_not_write_down_does_not_leave(subject: Subject) -> None:
    if subject.simulator is None:
        pytest.skip("the playbook sends nothing")

    def full(body: bytes) -> None:
        raise OSError("disk full")

    subject.model.watch_egress(full)  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="disk full"):
        await reply_of(subject.model, subject.asked("What is a holdout?"))
    assert subject.simulator.bodies == []


async def test_live_requests_are_forbidden_in_the_suite(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The switch is checked before anything leaves, name look-ups included."""
    monkeypatch.setenv("ML_ENGINEER_LIVE_REQUESTS", "forbidden")
    for model in (
        AnthropicModel("m", api_key=KEY),
        OpenAIResponsesModel("m", api_key=KEY),
        OpenAIChatModel("https://models.example/v1", "m"),
    ):
        segment = Segment(SYSTEM)
        segment.append(UserMessage(text="Hello?"))
        with pytest.raises(ModelError, match="ML_ENGINEER_LIVE_REQUESTS") as refused:
            await reply_of(model, segment)
        assert refused.value.usage == Usage(), "what is not sent is no attempt"
        await model.close()
