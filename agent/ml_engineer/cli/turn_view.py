"""A turn as a terminal shows it while it runs: calls with their progress, and the draft below them.

What is finished stays as one line; what is running, and the draft, is drawn anew in place and gone
once the turn has its answer. A draft that is longer than the screen shows its end.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ml_engineer.cli.terminal import EventPrinter, harmless, lasting_lines
from ml_engineer.events import (
    AnswerAccepted,
    DraftDelta,
    DraftDropped,
    Event,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.live import Live

REDRAWS_A_SECOND = 8
SPARE_ROWS = 4
"""Rows of the screen that the draft leaves free, for the calls and what was there before."""

BAR = 12
"""Characters of a bar of progress."""


def turn_view(*, quiet: bool = False) -> TurnView | EventPrinter:
    """Return what shows a turn here: drawn in place on a terminal, lines elsewhere."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return EventPrinter(quiet=quiet)
    from rich.console import Console

    return TurnView(Console(stderr=True, highlight=False))


@dataclass
class _Running:
    """A call that runs."""

    tool: str
    started: float = field(default_factory=time.monotonic)
    share: float = 0.0
    message: str = ""


class TurnView:
    """Draws the events of a turn on a terminal; use it as a context.

    Args:
        console: where.
        redraws: whether it draws by itself, eight times a second; else `draw` does.
    """

    def __init__(self, console: Console, *, redraws: bool = True) -> None:
        self._console = console
        self._redraws = redraws
        self._running: dict[str, _Running] = {}
        self._draft = ""
        self._live: Live | None = None
        self._echo = contextlib.ExitStack()

    def __enter__(self) -> TurnView:
        from rich import markdown  # noqa: F401  imported before the first words come
        from rich.live import Live

        self._echo.enter_context(keys_unseen())
        self._live = Live(
            get_renderable=self._drawn,
            console=self._console,
            transient=True,
            auto_refresh=self._redraws,
            refresh_per_second=REDRAWS_A_SECOND,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.clear()
        self._draft = ""
        if self._live is not None:
            self._live.stop()
            self._live = None
        self._echo.close()

    def show(self, event: Event) -> None:
        """Take one event in; what it changes is drawn within an eighth of a second.

        The first words of a draft are drawn at once: until then nothing tells that a model writes.
        """
        match event:
            case DraftDelta():
                begins = not self._draft.strip()
                self._draft += event.text
                if begins and event.text.strip():
                    self.draw()
            case ToolStarted():
                self._running[event.call_id] = _Running(event.tool)
            case ToolProgress() if event.call_id in self._running:
                self._running[event.call_id].share = event.share
                self._running[event.call_id].message = event.message
            case ToolFinished():
                self._running.pop(event.call_id, None)
            case DraftDropped() | AnswerAccepted():
                self._draft = ""
        folded = isinstance(event, ToolFinished) and not event.is_error
        for line in lasting_lines(event):
            self._keep(line, whole=not folded)

    def draw(self) -> None:
        """Draw what runs now."""
        if self._live is not None:
            self._live.refresh()

    def _keep(self, line: str, *, whole: bool) -> None:
        """Print a line that stays: a finished call is one row, what went wrong is told whole."""
        from rich.text import Text

        self._console.print(
            Text(harmless(line)),
            no_wrap=not whole,
            overflow="fold" if whole else "ellipsis",
            highlight=False,
        )

    def _drawn(self) -> RenderableType:
        from rich.console import Group
        from rich.text import Text

        calls = [
            Text(self._call_line(call), no_wrap=True, overflow="ellipsis")
            for call in self._running.values()
        ]
        if not self._draft.strip():
            return Group(*calls)
        rows = self._console.height - len(calls) - SPARE_ROWS
        return Group(*calls, _End(harmless(self._draft), max(rows, 3)))

    def _call_line(self, call: _Running) -> str:
        seconds = time.monotonic() - call.started
        done = round(min(max(call.share, 0.0), 1.0) * BAR)
        bar = "━" * done + "╌" * (BAR - done)
        spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[int(seconds * REDRAWS_A_SECOND) % 10]
        return f"{spinner} {call.tool} {bar} {seconds:.0f} s  {harmless(call.message)}"


@contextlib.contextmanager
def keys_unseen() -> Iterator[None]:
    """Don't echo what is typed meanwhile, which would break the drawing; it is read afterwards."""
    try:
        import termios

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
    except (ImportError, OSError, ValueError, termios.error):
        yield  # not a terminal, or none of this kind
        return
    unseen = [*before]
    unseen[3] &= ~termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSANOW, unseen)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)


class _End:
    """The last rows of a Markdown text, dimmed: a draft that is still being written."""

    def __init__(self, text: str, rows: int) -> None:
        self._text = text
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.markdown import Markdown
        from rich.segment import Segment
        from rich.style import Style

        lines = console.render_lines(
            Markdown(self._text, hyperlinks=False),
            options.update(height=None),
            style=Style(dim=True),
            pad=False,
        )
        for line in lines[-self._rows :]:
            yield from line
            yield Segment.line()
