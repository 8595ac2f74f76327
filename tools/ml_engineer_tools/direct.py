"""The tools as plain functions: a path or a frame in, evidence out, all in this process."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from ml_engineer_tools.catalogue import measuring_tool
from ml_engineer_tools.context import Context, Progress, silent
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.engine.failures import as_told
from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.evaluation.costs import SHORT_OUTCOMES
from ml_engineer_tools.evidence import Evidence


def profile(
    data: Any,
    *,
    target: str | None = None,
    time: str | None = None,
    group: str | Sequence[str] | None = None,
    key: str | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Evidence:
    """Say what a table is.

    Args:
        data: a path, or a pandas, Polars or Arrow table.
        target: the column to be predicted; class balance is told on exploration rows only.
        time: when a row was known.
        group: the entity that a row belongs to; several columns name it together.
        key: a column that is said to be unique; it is checked.
        seed: of samples and of the holdout line.
        progress: told the share done and what is being done.

    Raises:
        BadInput: the table or a role is not usable.
    """
    roles = {"target": target, "time": time, "group": group, "key": key, "seed": seed}
    return _measure("profile_dataset", {"data": data}, roles, progress)


def check_leakage(
    data: Any = None,
    *,
    target: str | None = None,
    test: Any = None,
    code: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    time: str | None = None,
    group: str | Sequence[str] | None = None,
    fold: str | None = None,
    without: Sequence[str] = (),
    seed: int = 0,
    progress: Progress = silent,
) -> Evidence:
    """Say whether a score on this data can be believed.

    Args:
        data: a path, or a pandas, Polars or Arrow table; None to check code alone.
        target: the column to be predicted; without it only the split is checked.
        test: the other side of the split, if there is one.
        code: paths of training scripts or notebooks; they are read, never run.
        time: when a row was known.
        group: the entity that a row belongs to; several columns name it together.
        fold: in which fold, or in which part of a split, a row is.
        without: columns that no model will get; they are not judged.
        seed: of samples and of the holdout line.
        progress: told the share done and what is being done.

    Raises:
        BadInput: a table, a role or a script is not usable.
    """
    listed = [code] if isinstance(code, str | os.PathLike) else list(code)
    roles = {"target": target, "time": time, "group": group, "fold": fold, "seed": seed}
    options = {**roles, "without": list(without), "code": [os.fspath(path) for path in listed]}
    return _measure("check_leakage", {"data": data, "test": test}, options, progress)


def train_baselines(
    data: Any,
    *,
    target: str,
    time: str | None = None,
    group: str | Sequence[str] | None = None,
    without: Sequence[str] = (),
    split: str | None = None,
    gap: str | None = None,
    positive: str | None = None,
    costs: Mapping[str, Any] | None = None,
    sensitive: str | Sequence[str] = (),
    look_into: str | None = None,
    confirm: str | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Evidence:
    """Say what trivial, naive, one-rule, linear and boosted models reach on an honest split.

    Args:
        data: a path, or a pandas, Polars or Arrow table.
        target: the column to be predicted.
        time: when a row was known: the split is by time.
        group: the entity that a row belongs to, one column or several; the split keeps it together.
        without: suspect columns; every model is scored with and without them.
        split: "time", "group", "both" or "random"; None lets the roles decide.
        gap: how long it takes until an outcome is known, such as "30d".
        positive: the positive one of two classes; None lets the classes tell.
        costs: of one decision, as the command line names them (`fp`, `fn`, `tp`, `tn`) or in full,
            such as `false_positive`; and `unit`.
        sensitive: columns of groups that must not do worse; none: found by their values.
        look_into: the model whose calibration, costs, slices and importance are told; None: the
            one that is worth having.
        confirm: refused here, since a look at the locked rows is recorded before its score exists.
        seed: of samples, splits and models.
        progress: told the share done and what is being done.

    Raises:
        BadInput: the table, a role, the target or an option is not usable.
        Refused: `confirm` was asked for.
    """
    if confirm is not None:
        raise Refused(
            "The holdout is locked: a look at it is recorded in a workspace before a model is "
            "scored on it, and this function keeps none. The command `ml-engineer baseline FILE "
            "--target COLUMN --confirm MODEL` does both."
        )
    roles = {"target": target, "time": time, "group": group, "seed": seed}
    options = {
        **roles, "without": list(without), "split": split, "gap": gap, "positive": positive,
        "costs": _costs(costs), "look_into": look_into,
        "sensitive": [sensitive] if isinstance(sensitive, str) else list(sensitive),
    }  # fmt: skip
    return _measure("train_baselines", {"data": data}, options, progress)


def measure_drift(
    reference: Any,
    current: Any = None,
    *,
    target: str | None = None,
    prediction: str | None = None,
    time: str | None = None,
    group: str | None = None,
    windows: str | None = None,
    classifier: bool | None = None,
    importance: Mapping[str, float] | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Evidence:
    """Say what moved between a reference and a current table.

    Args:
        reference: a path (of a saved reference too), or a pandas, Polars or Arrow table: what was
            normal.
        current: the same for what is now; None compares `windows` of the one table.
        target: the column to be predicted: its labels are compared on exploration rows.
        prediction: the column of a model's predictions.
        time: when a row was known; gives the order and the season of rows, is not compared.
        group: the entity that a row belongs to; it is not compared.
        windows: "day", "week", "month" or "auto": compare each by itself.
        classifier: whether a model is to tell the tables apart; None: if they are small.
        importance: how much each column matters to the model, in any unit.
        seed: of samples.
        progress: told the share done and what is being done.

    Raises:
        BadInput: a table or a role is not usable, or the two tables share no column.
    """
    tables = {"reference": reference, "current": current}
    roles = {"target": target, "prediction": prediction, "time": time, "group": group}
    asked = {"windows": windows, "classifier": classifier, "seed": seed}
    weights = dict(importance) if importance else None
    return _measure("measure_drift", tables, roles | asked | {"importance": weights}, progress)


def evaluate_predictions(
    data: Any,
    *,
    target: str | None = None,
    prediction: str | None = None,
    score: str | Sequence[str] = (),
    threshold: float | None = None,
    positive: str | None = None,
    reference: Any = None,
    reference_until: str | None = None,
    claimed: Mapping[str, float] | None = None,
    costs: Mapping[str, Any] | None = None,
    sensitive: str | Sequence[str] = (),
    action: str | None = None,
    training: Any = None,
    time: str | None = None,
    group: str | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Evidence:
    """Say how good the predictions of a model are that exists.

    Args:
        data: a path, or a pandas, Polars or Arrow table, with predictions and outcomes.
        target: the outcome; without it performance is estimated from scores.
        prediction: the column of predicted classes or numbers.
        score: the column of probabilities, or one for each class.
        threshold: score from which is acted.
        positive: the positive one of two classes.
        reference: the same for a period that went well.
        reference_until: rows of `data` up to this instant are the reference.
        claimed: metrics that were claimed offline.
        costs: of one decision, as the command line names them (`fp`, `fn`, `tp`, `tn`) or in full,
            such as `false_positive`; and `unit`.
        sensitive: columns of groups that must not do worse; none: found by their values.
        action: the column that says whether somebody acted on the prediction.
        training: the model's training table, to show that rows are others.
        time: when a row was known.
        group: the entity that a row belongs to.
        seed: of samples.
        progress: told the share done and what is being done.

    Raises:
        BadInput: a table or a column is not usable.
    """
    tables = {"data": data, "reference": reference, "training": training}
    options = {
        "target": target, "prediction": prediction, "threshold": threshold, "positive": positive,
        "score": [score] if isinstance(score, str) else list(score),
        "sensitive": [sensitive] if isinstance(sensitive, str) else list(sensitive),
        "reference_until": reference_until, "claimed": dict(claimed or {}),
        "costs": _costs(costs), "action": action, "time": time, "group": group,
        "seed": seed,
    }  # fmt: skip
    return _measure("evaluate_predictions", tables, options, progress)


def check_parity(
    training: Any,
    serving: Any,
    *,
    key: str | Sequence[str],
    time: str | None = None,
    target: str | None = None,
    importance: Mapping[str, float] | None = None,
    tolerance: float = 1e-6,
    seed: int = 0,
    progress: Progress = silent,
) -> Evidence:
    """Say whether serving computes the features that training saw.

    Args:
        training: a path, or a pandas, Polars or Arrow table: features as training saw them.
        serving: the same as serving logged them.
        key: the column, or columns, that name a row in both tables.
        time: when a row was known: tells stale values.
        target: the column to be predicted: tells which features matter.
        importance: how much each column matters to the model, in any unit.
        tolerance: relative difference of numbers up to which they are equal.
        seed: of samples.
        progress: told the share done and what is being done.

    Raises:
        BadInput: a table or a column is not usable, or no rows can be joined.
    """
    options = {
        "key": [key] if isinstance(key, str) else list(key), "time": time, "target": target,
        "importance": dict(importance) if importance else None, "tolerance": tolerance,
        "seed": seed,
    }  # fmt: skip
    return _measure("check_parity", {"training": training, "serving": serving}, options, progress)


def _costs(costs: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return costs under their names in full."""
    if not costs:
        return None
    return {SHORT_OUTCOMES.get(name, name): value for name, value in costs.items()}


def _measure(
    tool_name: str, tables: dict[str, Any], options: dict[str, Any], progress: Progress
) -> Evidence:
    tool = measuring_tool(tool_name)
    engine = open_engine()
    try:
        named: dict[str, str] = {}
        for field, data in tables.items():
            if data is None:
                continue
            if isinstance(data, str | os.PathLike):
                named[field] = os.fspath(data)
            else:
                engine.register(field, data)
                named[field] = field
        try:
            request = tool.request().model_validate(named | options)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            where = ".".join(map(str, problem["loc"]))
            raise BadInput(f"{where}: {problem['msg']}.") from None
        return tool.measure()(request, Context(engine, progress))
    except Exception as error:
        if told := as_told(error):
            raise told from None
        raise
    finally:
        engine.close()
