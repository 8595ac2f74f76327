"""Roles that nobody named: recorded as proposals, with how sure they are and why."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_tools.evidence import Exactness
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.role_proposals.groups import propose_groups
from ml_engineer_tools.profiling.role_proposals.keys import propose_keys
from ml_engineer_tools.profiling.role_proposals.proposal import Proposal, Role
from ml_engineer_tools.profiling.role_proposals.targets import propose_targets
from ml_engineer_tools.profiling.role_proposals.times import propose_times
from ml_engineer_tools.tables.names import joined, quoted

MOST_SHOWN = 3
"""Proposals of a role that are recorded."""

OPENINGS: dict[Role, str] = {
    "target": "What is to be predicted may be",
    "time": "The time of a row may be",
    "group": "The entity that several rows belong to may be",
    "key": "Each row may be named by",
}

QUESTIONS: dict[Role, str] = {
    "target": "Is this the outcome that the model is to predict?",
    "time": "Does it say when the row was known? Then split by it.",
    "group": "Do several rows belong to one of them? Then keep them on one side of a split.",
    "key": "Does it name the row, and is it left out of the features?",
}


def check_roles_not_given(inputs: Inputs) -> None:
    """Record a proposal for each role that was not given, and nothing where nothing fits."""
    roles = inputs.roles
    times = propose_times(inputs)
    keys = propose_keys(inputs)
    groups = propose_groups(inputs, keys, _known(roles.time) or times)
    if inputs.key is None:
        _record(inputs, "key", keys)
    if roles.time is None:
        _record(inputs, "time", times)
    if roles.group is None:
        taken = {roles.time, inputs.key}
        _record(inputs, "group", [p for p in groups if p.columns[0] not in taken])
    if roles.target is None:
        sure = [*times, *(p for p in (*keys, *groups) if p.confidence != "low")]
        taken = {roles.time, roles.group, inputs.key}
        named = {name for name in taken if name is not None}
        _record(
            inputs, "target", propose_targets(inputs, named | {c for p in sure for c in p.columns})
        )


def _known(time: str | None) -> list[Proposal]:
    return [Proposal((time,), (), 0.0, 0.0)] if time is not None else []


def _record(inputs: Inputs, role: Role, proposals: Sequence[Proposal]) -> None:
    shown = proposals[:MOST_SHOWN]
    if not shown:
        return
    recorder, sample = inputs.recorder, inputs.sample
    exactness = Exactness(kind="sampled", n=len(sample))
    figures = [
        recorder.figure(
            f"proposed_{role}", rank, unit="rank", column=name, n=inputs.table.rows,
            exactness=exactness, headline=rank == 1,
        )
        for rank, proposal in enumerate(shown, start=1)
        for name in proposal.columns
    ]  # fmt: skip
    best, *others = shown
    also = [name for proposal in others for name in proposal.columns]
    recorder.finding(
        f"proposed_{role}",
        "info",
        f"{OPENINGS[role]} {' with '.join(quoted(name) for name in best.columns)}: "
        f"{best.because}." + (f" Next: {joined(also)}." if also else ""),
        columns=[name for proposal in shown for name in proposal.columns],
        clauses=["S1" if role == "target" else "S3"],
        figures=figures,
        confidence=best.confidence,
        question=QUESTIONS[role],
    )
