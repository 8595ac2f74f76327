"""Methods of models and transformers: what they are fitted on, what they predict and transform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process import (
    comparing,
    decompositions,
    executors,
    lightning,
    meters,
    neighbours,
    splitting,
    trials,
)
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.carrying_on import learnt_before
from ml_engineer_tools.leakage.process.events import Fit, Training
from ml_engineer_tools.leakage.process.facts import Columns, Influence, InfluenceKind, Prediction
from ml_engineer_tools.leakage.process.graphs import of_graphs, seen_by
from ml_engineer_tools.leakage.process.knowledge import functions, methods
from ml_engineer_tools.leakage.process.knowledge.estimators import Estimator
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.model_choices import (
    optimize,
    run_trials,
    search,
    tune,
    validate,
    whole,
)
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Part, Rows, covers, sources
from ml_engineer_tools.leakage.process.selecting import settled
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat


def call(
    machine: Machine, thing: Thing, name: str, arguments: Arguments, line: int
) -> Value | None:
    """Return what is known of the result of a method; None if nothing is known of the method."""
    if name in ("split",) and thing.name.rpartition(".")[2] in functions.SPLITTERS:
        return splitting.folds(machine, thing, arguments, line)
    known = _special(machine, thing, name, arguments, line)
    if known is not None:
        return known
    action = ACTIONS.get(name)
    if action is not None:
        return action(machine, thing, arguments, line)
    tried = run_trials(machine, thing, line) if name in ("fit", "run") else None
    if tried is not None:
        return tried
    if name in methods.FITTING_METHODS:
        return _fit(machine, thing, arguments, line, name)
    asked = thing.estimator is not None and thing.estimator.asked_by == name
    if name in methods.PREDICTING_METHODS or name == "apply" or asked:
        return predict(machine, thing, arguments, line, asks=True)
    if name in methods.SCORING_METHODS:
        return _score(machine, thing, arguments, line)
    if name in methods.FITTED_ATTRIBUTES or name in methods.SEARCH_RESULTS:
        return None
    data = arguments.data()
    if data:
        return _passed_on(thing, data)
    return None


def _special(
    machine: Machine, thing: Thing, name: str, arguments: Arguments, line: int
) -> Value | None:
    """Return the result of a method of what is no plain model; None of any other."""
    known = lightning.call(machine, thing, name, arguments, line)
    if known is None:
        known = decompositions.call(thing, name, arguments, line)
    if known is None:
        known = neighbours.call(thing, name, arguments)
    if known is None:
        known = trials.call(thing, name, arguments)
    if known is None:
        known = executors.call(machine, thing, name, arguments, line)
    return known if known is not None else meters.call(machine, thing, name, arguments, line)


def _passed_on(thing: Thing, data: list[Value]) -> Value:
    """Return data that went through a method of which nothing is known."""
    return replace(flat(data[0]), constant=NOTHING)


def _data_of(arguments: Arguments) -> tuple[Value, Value]:
    frame = flat(arguments.value(None, "training_frame"))
    if frame.rows:
        return frame, UNKNOWN
    features = arguments.value(0, "X", "x", "train_set", "dtrain", "x_train", "train_dataset",
                               "training_data", "endog", "training_frame")  # fmt: skip
    labels = arguments.value(1, "y", "Y", "label", "labels", "y_train")
    if features.items is not None and len(features.items) == 2 and not flat(labels).rows:
        return flat(features.items[0]), flat(features.items[1])
    return flat(features), flat(labels)


def _fit(machine: Machine, thing: Thing, arguments: Arguments, line: int, name: str) -> Value:
    features, labels = _data_of(arguments)
    rows = features.rows
    if not rows:
        rows = labels.rows or _option_rows(thing)
    again = name == "partial_fit" or (thing.role == "" and thing.blueprint is not None)
    carries_on = name == "partial_fit" or thing.name in _LEARNING_ON
    known = _influence_of(machine, thing, features, rows, line)
    for fit in known:
        if fit.line == line:
            machine.note(Fit(line, fit.call, rows, fit))
    inherited = features.influences | frozenset(known) | of_graphs(thing.influences)
    transforms = thing.role in ("transformer", "resampler")
    if _also_predicts(thing):
        _note_labels(machine, labels)
    if not transforms and rows:
        machine.note(Fit(line, f"{thing.name}.{name}", rows, site=machine.site))
        _note_labels(machine, labels)
        durations = thing.name.endswith("Fitter")
        learns = labels.rows or thing.role in ("predictor", "search", "composite")
        if learns and not durations:
            given = after_own_steps(thing, features)
            note_training(machine, f"{thing.name}.{name}", given, labels, line)
    for part in whole(thing):
        if part is not thing and _is_adapted(thing, part):
            continue
        before = learnt_before(machine, part, rows) if carries_on else NO_ROWS
        part.trained = part.trained | rows | before if again else rows | before
        part.influences = inherited
        told = (bool(labels.rows) and labels != features) or thing.name in _WITH_LABEL
        part.supervised = part.supervised or told or part.role == "predictor"
        part.told_labels = part.told_labels or told
        part.choices |= features.choices | machine.control
        machine.fitted(part)
    search(machine, thing, features, line)
    validate(machine, thing, arguments, line, rows)
    if name in ("fit", "partial_fit", "adapt", "fit_on_texts", "train", "learn", "build_vocab"):
        return Value(things=(thing,), choices=thing.choices)
    if name == "fit_predict" or (name == "fit_transform" and thing.role == "predictor"):
        return predict(machine, thing, arguments, line)
    if name in ("fit_resample", "fit_sample"):
        added = replace(
            transformed(thing, labels, known), columns=labels.columns, origins=labels.origins
        )
        return Value(items=(transformed(thing, features, known), added))
    return transformed(thing, features, known)


def _also_predicts(thing: Thing) -> bool:
    """Tell whether what transforms by the label is also a model of it."""
    return thing.name.rpartition(".")[2] in ("PLSRegression", "LinearDiscriminantAnalysis")


_WITH_LABEL = ("Prophet", "NeuralProphet")
"""Models whose table holds the label beside the rest."""
_LEARNING_ON = ("Sequential", "Model", "Functional")
"""Networks whose `fit` goes on from the weights that they have."""


def _option_rows(thing: Thing) -> Rows:
    """Return the training rows that a trainer was made with."""
    found: Rows = frozenset()
    for name in ("train_dataset", "train_dataloader", "train_dataloaders", "data", "endog"):
        if name in thing.options:
            found |= flat(thing.options[name]).rows
    return found


def train_function(machine: Machine, call_name: str, arguments: Arguments, line: int) -> Value:
    """Return the model that `lgb.train(params, data)` or `xgb.train(params, data)` trains."""
    choices = frozenset(c for value in arguments.all() for c in flat(value).choices)
    options = {**(arguments.named or {}), "params": arguments.value(0, "params")}
    thing = Thing(call_name, line, Estimator("predictor"), options=options, choices=choices)
    data = arguments.value(1, "train_set", "dtrain", "pool")
    rest = Arguments((data,), arguments.named, arguments.lines)
    _fit(machine, thing, rest, line, "train")
    return Value(things=(thing,), choices=thing.choices)


def _note_labels(machine: Machine, labels: Value) -> None:
    only = labels.columns.only()
    if only is not None and labels.rows:
        machine.found_targets.add(only)


_PICKING = ("ColumnTransformer", "column_transformer", "ColumnSelector", "DataFrameMapper")
"""Ends of the names of steps that are told which columns they let through."""


def _picks_columns(thing: Thing) -> bool:
    return any(
        part.blueprint is not None
        or part.body is not None
        or (part.name.endswith(_PICKING) and "<all>" not in part.options)
        for part in whole(thing)
    )


def after_own_steps(thing: Thing, features: Value) -> Value:
    """Return the features that reach a model behind steps that let some columns through.

    Which these are can't be told of the script's own steps, nor of those that list theirs.
    """
    if _picks_columns(thing):
        return replace(features, columns=Columns(), made=frozenset())
    return features


def note_training(machine: Machine, call: str, features: Value, labels: Value, line: int) -> None:
    """Note that a model was trained on features and labels."""
    _note_labels(machine, labels)
    if features.rows and labels.rows:
        machine.note(Training(line, call, features, labels))


def _influence_of(
    machine: Machine, thing: Thing, features: Value, rows: Rows, line: int
) -> list[Influence]:
    """Return what a fit does to what the thing transforms: one influence a transformer in it."""
    found: list[Influence] = []
    for part in whole(thing):
        known = part.estimator
        if known is None or not known.influence or not rows:
            continue
        if part is not thing and thing.role in ("search",):
            continue
        if part is not thing and _is_adapted(thing, part):
            found.extend(fit for fit in part.influences if fit.call == f"{part.name}.fit")
            continue
        kind: InfluenceKind = known.influence  # type: ignore[assignment]  # a word of the table
        if kind == "imputation_with_target" and not _holds_label(machine, features):
            kind = "imputation"
        found.append(Influence(kind, rows, line, f"{part.name}.fit", machine.site))
    return found


def _is_adapted(network: Thing, layer: Thing) -> bool:
    """Tell whether a layer of a network was told its statistics before: no fit changes these."""
    return network.name in _LEARNING_ON and layer.role == "transformer" and layer.fits > 0


def _holds_label(machine: Machine, features: Value) -> bool:
    return any(features.columns.has(name) for name in machine.targets)


def transformed(thing: Thing, data: Value, fitted: list[Influence] | None = None) -> Value:
    """Return data that a fitted transformer has transformed."""
    fits = frozenset(fitted) if fitted is not None else _fits_of(thing)
    reshapes = any(fit.kind in ("reduction", "vectorising") for fit in fits)
    known = data.columns if not reshapes or data.columns.whole else Columns()
    if thing.name.endswith(_PICKING):
        known = Columns()
    return replace(
        settled(data),
        influences=data.influences | fits,
        choices=data.choices | thing.choices,
        constant=NOTHING,
        columns=known,
        predictions=frozenset(),
        tests=(),
    )


def _fits_of(thing: Thing) -> frozenset[Influence]:
    calls = {f"{part.name}.fit" for part in whole(thing)}
    return frozenset(fit for fit in thing.influences if fit.call in calls) or frozenset(
        fit for fit in thing.influences if thing.role == "composite"
    )


def _transform(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    if thing.fits and any(part.role == "predictor" for part in whole(thing)):
        # A model of Spark adds its predictions to the rows.
        return predict(machine, thing, arguments, line)
    return transformed(thing, flat(arguments.value(0, "X", "data", "texts")))


def _restored(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Return data in its own units again: predictions stay predictions."""
    data = flat(arguments.value(0, "X", "data", "series"))
    return replace(data, choices=data.choices | thing.choices, constant=NOTHING, tests=())


def _initialised(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Return the first parameters of a network, which know its shape of the data, no row."""
    return Value(things=(thing,), choices=thing.choices)


def _set(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Return the thing with other parameters, which may have been chosen."""
    told = frozenset(c for value in arguments.all() for c in flat(value).choices)
    thing.choices |= told
    return Value(things=(thing,), choices=thing.choices)


def predict(
    machine: Machine, thing: Thing, arguments: Arguments, line: int, *, asks: bool = False
) -> Value:
    """Return what a model says of some rows; `asks`: by a method that does nothing else."""
    data = [flat(value) for value in arguments.data()]
    if not data:
        if not thing.fits or thing.role in ("transformer", "clusterer"):
            return Value(things=(thing, *_adapted_before(arguments)), choices=thing.choices)
        ahead = Prediction(thing.trained, NO_ROWS, thing.influences, thing.choices)
        return Value(rows=AHEAD, predictions=frozenset({ahead}), things=(thing,))
    if thing.name.rpartition(".")[2].endswith(("Loss", "criterion", "loss")):
        return comparing.scored(machine, list(arguments.given), line, thing.name, loss=True)
    asked = data[0]
    if thing.estimator is None and not thing.trained and meters.compares(arguments):
        return meters.tell(machine, thing, arguments, line)
    if thing.role in ("transformer", "clusterer") and not (asks and _also_predicts(thing)):
        return transformed(thing, asked)
    machine.events.asked.add(asked.rows)
    known = Prediction(
        thing.trained,
        NO_ROWS if _is_horizon(thing, asked) else asked.rows,
        thing.influences,
        thing.choices | asked.choices,
        asked.influences | seen_by(machine, list(arguments.all()), thing.name, line),
    )
    seen = _in_sample(machine, thing, asked, line)
    seen |= seen_by(machine, list(arguments.all()), thing.name, line)
    return Value(asked.rows, seen, predictions=frozenset({known}), things=(thing,))


def _in_sample(machine: Machine, thing: Thing, asked: Value, line: int) -> frozenset[Influence]:
    """Return what a prediction of training rows is to a model that learns from it.

    It says the label as an encoding by the label does that counts the row itself.
    """
    if not thing.told_labels or not covers(thing.trained, asked.rows):
        return frozenset()
    call_name = f"{thing.name}.predict"
    return frozenset({Influence("target_encoding", thing.trained, line, call_name, machine.site)})


def _adapted_before(arguments: Arguments) -> tuple[Thing, ...]:
    """Return the layers behind which another is put that were told their statistics."""
    behind = (thing for value in arguments.all() for thing in flat(value).things)
    return tuple(thing for thing in behind if thing.role == "transformer" and thing.fits)


AHEAD: Rows = frozenset({Part("steps ahead")})
"""Rows of a forecast, of which only the labels beside it tell which they are."""


def _is_horizon(thing: Thing, asked: Value) -> bool:
    """Tell whether a model is asked about steps ahead, rather than about rows."""
    return asked.index and not sources(asked.rows) & sources(thing.trained)


def _score(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Return the score of a model on some rows."""
    features, labels = _data_of(arguments)
    if not features.rows and thing.name.endswith("Trainer"):
        watched = flat(thing.options.get("eval_dataset", UNKNOWN))
        named = {side.name for part in watched.rows for side in part.path}
        # A score on validation rows is not yet the one that is told.
        features = watched if "test" in named else features
    second = thing.role == "predictor" and thing.trained and labels.rows
    if features.predictions and not second:
        return comparing.scored(machine, [features, labels], line, f"{thing.name}.evaluate")
    silent = thing.role in ("clusterer", "transformer") and not _also_predicts(thing)
    if not features.rows or silent:
        return UNKNOWN
    said = predict(machine, thing, Arguments((features,)), line, asks=True)
    _note_labels(machine, labels)
    return comparing.scored(machine, [labels, said], line, f"{thing.name}.score")


Method = Callable[[Machine, Thing, Arguments, int], Value]
ACTIONS: dict[str, Method] = {
    "transform": _transform, "texts_to_sequences": _transform, "texts_to_matrix": _transform,
    "inverse_transform": _restored, "init": _initialised, "set_params": _set,
    "optimize": optimize, "search": tune,
}  # fmt: skip
