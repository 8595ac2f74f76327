"""Leaks of the target: runs every check of features against the target, plain causes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.leakage.check_names import DUPLICATES
from ml_engineer_tools.leakage.impact import suspect_sets
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.class_identities import find_class_identities
from ml_engineer_tools.leakage.target.combination_findings import find_combinations
from ml_engineer_tools.leakage.target.entities import find_entity, find_split_entity
from ml_engineer_tools.leakage.target.given_class import find_given_classes
from ml_engineer_tools.leakage.target.identities import check_identities
from ml_engineer_tools.leakage.target.late_dates import find_late_dates
from ml_engineer_tools.leakage.target.missing_values import find_telling_gaps
from ml_engineer_tools.leakage.target.neighbours import find_neighbours
from ml_engineer_tools.leakage.target.numberings import find_numberings
from ml_engineer_tools.leakage.target.partial_leaks import find_partial_leaks
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.leakage.target.running import find_running_encodings
from ml_engineer_tools.leakage.target.suspects import find_suspects, read_singles
from ml_engineer_tools.leakage.target.target_copy import find_function_copies, find_target_copies
from ml_engineer_tools.leakage.target.target_encoding import find_target_encodings
from ml_engineer_tools.modelling.models import THREADS
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd


def check_target_leaks(
    inputs: Inputs, exploration: ir.Table, sample: pd.DataFrame, probe: Probe
) -> Found:
    """Record what gives the target away; each check goes without what others have explained.

    Args:
        inputs: the surroundings.
        exploration: rows that may be looked at with their target.
        sample: some of them as a frame.
        probe: the same rows, as features and target.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # Matrices here are small: more threads only wait for each other.
    with threadpool_limits(THREADS):
        return _check(inputs, exploration, sample, probe)


def _check(inputs: Inputs, exploration: ir.Table, sample: pd.DataFrame, probe: Probe) -> Found:
    probe = _with_entities(inputs, probe)
    found, fair = find_neighbours(inputs, exploration, sample, probe)
    if probe.task.kind == "regression":
        found = found.plus(check_identities(inputs, exploration, sample))
        found = found.plus(find_function_copies(inputs, probe, found.columns))
    else:
        found = found.plus(find_target_copies(inputs, exploration, probe))
        found = found.plus(find_class_identities(inputs, probe, found.columns))
    found = found.plus(find_combinations(inputs, probe, found.columns))
    found = found.plus(find_running_encodings(inputs, sample, probe, (*found.columns, *fair)))
    singles, parts = read_singles(inputs, probe, sample, found.columns)
    encodings = find_target_encodings(inputs, singles)
    found = found.plus(encodings)
    singles = singles.without(encodings.columns)
    # What was told of aggregates of the target needs no word on its strength.
    told = tuple(name for columns in suspect_sets(inputs) for name in columns)
    found = found.plus(find_suspects(inputs, singles, parts, (*fair, *told)))
    found = found.plus(find_numberings(inputs, singles, found.columns))
    found = found.plus(find_partial_leaks(inputs, singles.probe, singles.cells, found.columns))
    found = found.plus(find_given_classes(inputs, singles, found.columns))
    found = found.plus(find_telling_gaps(inputs, probe, singles, found.columns))
    return found.plus(find_late_dates(inputs, sample, probe, found.columns))


def _with_entities(inputs: Inputs, probe: Probe) -> Probe:
    """Return the probe with the rows of an entity that nobody named kept together."""
    if probe.groups is not None:
        return probe
    why = "share their target and more"
    entity = find_entity(probe)
    if entity is None:
        why, entity = "are all in one table", find_split_entity(inputs, probe)
    if entity is None:
        return _with_twins(inputs, probe)
    name, groups = entity
    inputs.record.note(
        f"The rows of one {quoted(name)} {why}: features were scored with such rows kept together. "
        "Give it as the group if it names an entity."
    )
    return probe.with_groups(groups)


def _with_twins(inputs: Inputs, probe: Probe) -> Probe:
    """Return the probe with equal rows kept together where they are no coincidence.

    A value that only copies of one row have would seem to settle the class.
    """
    from ml_engineer_tools.leakage.stress.rows import numbered_together

    if not any(
        finding.check == DUPLICATES and finding.severity in ("high", "medium")
        for finding in inputs.record.findings
    ):
        return probe
    # A number that each row has for itself would tell copies apart.
    names = [str(n) for n in probe.frame if probe.frame[n].nunique() < len(probe.frame)]
    if not names:
        return probe
    groups = numbered_together(probe.frame, names)
    if len(np.unique(groups)) == len(groups):
        return probe
    inputs.record.note("Features were scored with equal rows kept together.")
    return probe.with_groups(groups, twins=True)
