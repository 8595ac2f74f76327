"""Findings of parity: how much each feature differs, how, by how much, and whether it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.drift.importance import Importance
from ml_engineer_tools.evidence import Exactness, Figure, Severity
from ml_engineer_tools.parity.cells import Both
from ml_engineer_tools.parity.dependence import Bonds
from ml_engineer_tools.parity.patterns import Pattern, PatternName
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, quoted

MANY = 0.05
"""Share of rows that differ from which it is severe: a convention."""

SOME = 0.005
"""Share from which it is worth mending before the model is trusted: a convention."""

SMALL = 0.01
"""Size of a typical difference, in standard deviations of the training values, up to which it is
small: a twentieth of a small effect (Cohen 1988)."""

WORDS: dict[PatternName, str] = {
    "missing_in_serving": "serving has no value where training has one",
    "missing_in_training": "serving has a value where training has none",
    "infinite_in_serving": "serving is infinite where training is not",
    "infinite_in_training": "training is infinite where serving is not",
    "default": "serving holds one constant value",
    "filled_with_default": "serving fills what is missing with one constant value",
    "stale": "serving holds the value of an earlier row of the entity",
    "ahead": "serving holds the value of a later row: training lags behind, or the join is off",
    "units": "another unit",
    "scaled": "scaled, or another unit",
    "shifted": "shifted by a constant",
    "logarithm": "one side is the logarithm of the other",
    "sign": "the sign is reversed",
    "clipped": "cut off at a limit on one side",
    "rounding": "rounded on one side",
    "truncated": "cut off, not rounded, on one side",
    "single_precision": "stored in single precision on one side",
    "letter_case": "upper and lower case",
    "whitespace": "blanks around or between words",
    "accents_or_encoding": "accents, signs or a text encoding",
    "relabelled": "levels go by other names, one for one",
    "number_format": "numbers written otherwise, such as with a comma",
    "leading_zeros": "zeros before a code are lost: 01234 is 1234, another level to the model",
    "date_format": "dates are written in another format",
    "day_and_month_exchanged": "day and month are exchanged",
    "time_zone": "another time zone",
    "daylight_saving": "local time with summer time",
    "cut_to_the_day": "the time of day is cut off",
    "clock_shifted": "hours of the day are shifted: another time zone",
    "cycle_shifted": "shifted round a cycle",
    "exchanged": "exchanged with another column of the same row",
    "other_column": "the value of another column of the same row",
    "other_rows": "values of other rows: the rows are matched wrongly, or shuffled",
    "unexplained": "no pattern",
}

QUESTIONS: dict[PatternName, str] = {
    "missing_in_serving": "Does the lookup time out, or is the source not there at that moment?",
    "missing_in_training": "Is it known at that moment, and missing in the training snapshot only?",
    "infinite_in_serving": "Does serving divide by something that may be zero there?",
    "infinite_in_training": "Does training divide by something that may be zero there?",
    "default": "Which fallback puts this value there, and how often does it?",
    "filled_with_default": "Does training fill what is missing in the same way?",
    "stale": "How often is it computed anew, and did training join it as fresh as that?",
    "ahead": "Was training joined on a snapshot of another moment?",
    "units": "Which side has the unit that the model was trained on?",
    "scaled": "Is a scaler applied on one side only, or fitted on other rows?",
    "time_zone": "Which side is in UTC?",
    "daylight_saving": "Which side is in local time?",
    "clock_shifted": "Which side is in UTC?",
    "leading_zeros": "Is it a code that one side reads as a number?",
    "date_format": "Which format does the model's code read, and is the day first in it?",
    "day_and_month_exchanged": "Which side reads the day first?",
    "cycle_shifted": "Does one side begin to count elsewhere, or is its date of another time zone?",
    "relabelled": "Which code table does either side use?",
    "exchanged": "Does one side take columns by their order, or by the wrong name?",
    "other_column": "Does one side take columns by their order, or by the wrong name?",
    "other_rows": "Does the key name the same thing on both sides?",
}

LOST: frozenset[PatternName] = frozenset(
    {"missing_in_serving", "missing_in_training", "infinite_in_serving", "infinite_in_training",
     "filled_with_default"}
)  # fmt: skip
"""Patterns of values that one side doesn't have: that isn't small."""

LITTLE: frozenset[PatternName] = frozenset({"rounding", "truncated", "single_precision"})
"""Patterns that are low findings where differences are small."""


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """How one feature differs.

    Attributes:
        both: the feature on both sides.
        patterns: what explains it, most first.
        importance: its share of all importance, or None.
    """

    both: Both
    patterns: tuple[Pattern, ...]
    importance: float | None

    @property
    def share(self) -> float:
        """Share of the rows that differ."""
        return float(self.both.differs.mean())

    @property
    def size(self) -> float | None:
        """Median difference where both have a number, in standard deviations of training."""
        both = self.both
        if both.kind != "number":
            return None
        with np.errstate(invalid="ignore", over="ignore"):
            gap = np.abs(both.serving - both.training)[both.differs]
        gap = gap[np.isfinite(gap)]
        finite = both.training[np.isfinite(both.training)]
        if not len(gap) or len(finite) < 2:
            return None
        low, high = np.quantile(finite, [0.01, 0.99])
        spread = float(np.std(np.clip(finite, low, high)))
        return float(np.median(gap)) / spread if spread > 0 else None


def record_difference(
    found: Difference,
    record: Recorder,
    exactness: Exactness,
    importance: Importance | None,
    bonds: Bonds,
) -> None:
    """Record a feature that differs: share, size, patterns, and a finding."""
    both, name = found.both, found.both.name
    rows = len(both.differs)
    differing = int(both.differs.sum())
    share = record.figure(
        "differing_share", found.share, column=name, interval=bonds.interval(both.differs), n=rows,
        exactness=exactness,
    )  # fmt: skip
    count = record.figure("differing_rows", differing, unit="rows", column=name,
                          exactness=exactness)  # fmt: skip
    figures = [share, count]
    says = [f"{quoted(name)} differs in {count} of the joined rows, a share of {share}"]
    size = found.size
    if size is not None:
        typical = record.figure("median_difference", size, unit="standard deviations", column=name,
                                n=differing, exactness=exactness)  # fmt: skip
        figures.append(typical)
        says[0] += f", typically by {typical} standard deviations"
    told = [_record_pattern(p, differing, name, record, figures) for p in found.patterns]
    if told:
        whole = "; ".join(told)
        says.append(whole[0].upper() + whole[1:])
    if importance is not None and found.importance is not None:
        weight = record.figure("importance_share", found.importance, column=name,
                               interval=importance.bounds.get(name))  # fmt: skip
        figures.append(weight)
        noise = ", which can't be told from none" if importance.is_noise(name) else ""
        says.append(
            f"It carries {weight} of the importance of all columns ({importance.source}){noise}"
        )
    severity = _severity(found)
    if importance is not None:
        severity = importance.weigh(name, severity)
    main = found.patterns[0].name if found.patterns else "unexplained"
    record.finding(
        "feature_differs",
        severity,
        ". ".join(says) + ".",
        columns=[name],
        clauses=("S4", "P5"),
        figures=figures,
        confidence="high",
        question=QUESTIONS.get(main, "Which code computes it on either side?"),
        harmless_if="the model doesn't use it" if found.importance is None else None,
    )


def record_date_formats(found: Sequence[tuple[str, str, str]], record: Recorder) -> None:
    """Record features whose dates were compared as dates, and are written in two ways.

    Args:
        found: name, way of training, way of serving.
        record: where it is recorded.
    """
    for name, first, second in found:
        figures = [
            record.figure("date_format", way, column=name, window=window)
            for window, way in (("training", first), ("serving", second))
        ]
        record.finding(
            "dates_written_otherwise", "medium",
            f"{quoted(name)} writes its dates in another way: {first} in training, {second} in "
            "serving. They were compared as the same dates.",
            columns=[name], clauses=("S4", "P5"), figures=figures, confidence="high",
            question=QUESTIONS["date_format"],
            harmless_if="dates are read by a parser that knows both formats",
        )  # fmt: skip


def record_equal(names: list[str], rows: int, record: Recorder, bonds: Bonds) -> None:
    """Record the features that don't differ in any row."""
    interval = bonds.interval(np.zeros(rows, dtype=bool))
    for name in names:
        record.figure("differing_share", 0.0, column=name, interval=interval, n=rows)
    if names and interval is None:
        record.note(
            "A feature that differs in no row has no interval: how far rows that lie close in time "
            "go together can't be told where none differs."
        )


def record_summary(compared: int, differing: int, rows: int, record: Recorder) -> None:
    """Record how many features were compared, and how many differ."""
    of = record.figure("compared_features", compared, unit="columns", headline=True)
    many = record.figure("differing_features", differing, unit="columns", headline=True)
    joined = record.figure("compared_rows", rows, unit="rows", headline=True)
    record.finding(
        "parity",
        "info",
        f"Of {of} features {many} {agreeing(differing, 'differs', 'differ')} between training and "
        f"serving in some of {joined} joined rows."
        if differing
        else f"All {of} features are the same in training and serving in all {joined} joined rows.",
        clauses=("S4", "P5"),
        figures=[of, many, joined],
    )


def _record_pattern(
    pattern: Pattern, differing: int, name: str, record: Recorder, figures: list[Figure]
) -> str:
    part = pattern.explained / differing
    share = record.figure(f"pattern_{pattern.name}_share", part, column=name, n=differing)
    figures.append(share)
    words = WORDS[pattern.name]
    if pattern.words:
        words += f" ({pattern.words})"
    if pattern.level is not None:
        held = record.figure("default_rows", pattern.explained, unit="rows", column=name,
                             slice=pattern.level, n=pattern.explained)  # fmt: skip
        figures.append(held)
    if pattern.parameter is not None:
        words += _record_parameter(pattern, pattern.parameter, name, record, figures)
    if pattern.shifts:
        words += f": {_record_shifts(pattern, differing, name, record, figures)}"
    return f"in a share of {share} of them: {words}"


def _record_parameter(
    pattern: Pattern, value: float, name: str, record: Recorder, figures: list[Figure]
) -> str:
    """Record a pattern's parameter, and its range if rows differ in it; returns words on it."""
    unit = None if pattern.unit in ("factor", "value") else pattern.unit

    def recorded(quantity: str, value: float) -> Figure:
        whole = int(value) if float(value).is_integer() else value
        figure = record.figure(quantity, whole, unit=unit, column=name, n=pattern.explained)
        figures.append(figure)
        return figure

    parameter = recorded(f"pattern_{pattern.name}", value)
    if pattern.range is not None and pattern.range[0] < pattern.range[1]:
        least, most = (
            recorded(f"pattern_{pattern.name}_{end}", distance)
            for end, distance in zip(("least", "most"), pattern.range, strict=True)
        )
        return f", {least} to {most} {unit} off, typically {parameter}"
    if pattern.unit == "factor":
        return f", by a factor of {parameter}"
    if pattern.unit in ("value", "steps"):
        return f", by {parameter}"
    plain = str(unit)
    return f", {parameter} {plain.removesuffix('s') if abs(value) == 1 else plain}"


def _record_shifts(
    pattern: Pattern, differing: int, name: str, record: Recorder, figures: list[Figure]
) -> str:
    """Record both shifts of local time, the more common one first, and how often each is seen."""
    told = []
    for which, (hours, rows) in zip(("", "other_"), pattern.shifts, strict=True):
        explained = int(rows.sum())
        hours = int(hours) if float(hours).is_integer() else hours
        shift = record.figure(f"{which}time_shift", hours, unit="hours", column=name, n=explained)
        share = record.figure(f"{which}time_shift_share", explained / differing, column=name,
                              n=differing)  # fmt: skip
        figures += [shift, share]
        told.append(f"{shift} hours in a share of {share}")
    return " and ".join(told)


def _severity(found: Difference) -> Severity:
    size = found.size
    small = size is not None and size < SMALL
    names = {pattern.name for pattern in found.patterns}
    lost = names & LOST
    if small and not lost and (names <= LITTLE or (size or 0.0) < SMALL / 10):
        return "low"
    if found.share >= MANY:
        return "medium" if small and not lost else "high"
    return "medium" if found.share >= SOME else "low"
