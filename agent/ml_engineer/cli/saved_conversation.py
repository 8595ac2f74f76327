"""A conversation as a Markdown file: questions, answers, and a footnote for each figure."""

from __future__ import annotations

from pathlib import Path

from ml_engineer.cli.terminal import harmless
from ml_engineer.evidence.footnotes import footnoted
from ml_engineer.session.session import Exchange, Session
from ml_engineer_tools.errors import BadInput

MARK = "<!-- conversation of ml-engineer, session {} -->"
"""The first line; by it a file of the same conversation is known and written anew."""


def save_conversation(session: Session, name: str) -> Path:
    """Write a session's conversation to a file that the person named, and return its path.

    A file that is there already is only replaced if it holds the same conversation.

    Raises:
        BadInput: another file is there, or it can't be written.
    """
    path = Path(name).expanduser()
    mark = MARK.format(session.id)
    try:
        if path.exists() and not (path.is_file() and _first_line(path) == mark):
            raise BadInput(f"{path} is there already; name another file.")
        path.write_text("\n\n".join((mark, *map(_written, session.exchanges))) + "\n", "utf-8")
    except OSError as error:
        raise BadInput(f"{path} can't be written ({error.strerror}); name another file.") from None
    return path


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline().strip()


def _written(exchange: Exchange) -> str:
    quoted = "\n".join(f"> {line}" for line in harmless(exchange.question).split("\n"))
    if exchange.answer is None:
        return f"{quoted}\n\n*Not answered.*"
    text, notes = footnoted(exchange.answer.text, exchange.answer.cited)
    by = "the playbook, rules" if exchange.answer.model == "playbook" else exchange.answer.model
    parts = [quoted, harmless(text)]
    if notes:
        parts.append("\n".join(f"- {harmless(note)}" for note in notes))
    return "\n\n".join([*parts, f"*Written by {by}.*"])
