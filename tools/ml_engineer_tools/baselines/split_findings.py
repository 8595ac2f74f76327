"""Findings on the split itself: folds that can't judge everything, and gaps longer than windows."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.modelling.deciding import FEWEST_TO_EXCLUDE, FEWEST_TO_SHOW
from ml_engineer_tools.recorder import Recorder


def judge_gap(record: Recorder, split: Split) -> None:
    """Say that a test period ends before the first outcome after its start would be known."""
    if split.gap is None or split.times is None:
        return
    shorter = [fold for fold in split.folds if split.gap.is_longer_than(fold, split.times)]
    if not shorter:
        return
    count = record.figure("windows_shorter_than_gap", len(shorter), split=split.name,
                          n=len(split.folds))  # fmt: skip
    record.finding(
        "gap_longer_than_window",
        "low",
        f"The gap is longer than the test period in {count} "
        f"window{'s' if len(shorter) > 1 else ''}: by the time that the first outcome of such a "
        "window is known, the window is over, so the score tells of a stretch shorter than the "
        "delay.",
        clauses=("S3",),
        figures=(count,),
        question="How long does it take until an outcome is known?",
    )


def judge_folds(record: Recorder, split: Split, rows: Rows) -> None:
    """Say which folds have rows of one class only, and how few rows of the rarer class judge."""
    if rows.task.kind == "regression":
        return
    single = {
        part: sum(len(np.unique(rows.y[positions])) < 2 for positions in parts)
        for part, parts in (
            ("validation", [fold.validation for fold in split.folds]),
            ("training", [fold.train for fold in split.folds]),
        )
    }
    for part, count in single.items():
        if not count:
            continue
        figure = record.figure(f"one_class_{part}_folds", count, split=split.name,
                               n=len(split.folds))  # fmt: skip
        consequence = {
            "validation": "scores that compare classes are not defined there and are left out of "
            "the mean",
            "training": "models learn nothing there and predict that class",
        }[part]
        record.finding(
            "one_class_fold",
            "medium",
            f"In {figure} fold{'s' if count > 1 else ''} the {part} rows are all of one class: "
            f"{consequence}.",
            clauses=("S3",),
            figures=(figure,),
            question="Does one class come up in some periods or entities only?",
        )
    judged = np.concatenate([fold.validation for fold in split.folds])
    fewest = int(np.bincount(rows.y[judged], minlength=len(rows.task.classes)).min())
    if fewest >= FEWEST_TO_EXCLUDE:
        return
    counted = record.figure("rarest_class_rows", fewest, unit="rows", split=split.name,
                            n=len(judged))  # fmt: skip
    least = record.convention(
        "fewest_rows_of_a_class",
        FEWEST_TO_EXCLUDE,
        source="half of the 100 events of Collins, Ogundimu & Altman (2016)",
    )
    of_rarest = {
        0: f"None of the rows that judge ({counted}) is",
        1: f"Only {counted} of the rows that judge is",
    }.get(fewest, f"Only {counted} of the rows that judge are")
    record.finding(
        "few_positives",
        "medium" if fewest < FEWEST_TO_SHOW else "low",
        f"{of_rarest} of the rarest class; below {least} a score says little, and its interval is "
        "wide.",
        clauses=("S3", "S6"),
        figures=(counted, least),
    )
