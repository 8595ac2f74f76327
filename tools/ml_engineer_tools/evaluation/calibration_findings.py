"""Calibration as figures and findings."""

from __future__ import annotations

from ml_engineer_tools.evaluation.calibration import Calibration, balanced_weight
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.place import SIGNIFICANT, Place, lies_off
from ml_engineer_tools.evidence import Figure, Severity

CALIBRATION_ERROR = 0.02
"""Calibration error beyond that of chance from which probabilities are off: a convention."""

LARGE_CALIBRATION_ERROR = 0.05

GAP_OFF = 0.01
"""Mean score minus rate beyond which the whole interval has to lie to be told: a convention."""

SLOPE_OFF = 0.05
"""Distance of the calibration slope from 1 beyond which the whole interval has to lie to be told:
a convention."""

ODDS_OFF = 1.5
"""Odds that are off by this factor or more are told as such: a convention."""

EVENLY = 0.3
"""How far the slope may be from 1 for odds to be off evenly, and for scores to be no more extreme
than they should be by an amount that counts: a convention."""


FEWEST_HAPPENED = 10
"""Outcomes of the rarer kind below which probabilities can't be taken at their word yet: as few as
can't tell two models apart either. A convention."""


def record_calibration(
    found: Calibration,
    place: Place,
    *,
    headline: bool = False,
    brier: Figure | None = None,
    learnt: float | None = None,
    in_reference: bool = False,
) -> None:
    """Record the reliability curve, Brier score, calibration error, slope, and what they say.

    Args:
        found: what was measured.
        place: where figures belong.
        headline: whether the calibration error belongs into the short view.
        brier: the figure of the Brier score on the same rows, if it was recorded already.
        learnt: the share of positives among the rows learnt from, of a model that was trained
            here, without weights, or in the reference, where the odds were right; None of a model
            that somebody else trained, or whose odds were off before.
        in_reference: it is the reference's.
    """
    rows = found.brier.rows
    write = place.write
    for k, piece in enumerate(found.curve, start=1):
        name = f"bin {k} of {len(found.curve)}"
        write("bin_mean_score", Estimate(piece.mean_score, None, piece.rows), slice=name)
        write("bin_observed_rate", piece.rate, slice=name)
    if brier is None:
        write("brier", found.brier)
    if found.brier_skill is not None:
        write("brier_skill", Estimate(found.brier_skill, None, rows))
    error = write("expected_calibration_error", Estimate(found.error, None, rows),
                  headline=headline)  # fmt: skip
    chance = write("calibration_error_by_chance", Estimate(found.error_by_chance, None, rows))
    p_value = write("calibration_p_value", Estimate(found.error_p_value, None, rows))
    gap = write("mean_score_minus_rate", found.gap)
    slope = write("calibration_slope", found.slope) if found.slope is not None else None
    bins = place.record.convention(
        "calibration_bins", len(found.curve), source="bins of about equal numbers of rows"
    )
    excess = found.error - found.error_by_chance
    figures = [error, chance, p_value, gap, bins, *([slope] if slope else [])]
    by_bins = excess >= CALIBRATION_ERROR and found.error_p_value < SIGNIFICANT
    by_gap = lies_off(found.gap, by=GAP_OFF)
    by_slope = found.slope is not None and lies_off(found.slope, 1.0, SLOPE_OFF)
    if not (by_bins or by_gap or by_slope):
        _tell_none(found, place, figures, slope)
        return
    far = by_bins and excess >= LARGE_CALIBRATION_ERROR
    severity: Severity = "medium" if far else "low"
    way = "too high" if found.gap.value > 0 else "too low"
    reasons = []
    if lies_off(found.gap):
        reasons.append(f"on average they are {way} (mean score minus rate {gap})")
    if slope is not None and found.slope is not None and lies_off(found.slope, 1.0):
        said = _slope_says(found.slope)
        reasons.append(f"they {said} (calibration slope {slope}, where one is right)")
    of_bins = f"the expected calibration error is {error} over {_of_bins(found, bins)}"
    if by_bins:
        told = "; ".join((f"{of_bins}, where chance alone would make it {chance}", *reasons))
    else:
        told = f"{'; '.join(reasons)}; {of_bins}, and chance alone would make it {chance}"
    place.record.finding(
        "calibration",
        severity,
        f"The probabilities{place.whose} can't be taken at their word: {told}.",
        clauses=("S6",),
        figures=figures,
        confidence="high",
        question="Are the scores used as probabilities, or only to put rows in order?",
        harmless_if="only the order of the scores is used, and the threshold was chosen on them",
    )
    _record_odds(found, place, learnt, in_reference=in_reference)


def _slope_says(slope: Estimate) -> str:
    if slope.interval is not None and slope.interval[1] < 0:
        return "run against the outcomes: the higher the score, the fewer of them are positive"
    if slope.interval is not None and slope.value < 1 and slope.interval[0] <= 0:
        return "say little of the outcomes, and are far too extreme for that"
    return "are too extreme" if slope.value < 1 else "are not spread enough"


def _tell_none(
    found: Calibration, place: Place, figures: list[Figure], slope: Figure | None
) -> None:
    """Say that nothing shows: because there is nothing that counts, or because rows are few."""
    error, chance, _, gap, bins = figures[:5]
    visible = place.write("calibration_error_visible",
                          Estimate(found.visible_error, None, found.brier.rows))  # fmt: skip
    shows = (
        f"the expected calibration error is {error} over {_of_bins(found, bins)}, and chance alone "
        f"would make it {chance}"
    )
    unseen = []
    happened = round(_rate(found) * found.brier.rows)
    rarer = min(happened, found.brier.rows - happened)
    if rarer < FEWEST_HAPPENED:
        counted = place.record.figure("rarer_outcomes", rarer, unit="rows", model=place.model,
                                      n=found.brier.rows)  # fmt: skip
        figures = [*figures, counted]
        unseen.append(f"only {counted} of the rows are of the rarer class")
    if found.visible_error >= LARGE_CALIBRATION_ERROR:
        unseen.append(f"an error of less than {visible} beyond that would not surely show")
    if not _lies_within(found.gap, 0.0, LARGE_CALIBRATION_ERROR):
        unseen.append(f"the mean score minus the rate ({gap}) has a wide interval")
    if slope is not None and found.slope and not _lies_within(found.slope, 1.0, EVENLY):
        unseen.append(f"the calibration slope ({slope}, where one is right) has a wide interval")
    if unseen:
        says = (
            f"Whether the probabilities{place.whose} can be taken at their word can't be told yet "
            f"from these rows: {shows}; but {', and '.join(unseen)}."
        )
    else:
        says = (
            f"The probabilities{place.whose} can be taken at their word: {shows}; an error of "
            f"{visible} or more beyond that would have shown."
        )
    place.record.finding("calibration", "info", says, clauses=("S6",), figures=[*figures, visible])


def _lies_within(found: Estimate, right: float, by: float) -> bool:
    """Tell whether an interval lies within `by` of the right value."""
    if found.interval is None:
        return False
    return found.interval[0] > right - by and found.interval[1] < right + by


def _of_bins(found: Calibration, bins: Figure) -> str:
    return f"{bins} bin{'' if len(found.curve) == 1 else 's'}"


def _rate(found: Calibration) -> float:
    return sum(piece.rate.value * piece.rows for piece in found.curve) / found.brier.rows


def _record_odds(
    found: Calibration, place: Place, learnt: float | None, *, in_reference: bool
) -> None:
    """Say that the odds are off by a factor, as class weights and resampling make them.

    A model that was trained here has neither; what makes its odds so is that positives have become
    more frequent, or rarer, since the rows learnt from.
    """
    factor = found.odds_factor
    rate = _rate(found)
    if factor is None or found.slope is None or not 0 < rate < 1:
        return
    off = 1 / factor
    if (
        max(off, factor) < ODDS_OFF
        or (found.slope.interval is None)
        or lies_off(found.slope, 1.0, EVENLY)
    ):
        return
    record, rows = place.record, found.brier.rows
    times = place.write("odds_inflation", Estimate(off, None, rows))
    if learnt is not None:
        _tell_base_rate(learnt, rate, off, times, place, rows, in_reference=in_reference)
        return
    balanced = place.write("balanced_class_weight", Estimate(balanced_weight(rate), None, rows))
    record.finding(
        "odds_inflation",
        "low",
        f"The odds{place.whose} are {times} times what they should be, evenly: a class weight, "
        f"or resampling, of that size does this (balancing these classes takes {balanced}). "
        "Dividing the odds by it mends the probabilities and leaves their order.",
        clauses=("S6",),
        figures=[times, balanced],
        question="Was the model trained with class weights or on resampled rows?",
    )


def _tell_base_rate(
    learnt: float,
    rate: float,
    off: float,
    times: Figure,
    place: Place,
    rows: int,
    *,
    in_reference: bool,
) -> None:
    """Say what the share of positives has to do with odds that are off, and were right before."""
    quantity = "positive_share_in_reference" if in_reference else "positive_share_learnt_from"
    before = place.write(quantity, Estimate(learnt, None, rows))
    now = place.write("positive_share_judged", Estimate(rate, None, rows))
    odds = [share / max(1 - share, 1e-9) for share in (learnt, rate)]
    explains = (off < 1) == (odds[1] > odds[0]) and _factor(odds[0], odds[1]) >= ODDS_OFF
    way = "risen" if rate > learnt else "fallen"
    those, these = "the rows learnt from", "the rows that judge"
    right, what = "it was trained without class weights", "what leads to the outcome has changed"
    if in_reference:
        those, these = "the reference", "the current rows"
        right, what = "in the reference they were right", "look at what moved since"
    why = (
        f"the share of positives has {way} from {before} of {those} to {now} of {these}"
        if explains
        else f"the share of positives, {before} of {those} and {now} of {these}, does not explain "
        f"it: {what}"
    )
    place.record.finding(
        "odds_inflation",
        "low",
        f"The odds{place.whose} are {times} times what they should be, evenly; {right}: {why}. "
        "Dividing the odds by it mends the probabilities of such rows and leaves their order.",
        clauses=("S6", "S8"),
        figures=[times, before, now],
        question="Will the share of positives stay where it is now?",
    )


def _factor(first: float, second: float) -> float:
    low, high = sorted((first, second))
    return high / max(low, 1e-9)
