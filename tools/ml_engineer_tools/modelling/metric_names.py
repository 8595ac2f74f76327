"""Metrics in words: how statements and answers name them."""

METRIC_NAMES = {
    "roc_auc": "ROC AUC",
    "macro_roc_auc": "macro ROC AUC",
    "average_precision": "average precision",
    "brier": "Brier score",
    "log_loss": "log loss",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "macro_f1": "macro F1",
    "mae": "mean absolute error",
    "rmse": "root mean squared error",
    "poisson_deviance": "Poisson deviance",
    "r2": "R2",
    "cost_per_1000": "cost per 1,000 decisions",
}


def metric_words(metric: str, *, start: bool = False) -> str:
    """Return a metric in words; `start` begins a sentence."""
    name = METRIC_NAMES[metric]
    return name[0].upper() + name[1:] if start else name
