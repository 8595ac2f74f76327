"""Functions that bring data: readers, bundled data sets, dates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns, Trait
from ml_engineer_tools.leakage.process.hints import side_hint
from ml_engineer_tools.leakage.process.iteration import LOOKUP
from ml_engineer_tools.leakage.process.knowledge import functions
from ml_engineer_tools.leakage.process.library.listing import LISTING, content, files, source_of
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import Part, Side, cut
from ml_engineer_tools.leakage.process.sql import (
    created,
    is_query,
    relations,
    with_label_rates,
    with_later_values,
    with_sums_past_cutoff,
    with_whole_statistics,
)
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat


def read(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return a table from outside."""
    if arguments.data() and not arguments.given[:1]:
        return flat(arguments.data()[0])
    given = arguments.value(0).text() if arguments.given else None
    if given is not None and is_query(given):
        return queried(machine, given, Arguments(arguments.given[1:], arguments.named), line)
    source = f"{name} {given}" if given else f"{name} of {machine.spot(line)}"
    path = flat(arguments.value(0))
    source = source_of(path, name, source) if given is None else source
    known = content(machine, path, source)
    if known is not None:
        return replace(known, columns=Columns(whole=True))
    dates = arguments.value(None, "parse_dates")
    machine.time_columns.update(dates.texts())
    if given is None:
        machine.bring(source)
    rows = frozenset({Part(source)})
    again = given is not None and side_hint(PurePosixPath(given).stem) is not None
    again = again and source in machine.files
    machine.files.add(source)
    index = arguments.value(None, "index_col").text()
    # A file that is read again holds the rows that it held, whatever it is called now.
    table = Value(rows=rows, columns=Columns(whole=True), opaque=not again)
    if index is not None and (dates.constant is True or index in dates.texts()):
        return replace(table, traits=frozenset({Trait("time", line, "indexed by time")}))
    return table


def queried(machine: Machine, query: str, given: Arguments, line: int) -> Value:
    """Return the result of a query; two queries that differ in what they are given differ."""
    told = [repr(value.constant) for value in given.all() for value in (value.items or (value,))]
    source = hashlib.sha256(" ".join([query, *told]).encode()).hexdigest()[:12]
    if "{" in query or repr(NOTHING) in told:
        # With what it is asked is not known: it may be something else each time.
        source = f"{source} {machine.steps}"
    rows = frozenset({Part(f"query {source}")})
    table = Value(rows=rows, columns=Columns(whole=True), opaque=True)
    for name in relations(query):
        # A view, or a result that is kept in a variable of that name, as DuckDB finds it.
        read = machine.views.get(name) or machine.scope.find(name) or UNKNOWN
        kept = frozenset(trait for trait in read.traits if trait.kind in ("lags", "time"))
        table = replace(table, made=table.made | read.made, traits=table.traits | kept)
    table = with_later_values(table, query, line)
    table = with_label_rates(table, query, machine.targets, line)
    table = with_sums_past_cutoff(table, query, line)
    table = with_whole_statistics(table, query, line, machine.site)
    view = created(query)
    if view is not None:
        machine.views[view] = table
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
        split = arguments.value(None, "split").text()
        if split is not None:
            return replace(whole, rows=cut(whole.rows, Side("named", name, split)), opaque=False)
        return whole
    if arguments.flag("return_X_y"):
        return Value(items=(whole, whole))
    return whole


def vectors(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return vectors of words that somebody else has learnt; what is looked up in them has rows."""
    return Value(name=LOOKUP)


def _saved_model(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the model that a script loads again: the one that it fitted last, if any."""
    if machine.last_model is None:
        return UNKNOWN
    return Value(things=(machine.last_model,), choices=machine.last_model.choices)


def tells_side(arguments: Arguments) -> bool:
    """Tell whether a class of data sets is told which side of its split is wanted."""
    return any(key in (arguments.named or {}) for key in ("train", "split", "subset", "image_set"))


def data_set_of_side(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return one side of a data set that a library brings split."""
    told = arguments.value(None, "split", "subset", "image_set").text()
    side = "train" if arguments.constant("train") is True else "test"
    side = side_hint(told) or told if told else side
    rows = cut(frozenset({Part(f"data set {name}")}), Side("named", name, side))
    return Value(rows=rows)


def _files(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return files(machine, arguments, line, UNKNOWN)


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
    vectors: "load_word2vec_format load_fasttext_format load_facebook_vectors",
    _saved_model: "load_model load_from_checkpoint load_learner",
    data_set_of_side: "MNIST FashionMNIST CIFAR10 CIFAR100 KMNIST EMNIST",
    _files: " ".join(sorted(LISTING)),
    _to_datetime: "to_datetime",
}
ACTIONS: dict[str, Function] = {
    name: function for function, names in _BY_FUNCTION.items() for name in names.split()
}
