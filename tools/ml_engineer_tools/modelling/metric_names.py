"""Metrics in words: how statements and answers name them."""

METRIC_NAMES = {
    "roc_auc": "ROC AUC",
    "macro_roc_auc": "macro ROC AUC",
    "accuracy": "accuracy",
    "mae": "mean absolute error",
    "r2": "R2",
}
