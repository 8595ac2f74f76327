"""Functions and classes of libraries: readers, splits, metrics, cross-validation, optimisers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process import (
    comparing,
    estimator_calls,
    frame_calls,
    splitting,
)
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.events import Evaluation, Split
from ml_engineer_tools.leakage.process.iteration import element
from ml_engineer_tools.leakage.process.knowledge import functions, methods
from ml_engineer_tools.leakage.process.knowledge.estimators import estimator
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.polars_expressions import column_expression
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Part, Side, cut, rows_key
from ml_engineer_tools.leakage.process.selecting import statistic_of
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import (
    NOTHING,
    UNKNOWN,
    Columns,
    Influence,
    Prediction,
    Score,
    Trait,
    Value,
    flat,
    join,
    shaped,
)

MODULES_OF_LIBRARIES = (
    "numpy", "pandas", "polars", "sklearn", "scipy", "torch", "tensorflow", "keras", "lightgbm",
    "xgboost", "catboost", "imblearn", "matplotlib", "seaborn", "os", "sys", "math", "random",
    "time", "json", "re", "logging", "argparse", "pathlib", "collections", "itertools", "functools",
    "statsmodels", "optuna", "joblib", "pickle", "tqdm", "datetime", "warnings", "mlflow", "wandb",
    "plotly", "typing", "copy", "gc", "glob", "category_encoders", "hyperopt", "skopt", "yaml",
    "nltk", "spacy", "transformers", "torchvision", "datasets", "shap", "abc", "dataclasses",
)  # fmt: skip
BOOSTING_LIBRARIES = ("lightgbm", "xgboost", "catboost", "lgb", "xgb")
BRINGING = ("load", "read", "get_", "fetch", "prepare", "make_", "build_dataset", "build_features",
            "preprocess", "import_", "create_dataset", "split", "generate", "download")  # fmt: skip
"""What functions that can't be seen are called when they bring data (a convention)."""


def call(machine: Machine, path: str, arguments: Arguments, line: int) -> Value:
    """Return what is known of the result of a library's function or class."""
    name = path.rpartition(".")[2]
    special = _special(machine, path, name, arguments, line)
    if special is not None:
        return special
    known = estimator(name)
    if known is not None or _is_class(path, name) or name in functions.MADE_BY_FUNCTION:
        return _make(machine, name, arguments, line)
    return _other(machine, path, name, arguments, line)


def _special(
    machine: Machine, path: str, name: str, arguments: Arguments, line: int
) -> Value | None:
    """Return the result of a function of which more is known than that it passes data on."""
    action = _action(path, name, arguments)
    if action is not None:
        return action(machine, arguments, line, name)
    if name in functions.CHOOSERS:
        by_key = _scores_by_key(machine, arguments, line)
        if by_key or _lists_scores(arguments):
            return _choose(machine, arguments, line, name, by_key)
    if name == "train" and path.partition(".")[0] in BOOSTING_LIBRARIES:
        return estimator_calls.train_function(machine, path, arguments, line)
    if name.endswith(("loss", "cross_entropy", "criterion")) and _compares(arguments):
        return comparing.scored(machine, list(arguments.given), line, name, loss=True)
    return None


def _action(path: str, name: str, arguments: Arguments) -> Function | None:
    if name in ACTIONS:
        return ACTIONS[name]
    if name in functions.PLAIN_METRICS or (".metrics." in path and name[:1].islower()):
        return _metric
    if name in functions.CROSS_VALIDATIONS:
        return _cross_validation
    if name in functions.OBJECTIVE_CALLERS:
        return _optimise
    if name in functions.SPLITTERS:
        return _splitter
    if name in functions.TRANSFORMING_FUNCTIONS and arguments.data():
        return _transforming
    return _read if path in functions.READING_PATHS else None


def _splitter(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return Value(things=(Thing(name, line, options=dict(arguments.named or {})),))


def _lists_scores(arguments: Arguments) -> bool:
    """Tell whether there are scores to choose by, rather than errors row by row."""
    known = [flat(value) for value in arguments.all()]
    return any(value.scores and not value.rows for value in known)


def _scores_by_key(machine: Machine, arguments: Arguments, line: int) -> frozenset[Score]:
    """Return the scores that a function of the script, given as `key`, tells of the elements."""
    from ml_engineer_tools.leakage.process.calls import call_value

    key = arguments.value(None, "key")
    if not any(thing.body is not None for thing in key.things):
        return frozenset()
    with machine.loop():
        told = call_value(machine, key, Arguments((element(arguments.value(0)),)), line)
    return flat(told).scores


def _compares(arguments: Arguments) -> bool:
    return any(flat(value).predictions for value in arguments.given)


def _is_class(path: str, name: str) -> bool:
    return name[:1].isupper() and not name.isupper() and name not in _DATA_CLASSES


_DATA_CLASSES = frozenset(
    {"DataFrame", "Series", "DMatrix", "Dataset", "Pool", "TensorDataset", "DataLoader", "Tensor",
     "LongTensor", "FloatTensor", "Subset", "QuantileDMatrix", "LazyFrame", "ImageFolder", "Path",
     "Index", "from_tensor_slices", "DatetimeIndex", "MinMaxTuple", "Counter", "OrderedDict",
     "ConcatDataset", "TextDataset", "ImageDataset", "CustomDataset", "DataBunch"}
)  # fmt: skip


def _make(machine: Machine, name: str, arguments: Arguments, line: int) -> Value:
    """Return a new object of a library's class."""
    parts: list[Thing] = []
    for value in arguments.all():
        parts.extend(flat(value).things)
        parts.extend(_things_within(value))
    choices = frozenset(c for value in arguments.all() for c in flat(value).choices)
    thing = Thing(
        name, line, estimator=estimator(name), parts=tuple(dict.fromkeys(parts)),
        options=dict(arguments.named or {}), choices=choices | machine.control,
    )  # fmt: skip
    return Value(things=(thing,), choices=choices)


def _things_within(value: Value) -> list[Thing]:
    found: list[Thing] = []
    for item in value.elements():
        found.extend(item.things)
        found.extend(_things_within(item))
    return found


def _other(machine: Machine, path: str, name: str, arguments: Arguments, line: int) -> Value:
    """Return the result of a function of which nothing special is known: it passes data on."""
    data = arguments.data()
    others = [flat(value) for value in arguments.all() if not flat(value).rows]
    if data and name in methods.STATISTICS and path.startswith(("np.", "numpy.", "pd.", "pandas.")):
        first, rest = data[0], Arguments(arguments.given[1:], arguments.named)
        return frame_calls.summed_up(machine, flat(first), name, rest, line)
    if data:
        return _passed_on(data, others, name)
    scores = join(*others) if others else UNKNOWN
    if scores.scores or scores.choices or scores.influences or scores.things:
        things = scores.things if name in functions.SAVERS or not is_from_library(path) else ()
        ranked = name in functions.RANKERS or scores.ranked
        return replace(scores, constant=NOTHING, things=things, ranked=ranked, items=None)
    if is_from_library(path) or not path:
        return UNKNOWN
    if name.startswith(BRINGING) or name.startswith("."):
        return Value(rows=frozenset({Part(f"{path} of line {line}")}), opaque=True)
    return UNKNOWN


def is_from_library(path: str) -> bool:
    """Tell whether a dotted name belongs to a library that is known not to bring data."""
    first = path.partition(".")[0]
    return first in MODULES_OF_LIBRARIES or first in ("np", "pd", "plt", "sns", "pl", "tf", "F")


def _passed_on(data: list[Value], others: list[Value], name: str) -> Value:
    first = data[0]
    if first.columns.only() is None and name not in functions.KEEP_COLUMNS:
        # Which columns come out can't be told, so none is said to be there.
        first = replace(first, columns=Columns(), made=frozenset())
    if first.items is not None and name not in ("list", "tuple", "zip", "map"):
        # A list of arrays, or (features, labels): rows of the first, knowledge of all.
        first = replace(flat(first), columns=Columns())
    informed = [
        replace(v, influences=frozenset(i for i in v.influences if i.kind != "statistic"))
        for v in others
    ]
    more = [replace(flat(value), rows=NO_ROWS, origins=frozenset()) for value in data[1:]]
    things_less = [replace(value, things=()) for value in informed]
    result = shaped(first, *more, *things_less)
    ranked = name in functions.RANKERS or result.ranked
    return replace(result, constant=NOTHING, ranked=ranked and bool(result.scores), tests=())


def _read(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
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


def _vision_data(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    side = "train" if arguments.constant("train") is True else "test"
    rows = cut(frozenset({Part(f"data set {name}")}), Side("named", name, side))
    return Value(rows=rows)


def _train_test_split(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return splitting.in_two(machine, list(arguments.given), arguments, line, name)


def _random_split(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return splitting.at_random(machine, arguments, line, name)


def _metric(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    of = "threshold" if name in functions.CURVES else None
    first, second = arguments.value(0, "y_true"), arguments.value(1, "y_pred", "y_score", "y_prob")
    values = [first, second]
    if flat(second).predictions:
        values = [replace(flat(first), predictions=frozenset()), second]
    choices = [Value(choices=flat(v).choices) for v in arguments.all()]
    return comparing.scored(machine, [*values, *choices], line, name, of=of)  # type: ignore[arg-type]  # one of two


def _cross_validation(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the scores or predictions of a cross-validation."""
    model = arguments.value(0, "estimator")
    features, labels = flat(arguments.value(1, "X")), flat(arguments.value(2, "y"))
    manner = splitting.manner_of(arguments.get(4, "cv"))
    data = replace(features, influences=features.influences)
    machine.note(Split(line, name, manner, "score", data))
    estimator_calls.note_training(machine, name, features, labels, line)
    key = f"{name} line {line} of {rows_key(features.rows)}"
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
    from ml_engineer_tools.leakage.process.calls import call_value

    objective = arguments.value(0, functions.OBJECTIVE_CALLERS[name])
    if not objective.things:
        return UNKNOWN
    extra = arguments.value(None, "args")
    with machine.loop():
        result = call_value(machine, objective, Arguments((UNKNOWN, *(extra.items or ()))), line)
    scores = flat(result).scores
    if not scores:
        return UNKNOWN
    choice = machine.choose("model", scores, line, name)
    return Value(choices=frozenset({choice}))


def _transforming(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = flat(arguments.data()[0])
    fit = Influence(functions.TRANSFORMING_FUNCTIONS[name], data.rows, line, name)  # type: ignore[arg-type]  # a kind
    return replace(data, influences=data.influences | {fit})


def _choose(
    machine: Machine, arguments: Arguments, line: int, name: str, by_key: frozenset[Score]
) -> Value:
    """Return the best of some values: by their scores, or by a key that tells their scores."""
    values = [flat(value) for value in arguments.given]
    scores = by_key.union(*(flat(value).scores for value in arguments.all()))
    choice = machine.choose("model", scores, line, name)
    best = join(*values)
    return replace(best, choices=best.choices | {choice}, constant=NOTHING, ranked=False)


def _labelled_statistic(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = arguments.data()
    if not data:
        return UNKNOWN
    rows = flat(data[-1]).rows
    return statistic_of(flat(data[0]), Influence("feature_selection", rows, line, name))


def _stack(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    first = arguments.value(0, "objs", "tup", "arrays", "tensors", "datasets")
    tables = [*(first.items or [first])]
    if name in ("append",):
        tables = list(arguments.given)
    axis = arguments.value(1, "axis", "dim").constant
    sideways = axis in (1, -1, "columns", "horizontal") or arguments.constant("how") == "horizontal"
    if sideways or (name == "hstack" and any(flat(t).columns.only() is None for t in tables)):
        known = [flat(table) for table in tables if flat(table).rows]
        return _beside(known) if known else join(*tables)
    return frame_calls.stacked(machine, tables, line)


def _beside(tables: list[Value]) -> Value:
    first, *rest = tables
    names = frozenset(n for t in tables for n in t.columns.names)
    whole = first.columns.whole or any(t.columns.whole for t in rest)
    result = shaped(first, *(replace(t, rows=NO_ROWS) for t in rest))
    without = first.columns.without if first.columns.whole else frozenset()
    made = frozenset(m for t in tables for m in t.made)
    return replace(result, columns=Columns(whole, names, without - names), made=made, items=None)


def _resample(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the rows of scikit-learn's `resample`."""
    again = arguments.constant("replace") is not False
    results = []
    for value in arguments.given:
        data = flat(value)
        kind = "oversampling" if again else "undersampling"
        fit = Influence(kind, data.rows, line, "resample")  # type: ignore[arg-type]  # one of two
        results.append(replace(data, influences=data.influences | {fit}))
    return results[0] if len(results) == 1 else Value(items=tuple(results))


def _repeat(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = flat(arguments.value(0, "a"))
    if not data.rows or data.index:
        return data
    copies = Influence("duplication", data.rows, line, name)
    return replace(data, influences=data.influences | {copies})


def _positions(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = arguments.data()
    if data and name in ("permutation", "shuffle", "choice"):
        return flat(data[0])
    return splitting.positions(line, name)


def _to_datetime(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = flat(arguments.value(0))
    only = data.columns.only()
    if only is not None:
        machine.time_columns.add(only)
    return data


def _series(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return a frame made of columns, or of what it is given."""
    first = arguments.value(0, "data")
    scores = flat(first)
    if first.entries and scores.rows:
        whole = replace(scores, entries=first.entries, predictions=frozenset(), things=())
        names = [str(key) for key, _ in first.entries if isinstance(key, str)]
        return replace(whole, columns=Columns(names=frozenset(names)), items=None)
    index = flat(arguments.value(None, "index"))
    if not scores.rows and index.rows and index.index:
        scores = replace(scores, rows=index.rows)
    keep = scores.columns if scores.columns.whole else Columns()
    return replace(scores, constant=NOTHING, items=None, columns=keep)


def _zip(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    known = [value.items for value in arguments.given if value.items is not None]
    lengths = {len(items) for items in known}
    if known and len(lengths) == 1 and len(known) == len(arguments.given):
        return Value(items=tuple(Value(items=tuple(row)) for row in zip(*known, strict=True)))
    return Value(items=(Value(items=tuple(element(value) for value in arguments.given)),))


def _enumerate(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    values = arguments.value(0)
    items = values.items if values.items is not None else (element(values),)
    return Value(items=tuple(Value(items=(UNKNOWN, item)) for item in items))


def _next(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return element(arguments.value(0))


def _same(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return replace(arguments.value(0), constant=NOTHING)


def _range(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return UNKNOWN


def _where(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = [flat(value) for value in arguments.given]
    if len(data) == 1:
        return replace(data[0], index=True)
    return replace(join(*data), constant=NOTHING, tests=(), columns=Columns()) if data else UNKNOWN


def _subset(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    from ml_engineer_tools.leakage.process.selecting import select

    data, chosen = flat(arguments.value(0, "dataset")), flat(arguments.value(1, "indices"))
    return select(data, replace(chosen, index=True), f"subset {line}", line)


def _column_of(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return column_expression(tuple(text for v in arguments.given for text in v.texts()))


Function = Callable[[Machine, Arguments, int, str], Value]
_BY_FUNCTION: dict[Function, str] = {
    _read: " ".join(sorted(functions.READERS)),
    _dataset: "load_data load_dataset load_iris load_breast_cancer load_wine load_digits "
    "load_diabetes load_boston fetch_openml fetch_california_housing fetch_covtype make_regression "
    "fetch_20newsgroups make_classification make_moons make_blobs make_circles fetch_lfw_people",
    _vision_data: "MNIST FashionMNIST CIFAR10 CIFAR100 KMNIST EMNIST",
    _train_test_split: "train_test_split",
    _random_split: "random_split",
    _labelled_statistic: " ".join(sorted(functions.LABELLED_STATISTICS)),
    _stack: " ".join(sorted(functions.STACKERS - {"r_"})),
    _resample: "resample",
    _repeat: "repeat tile",
    _positions: " ".join(sorted(functions.READ_ONCE)),
    _to_datetime: "to_datetime",
    _series: "DataFrame Series",
    _zip: "zip",
    _enumerate: "enumerate",
    _next: "next",
    _same: "list tuple set iter tqdm reversed dict",
    _range: "range len open isinstance",
    _where: "where",
    _subset: "Subset SubsetRandomSampler",
    _boosted_cv: "cv",
    _column_of: "col",
}
ACTIONS: dict[str, Function] = {
    name: function for function, names in _BY_FUNCTION.items() for name in names.split()
}
