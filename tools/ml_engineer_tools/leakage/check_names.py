"""Names of leakage checks and figures that other rooms ask for."""

TARGET_LEAKS = ("suspect_feature", "deterministic_copy", "arithmetic_identity")
"""Checks whose findings put the columns themselves under suspicion."""

FEATURES_JUDGED = "suspect_columns"
"""The figure that a check leaves only if it could score the features."""
