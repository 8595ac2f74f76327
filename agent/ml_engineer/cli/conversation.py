"""`ask` and `chat`: a conversation in the terminal."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from ml_engineer.answer import Answer
from ml_engineer.cli import FAILED, FINE
from ml_engineer.cli.terminal import EventPrinter, harmless, print_answer
from ml_engineer.engineer import Engineer
from ml_engineer.events import AnswerAccepted
from ml_engineer.limits import Limits
from ml_engineer.models.base import ModelError
from ml_engineer_tools.errors import BadInput, ToolError

FILE_SUFFIXES = (".csv", ".tsv", ".parquet", ".jsonl", ".ndjson", ".arrow", ".feather")
GREETING = """\
Ask in plain words. Name a table by its path; `/target COLUMN`, `/time COLUMN` and
`/group COLUMN` say what its columns are; `/quit` ends. Everything is kept."""


def ask(options: Namespace) -> int:
    """Answer one question and print it."""
    return asyncio.run(_ask(options))


def chat(options: Namespace) -> int:
    """Talk until the person leaves."""
    # Typing is waited for outside the event loop, so that Ctrl-C ends it at once.
    with asyncio.Runner() as runner:
        engineer = _engineer(options)
        try:
            runner.run(_open_chat(engineer, options))
            while (text := _read_line()) is not None:
                runner.run(_reply(engineer, text))
        finally:
            runner.run(engineer.close())
            _say_how_to_resume(engineer)
    return FINE


def _engineer(options: Namespace) -> Engineer:
    return Engineer(options.model, limits=_limits(options), second_opinion=options.second_opinion)


def _limits(options: Namespace) -> Limits:
    given = {
        "cost": options.max_cost,
        "tokens": options.max_tokens,
        "seconds": options.max_seconds,
    }
    limits = {name: value for name, value in given.items() if value is not None}
    if any(value < 0 for value in limits.values()):
        raise BadInput("A limit can't be below zero.")
    return Limits(**limits)


async def _ask(options: Namespace) -> int:
    if not options.question.strip():
        raise BadInput("The question is empty; ask something, in quotes.")
    async with _engineer(options) as engineer:
        if options.data is not None:
            engineer.warm()
        await _attach(engineer, options)
        try:
            answer = await _turn(engineer, options.question, quiet=options.json)
        except asyncio.CancelledError:
            _say_how_to_resume(engineer)
            raise
    if options.json:
        print(answer.model_dump_json(indent=2))
    else:
        print_answer(answer)
    return FINE if answer.partial is None else FAILED


async def _open_chat(engineer: Engineer, options: Namespace) -> None:
    """Resume or begin, attach what was named, and finish a turn that was interrupted."""
    if options.resume is not None:
        session = engineer.resume(options.resume or None)
        print(f"Session {session.id} goes on.", file=sys.stderr)
    if options.data is not None or options.resume is None:
        await _attach(engineer, options)
    engineer.warm()
    print(GREETING, file=sys.stderr)
    if options.resume is not None and engineer.session.unanswered:
        print_answer(await _turn(engineer, None))


async def _reply(engineer: Engineer, text: str) -> None:
    """Carry out one line: a command with a slash, or a question."""
    try:
        if not await _commanded(engineer, text):
            await _attach_named_files(engineer, text)
            print_answer(await _turn(engineer, text))
    except (ToolError, ModelError) as error:
        print(f"ml-engineer: {harmless(str(error))}", file=sys.stderr)


async def _attach(engineer: Engineer, options: Namespace) -> None:
    await engineer.attach(
        data=options.data,
        test=options.test,
        target=options.target,
        time=options.time,
        group=options.group,
        audience=options.audience,
    )


async def _turn(engineer: Engineer, question: str | None, *, quiet: bool = False) -> Answer:
    printer = EventPrinter(quiet=quiet)
    answer: Answer | None = None
    async for event in engineer.stream(question):
        printer.show(event)
        if isinstance(event, AnswerAccepted):
            answer = event.answer
    if answer is None:
        raise RuntimeError("a turn ended without an answer")
    return answer


def _read_line() -> str | None:
    """Read what the person types; None when they leave."""
    prompt = "\n> " if sys.stdin.isatty() else ""
    while True:
        try:
            text = input(prompt).strip()
        except EOFError:
            return None
        if text in ("/quit", "/exit"):
            return None
        if text:
            return text


async def _commanded(engineer: Engineer, text: str) -> bool:
    """Carry out a line that begins with a slash; tell whether it was one."""
    word, _, rest = text.partition(" ")
    roles = {"/data", "/test", "/target", "/time", "/group", "/audience"}
    if not word.startswith("/") or _is_path(text):
        return False
    if word not in roles or not rest:
        known = ", ".join(sorted(roles))
        print(f"There is no {word}; there are {known} (each with a name) and /quit.")
        return True
    changes: dict[str, Any] = {word[1:]: rest.strip()}
    facts = await engineer.attach(**changes)
    print(f"Noted: {word[1:]} is {getattr(facts, word[1:])}.")
    return True


def _is_path(text: str) -> bool:
    return Path(text).exists()


async def _attach_named_files(engineer: Engineer, text: str) -> None:
    """Grant the tables that a person's message names; ask first when they lie elsewhere."""
    named = [word.strip("\"'`,;:()?!") for word in text.split()]
    tables = [
        word
        for word in (name.rstrip(".") for name in named)
        if word.lower().endswith(FILE_SUFFIXES) and (engineer.workspace.root / word).is_file()
    ]
    granted = [word for word in tables if await _may_read(engineer, word)]
    if not granted:
        return
    has_table = engineer.session.segment.facts.data is not None
    if len(granted) >= 2:
        await engineer.attach(data=granted[0], test=granted[1])
    elif has_table:
        await engineer.attach(test=granted[0])
    else:
        await engineer.attach(data=granted[0])


async def _may_read(engineer: Engineer, path: str) -> bool:
    if engineer.workspace.is_inside(path):
        return True
    if not sys.stdin.isatty():
        print(f"{path} lies outside this directory; name it with --data.", file=sys.stderr)
        return False
    reply = await asyncio.to_thread(input, f"{path} lies outside this directory. Read it? [y/N] ")
    return reply.strip().lower() in ("y", "yes")


def _say_how_to_resume(engineer: Engineer) -> None:
    if engineer.session_id is not None:
        print(
            f"\nThe session is kept: ml-engineer chat --resume {engineer.session_id}",
            file=sys.stderr,
        )
