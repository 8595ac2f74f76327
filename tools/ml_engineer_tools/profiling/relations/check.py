"""The relation of each column to the target, recorded with what is sure about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Exactness, Figure, format_value
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.task import Task, encode_target, infer_task
from ml_engineer_tools.profiling.identifiers import names_rows
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.relations.together import rows_together
from ml_engineer_tools.tables.names import agreeing, joined, quoted

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from ml_engineer_tools.profiling.relations.measure import Relation
    from ml_engineer_tools.tables.roles import Roles

FEWEST_ROWS = 50
"""With fewer labelled rows no relation is measured: a convention."""

FALSE_DISCOVERY_RATE = 0.05
"""Expected share of false ones among the columns called related (Benjamini & Hochberg 1995)."""

BENT = 0.02
"""Share of the target's variance that a rising or falling curve misses from which a relation is
called bent: small to medium in the reading of Cohen (1988); a convention."""

METRICS = {"binary": "roc_auc", "multiclass": "macro_roc_auc", "regression": "r2"}


def check_relations(inputs: Inputs) -> None:
    """Record what each column alone says of the target, on exploration rows."""
    target = inputs.roles.target
    sample = inputs.labelled_sample()
    if target is None or sample.empty:
        return
    try:
        task = infer_task(sample[target])
    except BadInput as problem:
        inputs.recorder.note(f"Relations to the target were not measured. {problem}")
        return
    if len(sample) < FEWEST_ROWS:
        inputs.recorder.note(
            f"Relations to the target were not measured: under {FEWEST_ROWS} labelled rows."
        )
        return
    units = dependent_units(sample, inputs.roles)
    found = measure_columns(
        task, sample[[target, *_features(inputs)]], target, seed=inputs.seed, units=units,
        together=rows_together(inputs, sample),
    )  # fmt: skip
    if found:
        _report(inputs, task, found, sampled(inputs, len(sample)))


def measure_columns(
    task: Task,
    frame: pd.DataFrame,
    target: str,
    *,
    seed: int,
    units: np.ndarray | None = None,
    together: np.ndarray | None = None,
) -> dict[str, Relation]:
    """Measure the relation of every column of `frame` to its target.

    `units` are codes of what dependent rows share: intervals know of them. `together` are codes
    of rows that stay on one side of every fold, as copies of one row do. Columns that can't be
    read or hold one value only are missing from the result.
    """
    import numpy as np

    from ml_engineer_tools.profiling.relations.bins import bin_column, bins_for
    from ml_engineer_tools.profiling.relations.measure import prepare_labels, relate

    y = encode_target(task, frame[target])
    minor = None if task.kind == "regression" else len(y) - int(np.bincount(y).max())
    most = bins_for(len(y), minor)
    labels = prepare_labels(task, y, seed=seed, units=units, together=together)
    found: dict[str, Relation] = {}
    for name in frame.columns:
        binned = None if name == target else bin_column(frame[name], most)
        if binned is not None:
            found[str(name)] = relate(labels, binned)
    return found


def dependent_units(sample: pd.DataFrame, roles: Roles) -> np.ndarray | None:
    """Return codes of what dependent rows share: their entity, else a stretch of time; or None."""
    from ml_engineer_tools.evaluation.parts import deal_parts
    from ml_engineer_tools.modelling.role_columns import read_groups, read_times

    groups = read_groups(sample[roles.group]) if roles.group else None
    try:
        times = read_times(sample[roles.time]) if roles.time else None
    except BadInput:
        times = None  # what is wrong with the time is told by its own check
    if groups is None and times is None:
        return None
    parts = deal_parts(len(sample), times=times, groups=groups)
    return parts.part if parts.count > 1 else None


def sampled(inputs: Inputs, rows: int) -> Exactness:
    """Return how a figure over so many labelled rows was reached: exactly, or on a sample."""
    return EXACT if inputs.table.rows <= inputs.sample_size else Exactness(kind="sampled", n=rows)


def _features(inputs: Inputs) -> Iterator[str]:
    taken = {inputs.roles.target, inputs.roles.group, inputs.key}
    for name, summary in inputs.summaries.items():
        if name in taken or not summary.known or summary.column.kind == "nested":
            continue
        # A name of the row says nothing of a new row, and text that hardly repeats has no levels.
        if not (names_rows(summary, inputs.recorded_twice) and inputs.may_name_rows(name)):
            yield name


def _is_temporal(inputs: Inputs, name: str) -> bool:
    return inputs.summaries[name].column.is_temporal or name == inputs.roles.time


def _report(inputs: Inputs, task: Task, found: dict[str, Relation], exactness: Exactness) -> None:
    from ml_engineer_tools.drift.distances import adjust

    recorder, rows = inputs.recorder, len(inputs.labelled_sample())
    metric = METRICS[task.kind]
    names = sorted(found, key=lambda name: (-found[name].score, name))
    adjusted = dict(zip(found, adjust([r.p_value for r in found.values()]), strict=True))
    scores: dict[str, Figure] = {}
    for name in names:
        relation = found[name]
        scores[name] = recorder.figure(
            f"relation_{metric}", relation.score, column=name, split="exploration",
            interval=relation.interval, n=rows, exactness=exactness,
        )  # fmt: skip
        if relation.rank_correlation is not None:
            recorder.figure(
                "target_rank_correlation", relation.rank_correlation, column=name,
                split="exploration", interval=relation.rank_interval, n=rows, exactness=exactness,
            )  # fmt: skip
    related = [name for name in names if adjusted[name] <= FALSE_DISCOVERY_RATE]
    count = recorder.figure(
        "related_columns", len(related), unit="columns", split="exploration", n=rows, headline=True,
        exactness=exactness,
    )  # fmt: skip
    tried = recorder.figure("columns_related_to_target_tried", len(names), unit="columns")
    rate = recorder.convention(
        "false_discovery_rate", FALSE_DISCOVERY_RATE, source="Benjamini and Hochberg (1995); "
        "level ours",
    )  # fmt: skip
    for name in related[:3]:
        recorder.headline(scores[name])
    _report_related(inputs, related, scores, [count, tried, rate])
    # Along an instant or a counter everything that has seasons rises and falls.
    measures = [
        n for n in related if not (_is_temporal(inputs, n) or names_rows(inputs.summaries[n]))
    ]
    _report_bent(inputs, [name for name in measures if (found[name].missed or 0) >= BENT], found)


def _report_related(
    inputs: Inputs, related: list[str], scores: dict[str, Figure], counts: list[Figure]
) -> None:
    target = quoted(inputs.roles.target or "")
    count, tried, rate = counts
    if not related:
        inputs.recorder.finding(
            "no_relation",
            "low",
            f"No column alone is related to the target {target}: of {tried} tried none is, at a "
            f"false discovery rate of {rate}.",
            columns=[inputs.roles.target or ""],
            clauses=["S1", "S2", "H5"],
            figures=counts,
            confidence="medium",
            question="Is the target drawn from other data, or do only several columns together "
            "say something of it?",
            harmless_if="columns matter only together, or the table is too small to show it",
        )
        return
    best = scores[related[0]]
    metric = METRIC_NAMES[best.quantity.removeprefix("relation_")]
    inputs.recorder.finding(
        "related_columns",
        "info",
        f"{count} of {tried} {agreeing(int(tried.value), 'column', 'columns')} "
        f"{agreeing(int(count.value), 'is', 'are')} related to the target {target} on their own, "
        f"most of all {quoted(related[0])} with a {metric} of {format_value(best.value)} out of "
        f"fold (false discovery rate {rate}).",
        columns=related,
        clauses=["S4", "H1", "H5"],
        figures=[*counts, *(scores[name] for name in related[:5])],
        confidence="high",
        question="Are the strongest of them known when the prediction is made?",
    )


def _report_bent(inputs: Inputs, bent: list[str], found: dict[str, Relation]) -> None:
    if not bent:
        return
    bent.sort(key=lambda name: (-(found[name].missed or 0), name))
    recorder = inputs.recorder
    figures = [
        recorder.figure("variance_missed_by_monotone", found[name].missed or 0, column=name,
                        split="exploration", n=len(inputs.labelled_sample()))
        for name in bent
    ]  # fmt: skip
    limit = recorder.convention(
        "bent_relation_share", BENT, source="small to medium in Cohen (1988); a convention"
    )
    recorder.finding(
        "bent_relation",
        "info",
        f"The target rises and falls along {joined(bent)}: a straight line misses it, and so does "
        "any correlation.",
        columns=bent,
        clauses=["S4", "H1"],
        figures=[*figures[:5], limit],
        confidence="medium",
        question="Should a simple model be given bins or a square of it?",
    )
