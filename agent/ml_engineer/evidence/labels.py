"""Labels: numbers that name a slice, a threshold or a quantity, such as the 1,000 of `top_1000`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ml_engineer.evidence.names import words_of
from ml_engineer_tools.evidence import Figure

_NUMBER = re.compile(r"(?<![\d.-])\d+(?:\.\d+)?(?![\d-])")
_THRESHOLD = re.compile(r"\b(?:t|thr|threshold|cut-?off)\s?(?:=|of|at|:)?\s?(\d?\.\d+)\b")
_AT = re.compile(
    r"_(?:at|top|coverage|within)?_?(\d+)(?:_?(?:pct|ms|s|min|h|d|w|m|km))?(?=_|\Z)|\bp(\d\d)\b"
)
_DATED = re.compile(r"\d{4}-(?:(?:0\d|1[0-2])(?!\d)|[QW]\d)|\A(?:19|20)\d\d\Z")
MEASURE = re.compile(r"(?<![\d.-])(\d+(?:\.\d+)?)\s?(%|[a-z]{1,7})(?![\w%])")
"""A number with its unit in a name."""
_PARTS = {"decile": "10", "quintile": "20", "quartile": "25", "quarter": "25"}
"""Parts of the rows in per cent, as names of quantities say them: `lift_top_decile`."""
_SHORTEST = 4
_SUPERLATIVE = re.compile(
    r"\A(?:top|bottom|worst|best|most|least|\w{3,}est|above|over|beyond|exceed\w*|tail)\Z"
)
"""Words that turn the 95th percentile into "the slowest 5 %", or "5 % are above"."""

_SAID: dict[str, tuple[str, ...]] = {
    "at": ("top", "highest", "ranked", "ranks", "first", "best", "first", "at"),
    "top": ("highest", "ranked", "ranks", "first", "best", "most"),
    "coverage": ("band", "covers", "covered", "interval", "intervals", "cover"),
    "p": ("percentile", "quantile", "worst", "slowest", "longest", "largest"),
    "lift": ("top", "highest", "ranked", "first", "best"),
}
"""How prose says what stands beside a number in a name."""


class Labels:
    """The numbers that stand in names of slices, windows and quantities."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._words: dict[float, set[str]] = {}
        self._tails: set[float] = set()
        self.thresholds: frozenset[float] = frozenset()
        self.measures: frozenset[tuple[str, str]] = frozenset()
        self.written: frozenset[str] = frozenset()
        names = dict.fromkeys(
            name for one in figures
            for name in (one.subject.slice, one.subject.window) if name
        )  # fmt: skip
        named = [name for name in names if not _DATED.search(name)]
        self.measures = frozenset(
            (match[1], match[2]) for name in named for match in MEASURE.finditer(name)
        )
        self.written = frozenset(n for name in named for n in _NUMBER.findall(name))
        self.thresholds = frozenset(
            float(match[1]) for name in named for match in _THRESHOLD.finditer(name)
        )
        for name in named:
            for number in re.findall(r"\d+(?:\.\d+)?", name):
                self._add(number, words_of(name))

    def add_quantities(self, quantities: Iterable[str]) -> None:
        """Add the numbers in names of quantities: 500 of `precision_at_500`."""
        for quantity in dict.fromkeys(quantities):
            for word in quantity.split("_"):
                if word in _PARTS:
                    self._add(_PARTS[word], ("top", "lift"))
            for match in _AT.finditer(quantity):
                self._add(match[1] or match[2], (*words_of(quantity), "p" if match[2] else "at"))
                if match[2]:
                    self._tails.add(100.0 - float(match[2]))

    def _add(self, number: str, words: Sequence[str]) -> None:
        said = self._words.setdefault(float(number), set())
        for word in words:
            for part in word.split("_"):
                if part.isalpha():
                    said.update(_SAID.get(part, ()))
                    if len(part) >= _SHORTEST or part == "top":
                        said.add(part)

    def names(self, written: str, words: Iterable[str]) -> bool:
        """Tell whether a number is such a label, by the words of its sentence."""
        digits = re.sub(r"[^\d.]", "", written).rstrip(".")
        if not digits or digits.count(".") > 1:
            return False
        words = list(words)
        if float(digits) in self._tails and any(_SUPERLATIVE.search(word) for word in words):
            return True
        said = self._words.get(float(digits), set())
        return any(
            word in said or (len(word) > _SHORTEST and word.rstrip("s") in said) for word in words
        )
