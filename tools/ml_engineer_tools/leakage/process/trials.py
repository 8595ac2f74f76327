"""Trials: what a tuner tells of its tries afterwards, such as the score of the best of them."""

from __future__ import annotations

from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Choice
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat

TABLES = frozenset({"losses", "trials_dataframe", "get_dataframe", "dataframe", "results_df",
                    "get_trials", "metric"})  # fmt: skip
"""Methods of tuners that list the scores of all tries."""
BEST = frozenset({"get_best_result", "get_best_trial", "best_trial", "best_result", "max"})
"""Methods and attributes of tuners that give the best try."""
SCORES = ("value", "values", "fun", "loss", "target", "last_result", "metrics", "result",
          "metric_score")  # fmt: skip
"""Attributes under which a try has its score."""
TRIED = "<tried>"
"""Where a tuner keeps the scores of its tries."""


def keep(
    tuner: Thing, choice: Choice, told: Value, beside: tuple[tuple[object, Value], ...]
) -> None:
    """Keep what an objective told, for who asks the tuner for its tries.

    Args:
        tuner: who called it.
        choice: what was chosen by what it told.
        told: what it told.
        beside: what it noted with a try, by name.
    """
    chosen = frozenset({choice})
    plain = replace(told, things=(), constant=NOTHING)
    best = _one(tuner, plain, beside, chosen)
    tuner.attributes |= dict.fromkeys(BEST, best)
    tuner.attributes |= {
        "trials": replace(_one(tuner, plain, beside, frozenset()), entries=None),
        "best_trials": replace(best, entries=None),
        "x": Value(choices=chosen),
        "func_vals": flat(plain),
        TRIED: flat(plain),
    }
    tuner.attributes |= {name: _with(flat(plain), chosen) for name in ("fun", "best_value")}


def _one(
    tuner: Thing, told: Value, beside: tuple[tuple[object, Value], ...], chosen: frozenset[Choice]
) -> Value:
    """Return a try: its score, and what was noted with it."""
    noted = tuple((name, _with(value, chosen)) for name, value in beside)
    score = _with(told, chosen)
    attributes = dict.fromkeys(SCORES, score)
    attributes |= {name: Value(choices=chosen) for name in ("params", "config", "hyperparameters")}
    attributes |= {name: Value(entries=noted, choices=chosen) for name in ("user_attrs", "misc")}
    # Under any other name, as that of the metric, it is the score too.
    entries = (*attributes.items(), *(told.entries or ()), (("unknown", 0), score))
    trial = Thing(f"trial of {tuner.name}", tuner.line, attributes=attributes, choices=chosen)
    return Value(things=(trial,), choices=chosen, entries=entries)


def _with(value: Value, chosen: frozenset[Choice]) -> Value:
    """Return a value that knows of a choice, its elements included."""
    entries = value.entries and tuple((key, _with(one, chosen)) for key, one in value.entries)
    items = value.items and tuple(_with(one, chosen) for one in value.items)
    return replace(value, choices=value.choices | chosen, entries=entries, items=items)


def call(thing: Thing, name: str, arguments: Arguments) -> Value | None:
    """Return what a method of a tuner tells of its tries; None of any other method."""
    if TRIED not in thing.attributes:
        return None
    if name in TABLES:
        return thing.attributes[TRIED]
    if name in BEST:
        return thing.attributes[name]
    return UNKNOWN if name == "maximize" else None
