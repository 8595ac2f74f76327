"""The ledger: the evidence that this session has, what of it was shown, found fast by value."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ml_engineer.evidence.names import NameIndex
from ml_engineer.evidence.rivals import Rivals
from ml_engineer.evidence.view import EvidenceView
from ml_engineer_tools.evidence import Evidence, Figure, Measurement

_THRESHOLD = re.compile(r"\b(?:t|thr|threshold|cut-?off)\s?(?:=|of|at|:)?\s?(\d?\.\d+)\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Part = Literal["value", "lower bound", "upper bound", "n"]


@dataclass(frozen=True, slots=True)
class Held:
    """A number that a figure holds: its value, a bound of its interval, or its n."""

    number: float
    handle: str
    part: Part


class Ledger:
    """What a session has measured.

    Evidence is added when a tool returns it, and figures are marked as shown when a view of it
    goes to the model. A figure may be cited by its handle as soon as it is there; without a
    handle, only what was shown can stand behind a number.
    """

    def __init__(self) -> None:
        self.names = NameIndex()
        self._evidence: dict[str, Evidence] = {}
        self._figures: dict[str, Figure] = {}
        self._models: dict[str, set[str]] = {}
        self._columns: dict[str, set[str]] = {}
        self._shown: set[str] = set()
        self._by_value: list[Held] | None = None
        self._rivals: Rivals | None = None
        self._labels: frozenset[str] | None = None
        self._thresholds: frozenset[float] = frozenset()

    def clear(self) -> None:
        """Forget all: what stood behind an answer is to be shown anew."""
        self.__init__()  # type: ignore[misc]  # one list of what a ledger holds is enough

    def add(self, evidence: Evidence) -> None:
        """Add evidence; adding it again changes nothing."""
        alias = evidence.alias or evidence.id[:8]
        if alias in self._evidence:
            return
        self._evidence[alias] = evidence
        self._rivals = self._labels = None
        models, columns = (
            self._models.setdefault(alias, set()),
            self._columns.setdefault(alias, set()),
        )
        for figure in evidence.measurement.figures:
            self._figures[f"{alias}.{figure.handle}"] = figure
            if figure.subject.model is not None:
                models.add(figure.subject.model)
            if figure.subject.column is not None:
                columns.add(figure.subject.column)
        for model in models:
            self.names.add_model(model)
        for column in columns:
            self.names.add_column(column)

    def mark_shown(self, view: EvidenceView) -> None:
        """Note which figures a model has been shown: those listed, those that findings quote."""
        self.mark_handles(figure.handle for figure in view.figures)
        self.mark_handles(handle for finding in view.findings for handle in finding.handles)

    def mark_handles(self, handles: Iterable[str]) -> None:
        """Note that a model has been shown these figures (`E3.f12`)."""
        self._shown.update(handles)
        self._by_value = None

    @property
    def rivals(self) -> Rivals:
        """The figures by quantity, to tell which of them a text names."""
        if self._rivals is None:
            self._rivals = Rivals(self._figures.values())
        return self._rivals

    def figure(self, handle: str) -> Figure | None:
        """Return the figure called `E3.f12`, or None."""
        return self._figures.get(handle)

    def shown(self, handle: str) -> bool:
        """Tell whether the model has been shown this figure."""
        return handle in self._shown

    def knows(self, name: str) -> bool:
        """Tell whether there is an evidence `E3`, or a figure `E3.f12`."""
        return name in self._figures or name in self._evidence

    def tool(self, handle: str) -> str:
        """Return the tool that measured the figure `E3.f12` (or the evidence `E3`).

        Raises:
            KeyError: there is no such evidence.
        """
        return self.measurement(handle).tool

    def measurement(self, name: str) -> Measurement:
        """Return the measurement behind `E3` or `E3.f12`.

        Raises:
            KeyError: there is none.
        """
        return self._evidence[name.partition(".")[0]].measurement

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence, in the order in which it came."""
        return tuple(self._evidence.values())

    @property
    def evidence_aliases(self) -> tuple[str, ...]:
        """The aliases of all evidence, in the order in which it came."""
        return tuple(self._evidence)

    def models(self, alias: str) -> set[str]:
        """Return the models that an evidence has figures about."""
        return self._models.get(alias, set())

    def columns(self, alias: str) -> set[str]:
        """Return the columns that an evidence has figures about."""
        return self._columns.get(alias, set())

    @property
    def labels(self) -> frozenset[str]:
        """The numbers that stand in the names of slices and windows: `0.39` of `t=0.39`."""
        if self._labels is None:
            names = {name for figure in self._figures.values() for name in _parts(figure)}
            self._labels = frozenset(n for name in names for n in _NUMBER.findall(name))
            self._thresholds = frozenset(
                float(match[1]) for name in names for match in _THRESHOLD.finditer(name)
            )
        return self._labels

    @property
    def thresholds(self) -> frozenset[float]:
        """The thresholds that name slices: 0.39 of `t=0.39`."""
        _ = self.labels
        return self._thresholds

    def held(self, handle: str) -> list[Held]:
        """Return the numbers that a figure holds; none of a figure that there isn't."""
        figure = self._figures.get(handle)
        return [] if figure is None else list(numbers_held(handle, figure))

    def holding(self, low: float, high: float) -> list[Held]:
        """Return what the shown figures hold between two numbers, both included."""
        if self._by_value is None:
            known = (handle for handle in self._shown if handle in self._figures)
            held = [one for handle in known for one in numbers_held(handle, self._figures[handle])]
            self._by_value = sorted(held, key=lambda one: (one.number, one.handle, one.part))
        start = bisect_left(self._by_value, low, key=_number)
        return self._by_value[start : bisect_right(self._by_value, high, key=_number)]


def _parts(figure: Figure) -> list[str]:
    return [name for name in (figure.subject.slice, figure.subject.window) if name]


def numbers_held(handle: str, figure: Figure) -> Iterator[Held]:
    """Yield the numbers that a figure holds; a date holds only its n."""
    if not isinstance(figure.value, str):
        yield Held(float(figure.value), handle, "value")
    if figure.interval is not None:
        yield Held(figure.interval[0], handle, "lower bound")
        yield Held(figure.interval[1], handle, "upper bound")
    if figure.n is not None:
        yield Held(float(figure.n), handle, "n")


def _number(held: Held) -> float:
    return held.number
