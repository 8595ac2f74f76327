"""`drift reference build` and `check`: a reference is saved once, and checked by cron and CI."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ml_engineer.cli import FOUND, USAGE
from ml_engineer.cli.evidence_page import print_evidence
from ml_engineer.cli.measuring import obtain, show
from ml_engineer.releasing import Releasing
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.errors import BadInput, ToolError

if TYPE_CHECKING:
    from ml_engineer_tools.evidence import Evidence
    from ml_engineer_tools.store import Look


def build(options: Namespace) -> int:
    """Save what a table is like."""
    evidence, recut = asyncio.run(_built(options))
    if recut is not None:
        print(
            "Note: other roles or another seed drew the line of the holdout anew; that is look "
            f"{recut.number} at this table.",
            file=sys.stderr,
        )
    if options.json:
        print(evidence.model_dump_json(indent=2))
    else:
        print_evidence(evidence, reused=False)
        print(
            f"Saved to {options.output}. "
            f"Check with: ml-engineer drift reference check {options.output} CURRENT"
        )
    return 0


async def _built(options: Namespace) -> tuple[Evidence, Look | None]:
    toolbox = EvidenceToolbox(Workspace())
    try:
        return await Releasing(toolbox).build_reference(
            options.data,
            Path(options.output),
            target=options.target,
            prediction=options.prediction,
            time=options.time,
            group=options.group,
            seed=options.seed,
        )
    finally:
        await toolbox.close()


def check(options: Namespace) -> int:
    """Compare a table with a saved reference; 0 quiet, 1 something moved, 2 it can't be told."""
    try:
        return _check(options)
    except KeyboardInterrupt:
        raise
    except ToolError:
        write_failed(options)
        raise
    except Exception as error:
        write_failed(options)
        # To cron, 1 would mean drift, and a traceback ends with 1.
        print(f"ml-engineer: the check failed inside ({type(error).__name__}).", file=sys.stderr)
        return USAGE


def write_failed(options: Namespace) -> None:
    """Leave gauges that say that nothing can be told, in place of those of the last check."""
    from ml_engineer_tools.drift.prometheus import failed_text
    from ml_engineer_tools.drift.saved import write_whole

    if options.prometheus and Path(options.prometheus).parent.is_dir():
        with contextlib.suppress(ToolError):
            write_whole(Path(options.prometheus), failed_text(checked_at=time.time()))


def _check(options: Namespace) -> int:
    from ml_engineer_tools.drift.prometheus import prometheus_text
    from ml_engineer_tools.drift.sample_size import too_few_rows
    from ml_engineer_tools.drift.saved import read_reference, write_whole

    if read_reference(options.reference) is None:
        known = "no drift reference" if Path(options.reference).is_file() else "not there"
        raise BadInput(
            f"{options.reference} is {known}; make one with "
            "`ml-engineer drift reference build TABLE -o FILE`."
        )
    if options.prometheus and not (folder := Path(options.prometheus).parent).is_dir():
        # A collector looks in a folder that is there: another one is a slip of the pen.
        raise BadInput(
            f"There is no folder {folder} for --prometheus; make it, or name the collector's own."
        )
    obtained = obtain("measure_drift", options)
    if options.prometheus:
        text = prometheus_text(obtained.evidence, checked_at=time.time())
        write_whole(Path(options.prometheus), text)
    code = show(obtained, options)
    if code != FOUND and (few := too_few_rows(obtained.evidence)):
        print(f"ml-engineer: {few}", file=sys.stderr)
        return USAGE
    return code
