"""`ask` and `chat`: a conversation in the terminal."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from contextlib import ExitStack

from ml_engineer.answer import Answer
from ml_engineer.cli import FAILED, FINE
from ml_engineer.cli.chat_commands import carry_out, is_command
from ml_engineer.cli.chat_terms import in_chats_terms, run_typed, typed_command
from ml_engineer.cli.named_files import attach_named_files
from ml_engineer.cli.prompt_line import Line, open_line
from ml_engineer.cli.terminal import print_answer, say
from ml_engineer.cli.turn_view import keys_unseen, turn_view
from ml_engineer.engineer import Engineer
from ml_engineer.events import AnswerAccepted
from ml_engineer.limits import Limits
from ml_engineer.models.base import ModelError
from ml_engineer_tools.errors import BadInput, ToolError

GREETING = (
    "Ask in plain words; name a table by its path. /help lists the commands, /quit ends. A line "
    "that begins with ml-engineer is carried out as it stands. Everything is kept."
)
STOPPED = (
    "Stopped; what was measured is kept. /continue goes on with it, /undo takes the question back."
)


def ask(options: Namespace) -> int:
    """Answer one question and print it."""
    return asyncio.run(_ask(options))


def chat(options: Namespace) -> int:
    """Talk until the person leaves. Ctrl-C stops the turn, and only the turn."""
    with asyncio.Runner() as runner, ExitStack() as terminal:
        engineer = _engineer(options)
        try:
            line = open_line(engineer)
            if line.draws:
                terminal.enter_context(keys_unseen())
            runner.run(_open_chat(engineer, options))
            if engineer.session_id is not None and engineer.session.unanswered:
                _until_stopped(runner, engineer, line, "/continue")
            while (text := line.read(runner)) is not None:
                _until_stopped(runner, engineer, line, text)
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


def _until_stopped(runner: asyncio.Runner, engineer: Engineer, line: Line, text: str) -> None:
    try:
        runner.run(_reply(engineer, line, text))
    except KeyboardInterrupt:
        if not line.interactive:
            raise
        print(file=sys.stderr)
        say(STOPPED, file=sys.stderr)


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
    """Resume or begin, and attach what was named."""
    if options.resume is not None:
        session = engineer.resume(options.resume or None)
        print(f"Session {session.id} goes on.", file=sys.stderr)
    if options.data is not None or options.resume is None:
        await _attach(engineer, options)
    engineer.warm()
    say(GREETING, file=sys.stderr)


async def _reply(engineer: Engineer, line: Line, text: str) -> None:
    """Carry out one input: a command with a slash, or a question."""
    try:
        if text == "/continue":
            await _go_on(engineer)
        elif is_command(text):
            await carry_out(engineer, text)
        elif (words := typed_command(text)) is not None:
            await run_typed(words)
        else:
            await attach_named_files(engineer, line, text)
            _print_in_chat(await _turn(engineer, text))
    except (ToolError, ModelError) as error:
        say(f"ml-engineer: {in_chats_terms(str(error))}", file=sys.stderr)


def _print_in_chat(answer: Answer) -> None:
    print_answer(answer.model_copy(update={"text": in_chats_terms(answer.text)}))


async def _go_on(engineer: Engineer) -> None:
    """Finish a turn that was stopped, or that another process left behind."""
    if engineer.session_id is None or not engineer.session.unanswered:
        say("There is no question without an answer.")
    else:
        _print_in_chat(await _turn(engineer, None))


async def _attach(engineer: Engineer, options: Namespace) -> None:
    known = engineer.session_id is not None
    if options.data is None and not known and (options.target or options.test):
        raise BadInput("A target or a test table needs a table too; give it with --data.")
    await engineer.attach(
        data=options.data,
        test=options.test,
        target=options.target,
        time=options.time,
        group=options.group,
        audience=options.audience,
    )


async def _turn(engineer: Engineer, question: str | None, *, quiet: bool = False) -> Answer:
    answer: Answer | None = None
    with turn_view(quiet=quiet) as view:
        async for event in engineer.stream(question):
            view.show(event)
            if isinstance(event, AnswerAccepted):
                answer = event.answer
    if answer is None:
        raise RuntimeError("a turn ended without an answer")
    return answer


def _say_how_to_resume(engineer: Engineer) -> None:
    if engineer.session_id is not None:
        print(file=sys.stderr)
        say(
            f"The session is kept: ml-engineer chat --resume {engineer.session_id}",
            file=sys.stderr,
        )
