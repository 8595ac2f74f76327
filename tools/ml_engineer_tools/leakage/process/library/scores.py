"""Functions that split and score: metrics, cross-validation, optimisers, label statistics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process import (
    comparing,
    estimator_calls,
    splitting,
)
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.events import Evaluation, Split
from ml_engineer_tools.leakage.process.facts import Columns, Influence, Prediction, Score
from ml_engineer_tools.leakage.process.iteration import CURVE
from ml_engineer_tools.leakage.process.knowledge import functions
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.objectives import chosen_by
from ml_engineer_tools.leakage.process.rows import Part, Rows, Side, cut, rows_key
from ml_engineer_tools.leakage.process.selecting import statistic_of
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value, flat


def _train_test_split(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return splitting.in_two(machine, list(arguments.given), arguments, line, name)


def _random_split(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return splitting.at_random(machine, arguments, line, name)


def metric(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the score of predictions."""
    of = "threshold" if name in functions.CURVES else None
    first, second = arguments.value(0, "y_true"), arguments.value(1, "y_pred", "y_score", "y_prob")
    if not flat(first).predictions and not flat(second).predictions:
        said = [value for value in arguments.data() if flat(value).predictions]
        second = said[0] if said else second
    values = [first, second]
    if flat(second).predictions:
        values = [replace(flat(first), predictions=frozenset()), second]
    choices = [Value(choices=flat(v).choices) for v in arguments.all()]
    told = comparing.scored(machine, [*values, *choices], line, name, of=of)  # type: ignore[arg-type]  # one of two
    if of is None or not told.scores:
        return told
    # A curve: two scores, and the thresholds at which they hold, which are none.
    ends = replace(told, name=CURVE)
    return Value(items=(ends, ends, replace(told, scores=frozenset())), choices=told.choices)


_METRICS = frozenset({"auc", "auroc", "roc_auc", "rmse", "mae", "mape", "r2", "nse", "accuracy",
                      "acc", "f1", "c_index", "cindex", "kge", "average_precision"})  # fmt: skip


def is_own_metric(name: str, told: Value, arguments: Arguments) -> bool:
    """Tell whether a function of the script compares predictions with labels, step by step.

    So it does if it is called so, is given both, and no comparison was seen in it.
    """
    if name.lower() not in _METRICS | functions.PLAIN_METRICS or flat(told).scores:
        return False
    known = [flat(value) for value in arguments.given]
    said = [value for value in known if value.predictions]
    return len(said) == 1 and any(value.rows and not value.predictions for value in known)


def _cross_validation(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the scores or predictions of a cross-validation."""
    model = arguments.value(0, "estimator")
    features, labels = flat(arguments.value(1, "X")), flat(arguments.value(2, "y"))
    manner = splitting.manner_of(arguments.get(4, "cv"))
    data = replace(features, influences=features.influences)
    machine.note(Split(line, name, manner, "score", data))
    given = features
    for thing in model.things:
        given = estimator_calls.after_own_steps(thing, given)
    estimator_calls.note_training(machine, name, given, labels, line)
    kept = "Group-" if manner == "group" else ""
    key = f"{kept}{name} line {line} of {rows_key(features.rows)}"
    train, test = (cut(features.rows, Side("fold", key, side)) for side in ("train", "test"))
    choices = model.choices | features.choices
    for thing in model.things:
        choices |= thing.choices
        machine.fitted(thing)
    held_out = Prediction(train, test, features.influences, choices)
    if name == "cross_val_predict":
        return replace(features, predictions=frozenset({held_out}), columns=Columns())
    machine.note(Evaluation(line, name, held_out))
    return Value(scores=frozenset({Score(features.rows, line)}), choices=choices)


def backtested(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the scores of sktime's `evaluate(forecaster, cv, y)`, from origin to origin."""
    data = flat(arguments.value(2, "y"))
    if not data.rows:
        return UNKNOWN
    machine.note(Split(line, name, "time", "score", data))
    return Value(scores=frozenset({Score(data.rows, line)}))


def _boosted_cv(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the scores of `xgb.cv` or `lgb.cv`."""
    data = flat(arguments.value(1, "dtrain", "train_set"))
    if not data.rows:
        return UNKNOWN
    machine.note(
        Split(line, name, splitting.manner_of(arguments.get(None, "folds")), "score", data)
    )
    return Value(scores=frozenset({Score(data.rows, line)}))


def _optimise(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the result of an optimiser that calls a function of the script."""
    place = 1 if name == "agent" else 0
    objective = arguments.value(place, functions.OBJECTIVE_CALLERS[name])
    if not objective.things:
        return UNKNOWN
    extra = arguments.value(None, "args")
    given = Arguments((UNKNOWN, *(extra.items or ())))
    kept = arguments.value(None, "trials").things
    found = kept[0] if kept else Thing(name, line)
    choice = chosen_by(machine, objective, given, line, name, tuner=found)
    if choice is None:
        return UNKNOWN
    things = () if name in ("fmin", "agent") else (found,)
    return Value(things=things, choices=frozenset({choice}))


def tuned_by_ray(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the tries of Ray's `tune.run(function)`."""
    found = Thing("tune.run", line)
    objective = arguments.value(0, "run_or_experiment")
    choice = chosen_by(machine, objective, Arguments((UNKNOWN,)), line, "tune.run", tuner=found)
    return Value(things=(found,), choices=frozenset({choice} if choice is not None else ()))


def _compared(rows: Rows) -> Rows:
    """Return the rows of which these are one class: a test compares it with the others."""
    return frozenset(
        Part(part.source, part.path[:-1]) if part.path and part.path[-1].kind == "mask" else part
        for part in rows
    )


def _labelled_statistic(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = arguments.data()
    if not data:
        return UNKNOWN
    rows = frozenset(part for value in data for part in _compared(flat(value).rows))
    return statistic_of(
        flat(data[0]), Influence("feature_selection", rows, line, name, machine.site)
    )


Function = Callable[[Machine, Arguments, int, str], Value]
_BY_FUNCTION: dict[Function, str] = {
    _train_test_split: "train_test_split temporal_train_test_split",
    _random_split: "random_split",
    metric: " ".join(sorted(functions.PLAIN_METRICS)),
    _cross_validation: " ".join(sorted(functions.CROSS_VALIDATIONS)),
    _boosted_cv: "cv",
    _optimise: " ".join(sorted(functions.OBJECTIVE_CALLERS)),
    _labelled_statistic: " ".join(sorted(functions.LABELLED_STATISTICS)),
}
ACTIONS: dict[str, Function] = {
    name: function for function, names in _BY_FUNCTION.items() for name in names.split()
}
