"""A disk that fills up or turns read-only while a model streams: a sentence, nothing half done."""

from __future__ import annotations

import random

import pytest
from tests.faults.simulator import Send
from tests.faults.wires import CALL, answer, calling
from tests.faults.world import World

from ml_engineer.conversation import UserMessage
from ml_engineer.session import JournalError, Session

FULL = "PRAGMA max_page_count = 1"  # SQLite takes the present size: no page more can be had
ROOM = "PRAGMA max_page_count = 1000000"
READ_ONLY = "PRAGMA query_only = ON"
WRITABLE = "PRAGMA query_only = OFF"


@pytest.mark.parametrize(
    ("broken", "mended", "words"),
    [(FULL, ROOM, "the disk is full"), (READ_ONLY, WRITABLE, "can't be written")],
    ids=["full", "read-only"],
)
async def test_nothing_is_sent_that_can_not_be_written_down(
    world: World, broken: str, mended: str, words: str
) -> None:
    question = random.Random(0).randbytes(20_000).hex()  # does not compress
    world.session.append(UserMessage(text=question))
    before = world.kept
    world.journal.connection.execute(broken)
    with pytest.raises(JournalError, match=words):
        await world.go_on()
    assert world.slept == [], "that is no failure of the network"
    assert world.simulator.bodies == [], "what can't be kept in the egress log does not leave"
    world.journal.connection.execute(mended)
    assert world.kept == before

    world.simulator.plan[:] = [answer(world.wire)]
    world.session = Session.resume(world.journal, world.session.id)
    assert (await world.go_on()).answer.text == "It is a table."


@pytest.mark.parametrize(
    ("broken", "mended", "words"),
    [(FULL, ROOM, "the disk is full"), (READ_ONLY, WRITABLE, "can't be written")],
    ids=["full", "read-only"],
)
async def test_a_reply_that_can_not_be_written_down_is_not_acted_upon(
    world: World, broken: str, mended: str, words: str
) -> None:
    record = world.model._egress  # type: ignore[attr-defined]

    def break_after(body: bytes) -> None:
        record(body)
        world.journal.connection.execute(broken)

    world.model.watch_egress(break_after)  # type: ignore[attr-defined]
    long = world.wire.reply("x" * 20_000, [CALL])
    with pytest.raises(JournalError, match=words):
        await world.ask(Send(long))
    assert world.slept == [], "nothing is asked for again"
    assert world.toolbox.ran == [], "a call that is not in the journal is not run"
    assert world.kept == ["segment", "user"]

    world.journal.connection.execute(mended)
    world.model.watch_egress(record)  # type: ignore[attr-defined]
    world.session = Session.resume(world.journal, world.session.id)
    world.simulator.plan[:] = [Send(calling(world.wire)), answer(world.wire)]
    assert (await world.go_on()).answer.text == "It is a table."
    assert len(world.toolbox.ran) == 1
    assert world.kept == ["segment", "user", "assistant", "result", "assistant", "accepted"]
