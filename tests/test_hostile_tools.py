"""Tools that hang, crash, gobble or chatter: each an error result, and the next call works."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from ml_engineer.conversation import ToolMessage, UserMessage
from ml_engineer.events import AnswerAccepted, ToolStarted
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.limits import Limits
from ml_engineer.loop import Turn
from ml_engineer.models.scripted import ScriptedModel, Step, call
from ml_engineer.session import Journal, Session
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workers import WorkerLimits, WorkerPool
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools import profile

ROOT = Path(__file__).parents[1]
LIMITS = WorkerLimits(seconds=60.0)
LITTLE = WorkerLimits(seconds=60.0, memory_bytes=300 << 20)
"""For the glutton alone: a result of 100 MiB may pass it on the way, before its size is known."""
SHORT = WorkerLimits(seconds=4.0)
"""Long enough for the next worker to start on a busy machine."""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> str:
    table = tmp_path_factory.mktemp("m") / "t.csv"
    table.write_text("a,b\n" + "1,x\n2,y\n" * 20, encoding="utf-8")
    return profile(str(table)).model_dump_json()


class Bench:
    """A session whose tools run in hostile workers."""

    def __init__(self, root: Path, evidence: str) -> None:
        (root / "evidence.json").write_text(evidence, encoding="utf-8")
        self.workspace = Workspace(root)
        self.toolbox = EvidenceToolbox(self.workspace)
        self.limit(LIMITS)
        self.journal = Journal(root)
        self.session = Session.start(self.journal, "scripted", "", ())

    def limit(self, limits: WorkerLimits) -> None:
        root = self.workspace.root
        self.toolbox.pool = WorkerPool(root, limits, module="tests.hostile_worker")

    def profiling(self, id_: str, name: str) -> Step:
        path = self.workspace.root / f"{name}.csv"
        path.write_text("a,b\n1,x\n", encoding="utf-8")
        self.workspace.grant(path.name)
        return [call(id_, "profile_dataset", data=path.name)]

    def turn(self, steps: list[Step]) -> Turn:
        self.session.append(UserMessage(text="Go."))
        model = ScriptedModel(steps)
        return Turn(self.session, model, self.toolbox, (), Limits(), Ledger())


@pytest.fixture
async def bench(
    tmp_path: Path, evidence: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bench]:
    paths = [str(ROOT), *(str(ROOT / part) for part in ("agent", "tools", "prompts", "evals"))]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    bench = Bench(tmp_path, evidence)
    yield bench
    await bench.toolbox.close()
    bench.journal.close()


def workers() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children()
        if child.is_running() and "tests.hostile_worker" in " ".join(child.cmdline())
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("native", "stopped after 4 seconds; ask for fewer rows or columns"),
        ("glutton", "GiB of memory; ask for fewer rows or columns"),
        ("segfault", "killed by SIGSEGV"),
        ("exit", "exit code 7"),
        ("vast", "takes 100 MiB, more than the 32 MiB that fit"),
        ("recursion", "RecursionError"),
    ],
)
async def test_whatever_a_tool_does_is_an_error_result_and_the_next_call_works(
    bench: Bench, name: str, words: str
) -> None:
    if name == "native":
        bench.limit(SHORT)
    if name == "glutton":
        bench.limit(LITTLE)
    turn = bench.turn([bench.profiling("a", name), bench.profiling("b", "fine"), "Done."])
    events = [event async for event in turn.run()]
    assert isinstance(events[-1], AnswerAccepted)
    first, second = (m.results[0] for m in bench.session.segment if isinstance(m, ToolMessage))
    assert first.is_error
    assert words in first.content
    assert len(first.content) < 300
    assert not second.is_error
    assert '"evidence":"E1"' in second.content


async def test_what_a_tool_prints_is_no_reply(bench: Bench) -> None:
    turn = bench.turn([bench.profiling("a", "chatty"), bench.profiling("b", "fine"), "Done."])
    assert isinstance([event async for event in turn.run()][-1], AnswerAccepted)
    results = [m.results[0] for m in bench.session.segment if isinstance(m, ToolMessage)]
    assert [result.is_error for result in results] == [False, False]
    assert "forged" not in results[0].content


@pytest.mark.parametrize("name", ["hang", "native"])
async def test_a_turn_that_is_cancelled_stops_its_work_and_leaves_a_valid_history(
    bench: Bench, name: str
) -> None:
    turn = bench.turn([[*bench.profiling("a", name), *bench.profiling("b", "fine")]])  # type: ignore[misc]
    stream = turn.run()
    async for event in stream:
        if isinstance(event, ToolStarted):
            break
    while not workers():  # noqa: ASYNC110  nobody signals a process
        await asyncio.sleep(0.02)
    started = time.monotonic()
    await stream.aclose()
    assert time.monotonic() - started < 1.0
    assert workers() == []
    assert [pending.id for pending in bench.session.pending] == ["a", "b"]

    turn = bench.turn(["It goes on."])
    assert isinstance([event async for event in turn.run()][-1], AnswerAccepted)
    again = Session.resume(bench.journal, bench.session.id)
    assert list(again.segment) == list(bench.session.segment)
    (results,) = (m.results for m in again.segment if isinstance(m, ToolMessage))
    assert [(r.call_id, r.is_error) for r in results] == [("a", True), ("b", True)]
