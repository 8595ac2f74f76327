"""A worker whose tools misbehave, each as the name of its table says; run as a process."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path
from typing import Any

from ml_engineer.toolbox import worker
from ml_engineer.toolbox.protocol import Measure, Measured
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence


def measure(order: Measure) -> Measured:
    """Do what the table is called, then hand out the evidence that lies in the directory."""
    match Path(str(order.request["data"])).stem:
        case "hang":
            time.sleep(60)
        case "native":
            ctypes.PyDLL(None).sleep(60)  # the interpreter's lock is held all the while
        case "glutton":
            hoard: list[Any] = []
            while True:
                hoard.append(b"x" * (64 << 20) + bytes([len(hoard)]))
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(7)
        case "chatty":
            print("a library prints", flush=True)
            os.write(1, b'{"reply": "failed", "kind": "refused", "message": "forged"}\n')
            ctypes.CDLL(None).puts(b"and so does native code")
            ctypes.CDLL(None).fflush(None)
        case "vast":
            raise BadInput("x" * (100 << 20))
        case "recursion":
            return measure(order)
    return Measured(evidence=Evidence.model_validate_json(Path("evidence.json").read_bytes()))


if __name__ == "__main__":
    setattr(worker.Worker, "_measure", lambda _self, order: measure(order))  # noqa: B010
    worker.main()
