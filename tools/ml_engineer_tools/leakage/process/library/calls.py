"""Functions and classes of libraries: which is known, and what an unknown one passes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process import (
    comparing,
    estimator_calls,
    graphs,
    ratings,
    score_tables,
)
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns, Influence
from ml_engineer_tools.leakage.process.frames.statistics import summed_up
from ml_engineer_tools.leakage.process.handwritten import weights_of
from ml_engineer_tools.leakage.process.iteration import GETTER, element
from ml_engineer_tools.leakage.process.knowledge import functions, methods
from ml_engineer_tools.leakage.process.knowledge.estimators import estimator
from ml_engineer_tools.leakage.process.library import (
    bringing,
    choosing,
    matrices,
    rows,
    scores,
    series,
)
from ml_engineer_tools.leakage.process.library.listing import is_path
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.model_choices import LINE_OF
from ml_engineer_tools.leakage.process.rows import NO_ROWS, UNSEEN, Part
from ml_engineer_tools.leakage.process.selecting import statistic_of
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, join, shaped
from ml_engineer_tools.leakage.process.variants import as_variant

MODULES_OF_LIBRARIES = (
    "numpy", "pandas", "polars", "sklearn", "scipy", "torch", "tensorflow", "keras", "lightgbm",
    "xgboost", "catboost", "imblearn", "matplotlib", "seaborn", "os", "sys", "math", "random",
    "time", "json", "re", "logging", "argparse", "pathlib", "collections", "itertools", "functools",
    "statsmodels", "optuna", "joblib", "pickle", "tqdm", "datetime", "warnings", "mlflow", "wandb",
    "plotly", "typing", "copy", "gc", "glob", "category_encoders", "hyperopt", "skopt", "yaml",
    "PIL", "cv2", "skimage", "librosa", "soundfile", "torchaudio", "albumentations",
    "audiomentations", "imgaug", "networkx", "nibabel", "pydicom", "wfdb", "mne", "h5py", "einops",
    "nltk", "spacy", "transformers", "torchvision", "datasets", "shap", "abc", "dataclasses",
)  # fmt: skip


ARRAY_LIBRARIES = ("np.", "numpy.", "pd.", "pandas.", "jax.numpy.", "jnp.", "cupy.", "cp.")
_WITH_LABELS = ("Pool", "DMatrix", "QuantileDMatrix", "Dataset")
"""Classes of boosting libraries that hold features and labels together."""
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
    weighed = choosing.weighed(machine, arguments, line, name)
    if weighed is not None:
        return weighed
    graph = graphs.made(machine, path, arguments, line)
    graph = graph or ratings.made(machine, name, arguments, line)
    graph = graph or (score_tables.table(arguments) if name in _TABLES else None)
    if graph is not None:
        return graph
    action = _action(path, name, arguments)
    if action is not None:
        return action(machine, arguments, line, name)
    if name in choosing.CLEANERS and choosing.compares(arguments):
        return choosing.doubted(arguments, line)
    chosen = choosing.chosen(machine, arguments, line, name)
    if chosen is not None:
        return chosen
    return _making(machine, path, name, arguments, line)


def _making(
    machine: Machine, path: str, name: str, arguments: Arguments, line: int
) -> Value | None:
    """Return what makes a model, a path, a variant of rows, a gradient or a loss."""
    if name == "train" and path.partition(".")[0] in BOOSTING_LIBRARIES:
        return estimator_calls.train_function(machine, path, arguments, line)
    if functions.MODEL_MAKERS.search(path) and not arguments.data():
        return _make(machine, name, arguments, line)
    if name == "itemgetter" and len(arguments.given) == 1:
        return Value(name=GETTER, items=arguments.given)
    if name == "DatasetDict" and arguments.data():
        splits = arguments.value(0).entries or tuple((arguments.named or {}).items())
        return Value(entries=splits) if splits else None
    if name in _DRAWERS:
        return Value(name="numpy.random")
    if path.endswith(functions.PATHS):
        return _path(machine, arguments)
    if name in functions.AUGMENTATIONS and arguments.data():
        return as_variant(flat(arguments.data()[0]), name, line)
    if name in _GRADIENTS and arguments.value(0).things:
        bodies = [thing for thing in arguments.value(0).things if thing.body is not None]
        return Value(things=tuple(_with_gradient(thing, name) for thing in bodies))
    if _is_loss(name) and choosing.compares(arguments):
        return comparing.scored(machine, list(arguments.given), line, name, loss=True)
    return None


def _action(path: str, name: str, arguments: Arguments) -> Function | None:
    if path in functions.READING_PATHS or path.endswith(_VECTORS):
        return bringing.vectors if path.endswith(_VECTORS) else bringing.read
    if path.startswith("pyspark.sql.functions.") and name in methods.STATISTICS | {"avg"}:
        return rows.column_statistic
    if name in ACTIONS and not (name == "resample" and path.startswith(_OF_SIGNALS)):
        return ACTIONS[name]
    if ".datasets." in path and name[:1].isupper() and bringing.tells_side(arguments):
        return bringing.data_set_of_side
    if ".metrics." in path and name[:1].islower():
        return scores.metric
    if name in functions.SPLITTERS:
        return _splitter
    if name == "evaluate" and ".model_evaluation" in path:
        return scores.backtested
    if any(thing.body is not None for thing in arguments.value(0).things):
        taking = scores.tuned_by_ray if path.endswith("tune.run") else _OF_FUNCTIONS.get(name)
        if taking is not None:
            return taking
    if name in functions.TRANSFORMING_FUNCTIONS and arguments.data():
        return _transforming
    if path != "map" and functions.METRIC_NAMES.search(name) and choosing.compares(arguments):
        return scores.metric
    return None


_VECTORS = ("KeyedVectors.load", "gensim.downloader.load")
_OF_SIGNALS = ("torchaudio", "librosa", "scipy", "resampy", "mne")
"""Libraries whose `resample` changes how often a signal is sampled, and adds no rows."""


def _splitter(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return Value(things=(Thing(name, line, options=dict(arguments.named or {})),))


def _transforming(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = flat(arguments.data()[0])
    fit = Influence(functions.TRANSFORMING_FUNCTIONS[name], data.rows, line, name, machine.site)  # type: ignore[arg-type]  # a kind
    return replace(data, influences=data.influences | {fit})


def _path(machine: Machine, arguments: Arguments) -> Value:
    """Return the text of a path that is put together; what is unknown of it differs by caller."""
    known = next((value for value in reversed(arguments.given) if is_path(value)), None)
    if known is not None:
        return known
    gap = f"...{machine.from_where}"
    texts = [str(v.constant) if isinstance(v.constant, str) else gap for v in arguments.given]
    return Value(constant="/".join(texts)) if set(texts) - {gap} else UNKNOWN


_DRAWERS = frozenset({"RandomState", "Random", "SystemRandom", "Generator", "default_rng"})
"""What draws random numbers: its methods are those of `numpy.random`."""
_TABLES = frozenset({"DataFrame", "from_records", "from_dict", "from_dicts", "LazyFrame"})
_GRADIENTS = frozenset({"grad", "value_and_grad"})
"""Functions that turn a loss into what also tells its gradient."""


MOST_EACH = 12
"""Elements of a list to which a function of the script is applied one by one (a convention)."""


def _applied_to_each(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return what a function of the script makes of each element: `map(function, elements)`."""
    from ml_engineer_tools.leakage.process.calls import call_value

    function, lists = arguments.value(0), arguments.given[1:]
    known = lists[0].items if len(lists) == 1 else None
    with machine.loop():
        if known is not None and 0 < len(known) <= MOST_EACH:
            results = []
            for place, item in enumerate(known):
                with machine.element(place):
                    results.append(call_value(machine, function, Arguments((item,)), line))
            return Value(items=tuple(results))
        each = Arguments(tuple(element(value) for value in lists))
        told = flat(call_value(machine, function, each, line))
    return replace(told, constant=NOTHING, item=False)


def _given_in_part(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return functions of the script with some of their arguments: `functools.partial`."""
    kept = {**(arguments.named or {}), "<given>": Value(items=arguments.given[1:])}
    return Value(
        things=tuple(
            Thing(
                thing.name,
                line,
                body=thing.body,
                scope=thing.scope,
                options={**thing.options, **kept},
            )
            for thing in arguments.value(0).things
            if thing.body is not None
        )
    )


_OF_FUNCTIONS = {"map": _applied_to_each, "partial": _given_in_part}


def _with_gradient(loss: Thing, name: str) -> Thing:
    return Thing(name, loss.line, body=loss.body, scope=loss.scope)


def _is_loss(name: str) -> bool:
    return name.endswith(("loss", "criterion")) or "cross_entropy" in name


def _is_class(path: str, name: str) -> bool:
    if path.startswith(_FUNCTIONS_IN_CAPITALS):
        return False
    if name in functions.DECOMPOSITIONS or path.endswith(_POOLS):
        return True
    return name[:1].isupper() and not name.isupper() and name not in _DATA_CLASSES


_POOLS = ("multiprocessing.Pool", "mp.Pool", "pool.Pool", "ThreadPool")
_FUNCTIONS_IN_CAPITALS = ("rdkit.", "Chem.", "cv2.")
"""Libraries whose functions begin with a capital as classes do elsewhere."""


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
    options = dict(arguments.named or {})
    if arguments.given and flat(arguments.given[0]).rows:
        # `ARIMA(series)`, `OLS(y, X)`: a model that is made with its training rows.
        options.setdefault("endog", arguments.given[0])
    elif len(arguments.given) > 1 and arguments.given[0].text() and flat(arguments.given[1]).rows:
        # `ols("y ~ x", table)`.
        options.setdefault("endog", arguments.given[1])
    if _takes_all_columns(arguments.value(0, "transformers")):
        options["<all>"] = Value(constant=True)
    for label in ("labelCol", "label_col"):
        machine.found_targets.update(options[label].texts() if label in options else ())
    for option, place in (arguments.lines or {}).items():
        if option in functions.VALIDATION_OPTIONS:
            options[f"{LINE_OF}{option}"] = Value(constant=place)
    thing = Thing(
        name, line, estimator=estimator(name), parts=tuple(dict.fromkeys(parts)),
        options=options, choices=choices | machine.control,
        within=machine.rounds,
        influences=graphs.seen_by(machine, list(arguments.all()), name, line),
    )  # fmt: skip
    return Value(things=(thing,), choices=choices)


def _takes_all_columns(steps: Value) -> bool:
    """Tell whether steps of a transformer name no column: all are taken, by their type."""
    taken = [step.items[-1] for step in steps.items or () if len(step.items or ()) == 3]  # type: ignore[index]  # it has three
    return bool(taken) and all(one.name == series.SELECTOR for one in taken)


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
    told = _told_of_label(machine, data, name)
    if told:
        rows = frozenset(part for value in told for part in flat(value).rows)
        fit = Influence("feature_selection", rows, line, name, machine.site)
        return statistic_of(flat(told[0]), fit)
    if data and name in methods.STATISTICS and path.startswith(ARRAY_LIBRARIES):
        first, rest = data[0], Arguments(arguments.given[1:], arguments.named)
        return summed_up(machine, flat(first), name, rest, line)
    if name in _WITH_LABELS and data:
        features, labels = flat(data[0]), flat(arguments.value(1, "label"))
        only = labels.columns.only()
        if only is not None and not features.columns.has(only):
            estimator_calls.note_training(machine, name, features, labels, line)
    if data:
        if not is_from_library(path):
            machine.events.asked.update(flat(value).rows for value in data)
            machine.events.unseen.update(flat(value).rows for value in data)
            if any(value.things for value in arguments.all()):
                machine.events.judged.update(flat(value).rows for value in data)
        return _passed_on(data, others, name)
    scores = join(*others) if others else UNKNOWN
    moved = weights_of(arguments)
    if moved is not None and all(thing.body is not None for thing in scores.things):
        # `tree_map(lambda w, g: w - rate * g, weights, slope)`: weights, no longer the function.
        return replace(moved, choices=scores.choices)
    if scores.scores or scores.choices or scores.influences or scores.things:
        things = scores.things if name in functions.SAVERS or not is_from_library(path) else ()
        ranked = name in functions.RANKERS or scores.ranked
        return replace(scores, constant=NOTHING, things=things, ranked=ranked, items=None)
    if is_from_library(path) or not path:
        return UNKNOWN
    if name.startswith(BRINGING) or name.startswith("."):
        return Value(rows=frozenset({Part(_unseen(machine, path, arguments, line))}), opaque=True)
    return UNKNOWN


def _unseen(machine: Machine, path: str, arguments: Arguments, line: int) -> str:
    """Return the source of what a function brings that can't be seen: by what it is told."""
    told = " ".join(text for value in arguments.all() for text in value.texts())
    return f"{UNSEEN}{path} {told} of {machine.spot(line)}"


def _told_of_label(machine: Machine, data: list[Value], name: str) -> list[Value]:
    """Return what a correlation is of, if it is one of a feature with the label."""
    if name not in functions.PAIR_CORRELATIONS or len(data) < 2:
        return []
    known = [flat(value) for value in data[:2]]
    labels = [value for value in known if value.columns.only() in machine.targets]
    return known if len(labels) == 1 and not any(value.predictions for value in known) else []


def is_from_library(path: str) -> bool:
    """Tell whether a dotted name belongs to a library that is known not to bring data."""
    first = path.partition(".")[0]
    return first in MODULES_OF_LIBRARIES or first in ("np", "pd", "plt", "sns", "pl", "tf", "F")


def _passed_on(data: list[Value], others: list[Value], name: str) -> Value:
    first = data[0]
    if first.columns.only() is None and name not in functions.KEEP_COLUMNS:
        # Which columns come out can't be told, so none is said to be there.
        first = replace(first, columns=Columns(), made=frozenset())
    listed = first.items is not None and name not in ("list", "tuple", "zip", "map")
    if listed or name in ("from_dict", "from_tensor_slices"):
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


Function = Callable[[Machine, Arguments, int, str], Value]
ACTIONS: dict[str, Function] = {
    **bringing.ACTIONS,
    **rows.ACTIONS,
    **matrices.ACTIONS,
    **series.ACTIONS,
    **scores.ACTIONS,
}
