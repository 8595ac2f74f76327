"""What the tests of the prompts share: the ids, a tool list, and how tokens are counted."""

from __future__ import annotations

from ml_engineer_prompts import ToolLine

THE_32 = [
    "B0", "P1", "P2", "P3", "P4", "P5",
    "S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8",
    "A1", "A2", "A3", "A4", "H1", "H2", "H3", "H4", "H5",
    "R1", "R2", "R3", "R4", "Q1", "Q2", "Q3", "Q4",
]  # fmt: skip

TOOLS = [
    ToolLine("profile_dataset", "What this table is: types, missing values, keys, likely roles."),
    ToolLine("check_leakage", "Whether a score on this data can be believed."),
    ToolLine("train_baselines", "What trivial, naive, linear and boosted models reach."),
    ToolLine("check_parity", "Whether serving computes the features that training saw."),
    ToolLine("measure_drift", "What moved between two tables, by how much, does it matter."),
    ToolLine("evaluate_predictions", "How good an existing model is, and where it fails."),
    ToolLine("record_data_card", "Drafts what a person attests of origin, licence and labels."),
    ToolLine("plan_release", "Whether it may be released; rollout, fallback, monitors."),
    ToolLine("calculate", "Derived figures from handles."),
    ToolLine("read_evidence", "More figures of a measurement, by handle."),
]


def tokens(text: str) -> float:
    """Tokens as the project counts them: UTF-8 bytes / 3, with no tokenizer."""
    return len(text.encode()) / 3
