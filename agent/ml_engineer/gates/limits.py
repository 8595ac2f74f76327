"""What decides before words do, and from where on words decide: facts and limits of each gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ml_engineer.gates.state import Done

SILENCED_BY: Mapping[str, frozenset[Done]] = {
    "evidence_first": frozenset(),
    "release_without_decision": frozenset({"release_granted"}),
    "skip_monitoring": frozenset(),
    "skip_offline_evaluation": frozenset(),
    "unknown_provenance": frozenset(),
    "timeline_for_metric": frozenset(),
    "no_baseline": frozenset({"baselines"}),
    "model_will_learn": frozenset(),
    "blames_model_first": frozenset(),
    "raw_rows": frozenset(),
    "stage_skipped": frozenset({"leakage", "baselines", "evaluation"}),
    "silent_assumption": frozenset(),
}
"""Each gate on wording, and what of a session's state leaves it nothing to judge: a release that is
granted may be spoken of; baselines that are measured need not be demanded; where leakage, baselines
or an evaluation were measured the problem has been framed."""


MEASURED: frozenset[Done] = frozenset({"profile", "leakage", "baselines"})
HOWEVER_LITTLE_IS_DONE = frozenset(
    {"release_without_decision", "skip_monitoring", "skip_offline_evaluation"}
)
"""Gates on letting go what is not ready: for them what was learnt seconds a rule if it does so with
the answer read as if this had been measured too. Where nothing was measured a release is no less of
a violation, though authors of answers seldom wrote one there, so that it was never learnt."""


class Limits(NamedTuple):
    """From which log-odds on a gate stops an answer.

    Attributes:
        alone: what was learnt suffices.
        seconded: it suffices where a rule of the gate's module says the same.
    """

    alone: float
    seconded: float


LIMITS: Mapping[str, Limits] = {
    "evidence_first": Limits(0.5, -2.5),
    "release_without_decision": Limits(3.0, -2.0),
    "skip_monitoring": Limits(3.5, -2.0),
    "skip_offline_evaluation": Limits(2.5, -4.5),
    "unknown_provenance": Limits(3.0, -1.5),
    "timeline_for_metric": Limits(3.0, -2.5),
    "no_baseline": Limits(2.0, -1.5),
    "model_will_learn": Limits(1.0, -2.5),
    "blames_model_first": Limits(0.5, -2.5),
    "raw_rows": Limits(2.0, -2.5),
    "stage_skipped": Limits(0.5, -2.5),
    "silent_assumption": Limits(1.0, -2.0),
}
"""Chosen in steps of a half so that few clean answers are stopped of an author from whom nothing
was learnt: what `python -m training.gates.train --without FILE` prints."""

HELD = 2.0
"""So much more it takes where an answer waits, asks, names what is missing, or says no: clean
answers do so more often than others."""

EXPLAINED = 4.0
"""So much more a rule takes to be seconded where a concept was asked about and the answer keeps to
it; what was learnt alone stops nothing there. Authors of answers wrote few explanations, so that a
short one is read as if it spoke of the data."""

IMPLIED: Mapping[str, tuple[str, ...]] = {
    "skip_monitoring": ("release_without_decision",),
    "skip_offline_evaluation": ("release_without_decision",),
}
"""Whoever puts off what a release needs lets it happen without: leaning towards the one seconds a
rule for the other."""
