"""Labelled places: numbers of an answer that name a slice, a threshold, a rank or a quantity."""

from __future__ import annotations

import re

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.labels import MEASURE
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.names import words_of
from ml_engineer.evidence.operands import SECONDS, dimension_of, figures_of
from ml_engineer.evidence.places import Place

IN_A_NAME = "It is part of a name."

_LABELS = re.compile(
    r"(?:\b(?:under|above|below|aged?|lag|threshold|cut-?off|bin|band)[\s(-]*"
    r"|(?:[=<>≥≤]|\bover-|\d\s?[–-])\s?)\Z",
    re.IGNORECASE,
)

_RANKS = re.compile(
    r"[\s*_`]*(?:rank|place|position|no\.?|#|nr\.?|fold|run|step|round|seed)[\s*_`]*", re.IGNORECASE
)

_AT = re.compile(r"(?:\b(?:at|from|to|is|of|even|default)|(?:\A|\n)\s*\|)\s*[`*]*\Z", re.IGNORECASE)
"""What stands before a threshold: "from 0.5 to 0.3", or the beginning of a table's row."""


_LIMIT_IN = re.compile(r"(?:above|below|over|under|within|gt|ge|lt|le)_(\d+(?:\.\d+)?)(?=_|\Z)")
_AHEAD = re.compile(r"\b(?:at|after|within|for)\s\Z", re.IGNORECASE)
_IS_AHEAD = re.compile(r"\s?[a-z]+\s(?:ahead|out|before|horizon|in advance)\b", re.IGNORECASE)
_HOURS, _DAYS = ("h", "hr", "hrs", "hour", "hours"), ("d", "day", "days")
_MINUTES, _SECONDS = ("min", "mins", "minute", "minutes"), ("s", "sec", "second", "seconds")
_WEEKS = ("w", "wk", "week", "weeks")
_WRITTEN = {unit: units for units in (_HOURS, _DAYS, _MINUTES, _SECONDS, _WEEKS) for unit in units}
"""How else a unit in a name may be written: 72 hours of the window `72 h ahead`."""


class LabelledPlaces:
    """Tells the numbers of one text that are labels."""

    def __init__(self, text: str, ledger: Ledger) -> None:
        self.text = text
        self.ledger = ledger

    def label(self, place: Place, *, holds: bool) -> Grounded | None:
        """Return the verdict on a number that names something, or None.

        Args:
            place: the number.
            holds: whether a shown figure that fits the words around holds it.
        """
        return self._label(place, holds=holds) or self._in_a_name(place, holds=holds)

    def _label(self, place: Place, *, holds: bool) -> Grounded | None:
        """A number in the name of a slice or window is a label: `t=0.39`, `lag 7`."""
        token = place.token
        if place.bound and not holds:
            for handle, figure in figures_of(self.ledger, place.bound.handles):
                digits = re.escape(token.text.lstrip("±"))
                if re.search(rf"_{digits}(?=_|\Z|[a-z])|[a-z]_?{digits}\Z", figure.quantity):
                    return place.grounded("structural", (handle,), IN_A_NAME)
        if self._is_in_cited_quantity(place) or self._is_rank(place):
            return place.grounded("structural", why=IN_A_NAME)
        if self._is_measure_in_a_name(place, holds=holds):
            return place.grounded("structural", why=IN_A_NAME)
        if token.is_percent or token.sign or dimension_of(token)[0] == SECONDS:
            return None
        whole = self.ledger.figures_of(place.evidence)
        for handle, figure in [*figures_of(self.ledger, place.handles), *whole]:
            for name in (figure.subject.slice, figure.subject.window):
                if (
                    name
                    and not re.match(r"\d{4}-(?:0\d|1[0-2])(?!\d)", name)
                    and _plain(token.text) in re.findall(r"\d+(?:\.\d+)?", name)
                ):
                    return place.grounded("structural", (handle,), IN_A_NAME)
        before = self.text[max(0, token.start - 24) : token.start]
        if _plain(token.text) in self.ledger.labels.written and _LABELS.search(before):
            return place.grounded("structural", why=IN_A_NAME)
        if (
            round(token.value, 6) in self.ledger.labels.thresholds
            and not place.bound
            and _AT.search(before)
        ):
            return place.grounded("structural")
        return None

    def _is_in_cited_quantity(self, place: Place) -> bool:
        """Tell whether a number and the word before it are of a cited quantity: "within 10 mmHg".

        So is the level at which something is read: "at 90 % precision" of `recall_at_p90`.
        """
        token = place.token
        digits = re.sub(r"\D", "", token.text)
        before = words_of(self.text[max(0, token.start - 24) : token.start])[-1:]
        quantities = [figure.quantity for _, figure in figures_of(self.ledger, place.handles)]
        if token.is_percent and digits.isdigit():
            whole = [figure.quantity for _, figure in self.ledger.figures_of(place.evidence)]
            tails = {f"p{digits}", f"p{100 - int(digits)}", f"{digits}pct"}
            if any(tails & set(quantity.split("_")) for quantity in [*quantities, *whole]):
                return True
        if any(self._is_limit_in(quantity, token.value) for quantity in quantities):
            return True
        return any(
            f"{word}_{end}" in quantity
            for quantity in quantities
            for word in before
            for end in (digits, f"p{digits}")
        )

    @staticmethod
    def _is_limit_in(quantity: str, value: float) -> bool:
        """Tell whether a number is the limit that a quantity names: `share_above_0.2`."""
        return any(abs(float(limit) - value) < 1e-9 for limit in _LIMIT_IN.findall(quantity))

    def _is_rank(self, place: Place) -> bool:
        """Tell whether a number stands in a table's column of ranks."""
        in_table = place.token.text.isdigit() and place.around.cells
        return bool(in_table) and _RANKS.fullmatch(place.around.lead) is not None

    def _is_measure_in_a_name(self, place: Place, *, holds: bool) -> bool:
        """Tell whether a number is one with its unit in a name: `48h ahead`, `RH > 90 %`."""
        token = place.token
        unit = "%" if token.is_percent else (token.unit or "")
        if not unit or holds:
            return False
        number = re.sub(r"[^\d.]", "", token.text)
        written = {unit, *_WRITTEN.get(unit, ())}
        if place.bound and not holds:
            own = {
                match.groups()
                for _, figure in figures_of(self.ledger, place.bound.handles)
                for name in (figure.subject.window, figure.subject.slice)
                for match in MEASURE.finditer(name or "")
            }
            return any((number, one) in own for one in written)
        if not _AHEAD.search(self.text[max(0, token.start - 12) : token.start]) and not (
            _IS_AHEAD.match(self.text, token.end)
        ):
            written = {unit}
        return any((number, one) in self.ledger.labels.measures for one in written)

    def _is_tail(self, place: Place) -> bool:
        """Tell whether a share in words is the tail that a quantile leaves: "one in twenty"."""
        token = place.token
        share = round(100 * token.value)
        inside = not token.text[-1].isdigit() and 0 < token.value < 0.5 and share > 0
        quantities = [figure.quantity for _, figure in figures_of(self.ledger, place.handles)]
        tails = {f"p{share}", f"p{100 - share}"}
        return inside and any(tails & set(quantity.split("_")) for quantity in quantities)

    def _in_a_name(self, place: Place, *, holds: bool) -> Grounded | None:
        """Number of a slice or quantity in words: "the 1,000 ranked highest", "the 90 % band"."""
        cited = [figure.quantity for _, figure in figures_of(self.ledger, place.handles)]
        named = place.token.kind == "number" and (
            self._is_tail(place)
            or self.ledger.labels.names(place.token.text, words_of(place.around.sentence))
            or any(quantity.endswith(f"_at_{place.token.text}") for quantity in cited)
        )
        if not named or place.bound or holds:
            return None
        return place.grounded("structural", why=IN_A_NAME)


def _plain(written: str) -> str:
    """Return a number without its currency and the separators of thousands."""
    return re.sub(r"[$€£¥,\s]", "", written)
