"""Parts of values that say more than the whole: an ending, a word, a last digit, an hour.

An order number differs in each row and says nothing as it stands; its last letter may give the
class away. Each part is scored out of fold like a feature of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.leakage.target.derived import Derived
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.cells import column_cells
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.modelling.single_feature import out_of_fold, target_columns
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import pandas as pd

ROWS = 2_500
"""Rows on which parts are tried."""
COLUMNS = 12
"""Columns of text whose parts are tried, and as many of numbers and of instants."""
FEWEST_VALUES = 20
"""A column with fewer different values is scored as it stands."""
GAIN = 0.05
"""What a part has to score above its column to take its place: a convention."""
LUCK = 4.0
"""And what it has to score above chance, in parts of one over the square root of the rows: about
seven standard errors of a ROC AUC, since many parts are tried."""
LETTERS, PLACES = 4, 12
"""Longest beginning and ending, and places of single letters from the start."""
WORDS = 30
"""Words whose presence is tried, those most tied to the target."""
INSTANTS = 10
"""Columns of instants whose distances from each other are tried."""
DIVISORS = (2, 3, 4, 5, 7, 9, 10, 16)

Maker = Callable[["pd.Series"], "pd.Series"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column.

    Attributes:
        words: what it is, to stand before the column's name.
        make: takes the column and returns the part; of a distance it isn't asked.
        other: the instants from which it is a distance in days; None for a part of the value.
    """

    words: str
    make: Maker
    other: str | None = None

    @property
    def unit(self) -> str:
        """Return the unit of its values as prose writes it behind a number; empty without one."""
        return "" if self.other is None else " days"

    def of(self, name: str, columns: Mapping[str, pd.Series] | pd.DataFrame) -> pd.Series:
        """Return the part of the column of this name, for rows that have all columns needed."""
        if self.other is None:
            return self.make(columns[name])
        return _days_apart(columns[name], columns[self.other])

    def derived(self, name: str) -> Derived:
        """Return the part of the column of this name as a column of its own."""
        needed = (name,) if self.other is None else (name, self.other)
        return Derived(needed, self.phrase(name), lambda frame: self.of(name, frame))

    def phrase(self, name: str) -> str:
        """Return what it is, as the part of a sentence, with the name of the column."""
        if self.other is None:
            return f"{self.words} {quoted(name)}"
        first, second = sorted((name, self.other))
        return f"how far {quoted(first)} and {quoted(second)} lie apart"


def with_telling_parts(
    probe: Probe, times: dict[str, pd.Series] | None = None
) -> tuple[Probe, dict[str, Part]]:
    """Put the most telling part of a column in its place where it says more than the whole.

    Args:
        probe: rows and features.
        times: instants of the same rows that are no features, such as the row's own time; how far
            a feature lies from them is a part too.

    Returns:
        The probe, and for each column that was replaced what stands there now.
    """
    small = probe.of_rows(ROWS)
    targets = target_columns(small.task, small.y)
    tried = {"category": 0, "number": 0, "instant": 0}
    instants = dict(times or {})
    instants |= {
        str(n): probe.frame[n] for n in probe.frame if feature_kind(probe.frame[n]) == "instant"
    }
    instants = {name: instants[name] for name in list(instants)[:INSTANTS]}
    columns: dict[str, pd.Series] = {}
    chosen_parts: dict[str, Part] = {}
    for name in map(str, probe.frame.columns):
        values = small.frame[name]
        kind = feature_kind(values)
        if kind is None or values.nunique() < FEWEST_VALUES or tried[kind] >= COLUMNS:
            continue
        tried[kind] += 1
        whole = _score(small, targets, values)
        best = max(whole + GAIN, small.chance + max(0.1, LUCK / np.sqrt(len(small.y))))
        chosen: Part | None = None
        others = {n: other for n, other in instants.items() if n != name}
        for part in _parts(values, kind, small, others):
            given = {name: values} if part.other is None else {
                name: values, part.other: others[part.other].loc[values.index]
            }  # fmt: skip
            score = _score(small, targets, part.of(name, given))
            if score > best:
                best, chosen = score, part
        if chosen is not None:
            whole_columns = {**others, name: probe.frame[name]}
            columns[name], chosen_parts[name] = chosen.of(name, whole_columns), chosen
    if columns:
        probe = replace(probe, frame=probe.frame.assign(**columns))
    return probe, chosen_parts


def _score(probe: Probe, targets: np.ndarray, values: pd.Series) -> float:
    cells = column_cells(values)
    found = None if cells is None else out_of_fold(probe.task, targets, cells, probe.folds)
    return probe.chance if found is None else found.score


def _parts(
    values: pd.Series, kind: str, probe: Probe, others: dict[str, pd.Series]
) -> Iterator[Part]:
    if kind == "category":
        yield from _text_parts(values, probe)
    elif kind == "number":
        yield from _number_parts(values)
    else:
        yield from _instant_parts()
        yield from _distances(others)


class _Text:
    """A column as text and its words; those of the column asked for last are kept."""

    def __init__(self) -> None:
        self._column: pd.Series | None = None
        self._made: dict[str, pd.Series] = {}

    def written(self, column: pd.Series) -> pd.Series:
        """Return the column as text."""
        return self._of(column, "", lambda: column.astype(object).map(str, na_action="ignore"))

    def pieces(self, column: pd.Series) -> pd.Series:
        """Return its runs of letters or of digits, a list for each row."""
        return self._of(
            column, "pieces", lambda: self.written(column).str.findall(r"[^\W\d_]+|\d+")
        )

    def words(self, column: pd.Series) -> pd.Series:
        """Return its words in lower case, a set for each row."""

        def made() -> pd.Series:
            found = self.written(column).str.casefold().str.findall(r"\w+")
            return found.map(frozenset, na_action="ignore")

        return self._of(column, "words", made)

    def _of(self, column: pd.Series, what: str, make: Callable[[], pd.Series]) -> pd.Series:
        if column is not self._column:
            self._column, self._made = column, {}
        if what not in self._made:
            made = make()
            self._made[what] = made.astype("str") if not what else made
        return self._made[what]


def _text_parts(values: pd.Series, probe: Probe) -> Iterator[Part]:
    text = _Text()

    def cut(start: int | None, stop: int | None) -> Maker:
        return lambda column: text.written(column).str.slice(start, stop)

    def word(place: int) -> Maker:
        return lambda column: text.pieces(column).map(
            lambda pieces: pieces[place] if -len(pieces) <= place < len(pieces) else None,
            na_action="ignore",
        )

    def has(wanted: str) -> Maker:
        def make(column: pd.Series) -> pd.Series:
            has = text.words(column).map(lambda words: wanted in words, na_action="ignore")
            return has.astype("float64")

        return make

    written = text.written(values)
    yield Part("the length of", lambda column: text.written(column).str.len().astype("float64"))
    longest = int(written.str.len().quantile(0.9))
    for letters in range(1, min(LETTERS, longest) + 1):
        many = "character" if letters == 1 else f"{letters} characters"
        yield Part(f"the first {many} of", cut(None, letters))
        yield Part(f"the last {many} of", cut(-letters, None))
    for place in range(1, min(PLACES, longest)):
        yield Part(f"character {place + 1} of", cut(place, place + 1))
        yield Part(f"character {place + 1} from the end of", cut(-place - 1, -place))
    for place in (0, 1, 2, 3, -1, -2):
        at = f"part {place + 1}" if place >= 0 else f"part {-place} from the end"
        yield Part(f"{at} (between separators) of", word(place))
    for k, wanted in enumerate(_telling_words(text.words(values), probe)):
        # The word itself is a cell of the table, so that it isn't said.
        yield Part(f"whether one word (number {k + 1} of those tried) stands in", has(wanted))


def _telling_words(words: pd.Series, probe: Probe) -> list[str]:
    """Return the words that go most with the target, of those in at least one row in fifty."""
    rows_of: dict[str, list[int]] = {}
    for row, found in enumerate(words):
        for word in found if isinstance(found, frozenset) else ():
            rows_of.setdefault(word, []).append(row)
    rows = len(words)
    usual = {w: r for w, r in rows_of.items() if rows <= 50 * len(r) <= 49 * rows}
    targets = target_columns(probe.task, probe.y)
    centred = targets - targets.mean(axis=0)

    def strength(word: str) -> float:
        inside = usual[word]
        weight = len(inside) * (1 - len(inside) / rows)
        return float((centred[inside].sum(axis=0) ** 2).sum()) / weight

    return sorted(usual, key=lambda word: (-strength(word), word))[:WORDS]


def _number_parts(values: pd.Series) -> Iterator[Part]:
    def floats(column: pd.Series) -> np.ndarray:
        return np.asarray(column.to_numpy(dtype="float64", na_value=np.nan))

    def series(numbers: np.ndarray, like: pd.Series) -> pd.Series:
        import pandas as pd

        return pd.Series(numbers, index=like.index)

    def rest(divisor: int) -> Maker:
        return lambda column: series(np.mod(floats(column), divisor), column)

    def decimals(column: pd.Series) -> pd.Series:
        numbers = floats(column)
        numbers = np.where(np.isfinite(numbers), numbers, np.nan)
        size = np.full(len(numbers), 7.0)
        for digits in range(6, -1, -1):
            near = np.abs(numbers - np.round(numbers, digits)) <= 1e-9 * np.maximum(
                1, np.abs(numbers)
            )
            size[near] = digits
        size[np.isnan(numbers)] = np.nan
        return series(size, column)

    numbers = floats(values)
    known = numbers[np.isfinite(numbers)]
    if len(known) and (known == np.floor(known)).all():
        for divisor in DIVISORS:
            yield Part(f"the remainder by {divisor} of", rest(divisor))
    elif decimals(values).nunique() > 1:
        yield Part("the number of decimals of", decimals)


def _instant_parts() -> Iterator[Part]:
    def clock(name: str) -> Maker:
        def make(column: pd.Series) -> pd.Series:
            import pandas as pd

            stamps = pd.to_datetime(column, errors="coerce", utc=True)
            return getattr(stamps.dt, name).astype("float64")  # type: ignore[no-any-return]

        return make

    for name in ("month", "day", "day_of_week", "hour", "minute", "second", "microsecond"):
        yield Part(f"the {name.replace('_', ' ')} of", clock(name))


def _distances(others: dict[str, pd.Series]) -> Iterator[Part]:
    for name in others:
        yield Part("the distance of", lambda column: column, other=name)


def _days_apart(column: pd.Series, other: pd.Series) -> pd.Series:
    import pandas as pd

    ends = [pd.to_datetime(values, errors="coerce", utc=True) for values in (column, other)]
    return (ends[0] - ends[1]) / pd.Timedelta(days=1)
