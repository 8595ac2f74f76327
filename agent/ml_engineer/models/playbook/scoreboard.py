"""The scoreboard: what can be expected of a model, read from the baselines' figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer.evidence.view import ViewFigure
from ml_engineer.models.playbook.citing import COMPARED_BY, cited, columns_in_words
from ml_engineer.models.playbook.situation import Situation
from ml_engineer_tools.baselines.floors import NAMES
from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

LEARNED = ("lightgbm", "linear", "one_rule")
NAIVE = ("last_value", "last_week", "last_year")
"""Earlier outcomes taken for this one."""
ORDER = ("trivial", *NAIVE, *reversed(LEARNED))
FILE_ORDER = "file order"
LOWER_IS_BETTER = ("mae", "rmse", "log_loss", "brier", "poisson_deviance", "cost_per_1000")


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """Scores of one metric on one split.

    Attributes:
        metric: the metric by which models are compared.
        split: how the rows were split.
        full: model -> score with all columns.
        reduced: model -> score without the suspects; empty if there are none.
    """

    metric: str
    split: str
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


def read_scoreboards(situation: Situation) -> list[Scoreboard]:
    """Return the scores of each split that was shown, the one that can be believed first.

    If the score falls when the rows are split in the order of the file, that split is the one to
    believe; else it is the main one.
    """
    view = situation.views.get("train_baselines")
    if view is None:
        return []
    scores = [
        f for f in view.figures if f.model and _is_split(f.split) and f.quantity in COMPARED_BY
    ]
    falls = any(
        finding.check == "file_order" for finding in situation.findings("train_baselines", "high")
    )
    quantities = [figure.quantity for figure in scores]
    metric = leading_metric(quantities)
    splits = list(dict.fromkeys(str(f.split) for f in scores if f.quantity == metric))
    splits.sort(key=lambda split: (split == FILE_ORDER) != falls)
    boards = []
    for split in splits:
        board = [f for f in scores if f.quantity == metric and f.split == split]
        full = {str(f.model): f for f in board if f.slice is None}
        reduced = {str(f.model): f for f in board if f.slice is not None}
        boards.append(Scoreboard(metric, split, full, reduced))
    return boards


def leading_metric(quantities: Sequence[str]) -> str:
    """Return the metric that decides among those shown: what decisions cost, where costs are."""
    if "cost_per_1000" in quantities:
        return "cost_per_1000"
    return next((name for name in quantities if name != "accuracy"), "accuracy")


def _is_split(split: str | None) -> bool:
    """Tell whether rows were split so; what is pooled over folds is told by policy instead."""
    return bool(split) and ", pooled" not in str(split)


def expectation(situation: Situation) -> str:
    """Say what to expect against the trivial model, and which better scores don't count."""
    boards = read_scoreboards(situation)
    best = believed(situation, boards[0]) if boards else None
    trivial = boards[0].full.get("trivial") if boards else None
    if best is None or trivial is None:
        return ""
    last = winning_naive(situation)
    ahead = f"{cited(last)} from {naive_in_words(last)}, " if last is not None else ""
    sentence = (
        f"What to expect: {METRIC_NAMES[best.quantity]} {ahead}{cited(best)} from {best.model}, "
        f"{in_words(best.split)}, where the trivial model reaches {cited(trivial)}."
    )
    not_counted: list[str] = []
    for board in boards[1:]:
        flattering = board.best(board.honest)
        if flattering is not None:
            not_counted.append(f"{cited(flattering)} {in_words(flattering.split)}")
    suspicious = next((b.best(b.full) for b in boards if b.reduced and b.best(b.full)), None)
    if suspicious is not None and situation.suspects:
        known = "" if situation.suspected("high") else ", unless that is known in time"
        columns = columns_in_words(situation.suspects)
        not_counted.append(f"{cited(suspicious)} with {columns}{known}")
    if not_counted:
        sentence += f" Not to be counted on: {', nor '.join(not_counted)}."
    return sentence


def believed(situation: Situation, board: Scoreboard) -> ViewFigure | None:
    """Return the score of the model that the verdict recommends; else the best that learns."""
    for finding in situation.findings("train_baselines"):
        enough = re.search(SIMPLER, finding.statement) if finding.check == "complexity" else None
        if enough is not None and enough["model"] in board.honest:
            return board.honest[enough["model"]]
    return board.best(board.honest)


SIMPLER = r"\b[Tt]he simpler (?P<model>\w+) is (?:enough|the choice)\b"
"""How the finding on complexity recommends a model."""


def in_words(split: str | None) -> str:
    """Return how the rows were split, as prose says it."""
    named = {
        "time": "split by time",
        "time and group": "split by time and by entity",
        FILE_ORDER: "split in file order",
    }
    return named.get(str(split), f"in {split} cross-validation")


def winning_naive(situation: Situation) -> ViewFigure | None:
    """Return the earlier outcome that beats all that was trained, on the split to believe."""
    boards = read_scoreboards(situation)
    if not boards:
        return None
    board = boards[0]
    best = board.best(board.honest)
    sign = -1 if board.metric in LOWER_IS_BETTER else 1
    known = [board.full[model] for model in NAIVE if model in board.full]
    last = max(known, key=lambda figure: sign * float(figure.value), default=None)
    if best is None or last is None or sign * float(last.value) <= sign * float(best.value):
        return None
    return last


def naive_in_words(figure: ViewFigure) -> str:
    """Return what an earlier outcome is called: the value of the same time last week."""
    return NAMES[str(figure.model)]


def score_table(situation: Situation) -> str:
    """Return the models' scores as a table, each cell with its handle."""
    boards = read_scoreboards(situation)
    if not boards:
        return ""
    board = boards[0]
    learned = [model for model in LEARNED if model in board.full]
    columns = [("score", board.honest)]
    if board.reduced and learned:
        supposed = situation.supposed.without if situation.supposed is not None else ()
        told = situation.heard.told.left_out
        left_out = dict.fromkeys((*supposed, *told, *situation.suspects))
        without = f"without {columns_in_words(left_out)}"
        columns = [("all columns", board.full), (without, board.reduced)]
    names = [model for model in ORDER if any(model in scores for _, scores in columns)]
    lines = [
        f"| model | {' | '.join(title for title, _ in columns)} |",
        "|---" * (len(columns) + 1) + "|",
        *(
            f"| {model} | {' | '.join(_cell(scores.get(model)) for _, scores in columns)} |"
            for model in names
        ),
    ]
    aside = ", suspects left out" if board.reduced and not learned else ""
    metric = METRIC_NAMES[board.metric]
    title = f"{metric[0].upper()}{metric[1:]}, {in_words(board.split)}{aside}:"
    return "\n\n".join(["## Scores", title, "\n".join(lines)])


def _cell(figure: ViewFigure | None) -> str:
    if figure is None:
        return "–"
    if figure.interval is None:
        return cited(figure)
    low, high = (format_value(bound) for bound in figure.interval)
    return f"{format_value(figure.value)} ({low} to {high}) [{figure.handle}]"
