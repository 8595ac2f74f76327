"""Names of leakage checks and figures that other rooms ask for."""

STRENGTH_ALONE = "strong_feature"
"""The check that asks about a feature for nothing but its strength."""

TARGET_LEAKS = (
    "suspect_feature",
    STRENGTH_ALONE,
    "deterministic_copy",
    "arithmetic_identity",
    "partial_leak",
    "target_encoding",
    "target_lead",
)
"""Checks whose findings put the columns themselves under suspicion."""

AGGREGATES = "aggregate_past_split"
"""The check of features that are an aggregate over later rows, or rows of the test."""

DUPLICATES = "duplicate_rows"
"""The check of rows that equal another row of the same table."""

FEATURES_JUDGED = "suspect_columns"
"""The figure that a check leaves only if it could score the features."""

ENTITY_CHECKS = ("entity_overlap", "fold_entity_overlap", "entity_split", "entity_found")
"""Checks whose first column names an entity, given or found."""

JOINT_ENTITY = "entity_profile"
"""The check whose columns name an entity together."""

TIME_ORDER, FILE_ORDER = "time_order", "file_order"
"""Checks that found an order: the first column says when, or the file itself is the order."""

SPLIT_STRESS, IMPACT, PERSISTENCE = "split_stress", "impact", "below_persistence"
"""What is lost under another split, what is lost without the suspects, and a naive floor that the
quick model does not reach."""
