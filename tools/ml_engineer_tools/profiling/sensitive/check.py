"""Sensitive attributes as evidence: columns to slice by."""

from __future__ import annotations

from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.sensitive.attributes import Attribute, sensitive_attribute
from ml_engineer_tools.tables.names import agreeing, listed


def check_sensitive_attributes(inputs: Inputs) -> None:
    """Record the columns that tell sex, age, ethnicity and the like."""
    types = inputs.semantic_types
    found = {
        name: attribute
        for name, values in inputs.values.items()
        if (attribute := sensitive_attribute(values, types[name])) is not None
    }
    if not found:
        return
    columns: dict[Attribute, list[str]] = {}
    for name, (ground, _) in found.items():
        columns.setdefault(ground, []).append(name)
    kinds = "; ".join(f"{ground} ({listed(names, 3)})" for ground, names in columns.items())
    figure = inputs.recorder.figure("sensitive_columns", len(found), unit="columns")
    sureness = {confidence for _, confidence in found.values()}
    inputs.recorder.finding(
        "sensitive_attribute",
        "info",
        f"{figure} {agreeing(len(found), 'column tells', 'columns tell')} what people are "
        f"protected by: {kinds}. Slice scores by it; don't train on it without thought.",
        columns=list(found),
        clauses=["S6", "R3"],
        figures=[figure],
        confidence="high" if sureness == {"high"} else "medium" if "low" not in sureness else "low",
        question="Does the model have to do as well for each of these groups, and may it use them?",
    )
