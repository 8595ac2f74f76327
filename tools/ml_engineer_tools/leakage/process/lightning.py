"""Trainers of PyTorch Lightning: on which loaders a model is trained, stopped and scored."""

from __future__ import annotations

from ml_engineer_tools.leakage.process import comparing, script_calls
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.events import Evaluation, Fit
from ml_engineer_tools.leakage.process.facts import Prediction, Score
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.model_choices import stops_early
from ml_engineer_tools.leakage.process.own_classes import method
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value, flat

MODEL = "<model>"
"""Where a trainer keeps the model that it fitted last."""
LOADERS = {
    "fit": ("train_dataloaders", "train_dataloader"),
    "test": ("dataloaders", "test_dataloaders"),
    "validate": ("dataloaders", "val_dataloaders"),
    "predict": ("dataloaders",),
}
HOOKS = {"fit": "train_dataloader", "test": "test_dataloader", "validate": "val_dataloader",
         "predict": "predict_dataloader"}  # fmt: skip


def call(
    machine: Machine, trainer: Thing, name: str, arguments: Arguments, line: int
) -> Value | None:
    """Return what is known of `Trainer.fit`, `test`, `validate`, `predict`; None for others."""
    if name not in LOADERS or not trainer.name.endswith("Trainer") or trainer.blueprint is not None:
        return None
    model = arguments.value(0, "model")
    if not model.things:
        model = trainer.attributes.get(MODEL, UNKNOWN)
    if not model.things:
        return None
    thing = model.things[0]
    data = arguments.value(1, *LOADERS[name])
    given = arguments.value(None, "datamodule")
    module = next((t for t in (*given.things, *data.things, thing) if _brings(t)), None)
    if name == "fit" and module is not None and not flat(data).rows:
        for hook in ("prepare_data", "setup"):
            _hook(machine, module, hook)
    rows = flat(data) if flat(data).rows else _hook(machine, module, HOOKS[name])
    if name == "fit":
        stop = flat(arguments.value(2, "val_dataloaders"))
        stop = stop if stop.rows else _hook(machine, module, "val_dataloader")
        return _fit(machine, trainer, thing, (rows, stop), line)
    if not rows.rows:
        return UNKNOWN
    asked = Prediction(
        thing.trained, rows.rows, thing.influences, thing.choices | trainer.choices, rows.influences
    )
    said = Value(rows=rows.rows, predictions=frozenset({asked}), things=(thing,))
    return (
        said
        if name == "predict"
        else comparing.scored(machine, [said], line, f"{trainer.name}.{name}")
    )


def _brings(thing: Thing) -> bool:
    return method(thing, "train_dataloader") is not None


def _hook(machine: Machine, module: Thing | None, name: str) -> Value:
    """Return what a hook of the script's own data module gives back."""
    found = method(module, name) if module is not None else None
    if found is None:
        return UNKNOWN
    return flat(script_calls.invoke(machine, found, Arguments(), bound=module))


def _fit(
    machine: Machine, trainer: Thing, model: Thing, data: tuple[Value, Value], line: int
) -> Value:
    rows, stop = data
    trainer.attributes[MODEL] = Value(things=(model,))
    call_name = f"{trainer.name}.fit"
    if rows.rows:
        machine.note(Fit(line, call_name, rows.rows))
        model.trained |= rows.rows
        model.influences |= rows.influences
        model.supervised = True
        machine.fitted(model)
    if not stop.rows:
        return UNKNOWN
    watched = Prediction(model.trained, stop.rows, model.influences)
    machine.note(Evaluation(line, call_name, watched, loss=True))
    if stops_early(trainer, Arguments()):
        score = frozenset({Score(stop.rows, line, "early_stopping")})
        trainer.choices |= {machine.choose("early_stopping", score, line, trainer.name)}
    return UNKNOWN
