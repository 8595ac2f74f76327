"""`chat` in a real terminal: completion, several lines, progress, Ctrl-C, narrow and colourless."""

from __future__ import annotations

import re
from pathlib import Path

from tests.chat.terminal import Terminal

from ml_engineer.demo import write_demo

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7])(?:;\d+)*m")


def test_a_conversation_in_a_narrow_terminal_without_colour(workspace: Path) -> None:
    write_demo(workspace)  # large enough that a person can press Ctrl-C while it is measured
    with Terminal("chat", "--data", "train.csv", columns=60, rows=200, NO_COLOR="1") as terminal:
        terminal.at_prompt()

        # Commands and columns are completed; a backslash at the end begins another line.
        terminal.press("/targ")
        terminal.until("what is to be predicted")
        terminal.press("\t")
        terminal.until("> /target")
        terminal.press(" chu\t")
        terminal.until("> /target churned")
        terminal.press("\r")
        terminal.until("Noted: target is churned.")
        terminal.at_prompt()
        terminal.press("Hello,\\\rgood\\\rmorning")
        assert "> Hello,\n. good\n. morning" in terminal.until(". morning")
        terminal.press("\r")
        said = terminal.until("Written by the playbook")
        assert "language model). Session" in " ".join(said.split()), "wrapped between words"

        # A turn shows its calls as they run; Ctrl-C stops it, and only it.
        terminal.enter("Is there leakage?")
        terminal.until("check_leakage ╌")
        terminal.press("\x03")
        terminal.until("Stopped; what was measured is kept.")
        assert "check_leakage ╌" not in terminal.screen, "what was drawn in place is gone"
        terminal.enter("/undo")
        terminal.until('Taken back: "Is there leakage?"')

        terminal.at_prompt()
        terminal.press("\x04")
        assert terminal.ended() == 0
        assert "chat --resume" in terminal.screen
        assert not COLOUR.search(terminal.raw)
    history = (workspace / ".ml-engineer" / "chat-history").read_text()
    assert "+good" in history


def test_a_plain_terminal_gets_plain_lines(workspace: Path) -> None:
    with Terminal("chat", columns=60, TERM="dumb") as terminal:
        terminal.at_prompt()
        terminal.press("Hello\n")
        terminal.until("Written by the playbook")
        terminal.at_prompt()
        assert "attach a table and\nask" not in terminal.screen, "laid out for its own width"
        terminal.press("/quit\n")
        assert terminal.ended() == 0
        assert b"\x1b[" not in terminal.raw
