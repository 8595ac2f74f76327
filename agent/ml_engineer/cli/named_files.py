"""Tables that a message names: granted where they lie here, asked for first where they don't."""

from __future__ import annotations

import sys
from pathlib import Path

from ml_engineer.cli.prompt_line import Line
from ml_engineer.cli.terminal import harmless
from ml_engineer.engineer import Engineer

FILE_SUFFIXES = (".csv", ".tsv", ".parquet", ".jsonl", ".ndjson", ".arrow", ".feather")


async def attach_named_files(engineer: Engineer, line: Line, text: str) -> None:
    """Grant the tables that a person's message names; ask first when they lie elsewhere."""
    named = [word.strip("\"'`,;:()?!") for word in text.split()]
    tables = [
        word
        for word in (name.rstrip(".") for name in named)
        if word.lower().endswith(FILE_SUFFIXES) and (engineer.workspace.root / word).is_file()
    ]
    facts = engineer.session.segment.facts if engineer.session_id is not None else None
    attached = [name for name in (facts.data, facts.test) if name] if facts is not None else []
    there = {_place(engineer, name) for name in attached}
    new = {_place(engineer, word): word for word in tables if _place(engineer, word) not in there}
    granted = [word for word in new.values() if await _may_read(engineer, line, word)]
    if not granted:
        return
    has_table = facts is not None and facts.data is not None
    if len(granted) >= 2:
        await engineer.attach(data=granted[0], test=granted[1], in_a_message=True)
    elif has_table:
        await engineer.attach(test=granted[0], in_a_message=True)
    else:
        await engineer.attach(data=granted[0], in_a_message=True)


def _place(engineer: Engineer, name: str) -> Path:
    """Return which file a name means: a table that is attached already is not a second one."""
    return (engineer.workspace.root / name).resolve()


async def _may_read(engineer: Engineer, line: Line, path: str) -> bool:
    if engineer.workspace.is_inside(path):
        return True
    if not line.interactive:
        told = f"{path} lies outside this directory; name it with --data."
        print(harmless(told), file=sys.stderr)
        return False
    question = harmless(f"{path} lies outside this directory. Read it? [y/N] ")
    return (await line.ask(question)).strip().lower() in ("y", "yes")
