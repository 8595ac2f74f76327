"""Labelled answers as a network reads them: windows of rows, and which gates they violate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

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


def read_answers(files: Sequence[Path], encoder: SentenceEncoder) -> LabelledAnswers:
    """Read labelled answers as the product reads them."""
    names: list[str] = []
    violates: list[list[bool]] = []
    judged: list[list[bool]] = []
    examples: list[Example] = []
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            item = JudgedAnswer.model_validate_json(line)
            draft = draft_of(item)
            reading = read(draft.text, draft.user_texts)
            state = state_words(draft.done, attached=draft.facts.data is not None)
            for window in windows(encoder, reading.statements, reading.asked, state):
                first = min(owner for owner in window.owners if owner >= 0)
                owners = [owner - first if owner >= 0 else -1 for owner in window.owners]
                examples.append(Example(len(names), window.rows, owners))
            names.append(path.name)
            violates.append([gate in item.violates for gate in GATES])
            judged.append([not draft.done & SILENCED_BY[gate] for gate in GATES])
    table = np.array(violates)
    anything = np.array([[any(row)] for row in violates])
    left = np.array(judged) | table
    return LabelledAnswers(
        names,
        ~anything[:, 0],
        np.hstack([table, anything]).astype(np.float32),
        np.hstack([left, np.ones_like(anything)]).astype(np.float32),
        examples,
    )
