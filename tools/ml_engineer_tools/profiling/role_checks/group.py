"""The group that was given: whether it gathers rows, how evenly, and what it says of the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.modelling.splits import FOLDS
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.tables.names import agreeing, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir

SINGLE = 0.95
"""Share of entities with one row from which on the group gathers nothing: a convention."""

DOMINANT = 0.5
"""Share of rows in one entity from which on it decides every split: a convention."""

CONSTANT = 0.95
"""Share of entities with one and the same label from which on rows are no cases of their own: a
convention."""

BY_CHANCE = 0.5
"""Share that would have one label by chance up to which that means something: a convention."""

FEWEST_ENTITIES = 10
"""Entities of two rows and more from which the labels within them are judged: a convention."""

OWN = "a convention of this tool"


def check_group(inputs: Inputs) -> None:
    """Record how many entities there are, and where the group can't do what a group is for."""
    group = inputs.roles.group
    if group is None:
        return
    rows = inputs.table.expression
    value = rows[group]
    sizes = rows.filter(value.notnull()).group_by(entity=value).aggregate(n=lambda t: t.count())
    found = inputs.engine.aggregate(
        sizes,
        {
            "entities": sizes.count(),
            "single": (sizes["n"] == 1).sum(),
            "most": sizes["n"].max(),
            "known": sizes["n"].sum(),
        },
    )
    counts = {name: int(number or 0) for name, number in found.items()}
    _record_sizes(inputs, group, counts)
    _report_missing(inputs, group, inputs.table.rows - counts["known"])
    if not counts["entities"]:
        return
    if counts["single"] >= SINGLE * counts["entities"] and counts["entities"] > 1:
        _report_single(inputs, group, counts)
    else:
        _report_uneven(inputs, group, counts)
    if inputs.explored is not None and inputs.roles.target is not None:
        _check_labels(inputs, group, inputs.roles.target, inputs.explored)


def _record_sizes(inputs: Inputs, group: str, counts: dict[str, int]) -> None:
    recorder, entities = inputs.recorder, counts["entities"]
    recorder.figure("entity_count", entities, column=group, n=inputs.table.rows, headline=True)
    if entities:
        recorder.figure("rows_per_entity_mean", counts["known"] / entities, unit="rows",
                        column=group)  # fmt: skip
        recorder.figure("rows_per_entity_maximum", counts["most"], unit="rows", column=group)


def _report_missing(inputs: Inputs, group: str, missing: int) -> None:
    total = inputs.table.rows
    figure = inputs.recorder.figure("group_missing_rows", missing, unit="rows", column=group,
                                    n=total)  # fmt: skip
    if missing:
        inputs.recorder.finding(
            "group_missing",
            "medium" if missing >= 0.05 * total else "low",
            f"{missing:,} {agreeing(missing, 'row has', 'rows have')} no {quoted(group)}: each "
            "counts as an entity of its own.",
            columns=[group],
            clauses=["S3", "P3"],
            figures=[figure],
            confidence="high",
            question="Do these rows belong to entities that are named elsewhere in the table?",
            harmless_if="each of them is indeed a case of its own",
        )


def _report_single(inputs: Inputs, group: str, counts: dict[str, int]) -> None:
    recorder = inputs.recorder
    share = recorder.figure("single_row_entity_share", counts["single"] / counts["entities"],
                            column=group, n=counts["entities"])  # fmt: skip
    limit = recorder.convention("single_row_entity_threshold", SINGLE, source=OWN)
    recorder.finding(
        "group_names_rows",
        "medium",
        f"{float(share.value):.1%} of the entities in {quoted(group)} have one row: it is a key "
        "rather than a group, and a split by it is a random split.",
        columns=[group],
        clauses=["S3"],
        figures=[share, limit],
        confidence="high",
        question="Which column names the customer, machine or place that several rows belong to?",
        harmless_if="rows are independent cases, so that no group is needed",
    )


def _report_uneven(inputs: Inputs, group: str, counts: dict[str, int]) -> None:
    recorder = inputs.recorder
    if counts["entities"] < FOLDS:
        entities = recorder.figure(
            "group_entities", counts["entities"], column=group, n=counts["known"]
        )
        folds = recorder.convention("folds_wanted", FOLDS, source="the customary number of folds")
        recorder.finding(
            "few_groups",
            "medium",
            f"{quoted(group)} has {entities} {agreeing(counts['entities'], 'entity', 'entities')}, "
            f"fewer than the {folds} folds of a split by group: it is a category rather than an "
            "entity, and a score by it says little.",
            columns=[group],
            clauses=["S3", "S6"],
            figures=[entities, folds],
            confidence="high",
            question="Will the model meet new ones of them, or always the same?",
            harmless_if="the model must work on a new one of them, and there are no more",
        )
        return
    if counts["most"] >= DOMINANT * counts["known"]:
        share = recorder.figure("largest_entity_share", counts["most"] / counts["known"],
                                column=group, n=counts["known"])  # fmt: skip
        limit = recorder.convention("largest_entity_threshold", DOMINANT, source=OWN)
        recorder.finding(
            "dominant_group",
            "medium",
            f"One entity of {quoted(group)} has {float(share.value):.1%} of the rows: whichever "
            "side of a split it is on decides the score.",
            columns=[group],
            clauses=["S3", "S6"],
            figures=[share, limit],
            confidence="high",
            question="Is it a real entity, or what is written when none is known?",
            harmless_if="it is as large in production",
        )


def _check_labels(inputs: Inputs, group: str, target: str, explored: ir.Table) -> None:
    """Record whether all rows of an entity have one label, on exploration rows."""
    label, entity = explored[target], explored[group]
    known = label.notnull() & entity.notnull()
    labelled = explored.select(entity=entity, label=label).filter(known)
    by_label = labelled.group_by(["entity", "label"]).aggregate(n=lambda t: t.count())
    entities = by_label.group_by("entity").aggregate(
        labels=lambda t: t.count(), n=lambda t: t["n"].sum()
    )
    # By size, so that what chance would do can be told; as few rows as there are sizes.
    sizes = inputs.engine.group(
        entities.filter(entities["n"] > 1),
        ["n"],
        {"entities": entities["n"].count(), "constant": (entities["labels"] == 1).sum()},
    )
    several = int(sizes["entities"].sum()) if len(sizes) else 0
    if several < FEWEST_ENTITIES:
        return
    classes = inputs.engine.group(labelled, ["label"], {"n": labelled["label"].count()})["n"]
    shares = (classes / classes.sum()).to_numpy()[:, None]
    by_chance = float(((shares ** sizes["n"].to_numpy()).sum(axis=0) * sizes["entities"]).sum())
    recorder = inputs.recorder
    share = recorder.figure(
        "one_label_entity_share", int(sizes["constant"].sum()) / several, column=group,
        split="exploration", n=several,
    )  # fmt: skip
    chance = recorder.figure(
        "one_label_entity_share_by_chance", min(1.0, by_chance / several), column=group,
        split="exploration", n=several,
    )  # fmt: skip
    if float(share.value) < CONSTANT or float(chance.value) > BY_CHANCE:
        return
    limit = recorder.convention("one_label_entity_threshold", CONSTANT, source=OWN)
    recorder.finding(
        "target_constant_by_group",
        "low",
        f"In {float(share.value):.1%} of the entities in {quoted(group)} that have several rows "
        f"the target {quoted(target)} is the same in all of them, {float(chance.value):.1%} would "
        "be by chance: there are as many cases as entities, not as rows.",
        columns=[group, target],
        clauses=["S3", "S6", "P3"],
        figures=[share, chance, limit],
        confidence="high",
        question="Is the label one of the entity or one of the row?",
        harmless_if="splits and intervals are made by entity",
    )
