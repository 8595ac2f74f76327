"""What a terminal shows: progress while a turn runs, the answer with its footnotes at the end."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import Self, TextIO

from ml_engineer.answer import Answer
from ml_engineer.events import (
    ConversationShortened,
    DraftRevised,
    Event,
    ModelRetried,
    SecretsRemoved,
    ToolFinished,
    ToolStarted,
)
from ml_engineer.evidence.footnotes import footnoted
from ml_engineer.session.secrets import REMOVED
from ml_engineer.usage import Usage

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
WIDEST_TEXT, WIDEST_NOTE = 110, 96
"""Characters of a line of an answer, and of a footnote, however wide the terminal is."""


class EventPrinter:
    """Shows the events of a turn as lines on standard error, for pipes and plain terminals."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, event: Event) -> None:
        """Show one event; a draft and progress are for terminals alone."""
        if self._quiet:
            return
        if isinstance(event, ToolStarted):
            self._line(f"… {event.tool} ({event.summary})")
        for line in lasting_lines(event):
            self._line(line)

    def _line(self, text: str) -> None:
        print(harmless(text), file=sys.stderr, flush=True)


def lasting_lines(event: Event) -> list[str]:
    """Return what stays on the screen of an event: a finished call is one line."""
    match event:
        case ToolFinished():
            return [_finished(event)]
        case ModelRetried():
            return [
                f"  {event.reason} Again in {event.wait_seconds:.0f} s "
                f"(attempt {event.attempt} of {event.attempts} failed)."
            ]
        case SecretsRemoved():
            one = event.count == 1
            return [
                f"  {'A secret was' if one else f'{event.count} secrets were'} taken out of what "
                f"you typed, before it was kept or sent; in {'its' if one else 'their'} place "
                f"stands {REMOVED}."
            ]
        case ConversationShortened():
            kept = ", ".join(event.evidence) or "none so far"
            return [
                "  The conversation had grown longer than the model reads; it goes on from its "
                f"evidence ({kept})."
            ]
        case DraftRevised():
            reasons = [f"    - {reason}" for reason in event.reasons]
            return ["  The checks sent the draft back:", *reasons]
    return []


def harmless(text: str) -> str:
    """Return a text without the control characters by which a name could drive the terminal."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def say(text: str, *, file: TextIO | None = None, indent: str = "") -> None:
    """Print a sentence: on a terminal between words where a line is full, as it is elsewhere."""
    file = file or sys.stdout
    clean = harmless(text)
    if file.isatty():
        width = min(shutil.get_terminal_size((WIDEST_TEXT, 24)).columns, WIDEST_TEXT)
        clean = textwrap.fill(
            clean, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
        )
    print(clean, file=file, flush=True)


def print_answer(answer: Answer) -> None:
    """Print the accepted text, its citations as numbered footnotes."""
    text, notes = footnoted(answer.text, answer.cited)
    _print_markdown(harmless(text))
    if notes:
        width = min(shutil.get_terminal_size((WIDEST_NOTE, 24)).columns, WIDEST_NOTE)
        print("\n" + "─" * 40)
        for note in notes:
            print(textwrap.fill(harmless(note), width, subsequent_indent="     "))
    by = (
        "the playbook (rules, not a language model)" if answer.model == "playbook" else answer.model
    )
    print()
    say(f"Written by {by}. Session {answer.session}.{_cost(answer)}")


def _print_markdown(text: str) -> None:
    """Print Markdown as it is, or laid out where a person reads it on a terminal."""
    if not sys.stdout.isatty():
        print(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    size = shutil.get_terminal_size()  # both told: of a dumb terminal Console asks neither
    console = Console(width=min(size.columns, WIDEST_TEXT), height=size.lines)
    console.print(Markdown(text, hyperlinks=False))


def _cost(answer: Answer) -> str:
    """Say what the turn cost; nothing for the playbook."""
    if answer.model == "playbook":
        return ""
    if answer.cost is None:
        failed = answer.usage.failed
        told = f" {failed} of {failed + answer.usage.requests} requests failed." if failed else ""
        return f" Cost: not known, as the price of this model is not.{told}"
    of = f"list prices of {answer.cost.as_of}" if answer.cost.as_of else "prices you gave"
    cost = f" Cost: {answer.cost.amount:.4f} {answer.cost.currency} at {of}."
    return cost + uncounted(answer.usage)


def uncounted(usage: Usage) -> str:
    """Say how many requests failed, and of which it is not known what they took; "" for none."""
    asked = usage.requests + usage.failed
    told = f" {usage.failed} of {asked} requests failed" if usage.failed else ""
    if not usage.unreported:
        return f"{told}; their tokens are counted." if told else ""
    which = f"{told}; of {usage.unreported}" if told else f" Of {usage.unreported} of {asked}"
    return f"{which} the provider reported no tokens, which are missing in the cost."


def _finished(event: ToolFinished) -> str:
    if event.is_error:
        return f"✗ {event.tool}: {event.message}"
    source = f" → {event.evidence}" if event.evidence else ""
    how = "measured before, reused" if event.reused else f"{event.seconds:.1f} s"
    note = f"; {event.message}" if event.message else ""
    return f"✓ {event.tool}{source} ({how}{note})"
