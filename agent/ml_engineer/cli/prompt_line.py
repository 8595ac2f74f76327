"""The line that a person types: with completion, history and several lines on a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.output import Output

    from ml_engineer.engineer import Engineer

LEAVING = ("/quit", "/exit")
HISTORY = "chat-history"
"""The file below the workspace's folder that holds what was typed here."""

PROMPT, CONTINUED = "> ", ". "


class Line(Protocol):
    """Where the person's words come from."""

    interactive: bool
    """Whether a person sits there, who can be asked and who can press Ctrl-C."""

    draws: bool
    """Whether it draws what is typed itself, so that the terminal need not echo it."""

    def read(self, runner: asyncio.Runner) -> str | None:
        """Return the next input that isn't blank; None when the person leaves."""

    async def ask(self, question: str) -> str:
        """Ask something in between; "" when there is no answer."""


def open_line(engineer: Engineer) -> Line:
    """Return the line for this terminal, or for a pipe."""
    on_terminal = sys.stdin.isatty() and sys.stderr.isatty()
    if on_terminal and os.environ.get("TERM", "dumb") != "dumb":
        return TerminalLine(engineer)
    return PlainLine()


class PlainLine:
    """Standard input, one line at a time: pipes, and terminals that can do no more."""

    draws = False

    def __init__(self) -> None:
        self.interactive = sys.stdin.isatty()

    def read(self, runner: asyncio.Runner) -> str | None:
        """See `Line.read`. Typing is waited for outside the event loop: Ctrl-C ends it at once."""
        prompt = f"\n{PROMPT}" if self.interactive else ""
        while True:
            try:
                text = input(prompt).strip()
            except EOFError:
                return None
            if text in LEAVING:
                return None
            if text:
                return text

    async def ask(self, question: str) -> str:
        """See `Line.ask`."""
        try:
            return await asyncio.to_thread(input, question)
        except EOFError:
            return ""


class TerminalLine:
    """A line editor: Enter sends, Alt-Enter or a backslash at the end begins another line."""

    interactive = True
    draws = True

    def __init__(self, engineer: Engineer) -> None:
        self._engineer = engineer
        self._prompt: PromptSession[str] | None = None

    def read(self, runner: asyncio.Runner) -> str | None:
        """See `Line.read`. The loop runs meanwhile, so that workers warm up."""
        if self._prompt is None:
            self._prompt = _prompt_session(self._engineer)
        while True:
            print(file=sys.stderr)
            try:
                text = runner.run(self._prompt.prompt_async(PROMPT)).strip()
            except EOFError:
                return None
            except KeyboardInterrupt:
                print("Ctrl-D or /quit leaves.", file=sys.stderr)
                continue
            if text in LEAVING:
                return None
            if text:
                return text

    async def ask(self, question: str) -> str:
        """See `Line.ask`."""
        from prompt_toolkit import PromptSession

        try:
            return await PromptSession[str](output=_output()).prompt_async(question)
        except (EOFError, KeyboardInterrupt):
            return ""


def _prompt_session(engineer: Engineer) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.filters import Condition

    from ml_engineer.cli.completion import ChatCompleter

    def types_command() -> bool:
        text = session.default_buffer.text
        return text.startswith("/") and " " not in text

    session: PromptSession[str] = PromptSession(
        multiline=True,
        prompt_continuation=CONTINUED,
        history=history_of(engineer),
        completer=ChatCompleter(engineer),
        complete_while_typing=Condition(types_command),
        key_bindings=_keys(),
        output=_output(),
        enable_suspend=True,
        reserve_space_for_menu=5,
    )
    return session


def history_of(engineer: Engineer) -> History:
    """Return what was typed in this workspace before, and where it is kept."""
    from prompt_toolkit.history import FileHistory

    from ml_engineer.session.secrets import Scrubber
    from ml_engineer_tools.errors import ToolError
    from ml_engineer_tools.store.folder import make_folder

    class FolderHistory(FileHistory):
        """Made with the workspace's folder when something is typed; never in the way.

        It keeps no secret that was typed.
        """

        def store_string(self, string: str) -> None:
            with contextlib.suppress(OSError, ToolError):
                make_folder(engineer.workspace.root)
                super().store_string(Scrubber()(string))

    return FolderHistory(engineer.workspace.folder / HISTORY)


def _output() -> Output:
    from prompt_toolkit.output import create_output

    # Standard output may be a pipe; what is typed is drawn where progress is.
    return create_output(stdout=sys.stderr)


def _keys() -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("enter")
    def _send(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.document.is_cursor_at_the_end and buffer.text.endswith("\\"):
            buffer.delete_before_cursor()
            buffer.newline(copy_margin=False)
        else:
            buffer.validate_and_handle()

    @keys.add("escape", "enter")
    def _another_line(event: KeyPressEvent) -> None:
        event.current_buffer.newline(copy_margin=False)

    return keys
