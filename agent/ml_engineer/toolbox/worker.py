"""A worker process: reads orders from standard input, measures, writes replies.

It is started as `python -m ml_engineer.toolbox.worker`. Nothing else may print to its standard
output, so that is kept aside and everything that libraries print goes to standard error.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, TextIO

from ml_engineer.toolbox.defects import kind_and_place
from ml_engineer.toolbox.protocol import (
    MOST_REPLY,
    ORDER,
    Failed,
    Inspect,
    Inspected,
    Measure,
    Measured,
    Order,
    Progressed,
    Warm,
    Warmed,
)
from ml_engineer_tools.context import Context
from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store.folder import FOLDER

if TYPE_CHECKING:
    from ml_engineer_tools.engine.base import Engine

PROGRESS_EVERY = 0.1
"""Seconds between two progress replies, so that a busy tool doesn't flood the pipe."""


class Worker:
    """Carries out one order at a time; tables stay open between orders."""

    def __init__(self, replies: TextIO) -> None:
        self._replies = replies
        self._engine: Engine | None = None
        self._told = 0.0

    def serve(self, orders: Iterable[str]) -> None:
        """Carry out orders until there are no more."""
        for line in orders:
            try:
                reply = self._carry_out(ORDER.validate_json(line))
            except BadInput as error:
                reply = Failed(kind="bad_input", message=str(error))
            except Refused as error:
                reply = Failed(kind="refused", message=str(error))
            except MemoryError:
                reply = Failed(kind="defect", message="The measurement ran out of memory.")
            except Exception as error:  # a defect of ours must reach the user as a sentence
                reply = _failed(error)
            self._say(reply)

    def _carry_out(self, order: Order) -> Contract:
        match order:
            case Warm():
                # In a thread: an order that needs none of it must not wait.
                threading.Thread(target=_import_models, daemon=True).start()
                return Warmed()
            case Inspect():
                return self._inspect(order)
            case Measure():
                return self._measure(order)

    def _inspect(self, order: Inspect) -> Inspected:
        from ml_engineer_tools.inspection import inspect_table
        from ml_engineer_tools.tables.roles import Roles

        roles = Roles(order.target, order.time, order.group)
        context = Context(self._open_engine(), self._progress)
        return Inspected(facts=inspect_table(order.path, roles, context, seed=order.seed))

    def _measure(self, order: Measure) -> Measured:
        from ml_engineer_tools.catalogue import measuring_tool

        tool = measuring_tool(order.tool)
        request = tool.request().model_validate(order.request)
        context = Context(
            self._open_engine(),
            self._progress,
            order.holdout,
            order.look,
            order.candidates,
            Path(FOLDER),
        )
        return Measured(evidence=tool.measure()(request, context))

    def _open_engine(self) -> Engine:
        if self._engine is None:
            from ml_engineer_tools.engine import open_engine

            self._engine = open_engine(memory_limit=os.environ.get("ML_ENGINEER_MEMORY"))
        return self._engine

    def _progress(self, share: float, message: str) -> None:
        now = time.monotonic()
        if now - self._told >= PROGRESS_EVERY:
            self._told = now
            self._say(Progressed(share=share, message=message))

    def _say(self, reply: Contract) -> None:
        line = reply.model_dump_json()
        if len(line) > MOST_REPLY:
            line = _too_long(len(line)).model_dump_json()
        self._replies.write(line + "\n")
        self._replies.flush()


def _too_long(size: int) -> Failed:
    return Failed(
        kind="defect",
        message=f"The measurement's result takes {size / 2**20:.0f} MiB, more than the "
        f"{MOST_REPLY >> 20} MiB that fit; ask for fewer columns.",
    )


def _failed(error: Exception) -> Failed:
    from ml_engineer_tools.engine.failures import as_told

    told = as_told(error)
    if isinstance(told, BadInput):
        return Failed(kind="bad_input", message=str(told))
    message = str(told) if told else f"The tool failed inside ({kind_and_place(error)})."
    return Failed(kind="defect", message=message)


def _import_models() -> None:
    import importlib
    from contextlib import suppress

    for name in ("ibis", "duckdb", "sklearn.linear_model", "sklearn.tree", "lightgbm"):
        with suppress(Exception):  # whatever is wrong with it is told by the tool that needs it
            importlib.import_module(name)


def orders_of_a_living_parent(pipe: TextIO) -> Iterator[str]:
    """Yield the lines of a pipe; end this process at once, amid a measurement, when it closes.

    A parent that is killed can't end its workers, and nobody would hold them to their limits.
    """
    lines: SimpleQueue[str] = SimpleQueue()

    def read() -> None:
        for line in pipe:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield lines.get()


def main() -> None:
    """Serve orders on the process's own pipes."""
    # Waiting threads must not spin: under contention LightGBM is tens of times slower if they do.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    Worker(replies).serve(orders_of_a_living_parent(sys.stdin))


if __name__ == "__main__":
    main()
