"""Scores on rows that the model was trained on."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.leakage.process.events import Evaluation, Events
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.rows import HELD_OUT, Part, Rows, relation
from ml_engineer_tools.leakage.process.rules.scores import Scores


def scored_on_training(events: Events, scores: Scores) -> Iterator[Flaw]:
    """Yield scores on training rows: of a held-out part, or where there is no other score."""
    alone = not scores.any_honest()
    for event, _ in scores.evaluations:
        said = event.prediction
        if _held_out_and_seen(said.trained, said.rows):
            yield _flaw(event, "scores rows of the test on which the model was trained")
        elif alone and any(relation(a, b) == "same" for a in said.trained for b in said.rows):
            yield _flaw(event, "scores the training rows, and nothing else is scored")


def _flaw(event: Evaluation, text: str) -> Flaw:
    return Flaw("evaluated_on_training", event.line, event.call, text)


def _held_out_and_seen(trained: Rows, rows: Rows) -> bool:
    """Tell whether a part that a split holds out was among the training rows."""
    return any(_seen(a, b) for a in trained for b in rows)


def _seen(trained: Part, scored: Part) -> bool:
    how = relation(trained, scored)
    if how == "crossing":
        return any(side.name in HELD_OUT for side in scored.path)
    if how not in ("contains", "same"):
        return False
    beyond = [side for side in scored.path if side not in trained.path]
    return any(side.name in HELD_OUT or side.kind == "slice" for side in beyond)
