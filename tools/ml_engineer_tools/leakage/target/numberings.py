"""Numberings: numbers that were handed out, one to each row, in an order that tells the target.

A number that only counts rows says nothing of them but when it was handed out. That such a column
was handed out, and not measured, shows by what is missing: among so many whole numbers of so narrow
a range some would come up twice (the birthday problem: Feller 1968, section II.3). If it tells the
target all the same, it was handed out by the outcome, after it, or in a time that the outcome goes
with, and for new rows it will be none of those it was here.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.ablation import Ablation
from ml_engineer_tools.leakage.target.rule import TELLING
from ml_engineer_tools.leakage.target.singles import Singles
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.tables.names import quoted

EXPECTED_TWICE = 20.0
"""Pairs of equal numbers that chance would bring, from which none is no chance: 1 in 10**8."""
LUCK = 0.01
"""Probability under no relation up to which a score is no luck."""


def find_numberings(inputs: Inputs, singles: Singles, explained: tuple[str, ...]) -> Found:
    """Record columns that number the rows and tell the target.

    With a time column given nothing is said: what follows the time is judged by the stress.

    Args:
        inputs: the surroundings.
        singles: the features with what each alone says.
        explained: columns that other checks have found already.
    """
    found = Found()
    if inputs.roles.time is not None:
        return found
    probe, task = singles.probe, singles.probe.task
    limits = TELLING[task.kind == "regression"]
    left = [name for name in singles.scores if name not in explained]
    ablation: Ablation | None = None
    for name in left:
        alone = singles.scores[name]
        if alone < limits.alone:
            break
        if feature_kind(probe.frame[name]) != "number":
            continue
        values = probe.frame[name].to_numpy(dtype="float64", na_value=np.nan)
        if not is_numbering(values) or singles.null().p_value(alone) > LUCK:
            continue
        ablation = ablation or Ablation(probe, singles.scores)
        loss = ablation.loss({name}, set(explained))
        if loss.drop < limits.drop or loss.drop_low is None or loss.drop_low <= 0:
            continue
        figure = inputs.record.figure(
            "single_feature_" + probe.metric, alone, column=name, n=len(probe.y),
            exactness=probe.exactness(),
        )  # fmt: skip
        drop = inputs.record.figure(
            "suspect_drop", loss.drop, column=name, interval=loss.interval, n=loss.rows,
            exactness=probe.exactness(loss.rows),
        )  # fmt: skip
        inputs.record.finding(
            "suspect_feature",
            "medium",
            f"{quoted(name)} numbers the rows, each by a number of its own, and yet it tells the "
            f"target: a {METRIC_NAMES[probe.metric]} of {format_value(figure.value)} alone and out "
            f"of fold, of which a quick model loses {format_value(drop.value)} without it. The "
            "numbers were handed out in an order that goes with the target.",
            columns=(name,),
            clauses=("S4", "S3", "H5"),
            figures=(figure, drop),
            confidence="medium",
            question=f"In which order was {quoted(name)} handed out, and was the outcome known by "
            "then?",
            harmless_if="It counts the rows in the order of time, and the model is judged by later "
            "rows.",
        )
        found = found.plus(Found((name,), (figure,)))
    return found


def is_numbering(values: np.ndarray) -> bool:
    """Tell whether numbers were handed out: whole ones, each once, so close that chance isn't it.

    Args:
        values: (n,) NaN where nothing is known.
    """
    known = values[np.isfinite(values)]
    if len(known) < len(values) or len(known) < 2 or (known != np.round(known)).any():
        return False
    width = float(known.max() - known.min()) + 1
    expected = len(known) * (len(known) - 1) / (2 * width)
    return expected >= EXPECTED_TWICE and len(np.unique(known)) == len(known)
