"""Names of columns, models and levels: cut for showing, and recognised in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST_NAME = 80
"""Characters of a column's, level's or table's name that are shown."""

_BOOSTED = ("gradient boosting", "boosted trees", "boosted model", "the trees")
MODEL_ALIASES: dict[str, tuple[str, ...]] = {
    "linear": ("logistic regression", "ridge", "linear model", "logistic model"),
    "logreg": ("logistic regression", "linear model", "logistic model", "linear baseline"),
    "lightgbm": ("lgbm", "gbm", *_BOOSTED),
    **dict.fromkeys(("gbm", "gbdt", "gbt", "catboost"), _BOOSTED),
    "xgboost": ("xgb", *_BOOSTED),
    "random_forest": ("forest", "the trees"),
    "one_rule": ("single rule",),
    "trivial": ("trivial model", "majority class", "always predicting the mean"),
    "ridge": ("ridge regression",),
    "seasonal_naive": (
        "seasonal naive",
        "same weekday last week",
        "same day last week",
        "same day of last week",
        "last week's value",
        "same hour last week",
        "same week last year",
    ),
    "last_value": ("the last value", "persistence"),
}
"""Other words by which prose calls a model: a closed list."""

LONGEST_PHRASE = 8
"""Names of more words than this are not looked for in prose."""

SHORTEST_STEM = 5
"""A model without its version is known by so many letters: `layoutlm` of `layoutlmv3`."""
_VERSION = re.compile(r"(?:[\s_-]?v|(?<=[a-z]))\d+(?:\.\d+)*\Z")

_WORD = re.compile(r"[^\W_]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MARKED = re.compile(r"`([^`\n]+)`|\"([^\"\n]+)\"|“([^”\n]+)”|\*{1,2}([^*\n]+)\*{1,2}")


def shorten(name: str, limit: int = LONGEST_NAME) -> str:
    """Return a name cut to `limit` characters, the cut shown by an ellipsis."""
    return name if len(name) <= limit else name[: limit - 1] + "…"


def shorten_prose(text: str, limit: int) -> str:
    """Return prose cut to `limit` characters, at the end of a sentence if that keeps half of it.

    Else after a word, and inside one only where there is no space; the cut shown by an ellipsis.
    """
    if len(text) <= limit:
        return text
    kept = text[: limit - 2]
    sentence = kept.rfind(". ") + 1
    if 2 * sentence > limit:
        return f"{kept[:sentence]} …"
    word = kept.rfind(" ")
    return f"{kept[:word] if word > 0 else kept}…"


def one_line(name: str) -> str:
    """Return a name for a terminal: no control characters, cut."""
    return shorten(_CONTROL.sub(" ", name).strip())


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as prose may write it: `random_forest` as random, forest."""
    return tuple(_WORD.findall(name.casefold()))


@dataclass(frozen=True, slots=True)
class Named:
    """The models and columns that a stretch of text names.

    Attributes:
        models: models, by their names in the evidence.
        columns: columns that are surely meant: quoted, or written like an identifier.
        maybe_columns: columns whose name also is an ordinary word here.
    """

    models: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    maybe_columns: frozenset[str] = frozenset()

    @property
    def all_columns(self) -> frozenset[str]:
        """Every column that may be meant."""
        return self.columns | self.maybe_columns

    def meant(self, columns: Iterable[str]) -> Named:
        """Return the same with some columns surely meant, as they stand beside a number."""
        sure = self.columns | frozenset(columns)
        return Named(self.models, sure, self.maybe_columns - sure)

    def surely(self, columns: Iterable[str]) -> Named:
        """Return the same with some columns surely meant: those of several words in a label."""
        sure = self.columns | {one for one in columns if len(words_of(one.replace("_", " "))) > 1}
        return Named(self.models, frozenset(sure), self.maybe_columns - sure)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a text names models or columns; `sure` unless it may be an ordinary word."""

    start: int
    models: frozenset[str]
    columns: frozenset[str]
    sure: bool


def named_by(hits: Iterable[Hit]) -> Named:
    """Return what some hits name together."""
    models: set[str] = set()
    sure: set[str] = set()
    maybe: set[str] = set()
    for hit in hits:
        models |= hit.models
        (sure if hit.sure else maybe).update(hit.columns)
    return Named(frozenset(models), frozenset(sure), frozenset(maybe - sure))


@dataclass(slots=True)
class NameIndex:
    """The names that evidence knows, found in prose by their words."""

    _models: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    _columns: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    _first_words: set[str] = field(default_factory=set)
    _longest: int = 1

    def add_model(self, model: str) -> None:
        """Add a model, its aliases included."""
        self._add(self._models, model, model)
        stem = _VERSION.sub("", model)
        if stem != model and len(stem) >= SHORTEST_STEM:
            self._add(self._models, stem, model)
        for alias in MODEL_ALIASES.get(model.casefold(), ()):
            self._add(self._models, alias, model)

    def add_column(self, column: str) -> None:
        """Add a column."""
        self._add(self._columns, column, column)

    def hits(self, text: str) -> list[Hit]:
        """Return where a text names something; the longest name wins where two begin alike."""
        found = list(_WORD.finditer(text))
        words = [match.group().casefold() for match in found]
        marked = _marked_spans(text)
        hits: list[Hit] = []
        position = 0
        while position < len(words):
            size, models, columns = self._longest_at(words, position)
            if models or columns:
                start, end = found[position].start(), found[position + size - 1].end()
                sure = _is_identifier(text[start:end]) or any(
                    opened <= start and end <= closed for opened, closed in marked
                )
                hits.append(Hit(start, frozenset(models), frozenset(columns), sure))
            position += size
        return hits

    def find(self, text: str) -> Named:
        """Return what a text names."""
        return named_by(self.hits(text))

    def _longest_at(self, words: Sequence[str], at: int) -> tuple[int, set[str], set[str]]:
        if words[at] not in self._first_words:
            return 1, set(), set()
        for size in range(min(self._longest, len(words) - at), 0, -1):
            key = tuple(words[at : at + size])
            models, columns = self._models.get(key), self._columns.get(key)
            if models or columns:
                return size, models or set(), columns or set()
        return 1, set(), set()

    def _add(self, index: dict[tuple[str, ...], set[str]], phrase: str, name: str) -> None:
        key = words_of(phrase[: 20 * LONGEST_NAME])
        if key and len(key) <= LONGEST_PHRASE:
            index.setdefault(key, set()).add(name)
            self._first_words.add(key[0])
            self._longest = max(self._longest, len(key))


POLICIES = ("cost_optimal", "in_use")
"""Ways of deciding by a model's score, as the cost figures name them."""


def agree(subject: str, named: Iterable[str]) -> bool:
    """Tell whether a figure's model is among those named.

    `a - b` compares two models; `a cost_optimal` is the model `a` under a policy.
    """
    parts = {subject, *subject.split(" - ")}
    parts |= {part.removesuffix(f" {policy}") for part in parts for policy in POLICIES}
    return any(name in parts or subject in name.split(" - ") for name in named)


def _marked_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _MARKED.finditer(text)]


def _is_identifier(written: str) -> bool:
    """Tell whether words were written like a column: with `_`, a digit or a capital inside."""
    if "_" in written or any(character.isdigit() for character in written):
        return True
    return any(character.isupper() for character in written[1:]) and " " not in written
