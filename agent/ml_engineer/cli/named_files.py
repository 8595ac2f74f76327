"""Tables that a message names: granted where they lie here, asked for first where they don't."""

from __future__ import annotations

import sys

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
    granted = [word for word in tables if await _may_read(engineer, line, word)]
    if not granted:
        return
    has_table = engineer.session_id is not None and engineer.session.segment.facts.data is not None
    if len(granted) >= 2:
        await engineer.attach(data=granted[0], test=granted[1])
    elif has_table:
        await engineer.attach(test=granted[0])
    else:
        await engineer.attach(data=granted[0])


async def _may_read(engineer: Engineer, line: Line, path: str) -> bool:
    if engineer.workspace.is_inside(path):
        return True
    if not line.interactive:
        told = f"{path} lies outside this directory; name it with --data."
        print(harmless(told), file=sys.stderr)
        return False
    question = harmless(f"{path} lies outside this directory. Read it? [y/N] ")
    return (await line.ask(question)).strip().lower() in ("y", "yes")
