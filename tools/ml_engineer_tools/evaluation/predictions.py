"""Predictions: what the columns of a table say a model predicted, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.task import Task, are_counts, infer_task
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import pandas as pd

    from ml_engineer_tools.evaluation.request import EvaluateRequest

HALF = 0.5
"""Threshold if none was said."""

SUM_TOLERANCE = 0.02
"""How far the probabilities of all classes may add up to something else than 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What the columns of both periods mean.

    Attributes:
        task: what is predicted; classes are named by text.
        scores: columns of probabilities; of two classes that of the positive one.
        label: column of predicted classes or numbers, if there is one.
        threshold: from which score on the model's users act; None unless there are two classes.
        threshold_given: whether it was said.
        notes: what a reader has to know of how columns were read.
    """

    task: Task
    scores: tuple[str, ...]
    label: str | None
    threshold: float | None
    threshold_given: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """The predictions of n rows.

    Attributes:
        usable: (n,) whether a row has a usable prediction.
        chances: (n, k) class probabilities; None without scores. NaN where not usable.
        labels: (n,) predicted class codes; -1 where not usable; None for numbers.
        numbers: (n,) predicted numbers; None for classes.
        missing: rows without a prediction.
        infinite: rows whose prediction is not finite.
    """

    usable: np.ndarray
    chances: np.ndarray | None
    labels: np.ndarray | None
    numbers: np.ndarray | None
    missing: int
    infinite: int

    def of(self, rows: np.ndarray) -> Predicted:
        """Return the predictions of some rows."""
        return Predicted(
            self.usable[rows],
            None if self.chances is None else self.chances[rows],
            None if self.labels is None else self.labels[rows],
            None if self.numbers is None else self.numbers[rows],
            self.missing,
            self.infinite,
        )


def read_meaning(frames: Sequence[pd.DataFrame], request: EvaluateRequest) -> Meaning:
    """Say what is predicted and which columns say it.

    Args:
        frames: rows of each period.
        request: names the columns.

    Raises:
        BadInput: neither predictions nor scores are named, or they don't fit the outcome.
    """
    if request.prediction is None and not request.score:
        raise BadInput(
            "It isn't said which column holds the predictions; give --prediction COLUMN "
            "(classes or numbers) or --score COLUMN (probabilities)."
        )
    outcome = _pooled(frames, request.target)
    guess = _pooled(frames, request.prediction)
    scores = request.score
    notes: list[str] = []
    if not scores and guess is not None and _are_probabilities(guess, outcome):
        scores, guess = (str(request.prediction),), None
        notes.append(
            f"The predictions in {quoted(scores[0])} were read as probabilities: they lie between "
            "0 and 1 and are no classes."
        )
    label = None if guess is None else request.prediction
    if not scores and outcome is not None and _is_quantity(outcome, guess):
        if guess is not None and _numbers(guess) is None:
            raise BadInput(
                f"The outcome {quoted(str(request.target))} is a number, but the predictions in "
                f"{quoted(str(label))} are not; name a column of numbers."
            )
        counts = _are_counted(outcome, guess)
        return Meaning(Task("regression", counts=counts), (), label, None, False, tuple(notes))
    if outcome is None and not scores:
        numeric = guess is not None and _numbers(guess) is not None
        what = "errors of numbers" if numeric else "classes without probabilities"
        raise BadInput(
            f"Without outcomes {what} can't be estimated from the predictions alone; give "
            "--target, a --reference with outcomes, or --score with probabilities."
        )
    task, more = _classes(outcome, guess, scores, request)
    _check_score_count(task, scores)
    if len(scores) > 1:
        scores = _in_class_order(scores, task)
    binary = task.kind == "binary"
    threshold = request.threshold
    if threshold is not None and not (binary and scores):
        raise BadInput("A threshold needs the scores of two classes; give --score COLUMN.")
    return Meaning(
        task,
        scores,
        label,
        (HALF if threshold is None else threshold) if binary and scores else None,
        threshold is not None,
        (*notes, *more),
    )


def read_predictions(frame: pd.DataFrame, meaning: Meaning) -> Predicted:
    """Read the predictions of one period.

    Raises:
        BadInput: scores are no probabilities.
    """
    rows = len(frame)
    if meaning.task.kind == "regression":
        numbers = _as_numbers(frame[str(meaning.label)])
        missing = np.isnan(numbers)
        infinite = np.isinf(numbers)
        return Predicted(
            ~missing & ~infinite, None, None, numbers, int(missing.sum()), int(infinite.sum())
        )
    usable = np.ones(rows, dtype=bool)
    missing_rows, infinite_rows = np.zeros(rows, dtype=bool), np.zeros(rows, dtype=bool)
    chances = None
    if meaning.scores:
        columns = []
        for name in meaning.scores:
            values = _as_numbers(frame[name])
            missing_rows |= np.isnan(values)
            infinite_rows |= np.isinf(values)
            columns.append(values)
        usable &= ~missing_rows & ~infinite_rows
        for name, values in zip(meaning.scores, columns, strict=True):
            _check_probabilities(name, values[usable])
        chances = (
            np.column_stack([1 - columns[0], columns[0]])
            if len(columns) == 1
            else _normalised(np.column_stack(columns), usable)
        )
        chances[~usable] = np.nan
    if meaning.label is not None:
        texts = class_texts(frame[meaning.label])
        code_of = {name: code for code, name in enumerate(meaning.task.classes)}
        labels = np.array([-1 if text is None else code_of.get(text, -1) for text in texts])
        missing_rows |= np.array([text is None for text in texts], dtype=bool)
        usable &= labels >= 0
    elif chances is not None and meaning.threshold is not None:
        with np.errstate(invalid="ignore"):
            labels = (chances[:, 1] >= meaning.threshold).astype(int)
    elif chances is not None:
        labels = np.where(np.isnan(chances), -1.0, chances).argmax(axis=1)
    else:
        raise ValueError("there are neither scores nor labels")
    labels = np.where(usable, labels, -1)
    return Predicted(
        usable, chances, labels, None, int(missing_rows.sum()), int(infinite_rows.sum())
    )


def read_outcomes(frame: pd.DataFrame, target: str | None, task: Task) -> np.ndarray | None:
    """Return outcomes as class codes or numbers, (n,), NaN where unknown; None without any."""
    if target is None or target not in frame.columns or frame[target].isna().all():
        return None
    if task.kind == "regression":
        numbers = _as_numbers(frame[target])
        return np.where(np.isfinite(numbers), numbers, np.nan)
    code_of = {name: float(code) for code, name in enumerate(task.classes)}
    texts = class_texts(frame[target])
    return np.array([np.nan if t is None else code_of.get(t, np.nan) for t in texts])


def class_texts(values: pd.Series) -> list[str | None]:
    """Return classes as text, written alike whether stored as numbers, booleans or text."""
    import pandas as pd

    levels, places = pd.factorize(values)[::-1]
    written = [_class_text(level) for level in levels]
    return [written[place] if place >= 0 else None for place in places]


def _class_text(level: Any) -> str | None:
    if isinstance(level, (bool, np.bool_)):
        return "1" if level else "0"
    if isinstance(level, (int, float, np.number)):
        number = float(level)
        if not np.isfinite(number):
            return None
        return str(int(number)) if number.is_integer() else repr(number)
    text = str(level).strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if np.isfinite(number) and number.is_integer() else text


def _pooled(frames: Sequence[pd.DataFrame], name: str | None) -> pd.Series | None:
    import pandas as pd

    if name is None:
        return None
    found = [frame[name].dropna() for frame in frames if name in frame.columns]
    found = [values for values in found if len(values)]
    if not found:
        return None
    if len({values.dtype for values in found}) > 1:
        found = [values.astype(object) for values in found]
    return pd.concat(found, ignore_index=True).rename(name)


def _numbers(values: pd.Series) -> np.ndarray | None:
    import pandas as pd

    if pd.api.types.is_bool_dtype(values.dtype):
        return None
    try:
        return np.asarray(pd.to_numeric(values), dtype=np.float64)
    except (ValueError, TypeError):
        return None


def _as_numbers(values: pd.Series) -> np.ndarray:
    import pandas as pd

    numbers = pd.to_numeric(values, errors="coerce")
    if numbers.notna().sum() < values.notna().sum():
        raise BadInput(
            f"The column {quoted(str(values.name))} holds text that is no number; "
            "name a column of numbers."
        )
    return np.asarray(numbers.to_numpy(dtype=np.float64, na_value=np.nan))


def _are_probabilities(guess: pd.Series, outcome: pd.Series | None) -> bool:
    """Tell whether predictions are numbers from 0 to 1 that are no classes."""
    numbers = _numbers(guess)
    if numbers is None:
        return False
    finite = numbers[np.isfinite(numbers)]
    if not len(finite) or (finite == np.floor(finite)).all():
        return False
    return outcome is None or outcome.nunique() <= 2


def _is_quantity(outcome: pd.Series, guess: pd.Series | None) -> bool:
    """Tell whether the outcome is a number: of many values, or guessed by fractions."""
    if infer_task(outcome).kind == "regression":
        return True
    numbers = _numbers(outcome)
    guessed = None if guess is None else _numbers(guess)
    if numbers is None or guessed is None or outcome.nunique() <= 2:
        return False
    finite = guessed[np.isfinite(guessed)]
    return bool(len(finite) and (finite != np.floor(finite)).mean() > 0.5)


def _are_counted(outcome: pd.Series, guess: pd.Series | None) -> bool:
    """Tell whether outcomes are counts, and predictions could be their means."""
    numbers = _numbers(outcome)
    guessed = None if guess is None else _numbers(guess)
    if numbers is None or guessed is None:
        return False
    finite = guessed[np.isfinite(guessed)]
    return bool(len(finite) and finite.min() >= 0 and are_counts(numbers[np.isfinite(numbers)]))


def _classes(
    outcome: pd.Series | None,
    guess: pd.Series | None,
    scores: Sequence[str],
    request: EvaluateRequest,
) -> tuple[Task, list[str]]:
    import pandas as pd

    if outcome is None:
        names = tuple(scores) if len(scores) > 1 else ("0", "1")
        if len(names) > 2:
            return Task("multiclass", names), []
        return Task("binary", names, names[1]), []
    happened = [text for text in class_texts(outcome) if text is not None]
    said = [] if guess is None else [text for text in class_texts(guess) if text is not None]
    if said and not set(said) & set(happened):
        raise BadInput(
            f"The predictions in {quoted(str(request.prediction))} and the outcomes in "
            f"{quoted(str(request.target))} have no class in common; write them alike."
        )
    if len(set(happened)) == 1:
        raise BadInput(
            f"All known outcomes in {quoted(str(request.target))} are of one class, so no model "
            "can be judged by them; give rows of both."
        )
    both = pd.Series([*happened, *said], dtype=object).rename(request.target)
    task = infer_task(both)
    notes = []
    if never := set(said) - set(happened):
        notes.append(
            f"{len(never):,} predicted {'class was' if len(never) == 1 else 'classes were'} never "
            "an outcome."
        )
    if request.positive is not None:
        wanted = _class_text(request.positive)
        if task.kind != "binary" or wanted not in task.classes:
            raise BadInput(
                f"The positive class {request.positive!r} is not one of two classes of the "
                f"outcome {quoted(str(request.target))}."
            )
        other = next(name for name in task.classes if name != wanted)
        task = Task("binary", (other, wanted), wanted)
    return task, notes


def _check_score_count(task: Task, scores: Sequence[str]) -> None:
    expected = len(task.classes)
    if len(scores) in (0, expected) or (len(scores) == 1 and task.kind == "binary"):
        return
    raise BadInput(
        f"The outcome has {expected} classes but {len(scores)} score "
        f"{'column was' if len(scores) == 1 else 'columns were'} given; name one for each class."
    )


def _in_class_order(scores: Sequence[str], task: Task) -> tuple[str, ...]:
    """Order score columns by the class that their names end with; as given if none does."""
    matched: list[str] = []
    for name in task.classes:
        ends = [s for s in scores if s.casefold() == str(name).casefold()] or [
            s for s in scores
            if s.casefold().endswith(str(name).casefold())
            and not s[: len(s) - len(str(name))][-1:].isalnum()
        ]  # fmt: skip
        if len(ends) != 1:
            return tuple(scores)
        matched.append(ends[0])
    return tuple(matched) if len(set(matched)) == len(scores) else tuple(scores)


FAR_BEYOND = 10.0
"""Scores up to it were meant as probabilities that went too far, not as per cent: a convention."""


def _check_probabilities(name: str, values: np.ndarray) -> None:
    outside = (values < 0) | (values > 1)
    if not outside.any():
        return
    if (values < 0).any() or (values > 100).any():
        mend = "if they are log-odds, turn them into probabilities with 1 / (1 + exp(-x))"
    elif values.max() > FAR_BEYOND:
        mend = "they look like per cent: divide them by 100"
    else:
        mend = "say how they are computed, and cut or recalibrate them"
    raise BadInput(
        f"The scores in {quoted(name)} are no probabilities: {int(outside.sum()):,} of "
        f"{len(values):,} lie outside 0 to 1; {mend}."
    )


def _normalised(chances: np.ndarray, usable: np.ndarray) -> np.ndarray:
    totals = chances.sum(axis=1)
    off = usable & (np.abs(totals - 1) > SUM_TOLERANCE)
    if off.any():
        raise BadInput(
            f"The scores of the classes don't add up to 1 in {int(off.sum()):,} rows; "
            "name one probability column for each class."
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(chances / totals[:, None])
