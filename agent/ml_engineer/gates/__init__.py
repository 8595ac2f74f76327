"""Gates: each judges one thing about an answer and names its clause; all judge together."""

from ml_engineer.gates import (
    blames_model_first,
    model_will_learn,
    no_baseline,
    raw_rows,
    release_without_decision,
    silent_assumption,
    skip_monitoring,
    skip_offline_evaluation,
    stage_skipped,
    timeline_for_metric,
    unknown_provenance,
)
from ml_engineer.gates.base import (
    Draft,
    Gate,
    Judgement,
    MarkIt,
    Revise,
    Verdict,
    judge_all,
    mark_text,
)
from ml_engineer.gates.evidence_first import EvidenceFirst
from ml_engineer.gates.number_grounding import NumberGrounding

DEFAULT_GATES: tuple[Gate, ...] = (
    EvidenceFirst(),
    NumberGrounding(),
    release_without_decision.GATE,
    skip_monitoring.GATE,
    skip_offline_evaluation.GATE,
    unknown_provenance.GATE,
    timeline_for_metric.GATE,
    no_baseline.GATE,
    model_will_learn.GATE,
    blames_model_first.GATE,
    stage_skipped.GATE,
    silent_assumption.GATE,
    raw_rows.GATE,
)
"""The gates of every session, in the order in which their verdicts are listed."""

__all__ = [
    "DEFAULT_GATES",
    "Draft",
    "EvidenceFirst",
    "Gate",
    "Judgement",
    "MarkIt",
    "NumberGrounding",
    "Revise",
    "Verdict",
    "judge_all",
    "mark_text",
]
