"""Kill a process that holds a session, at random instants, and see whether anything is amiss.

    python -m tests.killing.run --kills 200

Each life is forked from this process, which has imported all beforehand, and is killed with
SIGKILL after a random while; the next life takes the session up. When a session is done, all
that is kept is compared with an undisturbed one. Every other session runs over the wire, against
a server on loopback that streams in pieces.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.faults.simulator import Send, Simulator
from tests.faults.wires import AnthropicWire
from tests.killing.life import BOOK, live, prepared, state

from ml_engineer.models.scripted import Step

MOST_LIVES = 60
"""Of one session: it must come to its end however often it is killed."""


def main() -> None:
    """Kill as often as asked for, and print what differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    folder = Path(tempfile.mkdtemp(prefix="killing-"))
    server, url = _serving()
    try:
        report = _trials(folder, url, options.kills, random.Random(seed))
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)
    print(json.dumps({"seed": seed, **report}, indent=2))
    if report["differing"]:
        print(f"kept for a look: {folder}", file=sys.stderr)
        sys.exit(1)
    shutil.rmtree(folder)


def _trials(folder: Path, url: str, kills: int, rng: random.Random) -> dict[str, Any]:
    whole: dict[str, tuple[float, dict[str, Any]]] = {}
    for way, address in (("in process", None), ("over the wire", url)):
        if _life(prepared(folder / "warm" / way / "w"), address, None):
            raise RuntimeError("an undisturbed life did not come to its end")
        _import_all(folder / "warm" / way / "modules")
        workspace = prepared(folder / way.replace(" ", "-"))
        started = time.monotonic()
        if _life(workspace, address, None):
            raise RuntimeError("an undisturbed life did not come to its end")
        whole[way] = (time.monotonic() - started, state(workspace))
    done = {"kills": 0, "sessions": 0, "lives": 0}
    differing: list[dict[str, Any]] = []
    while done["kills"] < kills:
        way = "over the wire" if done["sessions"] % 2 else "in process"
        address = url if done["sessions"] % 2 else None
        seconds, expected = whole[way]
        workspace = prepared(folder / f"session-{done['sessions']}")
        instants: list[float] = []
        for _ in range(MOST_LIVES):
            enough = done["kills"] >= kills
            instant = None if enough else rng.uniform(0.0, 0.6 * seconds)
            done["lives"] += 1
            if not _life(workspace, address, instant):
                break
            instants.append(round(instant or 0.0, 4))
            done["kills"] += 1
        found = state(workspace)
        amiss = [name for name in expected if found[name] != expected[name]]
        if amiss:
            differing.append({"session": workspace.name, "amiss": amiss, "killed_after": instants})
        done["sessions"] += 1
    return {**done, "differing": differing}


def _life(workspace: Path, url: str | None, instant: float | None) -> bool:
    """Let one life run, killed after `instant` seconds; tell whether it was killed.

    Raises:
        RuntimeError: it ended by itself, but not well.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.chdir(workspace)
            asyncio.run(live(workspace, url))
            if not (names := workspace.parent / "modules").exists():
                names.write_text(" ".join(sorted(sys.modules)))
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    if instant is not None:
        time.sleep(instant)
        # A life that has ended stays until it is waited for, so that no other process is hit.
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise RuntimeError(f"a life in {workspace} failed; its words are above")
    return False


class BookServer(Simulator):
    """Answers with the page of the book that the conversation has come to, in pieces."""

    async def _answer(self, send: Send, writer: asyncio.StreamWriter) -> None:
        said = json.loads(self.bodies.pop())["messages"]
        step = BOOK[sum(message["role"] == "assistant" for message in said)]
        await super()._answer(Send(_pieces(_events(step))), writer)


def _events(step: Step) -> list[bytes]:
    if isinstance(step, str):
        return AnthropicWire().reply(step)
    assert isinstance(step, list)
    return AnthropicWire().reply(
        calls=[(call.id, call.name, json.dumps(call.arguments)) for call in step]
    )


def _pieces(events: list[bytes]) -> list[bytes]:
    whole = b"".join(events)
    return [whole[start : start + 97] for start in range(0, len(whole), 97)]


def _serving() -> tuple[int, str]:
    """Start the server in a process of its own; return its id and address."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:

        async def serve() -> None:
            async with BookServer() as server:
                os.write(writing, server.url.encode())
                os.close(writing)
                await asyncio.Event().wait()

        asyncio.run(serve())
        os._exit(0)
    os.close(writing)
    url = os.read(reading, 200).decode()
    os.close(reading)
    return child, url


def _import_all(names: Path) -> None:
    """Import what a life has imported at its end, so that the next one need not."""
    for name in names.read_text().split():
        with suppress(Exception):
            importlib.import_module(name)


if __name__ == "__main__":
    main()
