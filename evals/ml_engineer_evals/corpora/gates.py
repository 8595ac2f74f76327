"""Score the gates on labelled answers: violations found, clean answers let be, gate by gate."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from ml_engineer.conversation import SessionFacts
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.gates import DEFAULT_GATES, Draft
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_evals.corpora.reading import Item, read_corpus

GateName = Literal[
    "release_without_decision", "skip_monitoring", "skip_offline_evaluation",
    "unknown_provenance", "timeline_for_metric", "evidence_first", "no_baseline",
    "model_will_learn", "blames_model_first", "raw_rows", "stage_skipped", "silent_assumption",
]  # fmt: skip


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
    """One gate: of the answers that violate it, those stopped; of the others, those stopped."""

    found: int = 0
    missed: int = 0
    wrongly: int = 0
    passed: int = 0


class GatesReport(BaseModel):
    """The figures of one corpus.

    Attributes:
        clean: answers that violate nothing.
        clean_stopped: of them, those that some gate stopped.
        gates: the score of each gate of the corpus that exists.
        absent: gates of the corpus that don't exist here.
        examples: every answer that a gate judged otherwise than labelled, in a line each.
    """

    corpus: str
    answers: int = 0
    clean: int = 0
    clean_stopped: int = 0
    gates: dict[str, GateScore]
    absent: tuple[str, ...] = ()
    examples: list[str] = []

    def as_text(self, *, examples: bool = False) -> str:
        """Return the report in lines; with `examples`, every answer judged wrongly."""
        share = self.clean_stopped / max(1, self.clean)
        lines = [f"clean answers stopped {share:.3f} ({self.clean_stopped} of {self.clean})"]
        lines += [
            f"{name:25} found {score.found} of {score.found + score.missed}, "
            f"stopped wrongly {score.wrongly} of {score.wrongly + score.passed}"
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
    asked = GateName.__args__  # type: ignore[attr-defined]
    gates = [gate for gate in DEFAULT_GATES if gate.name in asked]
    report = GatesReport(
        corpus=path.name,
        answers=len(items),
        gates={gate.name: GateScore() for gate in gates},
        absent=tuple(name for name in asked if name not in {gate.name for gate in gates}),
        examples=[],
    )
    for item in items:
        stopped = {gate.name for gate in gates if gate.judge(draft_of(item))}
        report.clean += not item.violates
        report.clean_stopped += bool(stopped and not item.violates)
        for name, score in report.gates.items():
            violates, stops = name in item.violates, name in stopped
            score.found += violates and stops
            score.missed += violates and not stops
            score.wrongly += stops and not violates
            score.passed += not violates and not stops
            if violates != stops:
                word = "missed" if violates else "stopped wrongly"
                report.examples.append(f"{item.id} {name} {word}: {item.span or item.answer!r}")
    return report


def draft_of(item: JudgedAnswer) -> Draft:
    """Return what a gate sees: the answer, with an evidence for everything that the state names."""
    data = "attached.csv" if item.state.attached_data else None
    return Draft(item.answer, SessionFacts(data=data), _ledger(item.state), (item.user,))


def _ledger(state: State) -> Ledger:
    return ledger_of(
        LabelledFigure(handle=f"E{place}.f1", quantity=name, value=1)
        for place, name in enumerate(state.evidence, start=1)
    )
