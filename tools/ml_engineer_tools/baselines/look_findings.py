"""What is said of a score on the holdout: which look it was, and what selection may have cost."""

from __future__ import annotations

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.trials import Trial
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES


def tell_look(board: Board, model: str, trial: Trial, look: int, candidates: int | None) -> None:
    """Number the look; from the second on say by how much the score may be too good.

    Args:
        board: holds the scores.
        model: the one that was chosen.
        trial: its predictions on the holdout.
        look: its number.
        candidates: how many models were tried on this table before; None if nobody counted.
    """
    record = board.record
    number = record.figure("look_number", look)
    record.headline(number)
    tried = None
    if candidates is not None:
        tried = record.figure("candidates_tried", candidates, unit="models")
    metric = board.primary if board.figure(model, board.primary) else board.label
    reached = board.figure(model, metric)
    if reached is None:
        return
    start = (
        f"On the locked holdout {model} reaches {METRIC_NAMES[metric]} {reached}; this is look "
        f"number {number} through this tool"
    )
    known = [reached, number, *([tried] if tried else [])]
    if look == 1:
        after = f", after {tried} candidates on the exploration rows" if tried else ""
        record.finding(
            "holdout_score", "info", f"{start}{after}.", clauses=("S6", "R2"), figures=known
        )
        return
    error = trial.estimate(metric).error
    among = max(candidates or 0, look)
    by = ", so the score may owe something to selection"
    if error:
        cost = record.figure(
            "selection_cost", error * expected_maximum(among), model=model,
            split=trial.split.name, slice=board.slice, n=trial.split.validated,
        )  # fmt: skip
        of = record.figure("candidates_counted", among, unit="models")
        by += (
            f": had the best of all {of} candidates been picked by this holdout, chance alone "
            f"would make it better by about {cost}, and that much may have to be taken off"
        )
        known += [cost, of]
    record.finding(
        "holdout_score", "medium", f"{start}{by}.", clauses=("S6", "R2"), figures=known,
        question="Was anything changed after an earlier look at this holdout?",
    )  # fmt: skip


def expected_maximum(count: int) -> float:
    """Return the mean of the largest of so many standard normal draws (Blom 1958)."""
    from scipy.stats import norm

    return float(norm.ppf((count - 0.375) / (count + 0.25))) if count > 1 else 0.0
