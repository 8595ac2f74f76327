"""`sessions`: the conversations that are kept in this directory, and what they sent."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from ml_engineer.cli import FINE
from ml_engineer.cli.prompt_line import HISTORY
from ml_engineer.cli.terminal import harmless, print_answer
from ml_engineer.conversation import (
    AssistantMessage,
    GateMessage,
    Message,
    RecallMessage,
    ToolMessage,
    UserMessage,
)
from ml_engineer.session import EgressLog, Journal, Session
from ml_engineer.session.journal import FILE
from ml_engineer.session.session import Exchange
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.errors import BadInput, ToolError
from ml_engineer_tools.store.folder import FOLDER


def list_sessions(options: Namespace) -> int:
    """List the sessions, newest first."""
    rows = _journal().sessions()
    if options.json:
        print("[" + ",\n ".join(row.model_dump_json() for row in rows) + "]")
        return FINE
    for row in rows:
        question = harmless(" ".join((row.question or "").split()))[:70]
        print(f"{row.id}  {row.started_at[:19]}  {row.model:<24} {question}")
    return FINE


def show_session(options: Namespace) -> int:
    """Print one session from its first message to its last, or what it sent."""
    if options.egress:
        return show_egress(options)
    session = Session.resume(_journal(), options.session)
    print(f"Session {session.id}, under the prompts {session.prompts_sha256[:12] or 'not kept'}.")
    asked = iter(session.asked)
    open_: Exchange | None = None
    for segment in (*session.earlier, session.segment):
        if segment.takes_back:
            _print_answer(open_)
            open_ = None
            print("  the newest question was taken back")
        for place, message in enumerate(segment):
            told_before = segment.takes_back or not isinstance(message, RecallMessage)
            if place < segment.begun_with and told_before:
                continue  # the segment before had it
            if isinstance(message, UserMessage):
                _print_answer(open_)
                open_ = next(asked, None)
            _print_message(message)
    _print_answer(open_)
    return FINE


def _print_message(message: Message) -> None:
    if isinstance(message, UserMessage):
        print(f"\n> {harmless(message.text)}\n")
    elif isinstance(message, AssistantMessage) and message.calls:
        print("  calls " + ", ".join(harmless(call.name) for call in message.calls))
    elif isinstance(message, ToolMessage):
        errors = [result.content for result in message.results if result.is_error]
        print("".join(f"  error: {harmless(error)}\n" for error in errors), end="")
    elif isinstance(message, GateMessage):
        print("  the checks sent the draft back")
    elif isinstance(message, RecallMessage):
        print("  the conversation had grown longer than the model reads; it goes on from evidence")


def _print_answer(exchange: Exchange | None) -> None:
    if exchange is not None and exchange.answer is not None:
        print_answer(exchange.answer)


def show_egress(options: Namespace) -> int:
    """Print every byte that a session sent to a provider."""
    journal = _journal()
    journal.entries(options.session)
    sent = EgressLog(journal.connection, options.session).sent()
    for request in sent:
        print(f"--- {request.at} to {request.destination}, {len(request.body):,} bytes")
        print(request.body.decode("utf-8", errors="replace"))
    if not sent:
        print("Nothing of this session left this machine.")
    return FINE


def export_session(options: Namespace) -> int:
    """Print all that is kept of a session as JSON, or write it to a file."""
    from ml_engineer.session.export import exported

    text = exported(_journal(), options.session).model_dump_json(indent=2)
    if options.output is None:
        print(text)
        return FINE
    try:
        Path(options.output).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{options.output} can't be written ({error.strerror}).") from None
    print(f"Wrote {options.output}.", file=sys.stderr)
    return FINE


def delete_session(options: Namespace) -> int:
    """Delete a session and what it sent; evidence stays."""
    _journal().entries(options.session)
    if not options.yes and not _agreed(f"Delete session {options.session} for good?"):
        print("Nothing was deleted.", file=sys.stderr)
        return FINE
    Journal(Workspace().root).delete(options.session)
    print(f"Deleted session {options.session}. What it measured is kept: ml-engineer evidence list")
    if (typed := Workspace().folder / HISTORY).exists():
        print(f"What was typed in chats is kept for its prompt, in {FOLDER}/{typed.name}.")
    return FINE


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise BadInput("To delete without being asked, add --yes.")
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def _journal() -> Journal:
    """The journal of this directory, for reading."""
    workspace = Workspace()
    if not (workspace.folder / FILE).exists():
        raise ToolError("There are no sessions in this directory yet.")
    return Journal(workspace.root, writing=False)
