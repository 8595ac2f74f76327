"""Findings on suspects: what is said of them, and the figures behind it."""

from __future__ import annotations

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.check_names import STRENGTH_ALONE, TARGET_LEAKS
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.target.parts import Part
from ml_engineer_tools.leakage.target.singles import Singles
from ml_engineer_tools.leakage.target.suspects import Suspicion
from ml_engineer_tools.leakage.target.target_rates import record_target_rates
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.tables.names import agreeing, joined, quoted

SHOWN_SCORES = 20
"""Single-feature scores that are kept as figures, the best ones."""


def record_scores(inputs: Inputs, singles: Singles) -> dict[str, Figure]:
    """Record the best single-feature scores, at most `SHOWN_SCORES`."""
    best = list(singles.scores.items())[:SHOWN_SCORES]
    if len(best) < len(singles.scores):
        inputs.record.note("Only the best single-feature scores are kept as figures.")
    return {name: _score(inputs, singles, name, value) for name, value in best}


def _score(inputs: Inputs, singles: Singles, name: str, value: float) -> Figure:
    probe = singles.probe
    return inputs.record.figure(
        "single_feature_" + probe.metric, value, column=name, n=len(probe.y),
        exactness=probe.exactness(),
    )  # fmt: skip


def report(
    inputs: Inputs,
    singles: Singles,
    suspicion: Suspicion,
    scores: dict[str, Figure],
    gaps: dict[str, float],
    parts: dict[str, Part],
) -> list[Figure]:
    """Record one finding with its figures; returns those that tell most of it.

    Args:
        inputs: the surroundings.
        singles: the features.
        suspicion: what was found.
        scores: single-feature scores that are figures already.
        gaps: score of the missingness of columns that it accounts for.
        parts: which part of a column is meant, where it isn't the whole.
    """
    record, probe, loss = inputs.record, singles.probe, suspicion.loss
    target = quoted(str(inputs.roles.target))
    lead, weakest = suspicion.columns[0], suspicion.sources[-1].columns[0]
    sampled = probe.exactness(loss.rows)
    alone = scores.get(weakest) or _score(inputs, singles, weakest, suspicion.alone)
    next_best = record.figure("next_best_" + probe.metric, suspicion.next_best)
    with_it = record.figure("model_with_suspect_" + probe.metric, loss.with_it,
                            column=lead, n=loss.rows, exactness=sampled)  # fmt: skip
    without = record.figure("model_without_suspect_" + probe.metric, loss.without_it,
                            column=lead, n=loss.rows, exactness=sampled)  # fmt: skip
    drop = record.figure("suspect_drop", loss.drop, column=lead, interval=loss.interval,
                         n=loss.rows, exactness=sampled)  # fmt: skip
    figures = [alone, next_best, with_it, without, drop,
               _p_value(inputs, singles, lead, suspicion.p_value)]  # fmt: skip
    columns = list(suspicion.columns)
    if suspicion.severity == "low":
        record.finding(
            "strongest_feature",
            "info",
            f"{_beside(inputs)}{joined(columns)} {agreeing(len(columns), 'says', 'each say')} more "
            f"of {target} than any other column, but no more than an honest feature may: "
            f"{METRIC_NAMES[probe.metric]} {format_value(alone.value)} alone and out of fold, the "
            f"next best column {format_value(next_best.value)}.",
            columns=columns,
            clauses=("S4", "H5"),
            figures=figures,
            confidence="low",
            question=f"{_is_or_are(columns).capitalize()} {joined(columns)} known when the "
            "prediction is made, as in this table?",
        )
        return figures
    statement = _statement(probe.metric, suspicion, figures)
    by_gaps = lead in gaps and (not suspicion.is_effect or len(columns) == 1)
    if by_gaps:
        value = record.figure("missingness_" + probe.metric, gaps[lead], column=lead)
        figures.append(value)
        statement += (
            f" It is the missingness: whether {agreeing(len(columns), 'it is', 'they are')} "
            f"missing alone reaches {format_value(value.value)}."
        )
    phrases = dict.fromkeys(parts[name].phrase(name) for name in columns if name in parts)
    if phrases:
        statement += f" What tells is {' and '.join(phrases)}."
    else:
        statement += _likeness(suspicion)
    for source in suspicion.sources:
        name = source.columns[0]
        unit = parts[name].unit if name in parts else ""
        figures += record_target_rates(
            inputs, probe, name, singles.cells[name], only_missing=by_gaps, unit=unit
        )
    record.finding(
        STRENGTH_ALONE if suspicion.by_strength else "suspect_feature",
        suspicion.severity,
        statement,
        columns=columns,
        clauses=("S4", "S3", "H5"),
        figures=figures,
        confidence="medium",
        question=(
            f"When {_is_or_are(columns)} {joined(columns)} {'filled in' if by_gaps else 'known'}: "
            "before the moment of prediction, or only during or after the outcome?"
        ),
        harmless_if="Whether a value is missing is settled before the prediction is made."
        if by_gaps
        else f"{agreeing(len(columns), 'Its value is', 'Their values are')} known at prediction "
        "time, as in this table.",
    )
    # What a model loses without it is told once, of all suspects together: the impact.
    return [alone]


def _statement(metric: str, suspicion: Suspicion, figures: list[Figure]) -> str:
    alone, next_best = (format_value(figure.value) for figure in figures[:2])
    columns, several = suspicion.columns, len(suspicion.sources) > 1
    name = METRIC_NAMES[metric]
    verb = "each reach" if several else "alone reach" if len(columns) > 1 else "alone reaches"
    said = f"{verb} a {name} of {'at least ' if several else ''}{alone} out of fold"
    if suspicion.is_effect:
        behave = agreeing(len(columns), "behaves as if it was", "behave as if they were")
        has = agreeing(len(columns), "it has", "they have")
        return (
            f"{joined(columns)} {behave} written after the outcome: "
            f"once the target is known, {has} nothing more in common with the other columns. "
            f"{agreeing(len(columns), 'It', 'They')} {said}."
        )
    against = " Only that strength speaks against it." if suspicion.by_strength else ""
    if against and len(columns) > 1:
        against = " Only that strength speaks against them."
    return f"{joined(columns)} {said}, the next best column {next_best}.{against}"


def _likeness(suspicion: Suspicion) -> str:
    """Return the sentence on columns that tell the same; empty where that isn't all of them."""
    if len(suspicion.sources) > 1:
        return ""
    return {
        None: "",
        "equal": " These columns are copies of each other.",
        "alike": " These columns tell the same in other values: what one says, the others say too.",
        "gaps": " They are missing in the same rows.",
    }[suspicion.sources[0].likeness]


def _beside(inputs: Inputs) -> str:
    """Return the beginning of a sentence on a column that says less than the suspects do."""
    suspected = any(
        finding.check in TARGET_LEAKS and finding.severity in ("high", "medium")
        for finding in inputs.record.findings
    )
    return "The suspects aside, " if suspected else ""


def _p_value(inputs: Inputs, singles: Singles, column: str, value: float) -> Figure:
    rows = singles.null().rows
    return inputs.record.figure(
        "permutation_p_value",
        value,
        column=column,
        n=rows,
        exactness=singles.probe.exactness(rows),
    )


def _is_or_are(columns: list[str]) -> str:
    return agreeing(len(columns), "is", "are")
