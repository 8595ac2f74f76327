"""Choices: what picks the model, threshold, parameters and stopping point, and what is scored."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.leakage.process.events import Evaluation, Events, Shown, Split
from ml_engineer_tools.leakage.process.facts import Choice, ChoiceKind
from ml_engineer_tools.leakage.process.flaws import Flaw, FlawKind
from ml_engineer_tools.leakage.process.rows import (
    Rows,
    apart,
    covers,
    in_folds,
    is_held_out,
    is_one_fold,
    share_rows,
)
from ml_engineer_tools.leakage.process.rules.scores import Scores, is_honest

KINDS: dict[ChoiceKind, FlawKind] = {
    "model": "chosen_on_test", "threshold": "threshold_on_test",
    "early_stopping": "early_stopping_on_test", "tuning": "tuned_on_test",
}  # fmt: skip
CHOSEN: dict[ChoiceKind, str] = {
    "model": "picks the best by their score on rows",
    "threshold": "picks a threshold by the score on rows",
    "early_stopping": "decides when to stop on rows",
    "tuning": "tunes on rows",
}


def chosen_on_test(events: Events, scores: Scores) -> Iterator[Flaw]:
    """Yield the choices made on the very rows whose score is then told."""
    told = set()
    for event, _ in scores.evaluations:
        if not is_honest(event):
            continue
        for choice in event.prediction.choices:
            if share_rows(choice.rows, event.prediction.rows) and not scores.fresh_after(choice):
                told.add(choice)
                line, shows = _later(choice, event, events)
                yield _flaw(choice, line, told=shows)
    for shown in events.last:
        if isinstance(shown, Shown):
            for choice in shown.value.choices - told:
                yield from _best_shown(choice, shown, events, scores)


def _flaw(choice: Choice, line: int, *, told: bool = False) -> Flaw:
    severity: Severity | None = "low" if _minor(choice) else None
    then = "of which this very score is told" if told else "that are then scored"
    if line < choice.line:
        then, line = "of which no other score is told", 0
    return Flaw(KINDS[choice.kind], choice.line, choice.call, f"{CHOSEN[choice.kind]} {then}",
                other_line=line, severity=severity, site=choice.site)  # fmt: skip


def _later(choice: Choice, event: Evaluation, events: Events) -> tuple[int, bool]:
    """Return the first line behind a choice that scores its rows, or shows their score.

    In a loop rows are scored before the choice, and by what was chosen in the next round.
    """
    scored = {event.line}
    shown = set()
    for other in events.last:
        if isinstance(other, Evaluation) and not other.loss:
            said = other.prediction
            if choice in said.choices and share_rows(said.rows, choice.rows):
                scored.add(other.line)
        elif (
            isinstance(other, Shown)
            and choice in other.value.choices
            and any(share_rows(score.rows, choice.rows) for score in other.value.scores)
        ):
            shown.add(other.line)
    behind = [line for line in scored if line > choice.line]
    if behind:
        return min(behind), False
    told = [line for line in shown if line > choice.line]
    return (min(told), True) if told else (event.line, False)


def _minor(choice: Choice) -> bool:
    """Tell whether a choice is made anew in each fold: it can lean on one fold's rows only."""
    return choice.kind == "early_stopping" and in_folds(choice.rows)


def _best_shown(choice: Choice, shown: Shown, events: Events, scores: Scores) -> Iterator[Flaw]:
    """Yield a choice whose own best score is shown as the score."""
    if shown.validation_loss and _is_loss(choice, shown, events):
        return
    own = any(share_rows(score.rows, choice.rows) for score in shown.value.scores)
    if (
        not own
        or _nested(choice, scores)
        or scores.fresh_after(choice)
        or not _held_out(choice, scores, events)
    ):
        return
    if choice.kind in ("tuning", "early_stopping") or _cross_validated(choice, events):
        severity: Severity | None = "low" if _minor(choice) else None
        if _judged_elsewhere(choice, events):
            severity = "info"
        yield Flaw("best_score_reported", choice.line, choice.call,
                   "tells the best of many scores as the score", other_line=shown.line,
                   severity=severity, site=choice.site)  # fmt: skip
    else:
        yield _flaw(choice, shown.line, told=True)


def _is_loss(choice: Choice, shown: Shown, events: Events) -> bool:
    """Tell whether all that is shown of the rows of a choice are losses."""
    losses = {event.line for event in events.last if isinstance(event, Evaluation) and event.loss}
    return all(
        score.line in losses for score in shown.value.scores if share_rows(score.rows, choice.rows)
    )


def _judged_elsewhere(choice: Choice, events: Events) -> bool:
    """Tell whether labels of other rows are scored, if only by what can't be followed.

    A tuned score beside the score of a held-out part, maybe of another command, is ordinary.
    """
    if any(rows and not share_rows(rows, choice.rows) for rows in events.judged):
        return True
    # A backtest over more rows than the choice saw goes on behind them.
    return any(
        isinstance(event, Split)
        and (event.purpose, event.manner) == ("score", "time")
        and covers(event.data.rows, choice.rows)
        and not covers(choice.rows, event.data.rows)
        for event in events.last
    )


def _nested(choice: Choice, scores: Scores) -> bool:
    """Tell whether such a search was scored on rows outside of it, within the rows of this one."""
    return choice.kind == "tuning" and any(
        other.kind == "tuning"
        and covers(choice.rows, event.prediction.rows)
        and apart(other.rows, event.prediction.rows)
        for event in scores.honest()
        for other in event.prediction.choices
    )


def _held_out(choice: Choice, scores: Scores, events: Events) -> bool:
    """Tell whether a choice is by a score on rows outside of the training rows."""
    if choice.kind in ("tuning", "early_stopping") or _cross_validated(choice, events):
        return True
    return any(
        is_honest(event) and share_rows(event.prediction.rows, choice.rows)
        for event in scores.events.last
        if isinstance(event, Evaluation)
        and (event.prediction.trained or _told_apart(event.prediction.rows))
    )


def _told_apart(rows: Rows) -> bool:
    """Tell whether the script itself keeps rows as a held-out part, if no training is seen."""
    return is_held_out(rows) and not any(map(is_one_fold, rows))


def _cross_validated(choice: Choice, events: Events) -> bool:
    return any(
        isinstance(event, Split)
        and event.purpose == "score"
        and share_rows(event.data.rows, choice.rows)
        for event in events.last
    )
