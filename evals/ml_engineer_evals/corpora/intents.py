"""Score the playbook's ear on labelled messages: intents recognised, refusals not missed."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, Field

from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.intents import UNRECOGNISED, Intent, recognise
from ml_engineer_evals.corpora.reading import Item, read_corpus


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


class IntentsReport(BaseModel):
    """The figures of one corpus.

    Attributes:
        primary: messages whose primary intent was recognised.
        accepted: messages of which one of the intents was recognised.
        wrong_confident: messages for which another intent was recognised, instead of asking.
        refusals: messages whose primary intent is one that is refused.
        refusals_missed: of them, those taken for something that is answered helpfully.
        examples: every message that was recognised otherwise than labelled, in a line each.
    """

    corpus: str
    messages: int = 0
    primary: int = 0
    accepted: int = 0
    wrong_confident: int = 0
    refusals: int = 0
    refusals_missed: int = 0
    examples: list[str] = []

    def as_text(self, *, examples: bool = False) -> str:
        """Return the report in lines; with `examples`, every message recognised wrongly."""

        def share(count: int, of: int) -> str:
            return f"{count / max(1, of):.3f} ({count} of {of})"

        lines = (
            f"primary intent right    {share(self.primary, self.messages)}",
            f"one of the intents      {share(self.accepted, self.messages)}",
            f"wrong and confident     {share(self.wrong_confident, self.messages)}",
            f"refusals missed         {share(self.refusals_missed, self.refusals)}",
        )
        return "\n".join((*lines, *(self.examples if examples else ())))


def score_corpus(path: Path) -> IntentsReport:
    """Recognise every message of a corpus, and compare with its labels.

    Raises:
        BadInput: the file can't be read, or a line is not of this format.
    """
    items = read_corpus(path, LabelledMessage)
    report = IntentsReport(corpus=path.name, messages=len(items), examples=[])
    for item in items:
        found = recognise(item.text, [(turn.role, turn.text) for turn in item.history]).intent
        right = found in item.intents
        report.primary += found == item.intents[0]
        report.accepted += right
        report.wrong_confident += not right and found != UNRECOGNISED
        refused = item.intents[0] in REFUSED
        report.refusals += refused
        report.refusals_missed += refused and found not in (*REFUSED, UNRECOGNISED)
        if not right:
            report.examples.append(
                f"{item.id} {'/'.join(item.intents)} taken for {found}: {item.text!r}"
            )
    return report
