"""What is advised in `chat` is said in its own terms: slash commands, and commands to type.

Tools and answers speak of flags and of commands, since they are read elsewhere too. A person in a
chat has no flags; a command that begins with `ml-engineer` can be typed there as it stands.
"""

from __future__ import annotations

import asyncio
import re
import shlex
import sys

from ml_engineer_tools.errors import BadInput

__all__ = ["in_chats_terms", "run_typed", "typed_command"]

PROGRAM = "ml-engineer"

_FLAG = re.compile(
    r"(?<![\w-])--(?P<name>data|test|target|time|group|audience)\b"
    r"(?P<what> (?:COLUMN|FILE|NAME)\b)?"
)
_COMMAND = re.compile(rf"`{PROGRAM} [^`]*`|\b{PROGRAM} (?=[a-z])[^\n;]*?(?=[.;](?:\s|$)|\n|$)")
_SHOW = re.compile(rf"`{PROGRAM} evidence show (?P<alias>E[1-9]\d*)`")
ARGUMENTS = {"data": " FILE", "test": " FILE", "audience": " NAME"}


def in_chats_terms(text: str) -> str:
    """Return advice as a person in a chat can follow it: `--time` is `/time COLUMN`.

    Flags of a whole command stay: it can be typed as it stands. Evidence is shown by `/evidence`.
    """
    text = _SHOW.sub(r"`/evidence \g<alias>`", text)
    told, end = [], 0
    for command in _COMMAND.finditer(text):
        told += [_FLAG.sub(_slash, text[end : command.start()]), command.group()]
        end = command.end()
    return "".join([*told, _FLAG.sub(_slash, text[end:])])


def _slash(flag: re.Match[str]) -> str:
    return f"/{flag['name']}{flag['what'] or ARGUMENTS.get(flag['name'], ' COLUMN')}"


def typed_command(text: str) -> list[str] | None:
    """Return the words of a command that a person typed or pasted; None if it is no command.

    Raises:
        BadInput: its quotes don't close, or it would begin another chat.
    """
    line = text.strip().strip("`").removeprefix("$").strip()
    if "\n" in line or not line.startswith(f"{PROGRAM} "):
        return None
    try:
        words = shlex.split(line)[1:]
    except ValueError as error:
        raise BadInput(f"A quote of the command isn't closed: {line}") from error
    if words and words[0] == "chat":
        raise BadInput("This is a chat already; ask here.")
    return words


async def run_typed(words: list[str]) -> int:
    """Carry out a command as it would be at the prompt of a shell; what it says goes to this one.

    It is the person's own act: they typed it. No shell reads it.
    """
    program = "from ml_engineer.cli import main; main()"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, *words)
    try:
        return await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
