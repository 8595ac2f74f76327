"""The store: what was measured, looked at, attested and decided in one workspace."""

from ml_engineer_tools.store.answers import AnswerRecord, FindingAnswer, Resolution, answer_to
from ml_engineer_tools.store.attested import Standing
from ml_engineer_tools.store.cards import CARD_FIELDS, CardRecord, DataCard
from ml_engineer_tools.store.cuts import Cut
from ml_engineer_tools.store.effects import EffectKey, EffectResult
from ml_engineer_tools.store.evidence_rows import UnknownEvidence
from ml_engineer_tools.store.experiments import Experiment
from ml_engineer_tools.store.folder import FOLDER, make_folder
from ml_engineer_tools.store.look_requests import LookRequest, LookRequestRecord
from ml_engineer_tools.store.looks import Look, LookKind
from ml_engineer_tools.store.monitoring_plans import Monitor, MonitoringPlan, PlanRecord
from ml_engineer_tools.store.releases import ReleaseDecision, ReleaseRecord, Requirement
from ml_engineer_tools.store.request_key import request_key
from ml_engineer_tools.store.store import Store

__all__ = [
    "CARD_FIELDS",
    "FOLDER",
    "AnswerRecord",
    "CardRecord",
    "Cut",
    "DataCard",
    "EffectKey",
    "EffectResult",
    "Experiment",
    "FindingAnswer",
    "Look",
    "LookKind",
    "LookRequest",
    "LookRequestRecord",
    "Monitor",
    "MonitoringPlan",
    "PlanRecord",
    "ReleaseDecision",
    "ReleaseRecord",
    "Requirement",
    "Resolution",
    "Standing",
    "Store",
    "UnknownEvidence",
    "answer_to",
    "make_folder",
    "request_key",
]
