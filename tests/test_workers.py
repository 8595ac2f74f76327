"""Worker processes: a crash, a hang or a glutton takes nothing else with it."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from ml_engineer.toolbox.protocol import Inspect, Inspected, Measure, Measured, Warm, Warmed
from ml_engineer.toolbox.worker import Worker
from ml_engineer.toolbox.workers import WorkerDied, WorkerLimits, WorkerPool
from ml_engineer_tools.errors import BadInput, ToolError


def silent(share: float, message: str) -> None:
    """Nobody listens."""


@pytest.fixture
async def pool(workspace: Path) -> AsyncIterator[WorkerPool]:
    (workspace / "t.csv").write_text("a,b\n" + "1,x\n2,y\n" * 20, encoding="utf-8")
    pool = WorkerPool(workspace)
    yield pool
    await pool.close()


def workers() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children()
        if child.is_running() and "ml_engineer.toolbox.worker" in " ".join(child.cmdline())
    ]


async def test_a_table_is_inspected_in_another_process(pool: WorkerPool) -> None:
    reply = await pool.run(Inspect(path="t.csv"), silent)
    assert isinstance(reply, Inspected)
    assert reply.facts.columns == ("a", "b")
    assert reply.facts.fingerprint.rows == 40


async def test_a_worker_that_was_begun_takes_the_first_order(pool: WorkerPool) -> None:
    pool.begin()
    pool.begin()
    assert isinstance(await pool.run(Inspect(path="t.csv"), silent), Inspected)
    assert len(workers()) == 1
    pool.begin()  # there is an idle one
    assert isinstance(await pool.run(Inspect(path="t.csv"), silent), Inspected)
    assert len(workers()) == 1


async def test_a_worker_that_was_begun_for_nothing_is_ended(workspace: Path) -> None:
    pool = WorkerPool(workspace)
    pool.begin()
    await pool.close()
    assert workers() == []


async def test_bad_input_comes_back_as_bad_input_and_the_worker_lives_on(pool: WorkerPool) -> None:
    with pytest.raises(BadInput, match=r"There is no file nowhere\.csv"):
        await pool.run(Inspect(path="nowhere.csv"), silent)
    before = workers()
    assert isinstance(await pool.run(Inspect(path="t.csv"), silent), Inspected)
    assert workers() == before


async def test_an_unknown_tool_is_a_sentence_and_not_a_traceback(pool: WorkerPool) -> None:
    with pytest.raises(ToolError, match="failed inside"):
        await pool.run(Measure(tool="no_such_tool", request={}), silent)


@pytest.mark.parametrize("blow", [signal.SIGSEGV, signal.SIGKILL])
async def test_a_crash_in_native_code_is_an_error_and_not_the_end(
    pool: WorkerPool, blow: signal.Signals
) -> None:
    assert isinstance(await pool.run(Warm(), silent), Warmed)
    (worker,) = workers()

    async def strike() -> None:
        await asyncio.sleep(0.02)
        os.kill(worker.pid, blow)

    os.kill(worker.pid, signal.SIGSTOP)
    with pytest.raises(WorkerDied, match=blow.name):
        await asyncio.gather(pool.run(Inspect(path="t.csv"), silent), strike(), resume(worker))
    assert isinstance(await pool.run(Inspect(path="t.csv"), silent), Inspected)


async def resume(worker: psutil.Process) -> None:
    await asyncio.sleep(0.05)
    if worker.is_running():
        os.kill(worker.pid, signal.SIGCONT)


async def test_a_hang_ends_at_the_time_limit(workspace: Path) -> None:
    pool = WorkerPool(workspace, WorkerLimits(seconds=0.05))
    with pytest.raises(WorkerDied, match=r"stopped after 0\.05 seconds"):
        await pool.run(Warm(), silent)
    assert workers() == []
    await pool.close()


async def test_a_glutton_ends_at_the_memory_limit(workspace: Path) -> None:
    (workspace / "t.csv").write_text("a\n1\n", encoding="utf-8")
    pool = WorkerPool(workspace, WorkerLimits(memory_bytes=50 << 20))
    with pytest.raises(WorkerDied, match="GiB of memory"):
        await pool.run(Inspect(path="t.csv"), silent)
    await pool.close()


async def test_cancelling_ends_the_worker(pool: WorkerPool) -> None:
    task = asyncio.create_task(pool.run(Inspect(path="t.csv"), silent))
    await asyncio.sleep(0.1)
    assert len(workers()) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert workers() == []


async def test_two_orders_run_side_by_side_and_a_third_waits(pool: WorkerPool) -> None:
    replies = await asyncio.gather(*(pool.run(Inspect(path="t.csv"), silent) for _ in range(3)))
    assert all(isinstance(reply, Inspected) for reply in replies)
    assert len(workers()) == 2


async def test_measuring_tells_its_progress(pool: WorkerPool) -> None:
    told: list[float] = []
    order = Measure(tool="profile_dataset", request={"data": "t.csv"})
    reply = await pool.run(order, lambda share, _message: told.append(share))
    assert isinstance(reply, Measured)
    assert reply.evidence.measurement.tables[0].name == "t.csv"
    assert told
    assert all(0 <= share <= 1 for share in told)


@pytest.mark.parametrize("name", ["ANTHROPIC_API_KEY", "AWS_SECRET_ACCESS_KEY", "HF_TOKEN"])
async def test_no_key_reaches_a_worker(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "not-a-real-key")
    pool = WorkerPool(workspace)
    await pool.run(Warm(), silent)
    (worker,) = workers()
    assert name not in worker.environ()
    await pool.close()


async def test_closing_ends_the_orders_that_wait_as_well(pool: WorkerPool) -> None:
    tasks = [asyncio.create_task(pool.run(Inspect(path="t.csv"), silent)) for _ in range(4)]
    await asyncio.sleep(0.05)
    await pool.close()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(outcome, WorkerDied) for outcome in outcomes)
    assert workers() == []


async def test_a_pipe_that_speaks_something_else_is_a_sentence(pool: WorkerPool) -> None:
    await pool.run(Warm(), silent)
    (process,) = pool._idle
    assert process._process.stdout is not None
    process._process.stdout.feed_data(b"a stray line of a library\n")
    with pytest.raises(WorkerDied, match="can't be read"):
        await pool.run(Inspect(path="t.csv"), silent)
    assert isinstance(await pool.run(Inspect(path="t.csv"), silent), Inspected)


def test_a_worker_ends_with_its_parent_also_amid_a_measurement(workspace: Path) -> None:
    rows = "".join(f"{k % 977},{k % 1013},{k % 7},{k % 2}\n" for k in range(30_000))
    (workspace / "t.csv").write_text("a,b,c,y\n" + rows, encoding="utf-8")
    order = Measure(tool="train_baselines", request={"data": "t.csv", "target": "y"})
    with subprocess.Popen(
        [sys.executable, "-m", "ml_engineer.toolbox.worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as worker:  # fmt: skip
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(order.model_dump_json().encode() + b"\n")
        worker.stdin.flush()
        assert b"progressed" in worker.stdout.readline()
        worker.stdin.close()
        rest = worker.stdout.read()
        assert b"measured" not in rest
        assert worker.wait() == 0


def test_a_defect_is_told_by_kind_and_place_and_quotes_nothing() -> None:
    replies = io.StringIO()
    Worker(replies).serve(['{"order": "measure", "name": "John Doe"}\n'])
    assert "failed inside (ValidationError at " in replies.getvalue()
    assert "John Doe" not in replies.getvalue()


async def test_a_worker_that_is_ended_from_two_sides_is_waited_for_once(
    workspace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (workspace / "sleeper.py").write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    for _ in range(30):
        pool = WorkerPool(workspace, module="sleeper")
        running = asyncio.create_task(pool.run(Warm(), silent))
        while not psutil.Process().children():  # noqa: ASYNC110  nobody signals a start
            await asyncio.sleep(0.005)
        running.cancel()
        closing = [asyncio.create_task(pool.close())]
        while not running.done():  # one of many falls on its very end
            closing.append(asyncio.create_task(pool.close()))
            await asyncio.sleep(0)
        await asyncio.gather(running, *closing, return_exceptions=True)
        assert not psutil.Process().children()
    assert not caplog.messages, "what asyncio complains of lands on the person's screen"
