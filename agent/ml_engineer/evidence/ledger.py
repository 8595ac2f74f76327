"""The ledger: the evidence that this session has, what of it was shown, found fast by value."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ml_engineer.evidence.labels import Labels
from ml_engineer.evidence.names import NameIndex, words_of
from ml_engineer.evidence.rivals import Rivals
from ml_engineer.evidence.view import EvidenceView
from ml_engineer_tools.evidence import Evidence, Figure, Measurement, Subject

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
        self._by_subject: dict[tuple[str, Subject], list[str]] = {}
        self._by_quantity: dict[str, list[str]] = {}
        self._models: dict[str, set[str]] = {}
        self._columns: dict[str, set[str]] = {}
        self._shown: set[str] = set()
        self._by_value: list[Held] | None = None
        self._rivals: Rivals | None = None
        self._labels: Labels | None = None

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
            self._by_subject.setdefault((alias, figure.subject), []).append(
                f"{alias}.{figure.handle}"
            )
            self._by_quantity.setdefault(figure.quantity, []).append(f"{alias}.{figure.handle}")
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

    @property
    def words_of_names(self) -> frozenset[str]:
        """The words in names of models, columns, slices and windows."""
        subjects = {figure.subject for figure in self._figures.values()}
        names = {
            name
            for one in subjects
            for name in (one.model, one.column, one.slice, one.window)
            if name
        }
        return frozenset(
            word for name in names for part in words_of(name) for word in part.split("_")
        )

    def figure(self, handle: str) -> Figure | None:
        """Return the figure called `E3.f12`, or None."""
        return self._figures.get(handle)

    def siblings(self, handle: str) -> Iterator[tuple[str, Figure]]:
        """Yield the other figures of the same quantity: of another model, slice, split, window."""
        figure = self._figures.get(handle)
        if figure is not None:
            for other in self._by_quantity.get(figure.quantity, ()):
                if other != handle:
                    yield other, self._figures[other]

    def companions(self, handle: str) -> Iterator[tuple[str, Figure]]:
        """Yield the other figures of the same evidence and subject: other quantities of it."""
        figure = self._figures.get(handle)
        if figure is not None:
            for other in self._by_subject[handle.partition(".")[0], figure.subject]:
                if other != handle:
                    yield other, self._figures[other]

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

    def figures_of(self, aliases: Iterable[str]) -> list[tuple[str, Figure]]:
        """Return all figures of some evidence, each with its handle; none of what there isn't."""
        return [
            (f"{alias}.{figure.handle}", figure)
            for alias in aliases
            if self.knows(alias)
            for figure in self.measurement(alias).figures
        ]

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
    def labels(self) -> Labels:
        """The numbers that stand in the names of slices and windows: `0.39` of `t=0.39`."""
        if self._labels is None:
            self._labels = Labels(self._figures.values())
            self._labels.add_quantities(self._by_quantity)
        return self._labels

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
