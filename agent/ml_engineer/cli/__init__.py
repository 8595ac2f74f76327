"""The command line: `ml-engineer ask`, `chat`, the tools, and what is kept of them.

Only this module, the parser and the command that is asked for are imported: help comes at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

FINE, FOUND, USAGE, FAILED, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: all well; findings at or above --fail-on, or a refused release; bad input; a limit
or a provider failed; Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors become one sentence on standard error."""
    from ml_engineer.cli.parser import build_parser

    options = build_parser().parse_args(arguments)
    module, _, function = options.run.partition(":")
    try:
        return int(getattr(import_module(module), function)(options))
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        say_no_more()
        return FINE
    except Exception as error:
        code = _code_of(error)
        if code is None:
            raise
        from ml_engineer.cli.terminal import harmless

        print(f"ml-engineer: {harmless(str(error))}", file=sys.stderr)
        return code


def say_no_more() -> None:
    """Let further output go nowhere: whoever read it has seen enough, on the way out too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _code_of(error: Exception) -> int | None:
    from ml_engineer.models.base import ModelError
    from ml_engineer_tools.errors import Refused, ToolError

    if isinstance(error, Refused):
        return FOUND
    if isinstance(error, ToolError):
        return USAGE
    if isinstance(error, ModelError):
        usage = ("authentication", "not_installed", "unknown_model")
        return USAGE if error.kind in usage else FAILED
    return None
