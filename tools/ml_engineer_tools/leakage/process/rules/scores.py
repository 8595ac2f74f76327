"""What the scores of a script are worth: which are on rows that nothing was fitted or chosen on."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer_tools.leakage.process.events import Evaluation, Events, Shown, Split
from ml_engineer_tools.leakage.process.facts import Choice, Score
from ml_engineer_tools.leakage.process.rows import Rows, apart, share_rows
from ml_engineer_tools.leakage.process.selecting import slice_key


@dataclass(frozen=True)
class Scores:
    """The evaluations of a script, each with its order.

    Attributes:
        events: what the script does.
        evaluations: every evaluation that is no loss, with the order of its last occurrence.
    """

    events: Events
    evaluations: tuple[tuple[Evaluation, int], ...]

    @classmethod
    def of(cls, events: Events) -> Scores:
        """Gather the evaluations."""
        found = [
            (event, order) for event, order in events.last.items()
            if isinstance(event, Evaluation) and not event.loss
        ]  # fmt: skip
        return cls(events, tuple(found))

    def honest(self) -> list[Evaluation]:
        """Return the evaluations on rows that the model was not trained on."""
        return [event for event, _ in self.evaluations if is_honest(event)]

    def any_honest(self) -> bool:
        """Tell whether there is an honest score, losses on validation rows included."""
        losses = [e for e in self.events.last if isinstance(e, Evaluation) and e.loss]
        scored = any(isinstance(e, Split) and e.purpose != "parts" for e in self.events.last)
        return scored or bool(self.honest()) or any(is_honest(e) for e in losses)

    def fresh_after(self, choice: Choice) -> bool:
        """Tell whether a score follows a choice on rows that played no part in it."""
        settled = self.events.settled.get(choice, 0)
        for event, order in self.evaluations:
            if order > settled and _is_fresh(event, choice):
                return True
        return any(
            isinstance(event, Shown)
            and choice in event.value.choices
            and any(
                apart(score.rows, choice.rows) and self._is_honest(score)
                for score in event.value.scores
            )
            for event in self.events.last
        )

    def _is_honest(self, score: Score) -> bool:
        """Tell whether a score is none of a model on the rows that it was trained on."""
        return not any(
            (event.line, event.prediction.rows) == (score.line, score.rows) and not is_honest(event)
            for event, _ in self.evaluations
        )

    def bear_on(self, split: Split) -> bool:
        """Tell whether a score that is told, or may be told, hangs on a split.

        Folds that serve to encode, to fit in parts, or to search within rows that are apart from
        those of the scores, bear on none of them.
        """
        if split.purpose == "score":
            return True
        judged = [event.prediction.rows for event in self.honest()]
        if split.purpose == "search":
            return not any(apart(rows, split.data.rows) for rows in judged)
        if not split.key:
            within = all(part.path for part in split.data.rows)
            if split.repeated and within and not self._trained_beside(split.data.rows):
                # Batches of training rows.
                return False
            if judged:
                # What is read from files is cut where the list of them is.
                own = slice_key(split.data)
                return any(
                    share_rows(rows, split.data.rows)
                    or any(side.key == own for part in rows for side in part.path)
                    for rows in judged
                )
            within = any(part.path for part in split.data.rows)
            return bool(self.evaluations or self.events.judged) or not (within or split.repeated)
        if not judged:
            judged = [*self.events.judged, *self.events.unseen]
        return any(side.key == split.key for rows in judged for part in rows for side in part.path)

    def _trained_beside(self, rows: Rows) -> bool:
        """Tell whether of a model some training rows are known that is scored on some of these."""
        return any(
            event.prediction.trained and share_rows(event.prediction.rows, rows)
            for event in self.honest()
        )

    def clean_of(self, rows: Rows) -> bool:
        """Tell whether there is an honest score on rows that share none with these."""
        return any(apart(event.prediction.rows, rows) for event in self.honest())


def _is_fresh(event: Evaluation, choice: Choice) -> bool:
    """Tell whether a score is on rows that are neither trained on nor known to be chosen on.

    Of a model whose training can't be seen, a score on the training side of a split is none.
    """
    said = event.prediction
    if not is_honest(event) or not choice.rows or share_rows(said.rows, choice.rows):
        return False
    on_training = any(side.name == "train" for part in said.rows for side in part.path)
    return bool(said.trained) or not on_training


def is_honest(event: Evaluation) -> bool:
    """Tell whether a model is scored on rows that it was not trained on."""
    said = event.prediction
    return bool(said.rows) and not share_rows(said.trained, said.rows)
