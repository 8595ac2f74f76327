"""A terminal for tests: a real pseudo-terminal with a process in it, and the screen it draws."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

CHAT = """\
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches us
from ml_engineer.cli import main
main()
"""
LONGEST_WAIT = 120.0
"""Seconds until a test gives up; machines that run tests are busy."""


class Terminal:
    """`ml-engineer` with these arguments, in a terminal of so many columns and rows."""

    def __init__(self, *arguments: str, columns: int, rows: int = 40, **environment: str) -> None:
        self.raw = b""
        self._screen = _Screen(columns, rows, self._write)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHAT, *arguments],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True, cwd=Path.cwd(),
            env={**kept, "TERM": "xterm-256color", **environment},
        )  # fmt: skip
        os.close(slave)

    @property
    def screen(self) -> str:
        """What stands on the screen, and what has scrolled off it."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def press(self, keys: str) -> None:
        """Press these keys."""
        self._write(keys)

    def enter(self, text: str) -> None:
        """Wait for the prompt, then type this and send it."""
        self.at_prompt()
        self.press(f"{text}\r")

    def at_prompt(self) -> None:
        """Wait until the last line is an empty prompt."""
        self._wait(lambda: self.screen.rpartition("\n")[2] == ">", "a prompt")

    def until(self, words: str) -> str:
        """Wait until the screen shows these words, or has shown them, and return the screen."""
        sent = words.encode()
        self._wait(lambda: words in self.screen or sent in self.raw, repr(words))
        return self.screen

    def ended(self) -> int:
        """Wait for the end of the process, and return its exit code."""
        end = time.monotonic() + LONGEST_WAIT
        while self._read() and time.monotonic() < end:
            pass
        return self.process.wait(LONGEST_WAIT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def _wait(self, came: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while not came():
            if time.monotonic() > end or not (self._read() or came()):
                raise AssertionError(f"{what} never came; on the screen:\n{self.screen}")

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], 1.0)
        if not ready:
            return self.process.poll() is None
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux: the other side is closed
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def _write(self, keys: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self._master, keys.encode())


class _Screen(pyte.Screen):
    """A screen that answers what a program asks its terminal."""

    def __init__(self, columns: int, rows: int, answer: object) -> None:
        super().__init__(columns, rows)
        self._answer = answer

    def write_process_input(self, data: str) -> None:
        """Answer a request, as for the position of the cursor."""
        self._answer(data)  # type: ignore[operator]
