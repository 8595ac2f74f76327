"""Completion of what a person types in `chat`: commands, and what may stand behind each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from ml_engineer.cli.chat_commands import COMMANDS, Command
from ml_engineer.cli.named_files import FILE_SUFFIXES
from ml_engineer.engineer import Engineer
from ml_engineer_tools.store import Store

COMPRESSED = (".gz", ".zst", ".bz2", ".xz", ".zip")


class ChatCompleter(Completer):
    """Completes commands, their arguments, and paths of tables within a sentence."""

    def __init__(self, engineer: Engineer) -> None:
        self._engineer = engineer
        self._paths = PathCompleter(expanduser=True)
        self._tables = PathCompleter(expanduser=True, file_filter=_is_table)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        """Yield what may stand at the cursor."""
        before = document.text_before_cursor
        if before.startswith("/") and "\n" not in before:
            name, space, rest = before.partition(" ")
            if not space:
                yield from self._commands(name)
                return
            command = next((one for one in COMMANDS if one.name == name), None)
            if command is not None:
                yield from self._arguments(command, rest, event)
                return
        word = before.split()[-1] if before and not before[-1].isspace() else ""
        if word:
            yield from self._tables.get_completions(Document(word), event)

    def _commands(self, typed: str) -> Iterator[Completion]:
        for command in COMMANDS:
            if command.name.startswith(typed):
                yield Completion(
                    command.name,
                    start_position=-len(typed),
                    display=f"{command.name} {command.argument}".strip(),
                    display_meta=command.about,
                )

    def _arguments(
        self, command: Command, typed: str, event: CompleteEvent
    ) -> Iterable[Completion]:
        if command.completes == "table":
            return self._tables.get_completions(Document(typed), event)
        if command.completes == "path":
            return self._paths.get_completions(Document(typed), event)
        names = command.choices
        if command.completes == "column":
            names = self._columns()
        elif command.completes == "evidence":
            names = self._evidence()
        return [
            Completion(name, start_position=-len(typed), display=_shown(name))
            for name in names
            if name.lower().startswith(typed.lower())
        ]

    def _columns(self) -> tuple[str, ...]:
        if self._engineer.session_id is None:
            return ()
        return self._engineer.session.segment.facts.columns

    def _evidence(self) -> tuple[str, ...]:
        store = Store.open_existing(self._engineer.workspace.root)
        return tuple(one.alias for one in store.all_evidence() if one.alias) if store else ()


def _is_table(path: str) -> bool:
    name = path.lower()
    for suffix in COMPRESSED:
        name = name.removesuffix(suffix)
    return name.endswith(FILE_SUFFIXES)


def _shown(name: str) -> str:
    """A column's name may hold anything; what is drawn is one short line."""
    return "".join(char if char.isprintable() else "?" for char in name)[:60]
