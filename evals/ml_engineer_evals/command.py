"""`ml-engineer eval`: run a suite with a model, or score a labelled corpus; print the report."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from pathlib import Path

from ml_engineer.cli import FAILED, FINE, FOUND, USAGE
from ml_engineer.models import ModelError, open_model
from ml_engineer_evals.corpora import CORPORA, CorpusReport
from ml_engineer_evals.corpora.chance import score_chance
from ml_engineer_evals.grading import CaseResult
from ml_engineer_evals.report import as_text, not_run, report_on
from ml_engineer_evals.runner import run_suite_file
from ml_engineer_evals.suite import SuiteFile, load_suite
from ml_engineer_tools.errors import BadInput


def score_corpus(options: Namespace) -> int:
    """Score the labelled texts in `options.corpus` with the scorer called `options.suite`.

    With `options.chance`, put random numbers in the place of honest ones, and count the flagged.

    Returns:
        0: the report was printed, whatever it says.

    Raises:
        BadInput: the file is missing, or not as it must be.
    """
    if options.corpus is None:
        raise BadInput(
            f"`ml-engineer eval {options.suite}` scores labelled texts; give their file: "
            f"ml-engineer eval {options.suite} CORPUS.jsonl."
        )
    if getattr(options, "chance", False):
        if options.suite != "grounding":
            raise BadInput("--chance is for numbers: ml-engineer eval grounding CORPUS --chance.")
        report: CorpusReport = score_chance(Path(options.corpus))
    else:
        report = CORPORA[options.suite](Path(options.corpus))
    text = (
        report.model_dump_json(indent=2)
        if options.json
        else report.as_text(examples=options.examples)
    )
    sys.stdout.write(text + "\n")
    return FINE


def run_suite(options: Namespace) -> int:
    """Run the suite `options.suite` with the model `options.model`; `options.json` prints JSON.

    With the name of a kind of corpus instead of a suite's, score the corpus (`score_corpus`).

    Returns:
        0 if all cases passed, 1 if any failed, 2 if the model can't be used here (no key), 3 if
        the model failed on the way.

    Raises:
        BadInput: there is no such suite, or its file is not as it must be.
        ModelError: there is no such model.
    """
    if options.suite in CORPORA:
        return score_corpus(options)
    if getattr(options, "corpus", None) is not None:
        raise BadInput(
            f"A suite takes no second file; the kinds of corpora are {', '.join(CORPORA)}."
        )
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
