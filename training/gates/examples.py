"""Labelled answers as a network reads them: windows of rows, and which gates they violate."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml_engineer.gates.base import Draft
from ml_engineer.gates.learnt import state_words, windows
from ml_engineer.gates.limits import SILENCED_BY
from ml_engineer.models.playbook.sentence_encoder import SentenceEncoder
from ml_engineer.wording.statements import read
from ml_engineer_evals.corpora.gates import JudgedAnswer, draft_of

CORPORA = Path(__file__).parents[2] / "tests" / "corpora"
ANSWERS = Path(__file__).parent / "answers"
GATES = tuple(SILENCED_BY)
HEADS = len(GATES) + 1
"""One for each gate, and one for whether an answer violates anything: it is not shipped, and helps
the layers to tell what goes along from what holds back."""

WHATEVER_IS_DONE: frozenset[str] = frozenset(
    {"release_without_decision", "skip_monitoring", "skip_offline_evaluation", "unknown_provenance",
     "timeline_for_metric", "model_will_learn", "raw_rows"}
)  # fmt: skip
"""Gates that an answer violates however much was measured, unless a release was granted."""
OTHERWISE_EVERY = 2
"""Every so many answers are read once more, as if in another answer's session."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A window of a labelled answer.

    Attributes:
        answer: the place of its answer among all.
        rows: the encoder's rows.
        owners: the statement of each row, counted from the window's first; -1 for context.
    """

    answer: int
    rows: list[int]
    owners: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class LabelledAnswers:
    """Answers with their labels.

    Attributes:
        files: the file of each answer.
        clean: whether it violates nothing.
        violates: (answers, heads), 1 where it violates the gate, and last where it violates any.
        judged: (answers, heads), 1 where facts leave the gate anything to judge.
        examples: the windows of all answers.
    """

    files: list[str]
    clean: np.ndarray
    violates: np.ndarray
    judged: np.ndarray
    examples: list[Example]


def paths() -> list[Path]:
    """Return the files of labelled answers, each by another author or of another round."""
    return [
        CORPORA / "gates_dev.jsonl",
        CORPORA / "gates_more.jsonl",
        *sorted(ANSWERS.glob("*.jsonl")),
    ]


def read_answers(
    files: Sequence[Path], encoder: SentenceEncoder, *, otherwise: bool = False
) -> LabelledAnswers:
    """Read labelled answers as the product reads them.

    Args:
        files: of labelled answers.
        encoder: reads them.
        otherwise: whether to read some a second time under the state of another answer, for the
            gates to which what was measured means nothing: authors seldom vary it on their own.
    """
    names: list[str] = []
    violates: list[list[bool]] = []
    judged: list[list[bool]] = []
    examples: list[Example] = []
    anything: list[bool] = []
    items = [
        (path.name, JudgedAnswer.model_validate_json(line))
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    def add(name: str, item: JudgedAnswer, state: Draft, counted: Collection[str]) -> None:
        draft = draft_of(item)
        reading = read(draft.text, draft.user_texts)
        words = state_words(state.done, attached=state.facts.data is not None)
        for window in windows(encoder, reading.statements, reading.asked, words):
            first = min(owner for owner in window.owners if owner >= 0)
            owners = [owner - first if owner >= 0 else -1 for owner in window.owners]
            examples.append(Example(len(names), window.rows, owners))
        names.append(name)
        violates.append([gate in item.violates for gate in GATES])
        judged.append(
            [
                gate in counted and (gate in item.violates or not draft.done & SILENCED_BY[gate])
                for gate in GATES
            ]
        )
        anything.append(len(counted) == len(GATES))

    for name, item in items:
        add(name, item, draft_of(item), GATES)
    if otherwise:
        draws = random.Random(0)  # noqa: S311 - a draw of states, no secret
        for name, item in items[::OTHERWISE_EVERY]:
            other = draft_of(draws.choice(items)[1])
            if "release_granted" not in other.done:
                add(name, item, other, WHATEVER_IS_DONE)
    table = np.array(violates)
    any_gate = np.array([[any(row)] for row in violates])
    return LabelledAnswers(
        names,
        ~any_gate[:, 0],
        np.hstack([table, any_gate]).astype(np.float32),
        np.hstack([np.array(judged), np.array(anything)[:, None]]).astype(np.float32),
        examples,
    )
