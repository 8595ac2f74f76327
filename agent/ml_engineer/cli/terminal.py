"""What a terminal shows: progress while a turn runs, the answer with its footnotes at the end."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap

from ml_engineer.answer import Answer
from ml_engineer.events import (
    AnswerAccepted,
    ConversationShortened,
    DraftDelta,
    DraftDropped,
    DraftRevised,
    Event,
    ModelRetried,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)
from ml_engineer.evidence.footnotes import footnoted

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
DIM, PLAIN, CLEAR_LINE = "\033[2m", "\033[0m", "\r\033[2K"
WIDTH = 96


class EventPrinter:
    """Shows the events of a turn on standard error; a terminal also sees the draft, dimmed."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._live = sys.stderr.isatty() and not quiet
        self._drafted = ""

    def show(self, event: Event) -> None:
        """Show one event."""
        if self._quiet:
            return
        match event:
            case DraftDelta():
                self._draft(event.text)
            case ToolStarted():
                self._line(f"… {event.tool} ({event.summary})")
            case ToolProgress() if self._live:
                sys.stderr.write(f"{CLEAR_LINE}  {event.share:4.0%} {harmless(event.message)[:70]}")
                sys.stderr.flush()
            case ToolFinished():
                self._line(_finished(event))
            case ModelRetried():
                self._line(
                    f"  {event.reason} Again in {event.wait_seconds:.0f} s "
                    f"(attempt {event.attempt} of {event.attempts} failed)."
                )
            case ConversationShortened():
                kept = ", ".join(event.evidence) or "none so far"
                self._line(
                    "  The conversation had grown longer than the model reads; it goes on from "
                    f"its evidence ({kept})."
                )
            case DraftRevised():
                self._line("  The checks sent the draft back:")
                for reason in event.reasons:
                    self._line(f"    - {reason}")
            case DraftDropped() | AnswerAccepted():
                self._end_draft()

    def _line(self, text: str) -> None:
        self._end_draft()
        start = CLEAR_LINE if self._live else ""
        print(f"{start}{harmless(text)}", file=sys.stderr, flush=True)

    def _draft(self, text: str) -> None:
        if self._live:
            self._drafted += text
            sys.stderr.write(f"{DIM}{harmless(text)}{PLAIN}")
            sys.stderr.flush()

    def _end_draft(self) -> None:
        """Take the draft off the screen: what stands there at the end is the accepted text."""
        if self._drafted:
            rows = min(rows_taken(self._drafted), shutil.get_terminal_size().lines - 1)
            up = f"\033[{rows - 1}A" if rows > 1 else ""
            sys.stderr.write(f"\r{up}\033[J")
            sys.stderr.flush()
            self._drafted = ""


def harmless(text: str) -> str:
    """Return a text without the control characters by which a name could drive the terminal."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def rows_taken(text: str) -> int:
    """Return how many rows of the terminal a text takes, long lines wrapped."""
    width = max(shutil.get_terminal_size().columns, 1)
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n"))


def print_answer(answer: Answer) -> None:
    """Print the accepted text, its citations as numbered footnotes."""
    text, notes = footnoted(answer.text, answer.cited)
    _print_markdown(harmless(text))
    if notes:
        print("\n" + "─" * 40)
        for note in notes:
            print(textwrap.fill(harmless(note), WIDTH, subsequent_indent="     "))
    by = (
        "the playbook (rules, not a language model)" if answer.model == "playbook" else answer.model
    )
    print(f"\nWritten by {by}. Session {answer.session}.{_cost(answer)}")


def _print_markdown(text: str) -> None:
    """Print Markdown as it is, or laid out where a person reads it on a terminal."""
    if not sys.stdout.isatty():
        print(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=min(shutil.get_terminal_size().columns, 110)).print(Markdown(text))


def _cost(answer: Answer) -> str:
    """Say what the turn cost; nothing for the playbook."""
    if answer.model == "playbook":
        return ""
    if answer.cost is None:
        return " Cost: not known, as the price of this model is not."
    of = f"list prices of {answer.cost.as_of}" if answer.cost.as_of else "prices you gave"
    return f" Cost: {answer.cost.amount:.4f} {answer.cost.currency} at {of}."


def _finished(event: ToolFinished) -> str:
    if event.is_error:
        return f"✗ {event.tool}: {event.message}"
    source = f" → {event.evidence}" if event.evidence else ""
    how = "measured before, reused" if event.reused else f"{event.seconds:.1f} s"
    note = f"; {event.message}" if event.message else ""
    return f"✓ {event.tool}{source} ({how}{note})"
