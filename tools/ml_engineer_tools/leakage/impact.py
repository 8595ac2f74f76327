"""Impact: what a quick model reaches as the table stands, and how much of it is the suspects."""

from __future__ import annotations

from collections.abc import Callable

from ml_engineer_tools.evidence import Figure, Finding, format_value
from ml_engineer_tools.leakage.check_names import (
    AGGREGATES,
    IMPACT,
    STRENGTH_ALONE,
    TARGET_LEAKS,
)
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.figures import stress_figure
from ml_engineer_tools.leakage.stress.gaps import MEDIUM_GAP
from ml_engineer_tools.leakage.stress.quick_model import QuickModel, Reached
from ml_engineer_tools.leakage.stress.split_stress import Stressed
from ml_engineer_tools.leakage.worth import grade_by_worth
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.tables.names import agreeing, joined, listed, quoted

FIRST_ONLY = ("target_encoding", "partial_leak", AGGREGATES)
"""Checks that suspect the first column of a finding only."""
MOST_SETS = 3
"""Sets of suspects whose own share is measured, the worst findings first."""


def suspect_sets(inputs: Inputs) -> list[tuple[str, ...]]:
    """Return the columns of each finding that suspects features, worst finding first.

    Those that are merely strong are not among them: an honest cause would be taken away too.
    """
    return _suspected(
        inputs,
        lambda finding: (
            (finding.check in TARGET_LEAKS and finding.check != STRENGTH_ALONE)
            or _is_of_target(inputs, finding)
        ),
    )


def merely_strong(inputs: Inputs) -> list[tuple[str, ...]]:
    """Return the columns of each finding that asks about features for their strength alone."""
    suspects = {name for columns in suspect_sets(inputs) for name in columns}
    sets = _suspected(inputs, lambda finding: finding.check == STRENGTH_ALONE)
    return [columns for columns in sets if not suspects & set(columns)]


def _is_of_target(inputs: Inputs, finding: Finding) -> bool:
    """Tell whether a finding is on an aggregate of the target that reaches past the split."""
    return finding.check == AGGREGATES and inputs.roles.target in finding.columns[1:]


def _suspected(inputs: Inputs, counts: Callable[[Finding], bool]) -> list[tuple[str, ...]]:
    order = {"high": 0, "medium": 1}
    found = [f for f in inputs.record.findings if f.severity in order and counts(f)]
    found.sort(key=lambda finding: order[finding.severity])
    features = {column.name for column in inputs.features()}
    # What a column encodes, or the slice that it leaks in, is no suspect itself.
    suspected = (f.columns[:1] if f.check in FIRST_ONLY else f.columns for f in found)
    sets = (tuple(name for name in columns if name in features) for columns in suspected)
    return list(dict.fromkeys(columns for columns in sets if columns))


def check_impact(
    inputs: Inputs,
    model: QuickModel,
    sets: list[tuple[str, ...]],
    strong: list[tuple[str, ...]],
    stressed: Stressed | None,
) -> list[Figure]:
    """Record the score with and without the suspects; returns the headline figures.

    Both are of folds at random, as most people would measure; what the split takes away comes
    from the stress.

    Args:
        inputs: the surroundings.
        model: the quick model.
        sets: suspected columns, as `suspect_sets` gave them.
        strong: columns that are asked about for their strength alone, as `merely_strong` gave them.
        stressed: what holds under the strictest split, if there is one.
    """
    suspects = tuple(dict.fromkeys(name for columns in sets for name in columns))
    metric, split = model.metric, model.random
    model.predict_ahead(
        (split, columns) for columns in ((), suspects, *sets[:MOST_SETS], *strong[:MOST_SETS])
    )
    as_it_stands = model.reached(split, split, metric)
    if as_it_stands is None:
        return []
    rows = len(model.rows.y)
    told = stress_figure(inputs, model, f"as_it_stands_{metric}", as_it_stands, split.name, rows)
    honest = stressed.honest if stressed else None
    if not suspects and strong:
        _weigh_strong(inputs, model, strong, as_it_stands, told)
    without = model.reached(split, split, metric, suspects)
    if not suspects or without is None:
        return [told] if honest is None else [told, honest]
    lost = as_it_stands.minus(without)
    share, rest = (
        stress_figure(inputs, model, quantity, reached, split.name, rows)
        for quantity, reached in (
            ("suspects_share", lost),
            (f"without_suspects_{metric}", without),
        )
    )
    own = _own_shares(inputs, model, sets, as_it_stands) if len(sets) > 1 else []
    merely = _own_shares(inputs, model, strong, as_it_stands)
    grade_by_worth(inputs, metric, own or [(suspects, share)])
    chance = 0.0 if metric == "r2" else 0.5
    made = [one.words for _, one in model.rows.derived]
    low = lost.interval[0] if lost.interval else 0.0
    matters = lost.value >= MEDIUM_GAP[metric] and low > 0
    them = "them" if len(suspects) > 1 else "it"
    inputs.record.finding(
        IMPACT,
        "medium" if matters else "info",
        _statement(metric, suspects, (told, share, rest), own, chance, matters=matters)
        + _left_in(told, merely, chance)
        + _seen(made)
        + (_under_stress(stressed, them) if stressed else ""),
        columns=suspects,
        clauses=("S6", "S4", "P5"),
        figures=[
            *(told, share, rest, *([honest] if honest else [])),
            *([stressed.same_rows] if stressed and stressed.same_rows else []),
            *(f for _, f in (*own, *merely)),
        ],
        confidence="high" if matters else "medium",
        question=f"Which of {listed(suspects)} is known at the moment of prediction?"
        if len(suspects) > 1
        else f"Is {quoted(suspects[0])} known at the moment of prediction?",
        harmless_if="The suspected values are known at prediction time, as they stand here.",
    )
    shown = [told, rest] if without.value <= chance else [told, share, rest]
    return [*shown, *([honest] if honest else [])]


def _statement(
    metric: str,
    suspects: tuple[str, ...],
    figures: tuple[Figure, Figure, Figure],
    own: list[tuple[tuple[str, ...], Figure]],
    chance: float,
    *,
    matters: bool,
) -> str:
    told, share, rest = figures
    start = f"{METRIC_NAMES[metric]} {format_value(told.value)} by folds at random"
    if matters and float(rest.value) <= chance:
        text = (
            f"{start}, all of it from {joined(suspects)}: without "
            f"{'them' if len(suspects) > 1 else 'it'} the quick model is no better than knowing "
            f"nothing ({format_value(rest.value)})."
        )
    elif matters:
        text = (
            f"{start}, of which {format_value(share.value)} is {joined(suspects)}: "
            f"{format_value(rest.value)} without."
        )
    elif float(told.value) <= chance:
        text = (
            f"{start} and {format_value(rest.value)} without {joined(suspects)}: the quick model "
            "is no better than knowing nothing in any case, so that it can't say what the suspects "
            "are worth. That speaks for none of them."
        )
    else:
        text = (
            f"{start} and {format_value(rest.value)} without {joined(suspects)}: the quick model "
            "hardly needs what is suspected."
        )
    return text + "".join(
        f" Without {joined(columns)} alone {_lost(told, figure, chance)}."
        for columns, figure in own
    )


def _lost(told: Figure, figure: Figure, chance: float) -> str:
    lost = min(float(figure.value), float(told.value) - chance)
    if lost <= 0:
        return "nothing is lost"
    if lost < float(figure.value):
        return "all of it is lost"
    return f"{format_value(figure.value)} is lost"


def _left_in(told: Figure, merely: list[tuple[tuple[str, ...], Figure]], chance: float) -> str:
    """Return the sentences on columns that an honest cause may be: nothing is subtracted."""
    return "".join(
        f" {joined(columns)} {agreeing(len(columns), 'was', 'were')} left in, as only strength "
        f"speaks against {agreeing(len(columns), 'it', 'them')}: without "
        f"{agreeing(len(columns), 'it', 'them')} {_lost(told, figure, chance)}."
        for columns, figure in merely
    )


def _weigh_strong(
    inputs: Inputs,
    model: QuickModel,
    strong: list[tuple[str, ...]],
    as_it_stands: Reached,
    told: Figure,
) -> None:
    """Say what would be left without columns that are merely strong; it takes nothing away."""
    metric = model.metric
    lost = _own_shares(inputs, model, strong, as_it_stands)
    if not lost:
        return
    columns = tuple(dict.fromkeys(name for names, _ in lost for name in names))
    chance = 0.0 if metric == "r2" else 0.5
    inputs.record.finding(
        IMPACT,
        "info",
        f"{METRIC_NAMES[metric]} {format_value(told.value)} by folds at random."
        f"{_left_in(told, lost, chance)}",
        columns=columns,
        clauses=("S6", "S4", "P5"),
        figures=[told, *(figure for _, figure in lost)],
        confidence="medium",
        question=f"{agreeing(len(columns), 'Is', 'Are')} {listed(columns)} known at the moment of "
        "prediction?",
    )


def _seen(made: list[str]) -> str:
    """Return the sentence on what the quick model was given besides the columns themselves."""
    made = list(dict.fromkeys(made))
    if not made:
        return ""
    shown = ", ".join(made[:MOST_SETS]) + (" and more" if len(made) > MOST_SETS else "")
    return f" Besides the columns themselves the quick model was given {shown}."


def _under_stress(stressed: Stressed, them: str) -> str:
    """Return the sentence on the honest score; of other rows than all only beside their like."""
    honest, same_rows = format_value(stressed.honest.value), stressed.same_rows
    start = f" {_first_upper(stressed.words)} the score without {them} is {honest}"
    if same_rows is None:
        return f"{start}."
    return (
        f"{start}, judged by {same_rows.n:,} later rows only; on these, folds at random reach "
        f"{format_value(same_rows.value)}."
    )


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _own_shares(
    inputs: Inputs, model: QuickModel, sets: list[tuple[str, ...]], as_it_stands: Reached
) -> list[tuple[tuple[str, ...], Figure]]:
    """Record what the model loses without each set alone; the others may stand in for it."""
    found = []
    for columns in sets[:MOST_SETS]:
        without = model.reached(model.random, model.random, model.metric, columns)
        if without is not None:
            lost = as_it_stands.minus(without)
            figure = stress_figure(
                inputs, model, "suspect_share", lost, "random", len(model.rows.y),
                column=columns[0],
            )  # fmt: skip
            found.append((columns, figure))
    return found
