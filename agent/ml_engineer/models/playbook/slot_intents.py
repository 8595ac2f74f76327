"""What each intent lets a message name: where a date is a deadline, where a name is an outcome."""

from __future__ import annotations

from ml_engineer.models.playbook.rule_notation import Intent

__all__ = [
    "CHANGE_INTENTS",
    "DEADLINE_INTENTS",
    "GROUP_INTENTS",
    "LONE_INTENTS",
    "MEASURES",
    "NO_AUDIENCE",
    "OUTCOME_INTENTS",
    "PART_INTENTS",
    "PROMISES",
    "QUESTION_INTENTS",
    "RATIO_INTENTS",
    "SUSPECT_INTENTS",
    "WINDOW_INTENTS",
]

DEADLINE_INTENTS: frozenset[Intent] = frozenset(
    (
        "production_by_date",
        "promise_timeline",
        "deploy_without_monitoring",
        "skip_offline_evaluation",
        "can_we_ship",
        "rollout_plan",
    )
)
"""Where a date is when something must be there; elsewhere it is a period that is talked about."""

MEASURES: frozenset[Intent] = frozenset(("need_model", "baseline_question", "metric_choice"))
"""Where a column that something is asked for is the outcome."""

PROMISES: frozenset[Intent] = frozenset(("production_by_date",))
"""Where the name of a model tells what it predicts."""

LONE_INTENTS: frozenset[Intent] = frozenset(
    ("need_model", "baseline_question", "explain_prediction")
)
"""Where a name without a role is the target's, as a model or a score of it is asked for. With a
table attached it may as well be any other column of it, and the role has to be said."""

QUESTION_INTENTS: frozenset[Intent] = frozenset(("need_model", "baseline_question"))
"""Where a question that is quoted, or that is to be answered, is the outcome."""

OUTCOME_INTENTS: frozenset[Intent] = frozenset(
    (
        "need_model",
        "baseline_question",
        "more_data_or_better_model",
        "production_by_date",
        "can_we_ship",
        "leakage_question",
        "feature_availability",
        "metric_choice",
        "monitoring_plan",
        "unknown_provenance",
        "use_llm_or_deep_learning",
        "provide_information",
        "deploy_without_monitoring",
        "split_choice",
    )
)
"""Where what is said to be predicted is the outcome; elsewhere only names of columns count."""

GROUP_INTENTS: frozenset[Intent] = frozenset(
    (
        "need_model",
        "split_choice",
        "baseline_question",
        "drift_question",
        "monitoring_plan",
        "rollout_plan",
        "metric_choice",
        "performance_dropped",
        "leakage_question",
        "review_data",
        "provide_information",
        "cost_threshold",
        "what_if",
        "can_we_ship",
    )
)
"""Where the unit of rows may be told in words; elsewhere it has to be introduced as one."""

PART_INTENTS: frozenset[Intent] = frozenset(
    ("drift_question", "performance_dropped", "can_we_ship", "rollout_plan")
)
"""Where a question may be about a part of the rows."""

CHANGE_INTENTS: frozenset[Intent] = frozenset(("performance_dropped", "drift_question"))
"""Where the question is what changed, and since when."""

WINDOW_INTENTS: frozenset[Intent] = frozenset(
    ("split_choice", "more_data_or_better_model", "what_if", "can_we_ship", "need_model")
)
"""Where the stretch of time that rows come from is part of the question."""

SUSPECT_INTENTS: frozenset[Intent] = frozenset(("leakage_question", "feature_availability"))
"""Where a column that is merely mentioned stands under suspicion: it has no role yet."""

NO_AUDIENCE: frozenset[Intent] = frozenset(
    (
        "needs_language_model",
        "production_by_date",
        "promise_timeline",
        "skip_offline_evaluation",
        "deploy_without_monitoring",
        "out_of_scope",
        "provide_information",
    )
)
"""Where those whom something is told or written to are no matter of wording an answer."""

RATIO_INTENTS: frozenset[Intent] = frozenset(("cost_threshold", "what_if", "provide_information"))
"""Where bare numbers are costs, and no counts or times of day."""
