"""The playbook's rules, all of them, by intent."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.rule_notation import Intent, Rule
from ml_engineer.models.playbook.rules.data import DATA
from ml_engineer.models.playbook.rules.dates import DATES
from ml_engineer.models.playbook.rules.decay import DECAY
from ml_engineer.models.playbook.rules.elsewhere import ELSEWHERE
from ml_engineer.models.playbook.rules.evaluation import EVALUATION
from ml_engineer.models.playbook.rules.explaining import EXPLAINING
from ml_engineer.models.playbook.rules.follow_ups import FOLLOW_UPS
from ml_engineer.models.playbook.rules.leakage import LEAKAGE
from ml_engineer.models.playbook.rules.measures import MEASURES
from ml_engineer.models.playbook.rules.monitoring import MONITORING
from ml_engineer.models.playbook.rules.release import RELEASE
from ml_engineer.models.playbook.rules.wishes import WISHES
from ml_engineer.models.playbook.rules.yardsticks import YARDSTICKS

__all__ = ["RULES"]

REFUSED: tuple[Intent, ...] = (
    "deploy_without_monitoring",
    "skip_offline_evaluation",
    "unknown_provenance",
    "promise_timeline",
)
"""What the playbook refuses. Of two intents with the same score the earlier wins: these do."""

BY_INTENT: Mapping[Intent, tuple[Rule, ...]] = {
    **WISHES,
    **DECAY,
    **DATES,
    **RELEASE,
    **DATA,
    **LEAKAGE,
    **YARDSTICKS,
    **MEASURES,
    **EVALUATION,
    **MONITORING,
    **EXPLAINING,
    **FOLLOW_UPS,
    **ELSEWHERE,
}

RULES: Mapping[Intent, tuple[Rule, ...]] = {
    **{intent: BY_INTENT[intent] for intent in REFUSED},
    **BY_INTENT,
}
