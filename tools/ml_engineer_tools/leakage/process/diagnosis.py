"""The diagnosis of a script: its flaws, each told once, worst first."""

from __future__ import annotations

from ml_engineer_tools.evidence import SEVERITIES
from ml_engineer_tools.leakage.process.analysis import Analysis
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.rules.before_split import before_split, refitted
from ml_engineer_tools.leakage.process.rules.boundaries import ignored_boundaries
from ml_engineer_tools.leakage.process.rules.choices import chosen_on_test
from ml_engineer_tools.leakage.process.rules.features import telling_features
from ml_engineer_tools.leakage.process.rules.scores import Scores
from ml_engineer_tools.leakage.process.rules.training_rows import scored_on_training


def diagnose(analysis: Analysis) -> list[Flaw]:
    """Return the flaws of a script, each line and kind once: worst first, then by line."""
    events = analysis.events
    scores = Scores.of(events)
    found = [
        *before_split(events, scores),
        *refitted(events),
        *chosen_on_test(events, scores),
        *scored_on_training(events, scores),
        *telling_features(events),
        *ignored_boundaries(events, scores),
    ]
    worst: dict[tuple[str, int], Flaw] = {}
    for flaw in sorted(found, key=_by_weight):
        worst.setdefault((flaw.kind, flaw.line), flaw)
    return sorted(worst.values(), key=_by_weight)


def _by_weight(flaw: Flaw) -> tuple[int, int, str, int]:
    return (SEVERITIES.index(flaw.weight), flaw.line, flaw.kind, flaw.other_line)
