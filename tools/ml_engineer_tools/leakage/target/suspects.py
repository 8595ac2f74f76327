"""Suspects: features that say too much alone, or that behave like effects of the target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.ablation import Ablation, Loss
from ml_engineer_tools.leakage.target.copies import Source, gather_copies
from ml_engineer_tools.leakage.target.direction import Direction
from ml_engineer_tools.leakage.target.parts import Part, with_telling_parts
from ml_engineer_tools.leakage.target.probe import MODEL_COLUMNS, WIDE, Probe, strongest_columns
from ml_engineer_tools.leakage.target.rule import (
    NEAR_PERFECT,
    Case,
    grade,
    grade_effects,
    is_few,
    lower_end,
    stands_apart,
)
from ml_engineer_tools.leakage.target.singles import Singles, score_singles

if TYPE_CHECKING:
    import pandas as pd

CONSIDERED = 20
"""Best columns among which copies and suspects are looked for."""
TOGETHER = 3
"""Features at most that may stand apart together."""
ROUNDS = 5
"""Suspects at most that are taken away one after the other."""
MISSINGNESS_PART = 0.9
"""Part of a column's score above chance that its missingness has to reach to be named for it."""
LUCK = 0.01
"""Probability under no relation up to which a score is no luck."""
COPY_ROWS = 5_000
"""Rows on which columns are compared with each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Suspicion:
    """Features under suspicion, with the two models that were compared.

    Attributes:
        columns: copies included, the strongest first.
        sources: the features that they come from.
        alone: score of the weakest source alone.
        next_best: best score among the columns that are left.
        loss: of the model without them.
        severity: low for a column that is only told.
        p_value: how probable such a score is without any relation.
        is_effect: whether they are suspected for behaving like effects of the target.
        by_strength: whether nothing speaks against them but that they are strong.
    """

    columns: tuple[str, ...]
    sources: tuple[Source, ...]
    alone: float
    next_best: float
    loss: Loss
    severity: Severity
    p_value: float
    is_effect: bool = False
    by_strength: bool = False


def read_singles(
    inputs: Inputs, probe: Probe, sample: pd.DataFrame, explained: tuple[str, ...]
) -> tuple[Singles, dict[str, Part]]:
    """Score every feature alone, by its most telling part where that says more than the whole.

    Args:
        inputs: the surroundings.
        probe: rows and folds.
        sample: the same rows with all columns.
        explained: columns that other checks have found already; they are left out.

    Returns:
        The features with their scores, and which part stands in the place of which column.
    """
    names = [str(name) for name in probe.frame.columns if name not in explained]
    if len(names) > WIDE:
        names = strongest_columns(probe, names, MODEL_COLUMNS)
        inputs.record.note(
            "The table is wide: the strongest columns by a cheap score were scored out of fold."
        )
    time = inputs.roles.time
    times = {time: sample[time]} if time and inputs.train.column(time).is_temporal else {}
    probe, parts = with_telling_parts(replace(probe, frame=probe.frame[names]), times)
    return score_singles(probe, names), parts


def find_suspects(
    inputs: Inputs, singles: Singles, parts: dict[str, Part], fair: tuple[str, ...] = ()
) -> Found:
    """Look for suspects among the features, and record them.

    What stands apart only a little (low) is told as the strongest column, and is no suspect.

    Args:
        inputs: the surroundings.
        singles: the features; models here go without all others.
        parts: which part stands in the place of which column.
        fair: columns that are known to be no leak, however much they say.
    """
    from ml_engineer_tools.leakage.target.suspect_findings import record_scores, report

    if not singles.found:
        return Found()
    figures = record_scores(inputs, singles)
    found = Found()
    gaps = _missingness(singles)
    for suspicion in search(singles, gaps, set(fair)):
        told = report(inputs, singles, suspicion, figures, gaps, parts)
        if suspicion.severity != "low":
            made = [parts[name].derived(name) for name in suspicion.columns if name in parts]
            found = found.plus(Found(suspicion.columns, tuple(told), tuple(made)))
    return found


def _missingness(singles: Singles) -> dict[str, float]:
    """Return the score of the missingness of those best columns that it accounts for."""
    probe, found = singles.probe, {}
    for name, value in list(singles.scores.items())[:CONSIDERED]:
        alone = probe.missingness_score(name)
        part = MISSINGNESS_PART * (value - probe.chance)
        if alone is not None and part > 0 and alone - probe.chance >= part:
            found[name] = alone
    return found


def search(singles: Singles, gaps: dict[str, float], fair: set[str]) -> list[Suspicion]:
    """Look for the suspects at the top, leave them out, and look again; then for effects.

    Args:
        singles: the features.
        gaps: those whose missingness says what they say.
        fair: those that are no suspects.
    """
    probe = singles.probe
    scores = singles.scores
    top = dict(list(scores.items())[:CONSIDERED])
    ablation = Ablation(probe, scores)
    sources = gather_copies(probe.of_rows(COPY_ROWS).frame, top, set(gaps))
    left = [source for source in sources if not fair & set(source.columns)]
    found: list[Suspicion] = []
    for _ in range(ROUNDS):
        suspicion = _first_apart(singles, ablation, left, found, gaps)
        if suspicion is None:
            break
        found.append(suspicion)
        if suspicion.severity == "low" or len(suspicion.sources) > 1:
            break
        left = [source for source in left if source not in suspicion.sources]
    effects = _effects(singles, ablation, left, found, fair)
    if effects is not None:
        found = [one for one in found if not set(one.columns) & set(effects.columns)]
        found.append(effects)
    return found


def _first_apart(
    singles: Singles,
    ablation: Ablation,
    left: list[Source],
    found: list[Suspicion],
    gaps: dict[str, float],
) -> Suspicion | None:
    """Try the best source, then the best two, then the best three."""
    probe = singles.probe
    gone = {name for suspicion in found for name in suspicion.columns}
    # What stands apart needs others to stand apart from, and a set has to be the smaller part.
    for k in range(1, min(TOGETHER, len(left)) + 1):
        others = len(left) - k
        alone = left[k - 1].score
        next_best = max(left[k].score if k < len(left) else probe.chance, probe.chance)
        low = lower_end(probe.task, alone, probe.y)
        apart = others > k and stands_apart(probe.task, alone, next_best)
        if low < NEAR_PERFECT and not apart:
            continue
        p_value = singles.null().p_value(alone)
        if p_value > LUCK:
            break
        columns = tuple(name for source in left[:k] for name in source.columns)
        loss = ablation.loss(set(columns), gone)
        copies = set(columns[1:]) if k == 1 else set()
        direction = singles.directions(gone | copies).get(columns[0]) if k == 1 else None
        case = Case(
            alone, low, next_best, loss.without_it, loss.drop, loss.drop_low, k,
            by_missingness=set(columns) <= set(gaps), direction=direction,
        )  # fmt: skip
        severity = grade(probe.task, case)
        if severity is not None:
            sources = tuple(left[:k])
            return Suspicion(
                columns, sources, alone, next_best, loss, severity, p_value,
                by_strength=case.by_strength,
            )  # fmt: skip
    return None


def _effects(
    singles: Singles,
    ablation: Ablation,
    left: list[Source],
    found: list[Suspicion],
    fair: set[str],
) -> Suspicion | None:
    """Look for the few columns that behave like effects of the target, among many that don't."""
    told = [one for one in found if one.severity != "low"]
    gone = {name for suspicion in told for name in suspicion.columns}
    sources = {source.columns[0]: source for source in left}
    # Copies of one column would be taken for others that it goes with.
    copies = {name for source in left for name in source.columns[1:]}
    known = singles.directions(gone | copies)
    leads = _leads(singles, known, gone | copies, fair)
    if not leads:
        return None
    columns = tuple(n for lead in leads for n in (sources[lead].columns if lead in sources
                                                  else (lead,)))  # fmt: skip
    best = singles.scores[leads[0]]
    task = singles.probe.task
    if grade_effects(task, len(leads), len(known), best, 1.0, 1.0) is None:
        return None
    loss = ablation.loss(set(columns), gone)
    severity = grade_effects(task, len(leads), len(known), best, loss.drop, loss.drop_low)
    if severity is None:
        return None
    others = [singles.scores[name] for name in known if name not in leads]
    chosen = tuple(sources.get(lead, Source((lead,), singles.scores[lead])) for lead in leads)
    weakest = singles.scores[leads[-1]]
    p_value = singles.null().p_value(weakest)
    return Suspicion(columns, chosen, weakest, max(others), loss, severity, p_value, is_effect=True)


def _leads(
    singles: Singles, known: dict[str, Direction], left_out: set[str], fair: set[str]
) -> list[str]:
    """Return the columns that behave like effects, best first.

    Beside a strong effect of the target every honest column looks like an effect, as the target is
    all that the two have in common. So where most columns look like effects, and the best one
    surely, the others are judged again without it: if they no longer do, it is the one.
    """
    leads = [name for name, direction in known.items() if direction.is_effect and name not in fair]
    if not leads or is_few(len(leads), len(known)):
        return leads
    lead = leads[0]
    if lead != next(iter(known)) or not known[lead].is_surely_effect:
        return leads
    again = singles.directions(left_out | {lead})
    others = sum(direction.is_effect for direction in again.values())
    return [lead] if is_few(others + 1, len(again) + 1) or others <= 1 else leads
