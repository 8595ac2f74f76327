"""The pool of worker processes: at most two, one order each, limited in time and memory.

A tool that hangs, eats the memory or crashes in native code takes its process with it and
nothing else: the caller gets a sentence, and the next order a new process.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ml_engineer.toolbox.protocol import (
    MOST_REPLY,
    REPLY,
    Failed,
    Order,
    Progressed,
    Reply,
    Warm,
)
from ml_engineer_tools.errors import BadInput, Refused, ToolError

if TYPE_CHECKING:
    import psutil

LINE_LIMIT = 5 * MOST_REPLY
"""In bytes, of which a character takes up to four."""

WATCH_EVERY = 0.25
SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL", re.IGNORECASE)
"""Environment variables of such names stay with the parent: measuring needs none of them."""

CLOSED = "The measuring processes have been ended; ask again."

Progress = Callable[[float, str], None]


class WorkerDied(ToolError):
    """The measuring process ended before it answered."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one order may use: seconds of wall clock, bytes of resident memory."""

    seconds: float = 600.0
    memory_bytes: int = 8 << 30


class WorkerPool:
    """Starts workers when they are needed and keeps them for the next order.

    Args:
        directory: where the workers run: relative paths of tables are below it.
        limits: of each order.
        size: how many orders run at once.
        module: that a worker runs.
    """

    def __init__(
        self,
        directory: Path,
        limits: WorkerLimits | None = None,
        *,
        size: int = 2,
        module: str = "ml_engineer.toolbox.worker",
    ) -> None:
        self._directory = directory
        self._module = module
        self._limits = limits or WorkerLimits()
        self._free = asyncio.Semaphore(size)
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._begun: asyncio.Task[_Process] | None = None
        self._closed = False

    async def run(self, order: Order, progress: Progress) -> Reply:
        """Carry out one order.

        Raises:
            BadInput: the order can be mended by whoever gave it.
            Refused: the tool will not.
            WorkerDied: it crashed, ran past its time or memory, or the pool was closed.
            ToolError: a defect of the tool.
        """
        async with self._free:
            if self._closed:
                raise WorkerDied(CLOSED)
            process = self._idle.pop() if self._idle else await self._next()
            self._busy.add(process)
            try:
                if self._closed:
                    raise WorkerDied(CLOSED)
                reply = await process.carry_out(order, progress, self._limits)
            except BaseException:
                await process.kill()
                raise
            finally:
                self._busy.discard(process)
            self._idle.append(process)
        if isinstance(reply, Failed):
            kinds = {"bad_input": BadInput, "refused": Refused, "defect": ToolError}
            raise kinds[reply.kind](reply.message)
        return reply

    def begin(self) -> None:
        """Start a worker for an order that is about to come, and don't wait until it runs."""
        if not (self._idle or self._begun or self._closed):
            self._begun = asyncio.create_task(self._start())

    async def _next(self) -> _Process:
        """Return the worker that was begun, or a new one."""
        begun, self._begun = self._begun, None
        return await (begun or self._start())

    async def _start(self) -> _Process:
        return await _Process.start(self._directory, self._module)

    async def warm(self) -> None:
        """Start one worker and let it import what measuring needs."""
        await self.run(Warm(), lambda _share, _message: None)

    async def close(self) -> None:
        """End all workers; orders that wait for one are not carried out any more."""
        self._closed = True
        processes = [*self._idle, *self._busy]
        self._idle.clear()
        if self._begun is not None:
            begun, self._begun = self._begun, None
            with suppress(OSError):  # it could not even start
                processes.append(await begun)
        await asyncio.gather(*(process.kill() for process in processes))


class _Process:
    """One worker process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._known = _running(process.pid)
        self._complaints = bytearray()
        self._has_replied = False
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, directory: Path, module: str) -> _Process:
        environment = {name: value for name, value in os.environ.items() if not SECRET.search(name)}
        environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE, cwd=directory, env=environment, limit=LINE_LIMIT,
            # Ctrl-C in the terminal is for the parent, which ends its workers itself.
            start_new_session=True,
        )  # fmt: skip
        return cls(process)

    async def carry_out(self, order: Order, progress: Progress, limits: WorkerLimits) -> Reply:
        watchdog = asyncio.create_task(self._watch_memory(limits.memory_bytes))
        try:
            async with asyncio.timeout(limits.seconds):
                return await self._ask(order, progress)
        except TimeoutError:
            raise WorkerDied(
                f"The measurement was stopped after {limits.seconds:g} seconds; "
                "ask for fewer rows or columns."
            ) from None
        except (BrokenPipeError, ConnectionResetError, EOFError):
            code = await self._process.wait()
            if watchdog.done() and not watchdog.cancelled():
                raise WorkerDied(
                    f"The measurement was stopped at {limits.memory_bytes / 2**30:.3g} GiB of "
                    "memory; ask for fewer rows or columns."
                ) from None
            raise WorkerDied(self._obituary(code)) from None
        finally:
            watchdog.cancel()

    async def _ask(self, order: Order, progress: Progress) -> Reply:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        stdin.write(order.model_dump_json().encode() + b"\n")
        await stdin.drain()
        while True:
            try:
                line = await stdout.readline()
                reply = REPLY.validate_json(line) if line else None
            except ValueError:  # longer than LINE_LIMIT, or no reply of ours
                raise WorkerDied(
                    "The measuring process sent a reply that can't be read; ask again."
                ) from None
            if reply is None:
                raise EOFError
            self._has_replied = True
            if not isinstance(reply, Progressed):
                return reply
            progress(reply.share, reply.message)

    async def _watch_memory(self, most: int) -> None:
        """Kill the process once it holds more than `most` bytes; ends only then."""
        import psutil

        if self._known is None:
            await asyncio.Event().wait()
            return
        try:
            while self._known.memory_info().rss <= most:  # noqa: ASYNC110  nobody signals memory
                await asyncio.sleep(WATCH_EVERY)
            self._known.kill()
        except psutil.Error:
            await asyncio.Event().wait()

    async def _listen(self) -> None:
        """Keep the end of what the process says on standard error."""
        if self._process.stderr is not None:
            while chunk := await self._process.stderr.read(4096):
                self._complaints = (self._complaints + chunk)[-2000:]

    def _obituary(self, code: int) -> str:
        cause = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        last = self._complaints.decode(errors="replace").strip().splitlines()
        # Once it has read tables, what it says may quote a cell.
        if code < 0 or self._has_replied:
            last = []
        said = f": {last[-1][:200]}" if last else ""
        return f"The measuring process died ({cause}{said}); nothing else was lost."

    async def kill(self) -> None:
        import psutil

        if self._known is not None and self._process.returncode is None:
            # asyncio's own kill asks first whether the process has ended, and so may take its
            # exit code from the thread that waits for it, which then complains on the screen.
            with suppress(psutil.NoSuchProcess):
                self._known.kill()
        await self._process.wait()
        self._listener.cancel()
        # The transport closes its pipes only when told; a forgotten one warns at exit.
        transport = getattr(self._process, "_transport", None)
        if transport is not None:
            transport.close()


def _running(pid: int) -> psutil.Process | None:
    import psutil

    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:  # it could not even start
        return None
