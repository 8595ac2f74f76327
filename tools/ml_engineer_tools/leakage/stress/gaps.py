"""Gaps: from how much on a difference between scores counts, and is severe."""

from __future__ import annotations

HIGH_GAP = {"roc_auc": 0.10, "macro_roc_auc": 0.10, "r2": 0.20}
"""Gap from which a random split is severe: one band of Hosmer & Lemeshow's scale for ROC AUC
(acceptable, excellent, outstanding); for R2 a convention."""
MEDIUM_GAP = {"roc_auc": 0.03, "macro_roc_auc": 0.03, "r2": 0.06}
"""Gap that is worth another split: conventions."""
