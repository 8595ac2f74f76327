"""What attempts took that gave no reply: counted as far as it was reported, else unknown."""

from __future__ import annotations

import pytest
from tests.faults.simulator import Send
from tests.faults.wires import answer, calling
from tests.faults.world import World

from ml_engineer.cli.terminal import print_answer
from ml_engineer.conversation import AssistantMessage, UserMessage
from ml_engineer.events import AnswerAccepted, DraftDelta
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.limits import Limits, Meter, Prices
from ml_engineer.loop import Turn
from ml_engineer.session import Session
from ml_engineer.usage import UNREPORTED

PRICED = Limits(prices=Prices(input=1_000_000.0, cached_input=0.0, output=1_000_000.0))
"""One unit of money a token that is read afresh or written."""


async def test_what_was_reported_of_a_broken_reply_is_in_the_cost(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.limits = PRICED
    broken, took = world.wire.broken()
    told = await world.ask(broken, answer(world.wire))
    (reply,) = (m for m in world.session.segment if isinstance(m, AssistantMessage))
    assert reply.failed == (took,)
    assert (took.failed, took.unreported, took.requests) == (1, 0, 0)
    assert took.input_tokens > 0
    usage = told.answer.usage
    assert usage == reply.usage + took
    assert (usage.requests, usage.failed) == (1, 1)
    assert told.answer.cost is not None
    fresh = usage.input_tokens - usage.cached_input_tokens
    assert told.answer.cost.amount == fresh + usage.output_tokens
    print_answer(told.answer)
    counted = "; of 1 the" if usage.unreported else "; their tokens are counted."
    assert f"1 of 2 requests failed{counted}" in " ".join(capsys.readouterr().out.split())


async def test_what_was_not_reported_is_said_to_be_unknown(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.limits = PRICED
    limit = world.wire.failure(429, "rate_limit_error")
    told = await world.ask(limit, Send(status=None), answer(world.wire))
    usage = told.answer.usage
    (reply,) = (m for m in world.session.segment if isinstance(m, AssistantMessage))
    assert reply.failed == (UNREPORTED, UNREPORTED)
    assert usage == reply.usage + UNREPORTED + UNREPORTED
    print_answer(told.answer)
    said = " ".join(capsys.readouterr().out.split())
    assert "2 of 3 requests failed; of" in said
    assert "the provider reported no tokens, which are missing in the cost." in said


async def test_a_turn_that_fails_counts_its_attempts_as_well(world: World) -> None:
    broken, took = world.wire.broken()
    overload = world.wire.failure(529, "overloaded_error")
    told = await world.ask(Send(calling(world.wire)), broken, overload, broken, overload)
    assert told.answer.partial == "model_failed"
    assert told.answer.usage.failed == 4
    called = next(m for m in world.session.segment if isinstance(m, AssistantMessage))
    assert told.answer.usage == called.usage + took + took + UNREPORTED + UNREPORTED


async def test_failed_attempts_count_in_limits_also_after_a_restart(world: World) -> None:
    broken, took = world.wire.broken()
    await world.ask(broken, answer(world.wire))
    resumed = Session.resume(world.journal, world.session.id)
    meter = Meter(Limits(input_tokens=took.input_tokens))
    meter.take_up(resumed.segment)
    assert meter.usage.failed == 1
    assert meter.reached() == "token_limit"


async def test_a_request_that_the_time_limit_stops_is_an_attempt_of_unknown_cost(
    world: World,
) -> None:
    world.simulator.plan[:] = [Send(calling(world.wire)[:-1], ends="stall")]
    world.session.append(UserMessage(text="What is in a.csv?"))
    turn = Turn(world.session, world.model, world.toolbox, (), Limits(), Ledger())
    async for event in turn.run():
        if isinstance(event, DraftDelta):
            turn.meter._started -= 10_000  # its time is over
    assert isinstance(event, AnswerAccepted)
    assert event.answer.partial == "time_limit"
    assert event.answer.usage == UNREPORTED
