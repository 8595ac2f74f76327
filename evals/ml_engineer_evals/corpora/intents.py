"""Score the playbook's ear on labelled messages: intents, refusals not missed, slots, and asking.

The primary intent is scored, and a recognised second label is accepted where a figure says so. A
message that the playbook would ask about counts as asked, never as right and confident.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.intents import Intent, Recognised, recognise
from ml_engineer_evals.corpora.reading import Item, read_corpus
from ml_engineer_evals.intervals import wilson_interval

LEAST_OVERLAP = 0.5
"""Share of words (F1) from which two phrases count as the same; names have to be the same."""


class Turn(BaseModel):
    """An earlier turn of the conversation."""

    role: str
    text: str


class LabelledMessage(Item):
    """A message with its intents, the primary one first."""

    history: tuple[Turn, ...] = ()
    text: str
    intents: tuple[Intent, ...] = Field(min_length=1)
    slots: dict[str, str | list[str]] = Field(default_factory=dict)


class Count(BaseModel):
    """How many of how many.

    Attributes:
        right: those that count.
        of: all.
    """

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one more."""
        self.right += right
        self.of += 1

    def told(self) -> str:
        """Return the share with its 95 % interval (Wilson), and both counts."""
        if not self.of:
            return "none"
        low, high = wilson_interval(self.right, self.of)
        return f"{self.right / self.of:.3f} ({low:.3f} to {high:.3f}; {self.right} of {self.of})"


class IntentsReport(BaseModel):
    """The figures of one corpus.

    Attributes:
        primary: the likeliest intent is the primary one, asked about or not.
        accepted: it is one of the labelled intents.
        right_confident: it is one of them, and answered without asking.
        wrong_confident: it is none of them, and answered without asking.
        asked: the playbook asks which of some readings is meant.
        asked_with_right: of these, a labelled intent is among the readings.
        refusals_missed: of messages whose primary intent is refused, those that are answered as
            something that is not.
        refusals_needless: of the other messages, those that are refused without asking.
        by_intent: primary intents recognised, by label.
        slots: labelled slots that were found, by name.
        slots_found: slots that were found, of which a label says the same.
        examples: every message that was recognised otherwise than labelled, in a line each.
    """

    corpus: str
    primary: Count = Field(default_factory=Count)
    accepted: Count = Field(default_factory=Count)
    right_confident: Count = Field(default_factory=Count)
    wrong_confident: Count = Field(default_factory=Count)
    asked: Count = Field(default_factory=Count)
    asked_with_right: Count = Field(default_factory=Count)
    refusals_missed: Count = Field(default_factory=Count)
    refusals_needless: Count = Field(default_factory=Count)
    by_intent: dict[Intent, Count] = Field(default_factory=dict)
    slots: dict[str, Count] = Field(default_factory=dict)
    slots_found: Count = Field(default_factory=Count)
    examples: list[str] = Field(default_factory=list)

    def add(self, item: LabelledMessage, found: Recognised) -> None:
        """Count one message."""
        right = found.intent in item.intents
        self.primary.add(found.intent == item.intents[0])
        self.accepted.add(right)
        self.right_confident.add(right and found.sure)
        self.wrong_confident.add(not right and found.sure)
        self.asked.add(not found.sure)
        if not found.sure:
            self.asked_with_right.add(bool(set(found.options) & set(item.intents)))
        if item.intents[0] in REFUSED:
            self.refusals_missed.add(found.sure and found.intent not in REFUSED)
        elif not set(item.intents) & set(REFUSED):
            self.refusals_needless.add(found.sure and found.intent in REFUSED)
        self.by_intent.setdefault(item.intents[0], Count()).add(found.intent == item.intents[0])
        self._add_slots(item, found)
        if not right:
            how = f"{found.intent} ({found.confidence:.2f})"
            how = how if found.sure else f"asked: {', '.join(found.options)}"
            self.examples.append(f"{item.id} {'/'.join(item.intents)}; {how}: {item.text!r}")

    def _add_slots(self, item: LabelledMessage, found: Recognised) -> None:
        for name, said in item.slots.items():
            mine = list(_values(getattr(found.slots, name, None)))
            for value in _values(said):
                self.slots.setdefault(name, Count()).add(any(_same(value, own) for own in mine))
        for name in ("target", "time", "group", "files", "deadline", "metric", "cost_ratio"):
            labelled = list(_values(item.slots.get(name)))
            for own in _values(getattr(found.slots, name)):
                self.slots_found.add(any(_same(value, own) for value in labelled))

    def as_text(self, *, examples: bool = False) -> str:
        """Return the report in lines; with `examples`, every message recognised wrongly."""
        lines = [
            f"primary intent right      {self.primary.told()}",
            f"one of the labelled       {self.accepted.told()}",
            f"right and confident       {self.right_confident.told()}",
            f"wrong and confident       {self.wrong_confident.told()}",
            f"asked                     {self.asked.told()}",
            f"  the right one offered   {self.asked_with_right.told()}",
            f"refusals missed           {self.refusals_missed.told()}",
            f"refused without need      {self.refusals_needless.told()}",
            f"slots found are labelled  {self.slots_found.told()}",
            "",
            "labelled slots found, by name:",
            *(f"  {name:<24}{count.told()}" for name, count in sorted(self.slots.items())),
            "",
            "primary intent right, by label:",
            *(f"  {name:<28}{count.told()}" for name, count in sorted(self.by_intent.items())),
        ]
        return "\n".join((*lines, *(["", *self.examples] if examples else ())))


def score_corpus(path: Path) -> IntentsReport:
    """Recognise every message of a corpus, and compare with its labels.

    Raises:
        BadInput: the file can't be read, or a line is not of this format.
    """
    report = IntentsReport(corpus=path.name)
    for item in read_corpus(path, LabelledMessage):
        report.add(item, recognise(item.text, [(turn.role, turn.text) for turn in item.history]))
    return report


def _values(slot: str | Iterable[str] | None) -> Iterator[str]:
    if slot is None:
        return
    yield from [slot] if isinstance(slot, str) else slot


def _same(labelled: str, found: str) -> bool:
    """Tell whether two values of a slot agree: a single word exactly, a phrase by overlap."""
    if " " not in labelled.strip():
        return labelled.strip().lower() == found.strip().lower()
    one, other = set(labelled.lower().split()), set(found.lower().split())
    return 2 * len(one & other) / (len(one) + len(other)) >= LEAST_OVERLAP
