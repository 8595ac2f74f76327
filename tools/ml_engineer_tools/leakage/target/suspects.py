"""Suspects: features that say too much alone, told by what is lost without them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evidence import Figure, Severity, format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.copies import Source, gather_copies
from ml_engineer_tools.leakage.target.probe import (
    MODEL_COLUMNS,
    MODEL_ROWS,
    SCORED_ROWS,
    WIDE,
    Probe,
)
from ml_engineer_tools.leakage.target.probe import strongest_columns as _strongest_columns
from ml_engineer_tools.leakage.target.rule import NEAR_PERFECT, Case, grade, lower_end, stands_apart
from ml_engineer_tools.modelling.intervals import fold_interval
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.tables.names import agreeing, joined

CONSIDERED = 20
"""Best columns among which copies and suspects are looked for."""
TOGETHER = 3
"""Features at most that may stand apart together."""
ROUNDS = 5
"""Suspects at most that are taken away one after the other."""
SHOWN_SCORES = 20
"""Single-feature scores that are kept as figures, the best ones."""
MISSINGNESS_PART = 0.9
"""Part of a column's score above chance that its missingness has to reach to be named for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Suspicion:
    """Features that stand apart, with the two models that were compared."""

    columns: tuple[str, ...]
    sources: tuple[Source, ...]
    case: Case
    severity: Severity
    with_it: float
    without_it: float
    drop_interval: tuple[float, float] | None


def find_suspects(inputs: Inputs, probe: Probe, explained: tuple[str, ...]) -> Found:
    """Score every feature alone, look for suspects, and record them.

    What stands apart only a little (low) is told as the strongest column, and is no suspect.

    Args:
        inputs: the surroundings.
        probe: rows and folds.
        explained: columns that other checks have found already; models here go without them.
    """
    probe = probe.of_rows(SCORED_ROWS)
    names = [str(name) for name in probe.frame.columns if name not in explained]
    if len(names) > WIDE:
        names = _strongest_columns(probe, names, MODEL_COLUMNS)
        inputs.record.note(
            "The table is wide: the strongest columns by a cheap score were scored out of fold."
        )
    scores = probe.single_scores(names)
    if not scores:
        return Found()
    figures = _record_scores(inputs, probe, scores)
    top = dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:CONSIDERED])
    if not any(value >= _floor(probe) for value in top.values()):
        return Found()
    missing = {name: probe.missingness_score(name) for name in top}
    tells = {
        name
        for name, value in missing.items()
        if value is not None
        and value - probe.chance >= MISSINGNESS_PART * (top[name] - probe.chance)
    }
    sources = gather_copies(probe.frame, top, tells)
    found = Found()
    for suspicion in _take_away(probe, sources, scores, tells):
        told = _report(inputs, probe, suspicion, figures, {n: missing[n] for n in tells})
        if suspicion.severity != "low":
            found = found.plus(Found(suspicion.columns, tuple(told)))
    return found


def _floor(probe: Probe) -> float:
    return probe.chance + 0.1


def _take_away(
    probe: Probe, sources: list[Source], scores: dict[str, float], missing_tells: set[str]
) -> list[Suspicion]:
    """Look for the suspects at the top, leave them out, and look again."""
    quick = probe.of_rows(MODEL_ROWS)
    usable = set(quick.usable())
    modelled = sorted(scores, key=lambda name: (-scores[name], name))[:MODEL_COLUMNS]
    models = _Models(quick, [name for name in modelled if name in usable])
    found: list[Suspicion] = []
    left = list(sources)
    for _ in range(ROUNDS):
        suspicion = _first_suspicion(probe, models, left, scores, found, missing_tells)
        if suspicion is None:
            break
        found.append(suspicion)
        if suspicion.severity == "low" or suspicion.case.sources > 1:
            break
        left = [source for source in left if source not in suspicion.sources]
    return found


class _Models:
    """Scores of the quick model by the columns left out; each is fitted once."""

    def __init__(self, probe: Probe, names: list[str]) -> None:
        self.probe = probe
        self.names = names
        self._scores: dict[frozenset[str], np.ndarray] = {}
        self._chance_bound: float | None = None

    def chance_bound(self, scores: dict[str, float]) -> float:
        """Return what luck alone reaches among these columns; see `Probe.chance_bound`."""
        if self._chance_bound is None:
            self._chance_bound = self.probe.chance_bound(scores)
        return self._chance_bound

    def without(self, left_out: set[str]) -> np.ndarray:
        """Return the score in each fold of the model without these columns."""
        key = frozenset(left_out)
        if key not in self._scores:
            kept = [name for name in self.names if name not in key]
            self._scores[key] = self.probe.model_scores(kept)
        return self._scores[key]

    def compare(
        self, gone: set[str], columns: set[str]
    ) -> tuple[float, float, tuple[float, float] | None]:
        """Return the score with the columns, without them, and the interval of the loss."""
        # A column that the model leaves aside as an identifier is given to it here.
        added = sorted(columns - set(self.names))
        first = self.without(gone)
        if added:
            kept = [name for name in [*self.names, *added] if name not in gone]
            first = self.probe.model_scores(kept)
        second = self.without(gone | columns)
        known = np.isfinite(first) & np.isfinite(second)
        if not known.any():
            return self.probe.chance, self.probe.chance, None
        fold = self.probe.folds[0]
        ratio = len(fold.validation) / max(len(fold.train), 1)
        interval = fold_interval((first - second)[known].tolist(), ratio)
        return float(first[known].mean()), float(second[known].mean()), interval


def _first_suspicion(
    probe: Probe,
    models: _Models,
    left: list[Source],
    scores: dict[str, float],
    found: list[Suspicion],
    missing_tells: set[str],
) -> Suspicion | None:
    """Try the best source, then the best two, then the best three."""
    gone = {name for suspicion in found for name in suspicion.columns}
    # What stands apart needs others to stand apart from, and a set has to be the smaller part.
    for k in range(1, min(TOGETHER, len(left)) + 1):
        others = len(left) - k
        alone = left[k - 1].score
        next_best = max(left[k].score if k < len(left) else probe.chance, probe.chance)
        low = lower_end(probe.task, alone, probe.y)
        apart = others > k and stands_apart(probe.task, alone, next_best)
        if low < NEAR_PERFECT and not apart:
            continue
        if alone <= models.chance_bound(scores):
            break
        columns = tuple(name for source in left[:k] for name in source.columns)
        with_it, without_it, interval = models.compare(gone, set(columns))
        drop_low = interval[0] if interval else None
        case = Case(
            alone, low, next_best, without_it, with_it - without_it, drop_low, k,
            by_missingness=set(columns) <= missing_tells,
        )  # fmt: skip
        severity = grade(probe.task, case)
        if severity is not None:
            return Suspicion(
                columns, tuple(left[:k]), case, severity, with_it, without_it, interval
            )
    return None


def _record_scores(inputs: Inputs, probe: Probe, scores: dict[str, float]) -> dict[str, Figure]:
    best = sorted(scores, key=lambda name: (-scores[name], name))[:SHOWN_SCORES]
    if len(best) < len(scores):
        inputs.record.note("Only the best single-feature scores are kept as figures.")
    return {
        name: inputs.record.figure(
            "single_feature_" + probe.metric,
            scores[name],
            column=name,
            n=len(probe.y),
            exactness=probe.exactness(),
        )
        for name in best
    }


def _report(
    inputs: Inputs,
    probe: Probe,
    suspicion: Suspicion,
    scores: dict[str, Figure],
    missing: dict[str, float | None],
) -> list[Figure]:
    record, case = inputs.record, suspicion.case
    lead = suspicion.columns[0]
    rows = min(len(probe.y), MODEL_ROWS)
    sampled = probe.exactness(rows)
    alone = scores[suspicion.sources[-1].columns[0]]
    next_best = record.figure("next_best_" + probe.metric, case.next_best)
    with_it = record.figure("model_with_suspect_" + probe.metric, suspicion.with_it,
                            column=lead, n=rows, exactness=sampled)  # fmt: skip
    without = record.figure("model_without_suspect_" + probe.metric, suspicion.without_it,
                            column=lead, n=rows, exactness=sampled)  # fmt: skip
    drop = record.figure("suspect_drop", suspicion.with_it - suspicion.without_it, column=lead,
                         interval=suspicion.drop_interval, n=rows, exactness=sampled)  # fmt: skip
    figures = [alone, next_best, with_it, without, drop]
    columns = list(suspicion.columns)
    several = case.sources > 1
    metric = METRIC_NAMES[probe.metric]
    if suspicion.severity == "low":
        record.finding(
            "strongest_feature",
            "info",
            f"{joined(columns)} {agreeing(len(columns), 'says', 'say')} most of the target, no "
            f"more than an honest feature may: {metric} {format_value(alone.value)} alone and out "
            f"of fold, the next best column {format_value(next_best.value)}.",
            columns=columns,
            clauses=("S4", "H5"),
            figures=figures,
            question=f"{_is_or_are(columns).capitalize()} {joined(columns)} known when the "
            "prediction is made, as in this table?",
        )
        return figures
    statement = (
        f"{joined(columns)} "
        + (f"each reach a {metric} of at least " if several else f"alone reaches a {metric} of ")
        + f"{format_value(alone.value)} out of fold, the next best column "
        f"{format_value(next_best.value)}. A quick model reaches {format_value(with_it.value)} "
        f"with {'them' if len(columns) > 1 else 'it'} and {format_value(without.value)} without."
    )
    if not several and len(columns) > 1:
        statement += " These columns are copies of each other."
    if lead in missing and missing[lead] is not None:
        value = record.figure("missingness_" + probe.metric, float(missing[lead] or 0), column=lead)
        figures.append(value)
        statement += f" It is the missingness: knowing only it reaches {format_value(value.value)}."
    record.finding(
        "suspect_feature",
        suspicion.severity,
        statement,
        columns=columns,
        clauses=("S4", "S3", "H5"),
        figures=figures,
        question=(
            f"When {_is_or_are(columns)} {joined(columns)} known: before the moment of prediction, "
            "or only during or after the outcome?"
        ),
        harmless_if="The value is known at prediction time, as it stands in this table.",
    )
    return [alone, with_it, without]


def _is_or_are(columns: list[str]) -> str:
    return agreeing(len(columns), "is", "are")
