"""Experiments: the log of trained models, read from the evidence of `train_baselines`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from ml_engineer_tools.evidence import Contract, Evidence, Figure, TableFingerprint

TOOL = "train_baselines"

SCORES = ("roc_auc", "macro_roc_auc", "mae")
"""Metrics of which each trained model has one."""


class Experiment(Contract):
    """One training run: parameters, data version and result (clause S5).

    Attributes:
        alias: the evidence behind it.
        started_at: when, ISO 8601.
        arguments: what the tool was asked.
        tables: fingerprints of the data.
        seed: of splits and samples.
        versions: of the libraries and the platform.
        figures: the primary ones, in the order in which the short view shows them.
        chosen: the score of the model that the verdict recommends; None where none is.
    """

    alias: str
    started_at: str
    arguments: Mapping[str, JsonValue]
    tables: tuple[TableFingerprint, ...]
    seed: int
    versions: Mapping[str, str]
    figures: tuple[Figure, ...]
    chosen: Figure | None = None


def experiments(evidence: Iterable[Evidence]) -> list[Experiment]:
    """Return the experiments among committed evidence, in its order."""
    return [
        Experiment(
            alias=item.alias,
            started_at=item.run.started_at,
            arguments=item.measurement.arguments,
            tables=item.measurement.tables,
            seed=item.measurement.seed,
            versions=item.measurement.versions,
            figures=tuple(item.measurement.figure(handle) for handle in item.measurement.headline),
            chosen=_chosen(item),
        )
        for item in evidence
        if item.measurement.tool == TOOL and item.alias is not None
    ]


def _chosen(evidence: Evidence) -> Figure | None:
    """Return what the verdict on complexity cites first: the score of the model it recommends."""
    for finding in evidence.measurement.findings:
        if finding.check == "complexity" and finding.handles:
            return evidence.measurement.figure(finding.handles[0])
    return None


LEARNING = ("one_rule", "linear", "lightgbm")
"""Models that learn from columns."""


def candidates(evidence: Iterable[Evidence]) -> int:
    """Return how many models were tried: each model with each set of columns and arguments once.

    Args:
        evidence: of experiments on one table; scores on the holdout are none of them.
    """
    tried = set()
    for item in evidence:
        asked = dict(item.measurement.arguments)
        if item.measurement.tool != TOOL or asked.get("confirm"):
            continue
        settings = json.dumps({k: v for k, v in asked.items() if k != "data"}, sort_keys=True)
        for figure in item.measurement.figures:
            subject = figure.subject
            if subject.model in LEARNING and subject.split and figure.quantity in SCORES:
                tried.add((settings, subject.model, subject.slice))
    return len(tried)
