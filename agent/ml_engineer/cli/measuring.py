"""`profile`, `leakage`, `baseline` and `drift`: one measurement, printed or as JSON."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ml_engineer.cli import FINE, FOUND, say_no_more
from ml_engineer.cli.pairs import read_costs
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox, Obtained
from ml_engineer.toolbox.looking import given_already
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.catalogue import MeasuringTool, measuring_tool
from ml_engineer_tools.errors import Refused, ToolError
from ml_engineer_tools.evidence import SEVERITIES
from ml_engineer_tools.request import Request

PRINTING = "ml_engineer.cli.evidence_page"


def profile(options: Namespace) -> int:
    """Say what a table is."""
    return _measure("profile_dataset", options)


def leakage(options: Namespace) -> int:
    """Say whether a score on it can be believed."""
    from ml_engineer_tools.leakage.process.script import is_script

    if options.data is not None and is_script(options.data):
        options.code = [options.data, *options.code]
        options.data = None
    if options.data is None and not options.code:
        raise ToolError("There is nothing to check; give a table, or a script with --code FILE.")
    if options.data is None and options.test is not None:
        raise ToolError("A test table needs the training table beside it; give both.")
    return _measure("check_leakage", options)


def baseline(options: Namespace) -> int:
    """Say what simple models reach."""
    if options.target is None:
        raise ToolError("Baselines need to know what to predict; give --target COLUMN.")
    options.costs = read_costs(options.costs)
    return _measure("train_baselines", options)


def drift(options: Namespace) -> int:
    """Say what moved between two tables."""
    return _measure("measure_drift", options)


def _measure(tool: str, options: Namespace) -> int:
    return show(obtain(tool, options), options)


def obtain(tool: str, options: Namespace) -> Obtained:
    """Measure with all options that the tool's request has, or find what was measured before."""
    fields = measuring_tool(tool).request().model_fields
    given = {name: value for name, value in vars(options).items() if name in fields}
    arguments = {name: value for name, value in given.items() if value is not None}
    return asyncio.run(_measured(tool, arguments, quiet=options.json))


def show(obtained: Obtained, options: Namespace) -> int:
    """Print what was measured as it was asked for; returns the exit code."""
    from ml_engineer.cli.evidence_page import print_evidence, write_page

    evidence = obtained.evidence
    if obtained.note:
        print(f"Note: {obtained.note}.", file=sys.stderr)
    if options.html:
        # First, since whoever reads the output may close it early (`| head`).
        write_page(evidence, Path(options.html))
    try:
        if options.json:
            print(evidence.model_dump_json(indent=2))
        else:
            print_evidence(evidence, reused=obtained.reused, asked=obtained.asked)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the beginning still gets the code that was asked for.
        say_no_more()
    worst = evidence.worst()
    if options.fail_on and worst:
        return FOUND if SEVERITIES.index(worst) <= SEVERITIES.index(options.fail_on) else FINE
    return FINE


async def _measured(tool_name: str, arguments: dict[str, Any], *, quiet: bool) -> Obtained:
    tool = measuring_tool(tool_name)
    workspace = Workspace()
    toolbox = EvidenceToolbox(workspace)
    for field in tool.paths:
        if field in arguments:
            arguments[field] = workspace.grant(arguments[field])
    for field in tool.code_paths:
        arguments[field] = [workspace.grant(path) for path in arguments.get(field, ())]
    toolbox.pool.begin()
    # What prints is imported while the worker measures.
    printing = asyncio.create_task(asyncio.to_thread(import_module, PRINTING))
    try:
        request = tool.request().model_validate(arguments)
        look = None
        if arguments.get("confirm"):
            given = given_already(toolbox, tool, request)
            if given is not None:
                return given
            await _ask_person(toolbox, tool, request)
            look = await toolbox.record_look(tool, request)
            print(f"This is look {look.number} at the holdout of this table.", file=sys.stderr)
        return await toolbox.measure(tool, request, progress(quiet=quiet), look=look)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(map(str, problem["loc"]))
        raise ToolError(f"{where}: {problem['msg']}.") from None
    finally:
        await toolbox.close()
        await printing


async def _ask_person(toolbox: EvidenceToolbox, tool: MeasuringTool, request: Request) -> None:
    """Have the person at the terminal commit the look; a command in a script commits it itself.

    Raises:
        Refused: they said no; nothing was recorded.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    looks, candidates = await toolbox.spent(tool, request)
    print(
        f"The holdout of this table was looked at {looks} times so far, and {candidates} models "
        "were tried on the other rows. A look is recorded for good, before its score exists.",
        file=sys.stderr,
    )
    answer = await asyncio.to_thread(input, "Spend a look on this one model? [y/N] ")
    if answer.strip().casefold() not in ("y", "yes"):
        raise Refused("No look was spent, and nothing was recorded.")


def progress(*, quiet: bool) -> Any:
    """Return what shows progress on a line of the terminal that is overwritten."""
    live = sys.stderr.isatty() and not quiet

    def show(share: float, message: str) -> None:
        if live:
            from ml_engineer.cli.terminal import harmless

            end = "\r\033[2K" if share >= 1 else ""
            sys.stderr.write(f"\r\033[2K{share:4.0%} {harmless(message)[:70]}{end}")
            sys.stderr.flush()

    return show
