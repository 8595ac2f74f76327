"""Gates: each judges one thing about an answer and names its clause; all judge together."""

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

DEFAULT_GATES: tuple[Gate, ...] = (EvidenceFirst(), NumberGrounding())
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
