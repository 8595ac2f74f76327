"""Dates far before or far after all others: of the time column, and of every other date column."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.profiling.coverage.detached import Detached, find_detached
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.role_proposals.times import DATED, time_candidates
from ml_engineer_tools.tables.names import agreeing, joined

Far = Mapping[str, tuple[Detached, Exactness]]


def other_dates(inputs: Inputs, time: str | None) -> Far:
    """Return what is detached in date columns other than the time, by the sample and the bounds."""
    found = {}
    for candidate in time_candidates(inputs):
        name = candidate.name
        if name == time or DATED[candidate.form].points < 1:
            continue
        seconds = candidate.instants.astype("int64").to_numpy() / 1e6
        # The outermost values are known exactly; a sample may have missed them.
        summary = inputs.summaries[name]
        bounds = [_seconds(b) for b in (summary.minimum, summary.maximum) if isinstance(b, str)]
        beyond = [b for b in bounds if b < seconds.min() or b > seconds.max()]
        places, rows = np.unique(np.concatenate([seconds, beyond]), return_counts=True)
        whole = len(inputs.sample) >= inputs.table.rows
        exactness = EXACT if whole else Exactness(kind="sampled", n=len(seconds))
        found[name] = (find_detached(places, rows), exactness)
    return found


def report_detached(inputs: Inputs, time: Far, others: Far) -> None:
    """Record the rows that lie far after, and far before, all others."""
    every = {**time, **others}
    recorder, total = inputs.recorder, inputs.table.rows
    for check, side, words, question in (
        ("future_dates", "late", "after all others: in the future, as far as the table knows",
         "Are these plans, typing errors, or what is written when no date is known?"),
        ("early_dates", "early", "before all others",
         "Are these real, or what is written when no date is known?"),
    ):  # fmt: skip
        figures = {
            name: recorder.figure(f"{check}_rows", rows, unit="rows", column=name, n=total,
                                  exactness=exactness)
            for name, (detached, exactness) in every.items()
            if (rows := int(getattr(detached, side)))
        }  # fmt: skip
        if not figures:
            continue
        names = sorted(
            figures, key=lambda name: (name not in time, -float(figures[name].value), name)
        )
        most = int(figures[names[0]].value)
        recorder.finding(
            check,
            "medium" if names[0] in time else "low",
            f"{most:,} {agreeing(most, 'row', 'rows')} of {joined(names[:1])} "
            f"{agreeing(most, 'lies', 'lie')} far {words}"
            + (f"; dates like that are in {joined(names[1:])} too." if names[1:] else "."),
            columns=names,
            clauses=["P3", "S3"],
            figures=[figures[name] for name in names[:5]],
            confidence="medium",
            question=question,
            harmless_if="they are real and belong to the period that the model is for",
        )


def _seconds(instant: str) -> float:
    return float(np.datetime64(instant.split("+")[0], "us").astype(np.int64)) / 1e6
