"""The scoreboard: what can be expected of a model, read from the baselines' figures."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer.evidence.view import ViewFigure
from ml_engineer.models.playbook.citing import METRIC_NAMES, cited, columns_in_words
from ml_engineer.models.playbook.situation import Situation
from ml_engineer_tools.evidence import format_value

LEARNED = ("lightgbm", "linear", "one_rule")
LOWER_IS_BETTER = ("mae", "rmse", "log_loss", "brier")


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """Scores of one metric on one split.

    Attributes:
        metric: the metric by which models are compared.
        full: model -> score with all columns.
        reduced: model -> score without the suspects; empty if there are none.
    """

    metric: str
    full: dict[str, ViewFigure]
    reduced: dict[str, ViewFigure]

    @property
    def honest(self) -> dict[str, ViewFigure]:
        """The scores that can be believed: without the suspects, where there are any."""
        return self.full | self.reduced if self.reduced else self.full

    def best(self, scores: dict[str, ViewFigure]) -> ViewFigure | None:
        """Return the best score of a model that learns."""
        learned = [scores[model] for model in LEARNED if model in scores]
        sign = -1 if self.metric in LOWER_IS_BETTER else 1
        return max(learned, key=lambda figure: sign * float(figure.value), default=None)


def read_scoreboard(situation: Situation) -> Scoreboard | None:
    """Return the scores of the main split; None if no baseline was trained."""
    view = situation.views.get("train_baselines")
    if view is None:
        return None
    scores = [figure for figure in view.figures if figure.model and figure.split]
    first = next((f for f in scores if f.quantity in METRIC_NAMES and f.model == "trivial"), None)
    if first is None:
        return None
    board = [f for f in scores if f.quantity == first.quantity and f.split == first.split]
    full = {str(f.model): f for f in board if f.slice is None}
    reduced = {str(f.model): f for f in board if f.slice is not None}
    return Scoreboard(first.quantity, full, reduced)


def expectation(situation: Situation) -> str:
    """Say in a sentence or two what to expect, against the trivial model."""
    board = read_scoreboard(situation)
    if board is None:
        return ""
    best, trivial = board.best(board.honest), board.full.get("trivial")
    if best is None or trivial is None:
        return ""
    metric = METRIC_NAMES[board.metric]
    sentence = (
        f"What to expect: {metric} {cited(best)} from {best.model}, split by {best.split}, "
        f"where the trivial model reaches {cited(trivial)}."
    )
    with_suspects = board.best(board.full)
    if board.reduced and with_suspects is not None:
        sentence += (
            f" The {cited(with_suspects)} with {columns_in_words(situation.suspects)} can't be "
            "counted on."
        )
    return sentence


def score_table(situation: Situation) -> str:
    """Return the models' scores as a table, each cell with its handle."""
    board = read_scoreboard(situation)
    if board is None:
        return ""
    split = next(iter(board.full.values())).split
    header = ["model", "all columns"]
    if board.reduced:
        header.append(f"without {columns_in_words(situation.suspects)}")
    lines = [f"| {' | '.join(header)} |", "|" + "---|" * len(header)]
    for model in ("trivial", "last_value", *reversed(LEARNED)):
        if model in board.full or model in board.reduced:
            cells = [_cell(board.full.get(model))]
            if board.reduced:
                cells.append(_cell(board.reduced.get(model)))
            lines.append(f"| {model} | {' | '.join(cells)} |")
    return f"## Scores\n\n{METRIC_NAMES[board.metric]}, split by {split}:\n\n" + "\n".join(lines)


def _cell(figure: ViewFigure | None) -> str:
    if figure is None:
        return "–"
    if figure.interval is None:
        return cited(figure)
    low, high = (format_value(bound) for bound in figure.interval)
    return f"{format_value(figure.value)} ({low} to {high}) [{figure.handle}]"
