"""What a turn draws while it runs, on a screen of sixty columns and ten rows."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyte
import pytest
from rich.console import Console

from ml_engineer.answer import Answer
from ml_engineer.cli.terminal import EventPrinter
from ml_engineer.cli.turn_view import TurnView
from ml_engineer.events import (
    AnswerAccepted,
    DraftDelta,
    DraftDropped,
    DraftRevised,
    Event,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)

ROWS, COLUMNS = 10, 60
ACCEPTED = AnswerAccepted(answer=Answer(text="So.", model="scripted", session="s"))


class Drawn:
    """The screen after each of some events; each is drawn at once, without waiting for a clock."""

    def __init__(self, *, no_color: bool = True) -> None:
        self.file = io.StringIO()
        self.console = Console(
            file=self.file, force_terminal=True, width=COLUMNS, height=ROWS, no_color=no_color,
            color_system="standard",
            highlight=False,
        )  # fmt: skip

    def screens(self, events: Sequence[Event]) -> list[str]:
        shown: list[str] = []
        with TurnView(self.console, redraws=False) as view:
            for event in events:
                view.show(event)
                view.draw()
                shown.append(self.screen())
        return [*shown, self.screen()]

    def screen(self) -> str:
        screen = pyte.Screen(COLUMNS, ROWS)
        pyte.Stream(screen).feed(self.file.getvalue().replace("\n", "\r\n"))
        return "\n".join(line.rstrip() for line in screen.display).rstrip()


def test_the_first_words_of_a_draft_are_drawn_at_once() -> None:
    drawn = Drawn()
    with TurnView(drawn.console, redraws=False) as view:
        view.show(DraftDelta(text=" "))
        view.show(DraftDelta(text="The table"))
        assert drawn.screen() == "The table"
        view.show(DraftDelta(text=" has 40 rows"))
        assert drawn.screen() == "The table", "what follows waits for the next drawing"
        view.show(DraftDropped(reason="cut"))
        view.show(DraftDelta(text="Anew"))
        assert "Anew" in drawn.screen()


def test_calls_are_drawn_as_they_run_and_fold_to_one_line() -> None:
    shown = Drawn().screens(
        [
            ToolStarted(call_id="1", tool="profile_dataset", summary="data=t.csv"),
            ToolStarted(call_id="2", tool="check_leakage", summary="data=t.csv"),
            ToolProgress(call_id="2", share=0.5, message="looking at \x1b[2Jpairs"),
            ToolFinished(call_id="2", tool="check_leakage", evidence="E2", seconds=1.25),
            ToolFinished(call_id="1", tool="profile_dataset", is_error=True, message="long " * 20),
            ACCEPTED,
        ]
    )
    assert len(shown[1].splitlines()) == 2
    assert "check_leakage ━━━━━━╌╌╌╌╌╌" in shown[2]
    assert "looking at \N{REPLACEMENT CHARACTER}[2Jpairs" in shown[2]
    first, second = shown[3].splitlines()
    assert first == "✓ check_leakage → E2 (1.2 s)"
    assert "profile_dataset ╌" in second
    assert shown[4].count("long") == 20, "what went wrong is told whole"
    assert shown[-1].splitlines()[0] == "✓ check_leakage → E2 (1.2 s)"
    assert "╌" not in shown[-1]


def test_a_draft_is_laid_out_and_its_end_is_in_sight_and_it_goes_when_the_answer_comes() -> None:
    draft = "## Verdict\n\nNot **yet**.\n\n" + "\n".join(f"- point {k}" for k in range(40))
    shown = Drawn().screens(
        [*(DraftDelta(text=part) for part in (draft[:30], draft[30:])), ACCEPTED]
    )
    assert "Not yet." in shown[0]
    assert "**" not in shown[0]
    assert "• point 39" in shown[1]
    assert "point 20" not in shown[1]
    assert shown[2] == shown[3] == ""


def test_a_draft_that_is_sent_back_goes_and_the_reasons_stay() -> None:
    reasons = ("A number is not cited, and this sentence is longer than the terminal is wide.",)
    shown = Drawn().screens(
        [
            DraftDelta(text="It reaches 0.9."),
            DraftDropped(reason="sent back"),
            DraftRevised(revision=1, reasons=reasons),
            DraftDelta(text="Better."),
            ACCEPTED,
        ]
    )
    assert "0.9" not in shown[1]
    assert "The checks sent the draft back" in shown[2]
    assert " ".join(shown[-1].split()).endswith(f"- {reasons[0]}")
    assert "Better" not in shown[-1]


@pytest.mark.parametrize("no_color", [True, False])
def test_no_color_is_kept(no_color: bool) -> None:
    drawn = Drawn(no_color=no_color)
    drawn.screens([DraftDelta(text="`code` and [link](https://example.org)"), ACCEPTED])
    coloured = re.search(r"\x1b\[(?:\d+;)*[34][0-7]", drawn.file.getvalue())
    assert (coloured is None) is no_color
    assert "\x1b]8" not in drawn.file.getvalue(), "a link shows where it leads"


def test_elsewhere_events_are_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with EventPrinter() as view:
        for event in (
            ToolStarted(call_id="1", tool="profile_dataset", summary="data=t.csv"),
            ToolProgress(call_id="1", share=0.5, message="half"),
            ToolFinished(call_id="1", tool="profile_dataset", evidence="E1", reused=True),
            DraftDelta(text="a draft"),
            ACCEPTED,
        ):
            view.show(event)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "… profile_dataset (data=t.csv)\n✓ profile_dataset → E1 (measured before, reused)\n"
    )


def test_a_conversation_through_pipes_loads_no_terminal_library(workspace: Path) -> None:
    script = (
        "import sys, io; sys.stdin = io.StringIO('Hello\\n');"
        "from ml_engineer.cli import run; run(['chat']);"
        "print(*{'prompt_toolkit', 'rich'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert "Written by the playbook" in done.stdout
    assert done.stderr.splitlines()[-1] == ""
