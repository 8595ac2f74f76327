"""The drop: what a fall comes from, in one statement, and what the data can't tell apart."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer_tools.evaluation.decisions import Deciding
from ml_engineer_tools.evaluation.drop import Fall, Split
from ml_engineer_tools.evaluation.falling import (
    NO_CHANGE,
    falls,
    is_part,
    is_positive,
    not_named,
    scale_of,
    words_of,
)
from ml_engineer_tools.evaluation.late_outcomes import Late
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.performance import SMALLEST_GAIN
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.scoring import Scoring
from ml_engineer_tools.evaluation.untouched import Untouched
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.deciding import judge_gain, why_undecided

LARGE_FALL = 0.05
"""Fall of a metric (as a share of the error, for numbers) that is severe: a convention."""

Suspects = dict[str, str]
"""Stages that explain a fall, and how."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was found beside the fall's parts that it may come from.

    Attributes:
        scoring: whether the same inputs get other scores; None if it could not be looked at.
        deciding: whether they are decided otherwise; None likewise.
        selection: shares of outcomes known for high and low predictions, where the prediction
            decides which are seen and did not in the reference.
        untouched: the fall on rows without a broken column, or late outcomes; None without any.
        jump_at: the score at which outcomes jump, so that decisions seem to make them.
        late: since when outcomes look as if they were not in yet; None if they don't.
        inverted: whether outcomes look as if they were recorded the other way round.
    """

    scoring: Scoring | None = None
    deciding: Deciding | None = None
    selection: tuple[Figure, Figure] | None = None
    untouched: Untouched | None = None
    jump_at: Figure | None = None
    late: Late | None = None
    inverted: bool = False


def record_drop(
    main: str, split: Split, figures: dict[str, dict[str, Figure]],
    suspects: Suspects, known: Known, place: Place,
) -> None:  # fmt: skip
    """Record what the fall of the main metric comes from, or that none is shown.

    Args:
        main: the metric.
        split: the falls and their parts.
        figures: of them, by metric and part.
        suspects: stages that explain the fall.
        known: what else was found that it may come from.
        place: where figures belong.
    """
    record = place.record
    if main not in split.falls:
        return
    total, before = figures[main]["total"], figures[main]["before"]
    if not falls(split.falls[main]):
        record.finding(
            "drop", "info", _no_fall(main, split.falls[main], total, before),
            clauses=("S8", "Q2"), figures=[total, before],
        )  # fmt: skip
        return
    metric, fall, written = main, split.falls[main], figures[main]
    severity: Severity = "high" if fall.total.value >= LARGE_FALL * scale_of(fall) else "medium"
    says, cannot = _verdict(fall, written, suspects, inverted=known.inverted)
    first, more = _before_all(known, written, suspects, place)
    by_decisions, decided = _by_decisions(main, split, figures)
    cited = [written[k] for k in ("total", "before", "threshold", "scoring", "inputs", "relation",
                                  "prior", "given_class", "mendable") if k in written]  # fmt: skip
    record.finding(
        "drop",
        severity,
        f"Against the reference the {words_of(metric)} is worse by {written['total']} (from "
        f"{written['before']}). {first}{says}{by_decisions} What can't be told: {cannot}",
        clauses=("Q2", "S8", "P5"),
        figures=[*cited, *more, *decided],
        confidence="medium",
        question="What was released, repriced, re-exported or redefined when it began?",
    )  # fmt: skip


def _before_all(
    known: Known, written: dict[str, Figure], suspects: Suspects, place: Place
) -> tuple[str, list[Figure]]:
    """Say what has to be looked at before any part of the fall is blamed."""
    says, cited = "", []
    if known.selection is not None:
        above, below = known.selection
        cited += [above, below]
        says += (
            f"The prediction now decides which outcomes are seen ({above} of those of high "
            f"predictions, {below} of the others), as it did not before: "
        )
        if "inputs" in written and float(written["inputs"].value) > 0:
            says += f"rows of other kinds are judged, which accounts for {written['inputs']}. "
        else:
            says += "other rows are judged. "
    if known.jump_at is not None:
        cited.append(known.jump_at)
        says += (
            f"Outcomes jump at a score of {known.jump_at}: decisions seem to make them, which "
            "looks like another relation; settle that first. "
        )
    untouched = known.untouched
    if untouched is not None:
        rows = place.record.figure("untouched_rows", untouched.rows, unit="rows")
        left = place.write(f"{untouched.fall.metric}_fall_on_untouched_rows",
                           untouched.fall.total)  # fmt: skip
        cited += [left, rows]
        says += f"On the {rows} rows without {untouched.trouble} " + (
            f"no fall that counts shows ({left}): it is of the other rows. "
            if untouched.explains
            else f"the fall is {left}. "
        )
    return says, cited


def _by_decisions(
    main: str, split: Split, figures: dict[str, dict[str, Figure]]
) -> tuple[str, list[Figure]]:
    """Say what a threshold that moved did to decisions, where the main metric is of the order."""
    fall = split.falls.get("accuracy")
    if main == "accuracy" or fall is None or fall.threshold is None:
        return "", []
    if not is_part(fall.threshold, fall):
        return "", []
    part, total = figures["accuracy"]["threshold"], figures["accuracy"]["total"]
    return (
        f" Of the fall of {total} in accuracy the threshold that moved accounts for {part}.",
        [part, total],
    )


def _no_fall(metric: str, fall: Fall, total: Figure, before: Figure) -> str:
    """Say that no fall is shown: it is shown to be small, or can't be told yet."""
    words = f"Against the reference (from {before}) "
    least = SMALLEST_GAIN * scale_of(fall)
    if judge_gain(fall.total.value, fall.total.interval, least) == "small":
        return f"{words}a fall in {words_of(metric)} that counts is ruled out: it is {total}."
    if fall.total.value < least:
        return (
            f"{words}no fall in {words_of(metric)} shows: it is {total}, with an interval that "
            "leaves room for one that counts."
        )
    return (
        f"{words}whether the {words_of(metric)} fell can't be told yet: a fall of {total} has "
        f"{why_undecided(fall.total.interval)}."
    )


def _left(found: Estimate | None, fall: Fall) -> str:
    """Say of the rest beside a part whether it is shown to be small."""
    if not_named(found, fall) == NO_CHANGE:
        return "nothing counts"
    return "nothing is told from zero"


def _verdict(
    fall: Fall, written: dict[str, Figure], suspects: Suspects, *, inverted: bool
) -> tuple[str, str]:
    """Say which explanation fits, and what the data can't tell apart."""
    if inverted:
        says = "The outcomes look as if they were recorded the other way round: settle that first."
        return says, "what else changed, until that is settled."
    first, cannot = _by_stages(fall, written, suspects)
    says, more = _of_what_is_left(fall, written, suspects)
    mendable = fall.mendable is not None and is_positive(fall.mendable)
    if "threshold_and_calibration" in suspects and mendable:
        says += f" Recalibration on current rows would give back {written['mendable']}."
    return first + says, "; ".join([*cannot, *more]) + "."


def _by_stages(fall: Fall, written: dict[str, Figure], suspects: Suspects) -> tuple[str, list[str]]:
    """Say what ingestion, decisions and scoring did, and what can't be told of it."""
    cannot = ["causes that no column shows (an input that isn't in the table)"]
    first = ""
    if "schema" in suspects:
        first = f"Look at ingestion first ({suspects['schema']})"
        first += ". " if "touched" in suspects else ": "
    if fall.threshold is not None and is_part(fall.threshold, fall):
        first += (
            f"Decisions are made at another threshold: that accounts for {written['threshold']}. "
        )
        cannot.append("whether it was moved on purpose")
    if "scoring" in suspects:
        what = suspects["scoring"].removesuffix(" for the same inputs")
        first += f"The same inputs now get {what}: that accounts for {written['scoring']}. "
        cannot.append("whether the model, its recalibration or the preparation of its inputs was "
                      "changed")  # fmt: skip
    return first, cannot


def _of_what_is_left(
    fall: Fall, written: dict[str, Figure], suspects: Suspects
) -> tuple[str, list[str]]:
    """Say what inputs, prior and relation did, and what can't be told of it."""
    cannot: list[str] = []
    by_prior = (
        "prior" in suspects and fall.given_class is not None and not is_positive(fall.given_class)
    )
    by_inputs = "features" in suspects and "relation" not in suspects
    if by_prior and not by_inputs:
        says = (
            f"The shares of the classes explain it ({written['prior']}); of what is left within "
            f"each class ({written['given_class']}) {_left(fall.given_class, fall)}."
        )
        cannot.append("whether the world or the recording of outcomes moved the shares")
    elif by_prior:
        says = (
            f"Other shares of the classes ({written['prior']}) explain it as well as other inputs "
            f"({written['inputs']})."
        )
        cannot.append("which of the two it is: either would look like this")
    elif by_inputs:
        what = suspects["features"].capitalize()
        alone = "" if what == "Other inputs" else ", though no input moved by itself"
        says = (
            f"{what} explain it ({written['inputs']}){alone}; of what is left on rows of the same "
            f"kind ({written['relation']}) {_left(fall.relation, fall)}."
        )
    elif "relation" in suspects:
        share = f", and other inputs {written['inputs']}" if "features" in suspects else ""
        says = (
            "The same inputs lead to other outcomes: the relation accounts for "
            f"{written['relation']}{share}."
        )
        cannot.append("whether the relation changed, or the recording of outcomes, or an input's "
                      "meaning")  # fmt: skip
    elif "touched" in suspects:
        says = "No other part is blamed."
    elif "selection" in suspects:
        says = "No input, share of the classes or relation is blamed."
    elif fall.inputs is None:
        says = "The periods share too few rows of the same kind for inputs and relation to be told."
        cannot.append("inputs from relation")
    elif "scoring" in suspects and not_named(fall.relation, fall) == NO_CHANGE:
        says = (
            "Scored as before, rows of the same kind have kept their relation to outcomes "
            f"({written['relation']})."
        )
    elif "scoring" in suspects or (fall.threshold is not None and is_part(fall.threshold, fall)):
        says = "Of what is left no part can be told from zero."
    else:
        says = "No single part can be told from zero."
        cannot.append("the parts from each other, as each has an interval that includes zero")
    return says, cannot
