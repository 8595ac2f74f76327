"""Threshold as a stage of a drop: whether decisions are made otherwise, and what mending gives."""

from __future__ import annotations

from ml_engineer_tools.evaluation.decisions import Deciding
from ml_engineer_tools.evaluation.drop import Split
from ml_engineer_tools.evaluation.drop_findings import Suspects
from ml_engineer_tools.evaluation.falling import falls, is_part, words_of
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Figure


def record_threshold(
    deciding: Deciding | None, split: Split, figures: dict[str, dict[str, Figure]],
    suspects: Suspects, place: Place,
) -> None:  # fmt: skip
    """Record that a threshold moved and what that did; nothing where it did not.

    Args:
        deciding: how decisions are made; None if it could not be looked at.
        split: the falls and their parts.
        figures: of them, by metric and part.
        suspects: stages that explain the fall, to which this one may be added.
        place: where figures belong.
    """
    if deciding is None or not deciding.moved:
        return
    record = place.record
    otherwise = place.write("decided_otherwise_share", deciding.otherwise)
    was, now = (
        record.figure("selection_rate", found.value, model=place.model, window="current",
                      interval=found.interval, n=found.rows, slice=how)
        for found, how in zip(deciding.acted, ("decided as in the reference", None), strict=True)
    )  # fmt: skip
    cited, cut = [otherwise, now, was], ""
    if deciding.cuts is not None:
        cuts = [
            record.figure("score_cut", value, model=place.model, window=window)
            for value, window in zip(deciding.cuts, ("reference", "current"), strict=True)
            if value is not None
        ]
        cited += cuts
        if len(cuts) > 1:
            cut = f" (at a score of {cuts[1]}, in the reference at {cuts[0]})"
    account, counts = "", False
    for metric in ("accuracy", *split.falls):
        fall = split.falls.get(metric)
        if fall is not None and fall.threshold is not None and is_part(fall.threshold, fall):
            part, total = figures[metric]["threshold"], figures[metric]["total"]
            account = f" That accounts for {part} of the fall of {total} in {words_of(metric)}."
            cited += [part, total]
            counts = True
            break
    if counts:
        suspects["threshold"] = "decisions at another threshold"
    same = "inputs" if deciding.cuts is None else "scores"
    without = (
        " Without scores it can't be told whether the threshold moved or the scores did."
        if deciding.cuts is None
        else ""
    )
    record.finding(
        "stage_threshold",
        "medium" if counts else "low",
        f"Threshold: the same {same} are now decided otherwise in {otherwise} of the rows, and in "
        f"one direction, as a threshold that moved does{cut}: {now} of the rows are acted on, and "
        f"deciding as in the reference would act on {was}.{account}{without}",
        clauses=("S8", "S6", "Q2"),
        figures=cited,
        question="Who moved the threshold, when, and by which costs?",
        harmless_if="it was moved on purpose: then judge the decisions by their costs, not by "
        "accuracy",
    )


def record_mendable(
    split: Split, figures: dict[str, dict[str, Figure]], suspects: Suspects, place: Place
) -> None:
    """Record what recalibration, and a new threshold, on current rows would give back."""
    record = place.record
    told = [
        (metric, fall)
        for metric, fall in split.falls.items()
        if fall.mendable is not None and metric in ("brier", "accuracy", "mae")
    ]
    if not told:
        record.finding(
            "stage_threshold_and_calibration", "info",
            "Threshold and calibration: without scores of two classes, or numbers, what mending "
            "them would give back can't be told.",
            clauses=("S8",),
            figures=[written["total"] for written in figures.values() if "total" in written][:1],
        )  # fmt: skip
        return
    told = [(metric, fall) for metric, fall in told if falls(fall)]
    if not told:
        record.finding(
            "stage_threshold_and_calibration", "info",
            "Threshold and calibration: no fall shows that mending them could give back.",
            clauses=("S8",),
            figures=[written["total"] for written in figures.values() if "total" in written][:1],
        )  # fmt: skip
        return
    cited, says, worse = [], [], False
    for metric, fall in told:
        written = figures[metric]
        cited += [written["mendable"], written["total"]]
        says.append(
            f"{written['mendable']} of the fall of {written['total']} in {words_of(metric)}"
        )
        if fall.mendable is not None and is_part(fall.mendable, fall):
            worse = True
    if worse:
        suspects["threshold_and_calibration"] = "scores that no longer mean what they did"
    ranking = split.falls.get("roc_auc")
    kept = worse and ranking is not None and not falls(ranking)
    if kept:
        cited.append(figures["roc_auc"]["total"])
    numbers = any(metric == "mae" for metric, _ in told)
    record.finding(
        "stage_threshold_and_calibration",
        "medium" if worse else "info",
        ("Calibration" if numbers else "Threshold and calibration")
        + ": recalibrating on current rows would give back "
        + " and ".join(says)
        + (
            f"; no fall in ROC AUC shows ({figures['roc_auc']['total']}), so that the order of "
            "rows seems to hold."
            if kept
            else "."
        ),
        clauses=("S8", "S6", "Q2"),
        figures=cited,
        question=(
            "Can the predictions be recalibrated on recent rows?"
            if numbers
            else "Can the scores be recalibrated, and the threshold chosen anew, on recent rows?"
        )
        if worse
        else None,
    )  # fmt: skip
