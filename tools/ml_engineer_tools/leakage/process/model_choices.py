"""What training chooses: parameters by a search, the stopping point by validation rows."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.leakage.process import splitting
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.carrying_on import learnt_before
from ml_engineer_tools.leakage.process.events import Evaluation, Fit, Split
from ml_engineer_tools.leakage.process.facts import Choice, Prediction, Score
from ml_engineer_tools.leakage.process.knowledge import functions
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.meters import HISTORY
from ml_engineer_tools.leakage.process.objectives import chosen_by
from ml_engineer_tools.leakage.process.rows import Rows, rows_key
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value


def _lead(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> None:
    """Note on which rows an automatic search ranks its models, if it is told."""
    rows = _rows_within(arguments.value(None, "leaderboard_frame"))
    if rows:
        score = Score(rows, line, "model")
        thing.choices |= {machine.choose("model", frozenset({score}), line, thing.name)}


LINE_OF = "<line of>"
"""How the option begins that tells on which line another one stands."""
NO_CHOICES: frozenset[Choice] = frozenset()


def search(machine: Machine, thing: Thing, features: Value, line: int) -> None:
    """Note what a search over parameters chooses, and on which rows."""
    if thing.role != "search" or not features.rows:
        return
    manner = splitting.manner_of(thing.options.get("cv"))
    machine.note(Split(line, f"{thing.name}.fit", manner, "search", features))
    score = Score(features.rows, line, "tuning")
    thing.choices |= {machine.choose("tuning", frozenset({score}), line, thing.name)}


def validate(
    machine: Machine, thing: Thing, arguments: Arguments, line: int, trained: Rows
) -> None:
    """Note on which rows a fit decides when to stop."""
    given = {**thing.options, **(arguments.named or {})}
    _lead(machine, thing, arguments, line)
    told = [name for name in functions.VALIDATION_OPTIONS if name in given]
    known = [given[name] for name in told]
    rows = frozenset(part for value in known for part in _rows_within(value)) - trained
    if not rows:
        return
    watched = Prediction(thing.trained, frozenset(rows), thing.influences, NO_CHOICES)
    machine.note(Evaluation(line, f"{thing.name}.fit", watched, loss=True))
    epochs = frozenset({Score(frozenset(rows), line, "model")})
    thing.attributes["history"] = Value(name=HISTORY, scores=epochs)
    if not stops_early(thing, arguments):
        return
    score = Score(frozenset(rows), line, "early_stopping")
    # Where these rows are handed over is where it is mended.
    at = min(filter(None, (_line_of(name, thing, arguments) for name in told)), default=line)
    scores = frozenset({score})
    choice = machine.choose(
        "early_stopping", scores, at, thing.name, site=line if at != line else 0
    )
    for part in whole(thing):
        part.choices |= {choice}
    thing.attributes["best_score"] = Value(scores=frozenset({score}), choices=frozenset({choice}))


def _line_of(name: str, thing: Thing, arguments: Arguments) -> int:
    """Return where an option is given, to a fit or before it; 0 if that can't be told."""
    there = (arguments.lines or {}).get(name)
    before = thing.options.get(f"{LINE_OF}{name}", UNKNOWN).constant
    return there or (before if isinstance(before, int) else 0)


def _rows_within(value: Value) -> Rows:
    found = value.rows
    for item in value.elements():
        found |= _rows_within(item)
    return found


def stops_early(thing: Thing, arguments: Arguments) -> bool:
    """Tell whether a fit decides when to stop, or which state to keep, on validation rows."""
    if thing.estimator is not None and thing.estimator.stops_early:
        return True
    options = {**thing.options, **(arguments.named or {})}
    found = _within(Value(items=(*options.values(), *arguments.given)))
    for part in (*found, *thing.parts):
        if part.name.rpartition(".")[2] in functions.EARLY_STOPPERS:
            return True
        options = {**part.options, **options}
    for value in (*options.values(), *arguments.given):
        options |= {key: entry for key, entry in value.entries or () if isinstance(key, str)}
    told = functions.EARLY_STOPPING_OPTIONS & set(options)
    return any(options[name].constant not in (None, False) for name in told)


def _within(value: Value) -> list[Thing]:
    found = list(value.things)
    for item in value.elements():
        found.extend(_within(item))
    return found


def learn_by_loss(machine: Machine, loss: Value, line: int) -> None:
    """Note that the models behind a loss learn from the rows on which it was computed."""
    machine.events.take_for_loss({score.line for score in loss.scores})
    for prediction in sorted(loss.predictions, key=lambda p: rows_key(p.rows)):
        for thing in loss.things:
            thing.trained |= prediction.rows | learnt_before(machine, thing, prediction.rows)
            thing.influences |= prediction.shaped
            thing.supervised = True
            machine.fitted(thing)
            name = f"{thing.name} (loss.backward)"
            machine.note(Fit(line, name, prediction.rows, site=machine.site))


def optimize(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Interpret the objective of an Optuna study, and note what the study chooses."""
    objective = arguments.value(0, "func", "objective")
    if not objective.things:
        return UNKNOWN
    choice = chosen_by(machine, objective, Arguments((UNKNOWN,)), line, "optimize", tuner=thing)
    thing.choices |= {choice} if choice is not None else set()
    return UNKNOWN


def run_trials(machine: Machine, tuner: Thing, line: int) -> Value | None:
    """Return the results of `Tuner(objective).fit()`; None if it was made with no objective."""
    objective = tuple(part for part in tuner.parts if part.body is not None)
    if not objective or tuner.estimator is not None:
        return None
    given = Arguments((UNKNOWN,))
    choice = chosen_by(
        machine, Value(things=objective[:1]), given, line, f"{tuner.name}.fit", tuner=tuner
    )
    tuner.choices |= {choice} if choice is not None else set()
    return Value(things=(tuner,), choices=tuner.choices)


def tune(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Note what a Keras tuner chooses on its validation rows."""
    value = arguments.value(None, "validation_data")
    rows = _rows_within(value)
    if rows:
        score = Score(rows, line, "model")
        thing.choices |= {machine.choose("model", frozenset({score}), line, thing.name)}
    return UNKNOWN


def whole(thing: Thing) -> Iterator[Thing]:
    """Yield a thing and all that it is made of."""
    yield thing
    for part in thing.parts:
        yield from whole(part)
