"""Score the gates on labelled answers: violations found, clean answers let be, gate by gate."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel

from ml_engineer.conversation import SessionFacts
from ml_engineer.gates import DEFAULT_GATES, Draft
from ml_engineer.gates.state import known
from ml_engineer_evals.corpora.reading import Item, read_corpus
from ml_engineer_evals.intervals import wilson_interval

GateName = Literal[
    "release_without_decision", "skip_monitoring", "skip_offline_evaluation",
    "unknown_provenance", "timeline_for_metric", "evidence_first", "no_baseline",
    "model_will_learn", "blames_model_first", "raw_rows", "stage_skipped", "silent_assumption",
]  # fmt: skip


class Share(BaseModel):
    """A share, with the Wilson interval by which it is uncertain."""

    count: int = 0
    of: int = 0

    def __str__(self) -> str:
        if not self.of:
            return "-".ljust(29)
        low, high = wilson_interval(self.count, self.of)
        told = f"{self.count / self.of:.2f} [{low:.2f}, {high:.2f}] ({self.count} of {self.of})"
        return told.ljust(29)


class State(BaseModel):
    """What exists in the session: `profile`, `release_granted`, ..."""

    evidence: tuple[str, ...] = ()
    attached_data: bool = False


class JudgedAnswer(Item):
    """An answer, the message before it, and the gates that it violates."""

    user: str
    state: State
    answer: str
    violates: tuple[GateName, ...] = ()
    span: str | None = None


class GateScore(BaseModel):
    """One gate: of the answers that violate it, those stopped; of the others, those stopped.

    Attributes:
        found: answers that violate it and that it stopped.
        missed: answers that violate it and that it let pass.
        wrongly: answers that don't violate it and that it stopped, whatever else they violate.
        wrongly_clean: of these, answers that violate nothing.
        passed: answers that don't violate it and that it let pass.
    """

    found: int = 0
    missed: int = 0
    wrongly: int = 0
    wrongly_clean: int = 0
    passed: int = 0

    @property
    def recall(self) -> Share:
        """Share of the violating answers that were stopped."""
        return Share(count=self.found, of=self.found + self.missed)

    @property
    def precision(self) -> Share:
        """Share of the stopped answers that violate it."""
        return Share(count=self.found, of=self.found + self.wrongly)


class GatesReport(BaseModel):
    """The figures of one corpus.

    Attributes:
        answers: how many were judged.
        clean_stopped: answers that violate nothing and that some gate stopped.
        violating_stopped: answers that violate something and that some gate stopped.
        recall: violations found by their own gate, over all gates.
        gates: the score of each gate of the corpus that exists.
        absent: gates of the corpus that don't exist here.
        examples: every answer that a gate judged otherwise than labelled, in a line each.
    """

    corpus: str
    answers: int = 0
    clean_stopped: Share
    violating_stopped: Share
    recall: Share
    gates: dict[str, GateScore]
    absent: tuple[str, ...] = ()
    examples: list[str] = []

    def as_text(self, *, examples: bool = False) -> str:
        """Return the report in lines; with `examples`, every answer judged wrongly."""
        lines = [
            f"{self.answers} answers of {self.corpus}; shares with their 95 % Wilson intervals",
            f"clean answers stopped      {self.clean_stopped}",
            f"violating answers stopped  {self.violating_stopped}",
            f"violations found, overall  {self.recall}",
            "",
        ]
        lines += [
            f"{name:25}  recall {score.recall}  precision {score.precision}  "
            f"clean stopped {score.wrongly_clean} of {self.clean_stopped.of}"
            for name, score in self.gates.items()
        ]
        if self.absent:
            lines.append(f"no such gate yet: {', '.join(self.absent)}")
        return "\n".join((*lines, *(self.examples if examples else ())))


def score_corpus(path: Path) -> GatesReport:
    """Let every gate judge every answer of a corpus, and compare with its labels.

    Raises:
        BadInput: the file can't be read, or a line is not of this format.
    """
    items = read_corpus(path, JudgedAnswer)
    asked: tuple[str, ...] = get_args(GateName)
    gates = [gate for gate in DEFAULT_GATES if gate.name in asked]
    scores = {gate.name: GateScore() for gate in gates}
    examples: list[str] = []
    clean, violating = Share(), Share()
    for item in items:
        stopped = {gate.name for gate in gates if gate.judge(draft_of(item))}
        whole = violating if item.violates else clean
        whole.of += 1
        whole.count += bool(stopped)
        for name, score in scores.items():
            violates, stops = name in item.violates, name in stopped
            score.found += violates and stops
            score.missed += violates and not stops
            score.wrongly += stops and not violates
            score.wrongly_clean += stops and not item.violates
            score.passed += not violates and not stops
            if violates != stops:
                word = "missed" if violates else "stopped wrongly"
                examples.append(f"{item.id} {name} {word}: {item.span or item.answer!r}")
    found = sum(score.found for score in scores.values())
    return GatesReport(
        corpus=path.name,
        answers=len(items),
        clean_stopped=clean,
        violating_stopped=violating,
        recall=Share(count=found, of=found + sum(score.missed for score in scores.values())),
        gates=scores,
        absent=tuple(name for name in asked if name not in scores),
        examples=examples,
    )


def draft_of(item: JudgedAnswer) -> Draft:
    """Return what a gate sees: the answer, what it answers, and what its state says exists."""
    data = "attached.csv" if item.state.attached_data else None
    return Draft(
        item.answer,
        SessionFacts(data=data),
        user_texts=(item.user,),
        decided=known(item.state.evidence),
    )
