"""Retries: what is asked for again, how long is waited, and what a face is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from ml_engineer.conversation import AssistantMessage, Segment, Text
from ml_engineer.models.base import Completed, DraftText, ModelError, ModelReply
from ml_engineer.models.retry import Patience, Retrying, RetryPolicy, stream_with_retry

DONE = Completed(ModelReply(message=AssistantMessage(parts=(Text(text="Done."),))))
OVERLOADED = ModelError("Overloaded.", kind="overloaded", retryable=True)
Step = DraftText | Completed | ModelError


class ScriptedModel:
    """A model that plays one list of steps for each request."""

    name = "scripted"

    def __init__(self, *requests: Sequence[Step]) -> None:
        self.requests = list(requests)
        self.closed = 0

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        try:
            for step in self.requests.pop(0):
                if isinstance(step, ModelError):
                    raise step
                yield step
        finally:
            self.closed += 1

    async def close(self) -> None:
        pass


class Clock:
    """A sleep that notes how long it was asked for."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


def limited(seconds: float) -> ModelError:
    return ModelError("Slow down.", kind="rate_limited", retryable=True, retry_after=seconds)


async def run(
    model: ScriptedModel,
    clock: Clock | None = None,
    attempts: int = 4,
    max_wait: float = 30.0,
    patience: Patience | None = None,
) -> list[DraftText | Completed | Retrying]:
    policy = RetryPolicy(attempts=attempts, max_wait=max_wait, sleep=clock or Clock())
    stream = stream_with_retry(model, Segment(""), patience or Patience(policy))
    return [event async for event in stream]


async def test_a_reply_is_handed_on_as_it_comes() -> None:
    draft = DraftText("Do")
    assert await run(ScriptedModel([draft, DONE])) == [draft, DONE]


async def test_a_draft_that_broke_off_is_declared_void_before_the_next_one() -> None:
    model = ScriptedModel([DraftText("Do"), OVERLOADED], [OVERLOADED], [DraftText("Done."), DONE])
    clock = Clock()
    events = await run(model, clock)
    assert [type(event) for event in events] == [
        DraftText, Retrying, Retrying, DraftText, Completed,
    ]  # fmt: skip
    told = [event for event in events if isinstance(event, Retrying)]
    assert [(each.error, each.attempt, each.drafted) for each in told] == [
        (OVERLOADED, 1, True),
        (OVERLOADED, 2, False),
    ]
    assert [each.wait for each in told] == clock.waits
    assert model.closed == 3


async def test_the_wait_is_announced_before_it_begins() -> None:
    order: list[str] = []

    async def sleep(seconds: float) -> None:
        order.append("slept")

    model = ScriptedModel([OVERLOADED], [DONE])
    patience = Patience(RetryPolicy(sleep=sleep))
    async for event in stream_with_retry(model, Segment(""), patience):
        order.append(type(event).__name__)  # noqa: PERF401 - in one list with the sleeps
    assert order == ["Retrying", "slept", "Completed"]


async def test_a_stream_without_its_terminal_event_is_asked_for_again() -> None:
    events = await run(ScriptedModel([DraftText("Do")], [], [DONE]))
    assert [e.error.kind for e in events if isinstance(e, Retrying)] == ["cut", "cut"]
    assert events[-1] == DONE


async def test_what_follows_the_reply_is_not_read() -> None:
    assert await run(ScriptedModel([DONE, OVERLOADED])) == [DONE]


async def test_a_failure_that_will_not_pass_is_raised_at_once() -> None:
    refused = ModelError("Wrong key.", kind="authentication")
    model, clock = ScriptedModel([DraftText("Do"), refused], [DONE]), Clock()
    with pytest.raises(ModelError) as failure:
        await run(model, clock)
    assert failure.value is refused
    assert clock.waits == []
    assert len(model.requests) == 1


@pytest.mark.parametrize("attempts", [1, 3])
async def test_the_last_failure_is_raised_once_the_attempts_are_used_up(attempts: int) -> None:
    failures = [ModelError(f"{n}.", kind="server", retryable=True) for n in range(5)]
    model, clock = ScriptedModel(*([failure] for failure in failures)), Clock()
    with pytest.raises(ModelError) as failure:
        await run(model, clock, attempts=attempts)
    assert failure.value is failures[attempts - 1]
    assert len(clock.waits) == attempts - 1


async def test_waits_are_random_below_a_bound_that_doubles_up_to_the_cap() -> None:
    clock = Clock()
    await run(ScriptedModel(*[[OVERLOADED]] * 7, [DONE]), clock, attempts=8, max_wait=20.0)
    for wait, bound in zip(clock.waits, (2, 4, 8, 16, 20, 20, 20), strict=True):
        assert 0 <= wait <= bound
    assert len(set(clock.waits)) == 7, "full jitter: no two clients come back at once"


async def test_a_turn_waits_no_longer_in_all_than_its_budget() -> None:
    clock = Clock()
    patience = Patience(RetryPolicy(budget=25.0, sleep=clock))
    await run(ScriptedModel([limited(10.0)], [limited(10.0)], [DONE]), patience=patience)
    with pytest.raises(ModelError, match="the 25 seconds that one turn may wait") as failure:
        await run(ScriptedModel([limited(10.0)], [DONE]), patience=patience)
    assert failure.value.kind == "rate_limited"
    assert clock.waits == [10.0, 10.0]


async def test_the_provider_s_wait_is_kept_exactly() -> None:
    clock = Clock()
    model = ScriptedModel([limited(0.0)], [limited(30.0)], [limited(2.5)], [DONE])
    await run(model, clock)
    assert clock.waits == [0.0, 30.0, 2.5]


async def test_a_wait_beyond_the_cap_ends_the_turn_and_says_so() -> None:
    model, clock = ScriptedModel([limited(31.0)], [DONE]), Clock()
    with pytest.raises(ModelError, match="asks to wait 31 seconds, longer than the 30") as failure:
        await run(model, clock)
    assert failure.value.kind == "rate_limited"
    assert failure.value.retry_after == 31.0
    assert clock.waits == []


async def test_a_defect_is_not_mistaken_for_a_failure_of_the_provider() -> None:
    class Broken(ScriptedModel):
        async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
            raise ZeroDivisionError
            yield DONE

    with pytest.raises(ZeroDivisionError):
        await run(Broken())


async def test_a_reader_that_leaves_closes_the_model_s_stream() -> None:
    model = ScriptedModel([DraftText("Do"), DONE])
    stream = stream_with_retry(model, Segment(""))
    await anext(stream)
    await stream.aclose()
    assert model.closed == 1


async def test_a_cancelled_wait_ends_the_stream() -> None:
    model = ScriptedModel([limited(30.0)], [DONE])
    events: list[object] = []

    async def read() -> None:
        async for event in stream_with_retry(model, Segment("")):
            events.append(event)  # noqa: PERF401 - kept when cancelled

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await read()
    assert [type(event) for event in events] == [Retrying]
    assert len(model.requests) == 1
