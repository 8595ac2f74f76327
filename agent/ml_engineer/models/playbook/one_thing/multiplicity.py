"""How many tests were made, and how many findings of chance that allows for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited
from ml_engineer.models.playbook.one_thing.asking import NOTHING_TO_MEASURE, AskedOne, Stages, Theme

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView, ViewFigure
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "asks_of_multiplicity"]

LONGEST_ASKED = 26
ASKED = re.compile(
    r"\bhow many (?:statistical |hypothesis |significance )?(?:tests|hypotheses|comparisons)\b"
    r"|\b(?:multiple|many) (?:tests?|testing|comparisons?|hypothes[ie]s)\b|\bmultiplicity\b"
    r"|\bbonferroni\b|\bbenjamini\b|\bholm\b|\bfdr\b|\bfalse discover(?:y|ies)\b|\bfamily-?wise\b"
    r"|\bp-?hack\w*|\b(?:correct|adjust)(?:ed|ion)? (?:the )?p[- ]?values?\b"
    r"|\bp[- ]?values? (?:\w+ )?(?:adjusted|corrected)\b|\blook-?elsewhere\b|\bdata dredging\b"
    r"|\b(?:correct|adjust|account)(?:ed|ing)? for (?:so |the )?(?:many|number of|multiple)\b",
    re.IGNORECASE,
)
MEANING = re.compile(r"^\W*what (?:is|does|are|'s)\b(?![^.?!]*\byou)", re.IGNORECASE)
ELSE = re.compile(r"\b(?:a/?b|unit tests?|test rows|test set|integration|pytest)\b", re.IGNORECASE)


def asks_of_multiplicity(text: str) -> bool:
    """Tell whether a message asks how many tests were made or how that was allowed for."""
    if len(text.split()) > LONGEST_ASKED or ELSE.search(text) or MEANING.search(text):
        return False
    return ASKED.search(text) is not None


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    measured = facts.data is not None or bool(shown)
    return AskedOne("multiplicity") if measured and asks_of_multiplicity(heard.text) else None


def _stages(situation: Situation, asked: AskedOne) -> Stages:
    if situation.shown and any(_counted(situation)):
        return NOTHING_TO_MEASURE
    return (("profile_dataset",), ("read_evidence",))


def _reads(situation: Situation, asked: AskedOne) -> list[dict[str, str]]:
    view = situation.views.get("profile_dataset")
    wanted = ("columns_related_to_target_tried", "related_columns", "false_discovery_rate")
    return [{"evidence": view.evidence, "quantity": one} for one in wanted] if view else []


def _newest(situation: Situation, tool: str, quantity: str) -> ViewFigure | None:
    newest = None
    for view in (*situation.shown, *situation.views.values()):
        if view.tool == tool:
            for figure in view.figures:
                if figure.quantity == quantity:
                    newest = figure
    return newest


FAMILIES = (
    ("profile_dataset", "columns_related_to_target_tried", "related_columns",
     "columns held against the target"),
    ("measure_drift", "compared_columns", "drifted_columns", "columns compared between the tables"),
    ("train_baselines", "slices_looked_at", None, "slices of rows held against the rest"),
    ("evaluate_predictions", "slices_looked_at", None, "slices of rows held against the rest"),
)  # fmt: skip
"""What is tested many times over: the tool, how many, how many stood out, in words."""


def _counted(past: Situation) -> Iterator[str]:
    for tool, tried, found, words in FAMILIES:
        count = _newest(past, tool, tried)
        if count is None:
            continue
        stood = _newest(past, tool, found) if found is not None else None
        rate = _newest(past, tool, "false_discovery_rate")
        at = f", at a false discovery rate of {cited(rate)}" if rate is not None else ""
        out = f"; {cited(stood)} stood out{at}" if stood is not None else at
        yield f"- {cited(count)} {words}{out}"


def _told(past: Situation, asked: AskedOne) -> str:
    lines = list(_counted(past))
    if lines:
        lead = (
            "**Corrected within each family of tests, for the false discovery rate by Benjamini "
            "and Hochberg; so many were made:**"
        )
    else:
        lead = (
            "**Corrected within each family of tests, for the false discovery rate by Benjamini "
            "and Hochberg; none was made in this conversation so far.**"
        )
    how = (
        "A finding of one column or slice is told only where its adjusted p-value passes and the "
        "effect is large enough to count. Where one interval has to hold for several (the worst "
        "slice, the largest change of a share) it is Bonferroni's.\n\nNot corrected for: the "
        "number "
        "of questions that you ask here, and the models compared with each other; intervals of "
        "scores are each for itself. The locked rows are what guards against that, looked at once "
        "and counted."
    )
    return "\n\n".join([lead, *(["\n".join(lines)] if lines else []), how, "Stands on: S5, S6; P3"])


THEME = Theme(asked=_asked, told=_told, stages=_stages, reads=_reads)
