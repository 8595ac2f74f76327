"""One life of a process that carries a scripted session on, until it is done or killed.

It takes the session up wherever the journal says that it stands, as `chat --resume` does.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from ml_engineer import Engineer
from ml_engineer.conversation import AssistantMessage, Segment, UserMessage
from ml_engineer.models.base import ChatModel, Completed, DraftText
from ml_engineer.models.retry import RetryPolicy
from ml_engineer.models.scripted import ScriptedModel, Step, call
from ml_engineer.session import Journal, Session
from ml_engineer.toolbox.protocol import Order, Reply
from ml_engineer.toolbox.worker import Worker
from ml_engineer.toolbox.workers import Progress
from ml_engineer_tools.store import Store

QUESTIONS = ("How many rows has t.csv?", "Who owns the data?", "What is a holdout for?")
BOOK: tuple[Step, ...] = (
    [
        call("a", "profile_dataset", data="t.csv"),
        call("b", "no_such_tool"),
        call("c", "profile_dataset", rows="all"),
    ],
    [call("d", "read_evidence", evidence="E1", quantity="row_count")],
    [call("e", "calculate", operation="difference", operands=["E1.f1", "E1.f2"])],
    "It reaches an AUC of 0.973.",
    "The table has 40 rows [E1.f1].\n\nStands on: S3; H5",
    [call("a", "record_data_card", data="t.csv", owner="Ada", source="billing")],
    "A card is drafted; a person accepts it.\n\nStands on: R3",
    "It keeps you honest.\n\nStands on: S6",
)
"""What the model says, one reply after the other; a call id comes again in the second turn."""


INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00")


class Here:
    """Measures in this process: to start a worker takes longer than all else together."""

    async def run(self, order: Order, progress: Progress) -> Reply:
        worker = Worker(io.StringIO())
        return await asyncio.to_thread(worker._carry_out, order)  # type: ignore[arg-type]

    async def close(self) -> None:
        """Nothing is held."""


class ByTheBook:
    """Replies from the conversation alone, word by word, with time to be killed between them."""

    name = "book"

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        said = sum(isinstance(message, AssistantMessage) for message in segment)
        async for part in ScriptedModel([BOOK[said]]).stream(segment):
            await asyncio.sleep(0.002)
            yield part

    async def close(self) -> None:
        """Nothing is held."""


async def live(workspace: Path, url: str | None) -> None:
    """Carry the session on to its end: over the wire where there is a URL."""
    model: ChatModel = ByTheBook()
    if url is not None:
        from ml_engineer.models.anthropic import AnthropicModel

        model = AnthropicModel("claude-sonnet-5-5", base_url=url, api_key="sk-test")
    engineer = Engineer(model, workspace=workspace, retry=RetryPolicy(first_wait=0.01))
    engineer.toolbox.pool = Here()  # type: ignore[assignment]
    if engineer.journal.sessions():
        engineer.resume()
    session = engineer.session
    if session.segment.facts.target is None:
        await engineer.attach(data="t.csv", target="y")
    if session.unanswered:
        await _turn(engineer, None)
    for question in QUESTIONS[len(session.accepted) :]:
        await _turn(engineer, question)
    await engineer.close()


async def _turn(engineer: Engineer, question: str | None) -> None:
    async for _ in engineer.stream(question):
        pass


def prepared(workspace: Path) -> Path:
    workspace.mkdir(parents=True)
    (workspace / "t.csv").write_text("a,y\n" + "1,0\n2,1\n" * 20, encoding="utf-8")
    return workspace


def state(workspace: Path) -> dict[str, Any]:
    """All that is kept, without what names this run: the session's id, and when."""
    journal = Journal(workspace)
    (row,) = journal.sessions()
    session = Session.resume(journal, row.id)
    entries = [_plain(f"{e.kind} {e.body}", workspace, row.id) for e in journal.entries(row.id)]
    journal.close()
    with Store.open(workspace) as store:
        measured = [(e.alias, e.id) for e in store.all_evidence()]
        cards = [card.card.model_dump() for card in store.cards(_table(store))]
    return {
        # Results come in the order in which they are ready; their message has the model's order.
        "entries": sorted(Counter(entries).items()),
        "conversation": [
            _plain(message.model_dump_json(), workspace, row.id) for message in session.segment
        ],
        "questions": [m.text for m in session.segment if isinstance(m, UserMessage)],
        "answers": [answer.text for answer in session.accepted],
        "marks": [len(answer.marks) for answer in session.accepted],
        "pending": [pending.model_dump_json() for pending in session.pending],
        "evidence": measured,
        "cards": json.loads(json.dumps(cards)),
    }


def _table(store: Store) -> str:
    return next(iter(store.all_evidence())).measurement.tables[0].sha256


def _plain(text: str, workspace: Path, session: str) -> str:
    """Return a text without the names of this run, and without instants."""
    return INSTANT.sub("INSTANT", text.replace(session, "SESSION").replace(str(workspace), ""))
