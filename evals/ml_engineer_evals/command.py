"""`ml-engineer eval`: run a suite with a model and print its report."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace

from ml_engineer.cli import FAILED, FINE, FOUND, USAGE
from ml_engineer.models import ModelError, open_model
from ml_engineer_evals.grading import CaseResult
from ml_engineer_evals.report import as_text, not_run, report_on
from ml_engineer_evals.runner import run_suite_file
from ml_engineer_evals.suite import SuiteFile, load_suite


def run_suite(options: Namespace) -> int:
    """Run the suite `options.suite` with the model `options.model`; `options.json` prints JSON.

    Returns:
        0 if all cases passed, 1 if any failed, 2 if the model can't be used here (no key), 3 if
        the model failed on the way.

    Raises:
        BadInput: there is no such suite, or its file is not as it must be.
        ModelError: there is no such model.
    """
    loaded = load_suite(options.suite)
    reason = asyncio.run(_why_not(options.model))
    if reason is not None:
        report = not_run(loaded, options.model, reason)
        code = USAGE
    else:
        results = asyncio.run(_run(loaded, options.model))
        report = report_on(loaded, options.model, results)
        code = _code(results)
    text = report.model_dump_json(indent=2) if options.json else as_text(report)
    sys.stdout.write(text + "\n")
    return code


async def _run(loaded: SuiteFile, model: str) -> list[CaseResult]:
    return await run_suite_file(loaded, lambda: model, _tell)


async def _why_not(name: str) -> str | None:
    """Return why the model can't be used on this machine, None if it can.

    Raises:
        ModelError: there is no model of this name.
    """
    try:
        model = open_model(name)
    except ModelError as error:
        if error.kind in ("authentication", "not_installed"):
            return str(error)
        raise
    await model.close()
    return None


def _tell(result: CaseResult) -> None:
    mark = "✓" if result.passed else "✗"
    sys.stderr.write(f"{mark} {result.id} ({result.seconds:.1f} s)\n")
    sys.stderr.flush()


def _code(results: list[CaseResult]) -> int:
    if any(result.model_failed for result in results):
        return FAILED
    return FINE if all(result.passed for result in results) else FOUND
