"""Functions that bring data: readers, bundled data sets, dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.knowledge import functions
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import Part, Side, cut
from ml_engineer_tools.leakage.process.values import (
    UNKNOWN,
    Columns,
    Trait,
    Value,
    flat,
)


def read(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return a table from outside."""
    if arguments.data() and not arguments.given[:1]:
        return flat(arguments.data()[0])
    given = arguments.value(0).text() if arguments.given else None
    source = f"{name} {given}" if given else f"{name} of line {line}"
    dates = arguments.value(None, "parse_dates")
    machine.time_columns.update(dates.texts())
    rows = frozenset({Part(source)})
    index = arguments.value(None, "index_col").text()
    table = Value(rows=rows, columns=Columns(whole=True), opaque=True)
    if index is not None and (dates.constant is True or index in dates.texts()):
        return replace(table, traits=frozenset({Trait("time", line, "indexed by time")}))
    return table


def _dataset(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return a data set that a library brings; those that come split are split already."""
    whole = Value(rows=frozenset({Part(f"{name} of line {line}")}), opaque=True)
    if name == "load_data":
        sides = [replace(whole, rows=cut(whole.rows, Side("named", name, side)), opaque=False)
                 for side in ("train", "test")]  # fmt: skip
        return Value(items=tuple(Value(items=(side, side)) for side in sides))
    if name == "load_dataset":
        given = arguments.value(0).text() or ""
        whole = replace(whole, rows=frozenset({Part(f"{name} {given}")}))
        split = arguments.value(1, "split").text()
        if split is not None:
            return replace(whole, rows=cut(whole.rows, Side("named", name, split)), opaque=False)
        return whole
    if arguments.flag("return_X_y"):
        return Value(items=(whole, whole))
    return whole


def _saved_model(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the model that a script loads again: the one that it fitted last, if any."""
    if machine.last_model is None:
        return UNKNOWN
    return Value(things=(machine.last_model,), choices=machine.last_model.choices)


def _vision_data(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    side = "train" if arguments.constant("train") is True else "test"
    rows = cut(frozenset({Part(f"data set {name}")}), Side("named", name, side))
    return Value(rows=rows)


def _to_datetime(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = flat(arguments.value(0))
    only = data.columns.only()
    if only is not None:
        machine.time_columns.add(only)
    return data


Function = Callable[[Machine, Arguments, int, str], Value]
_BY_FUNCTION: dict[Function, str] = {
    read: " ".join(sorted(functions.READERS)),
    _dataset: "get_rdataset load_pandas load_data load_dataset load_iris load_breast_cancer "
    "load_wine load_digits "
    "load_diabetes load_boston fetch_openml fetch_california_housing fetch_covtype make_regression "
    "fetch_20newsgroups make_classification make_moons make_blobs make_circles fetch_lfw_people",
    _saved_model: "load_model load_from_checkpoint load_learner",
    _vision_data: "MNIST FashionMNIST CIFAR10 CIFAR100 KMNIST EMNIST",
    _to_datetime: "to_datetime",
}
ACTIONS: dict[str, Function] = {
    name: function for function, names in _BY_FUNCTION.items() for name in names.split()
}
