"""Events: what a script does that bears on whether its score can be believed, in order."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Literal

from ml_engineer_tools.leakage.process.facts import Choice, Influence, Prediction, Trait
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Rows, Side, parting
from ml_engineer_tools.leakage.process.values import Value

Manner = Literal["random", "fold", "group", "time", "ordered", "given"]
"""What a split respects: `random` and `fold` respect neither time nor entities."""


@dataclass(frozen=True, slots=True)
class Split:
    """Rows were split: in two parts, in the folds of a cross-validation, or of a search.

    `held_out` are those of the part that is not trained on, if they are known; `key` is that of
    the sides of the split, if it has one. `repeated` tells that the rows are cut anew in each round
    of a loop, as batches of training rows are.
    """

    line: int
    call: str
    manner: Manner
    purpose: Literal["parts", "score", "search"]
    data: Value
    held_out: Rows = NO_ROWS
    key: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """Something was fitted; `influence` if it shapes what it transforms, `site` as of that."""

    line: int
    call: str
    rows: Rows
    influence: Influence | None = None
    site: int = 0


@dataclass(frozen=True, slots=True)
class Training:
    """A model was trained on features and labels."""

    line: int
    call: str
    features: Value
    labels: Value


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Predictions were compared with labels.

    Attributes:
        line: where.
        call: by what.
        prediction: what was compared.
        loss: it is the loss that training minimises, or a monitor, no score for a reader.
    """

    line: int
    call: str
    prediction: Prediction
    loss: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A score was shown to somebody; `validation_loss` if it was called that."""

    line: int
    value: Value
    validation_loss: bool = False


@dataclass(frozen=True, slots=True)
class PutIn:
    """Rows that a split holds out were put among rows from which it sets them apart."""

    line: int
    call: str
    held_out: Rows
    site: int = 0


Event = Split | Fit | Training | Evaluation | Shown


@dataclass
class Events:
    """What happened, each thing once; `last` tells when it happened last.

    Attributes:
        entities: source -> where the script lists or counts the entities of its rows.
        remarks: where the script says in words that entities have several rows.
        unique: sources whose entities are checked to have one row each.
        read_from: source -> the lists of files that it was read from.
        last: event -> order of its last occurrence.
        settled: choice -> order from which what was chosen is in use.
        unseen: rows that went into code that can't be seen.
        judged: rows whose labels were scored beside what can't be seen to be a prediction, or that
            were handed with a model to code that can't be seen.
        cut_at: side of a split -> the line that first gave rows of it.
        put_in: where rows of the test were put among others.
        asked: rows that a model was asked about, or that went into code that can't be seen.
    """

    entities: dict[str, Trait] = field(default_factory=dict)
    remarks: tuple[Trait, ...] = ()
    unique: set[str] = field(default_factory=set)
    read_from: dict[str, set[str]] = field(default_factory=dict)
    last: dict[Event, int] = field(default_factory=dict)
    settled: dict[Choice, int] = field(default_factory=dict)
    asked: set[Rows] = field(default_factory=set)
    unseen: set[Rows] = field(default_factory=set)
    judged: set[Rows] = field(default_factory=set)
    cut_at: dict[Side, int] = field(default_factory=dict)
    put_in: list[PutIn] = field(default_factory=list)
    clock: int = 0

    def tell_cut(self, rows: Rows, line: int) -> None:
        """Note that a line gave rows: sides that no line before it gave, it cut."""
        for part in rows:
            for side in part.path:
                self.cut_at.setdefault(side, line)

    def line_between(self, some: Rows, others: Rows) -> int:
        """Return the line that set two row sets apart; 0 if it is not known."""
        lines = [
            self.cut_at[side]
            for one, other in product(some, others)
            for pair in parting(one, other)
            for side in pair
            if side in self.cut_at
        ]
        return min(lines, default=0)

    def add(self, event: Event) -> None:
        """Note that something happened."""
        self.clock += 1
        self.last[event] = self.clock

    def take_for_loss(self, lines: Container[int]) -> None:
        """Note that what was compared at some lines is what a model learns by, no score of it."""
        for event in [e for e in self.last if isinstance(e, Evaluation) and e.line in lines]:
            self.last[replace(event, loss=True)] = self.last.pop(event)

    def choose(self, choice: Choice) -> None:
        """Note that something was chosen."""
        self.clock += 1
        self.settled[choice] = self.clock
