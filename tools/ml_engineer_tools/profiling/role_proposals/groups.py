"""Proposals of a group: the column that names the entity to which several rows belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.profiling.identifiers import FEWEST_ENTITIES, may_name_entities
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.role_proposals.likeness import Traits, alike_columns, traits_of
from ml_engineer_tools.profiling.role_proposals.name_hints import name_hint
from ml_engineer_tools.profiling.role_proposals.proposal import Proposal, Reason, best_first
from ml_engineer_tools.profiling.semantic_types.check import IN_WORDS
from ml_engineer_tools.profiling.semantic_types.semantic_type import MEASURED
from ml_engineer_tools.profiling.summaries import Summary
from ml_engineer_tools.tables.names import joined

if TYPE_CHECKING:
    import pandas as pd

LEAST, MEDIUM, HIGH = 1.5, 2.5, 3.5

FEWEST = 5
"""Entities under which a column is a category even if it makes a key with a time."""

ROWS_EACH = 1.2
"""Mean rows of an entity from which a column gathers rows: a convention."""

LARGEST = 0.3
"""Share of rows of the largest entity up to which values are names: a convention; measures and
categories often have one value that stands for none."""

MOST_CANDIDATES = 12
"""Columns, those with the most values, that are judged: a convention."""

CODE = r"^[^\s]*\d[^\s]*$"
"""Text of one word with a digit in it is a code."""


def propose_groups(inputs: Inputs, keys: list[Proposal], times: list[Proposal]) -> list[Proposal]:
    """Return the columns that may name entities, best first.

    Args:
        inputs: the surroundings.
        keys: proposals of a key; a pair of entity and time is a panel.
        times: proposals of a time.
    """
    instants = {proposal.columns[0] for proposal in times}
    candidates = [
        summary
        for summary in inputs.summaries.values()
        if _gathers(summary)
        and summary.name not in instants
        and not (summary.column.kind == "text" and _measures(inputs, summary.name))
    ]
    candidates.sort(key=lambda summary: (-summary.distinct, summary.name))
    candidates = candidates[:MOST_CANDIDATES]
    if not candidates:
        return []
    traits = traits_of(inputs.sample, [n for n in inputs.summaries if n not in instants])
    panels = {
        name: other
        for proposal in keys
        if len(proposal.columns) == 2
        for name, other in (proposal.columns, proposal.columns[::-1])
    }
    return best_first(
        [_judge(inputs, s, traits, panels.get(s.name), instants) for s in candidates], LEAST
    )


def _gathers(summary: Summary) -> bool:
    """Tell whether a column of numbers or text repeats, and no value is most of them."""
    if summary.column.kind not in ("integer", "number", "text") or summary.distinct < FEWEST:
        return False
    if summary.known < ROWS_EACH * summary.distinct:
        return False
    levels = summary.levels
    return not levels or max(levels.values()) <= LARGEST * summary.known


def _measures(inputs: Inputs, name: str) -> bool:
    """Tell whether text holds what was measured, or prose: its repeats are a matter of chance."""
    word = inputs.semantic_types[name].word
    return word in MEASURED or word in ("free_text", "nested", "date_of_birth")


def _judge(
    inputs: Inputs, summary: Summary, traits: Traits, partner: str | None, instants: set[str]
) -> Proposal:
    values = _without_disguises(inputs, summary.name)
    reasons: list[Reason] = []
    if summary.column.kind == "number" and not _is_whole(values):
        return Proposal((summary.name,), (), MEDIUM, HIGH)
    codes = _ordered_codes(values)
    known = codes[codes >= 0]
    if len(known) < ROWS_EACH * len(np.unique(known)):
        return Proposal((summary.name,), (), MEDIUM, HIGH)
    if np.bincount(known).max() > LARGEST * len(known):
        return Proposal((summary.name,), (), MEDIUM, HIGH)
    alike = [n for n in alike_columns(traits, codes, seed=inputs.seed) if n != summary.name]
    if alike:
        reasons.append(
            Reason(f"rows that share its value agree in {joined(alike, 3)}, rows with the next "
                   "value don't", 2.5)
        )  # fmt: skip
    if partner is not None and partner in instants:
        reasons.append(Reason("names each row together with the time, as in a panel", 2.5))
    many = summary.distinct >= FEWEST_ENTITIES
    kind = inputs.semantic_types[summary.name]
    if many and kind.personal:
        reasons.append(Reason(f"repeats {IN_WORDS[kind.word]}", 1.5))
    elif summary.column.kind == "text" and many:
        coded = values.dropna().astype(str).str.match(CODE).mean() > 0.9
        reasons.append(
            Reason("repeats codes of one word", 1.5) if coded else Reason("repeats many names", 0.5)
        )
    elif many and may_name_entities(summary):
        reasons.append(Reason("repeats whole numbers without gaps", 0.5))
    if reasons and _stands_in_blocks(codes):
        reasons.append(Reason("its rows stand together in the file", 0.5))
    if reasons and (hint := name_hint(summary.name, "group")):
        reasons.append(hint)
    return Proposal((summary.name,), tuple(reasons), MEDIUM, HIGH)


def _without_disguises(inputs: Inputs, name: str) -> pd.Series:
    """Return a column of the sample; what stands for nothing is missing, and repeats nothing."""
    values = inputs.sample[name]
    nothing = [one.value for one in inputs.disguises if one.column == name]
    return values.mask(values.isin(nothing)) if nothing else values


def _is_whole(values: pd.Series) -> bool:
    numbers = values.dropna().to_numpy(dtype=np.float64)
    return bool((numbers == np.floor(numbers)).all())


def _ordered_codes(values: pd.Series) -> np.ndarray:
    import pandas as pd

    return np.asarray(pd.factorize(values, sort=True)[0], dtype=np.int64)


def _stands_in_blocks(codes: np.ndarray) -> bool:
    """Tell whether each value stands in one stretch of the file."""
    runs = 1 + int((np.diff(codes) != 0).sum())
    return runs == len(np.unique(codes)) and len(codes) > runs
