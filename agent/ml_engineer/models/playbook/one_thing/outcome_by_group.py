"""Whether a decision in the table is made differently for groups of people: their rates, at least.

"Is `approved` biased against women?" is about what was decided, before any model: the share by
group is measured, and what that can't tell is said. How a model treats groups is told elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.column_facts import spelled
from ml_engineer.models.playbook.fairness import (
    ASKS_ELSE,
    FAIR,
    column_named_for,
    named_people,
)
from ml_engineer.models.playbook.level_facts import asked_levels
from ml_engineer.models.playbook.one_thing.asking import AskedOne, Stages, Theme
from ml_engineer.models.playbook.target_in_words import column_behind
from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView, ViewFigure
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "asked_by_group"]

LONGEST_ASKED = 24
COMPARES = re.compile(
    r"\b(?:more|less|fewer|rather|rarely|often|seldom|equally|same|different\w*|difference|gap"
    r"|vs\.?|versus|compared|than|unequal\w*|disadvantaged?|prefer\w*|favou?r\w*|against)\b",
    re.IGNORECASE,
)
OF_A_MODEL = re.compile(
    r"\b(?:models?|predict\w*|scores?|algorithm|classifier|errors?|false|it work)\b", re.IGNORECASE
)
DECISION = re.compile(
    r"\b(?:decisions?|outcomes?|labels?|targets?|approvals?|decided|hiring|selection|treated"
    r"|treatment|data(?:set)?|table|rates?)\b",
    re.IGNORECASE,
)


def asked_by_group(text: str, columns: Sequence[str], target: str | None) -> tuple[str, str] | None:
    """Return the column of the groups and the outcome that a message asks about; None if neither.

    Args:
        text: the message.
        columns: of the attached table.
        target: the column to be predicted, if it is known.
    """
    said = text.strip()
    if len(said.split()) > LONGEST_ASKED or OF_A_MODEL.search(said):
        return None
    of_rates = re.sub(r"\b(?:data|how (?:many|much)|what share|percent|rows?)\b", " ", said)
    if ASKS_ELSE.search(of_rates):
        return None
    fair, compares = FAIR.search(said) is not None, COMPARES.search(said) is not None
    people = named_people(said)
    if not (fair or (people and compares)):
        return None
    named = [name for name in columns if spelled(name).search(said)]
    by = column_named_for(said, columns) if people else None
    others = [name for name in named if name != by]
    outcome = others[0] if len(others) == 1 else None
    if outcome is None:
        behind = [name for name in columns if name != by]
        outcome = column_behind(_without_people(said), behind)
    if outcome is None and target is not None and target != by and DECISION.search(said):
        outcome = target
    if by is None or outcome is None:
        return None
    return by, outcome


def _without_people(text: str) -> str:
    return re.sub(
        r"\b(?:wom[ae]n|m[ae]n|people|gender|sex|biased?|fair\w*)\b", " ", text, flags=re.I
    )


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    if facts.data is None:
        return None
    if not FAIR.search(heard.text) and asked_levels(heard.text, facts.columns, facts.target):
        return None  # it asks for the rates alone, which are told level by level
    found = asked_by_group(heard.text, facts.columns, facts.target)
    return None if found is None else AskedOne("outcome_by_group", column=found[0], other=found[1])


def _stages(situation: Situation, asked: AskedOne) -> Stages:
    return (("profile_dataset",), ("read_evidence",))


def _arguments(asked: AskedOne) -> Mapping[str, Mapping[str, Any]]:
    return {"profile_dataset": {"target": asked.other, "by": asked.column}}


def _reads(situation: Situation, asked: AskedOne) -> list[dict[str, Any]]:
    view = situation.views.get("profile_dataset")
    told = [f for f in view.findings if f.check == "target_by_level"] if view is not None else []
    if view is None or not view.omitted or not told:
        return []
    quantity = "target_mean" if "the mean of" in told[0].statement else "positive_share"
    return [{"evidence": view.evidence, "column": asked.column, "quantity": quantity}]


def _told(past: Situation, asked: AskedOne) -> str:
    view = past.views.get("profile_dataset")
    if view is None:
        return ""
    by, outcome = columns_in_words([asked.column or ""]), columns_in_words([asked.other or ""])
    rates = [
        figure
        for figure in view.figures
        if figure.quantity in ("positive_share", "target_mean")
        and figure.column == asked.column
        and figure.slice is not None
    ]
    if len(rates) < 2:
        return (
            f"**By {by} I can't tell {outcome} apart:** fewer than two groups have rows enough, or "
            f"{outcome} is neither a number nor a choice of two.\n\nStands on: S3, S6; R3, H5"
        )
    rates.sort(key=lambda figure: float(figure.value))
    low, high = rates[0], rates[-1]
    what = "the share of positive rows" if low.quantity == "positive_share" else "the mean"
    apart = (
        low.interval is not None
        and high.interval is not None
        and low.interval[1] < high.interval[0]
    )
    lead = (
        f"**By {by} {what} of {outcome} is lowest in {_level(low)}, {_with_interval(low)}, and "
        f"highest in {_level(high)}, {_with_interval(high)}.**"
    )
    if apart:
        sure = "The intervals don't overlap, so the difference is more than chance."
    elif low.interval is None or high.interval is None:
        sure = "Whether it is more than chance was not measured: rows of one entity are alike."
    else:
        sure = "The intervals overlap, so chance may account for the difference."
    more = [f"| {_level(one)} | {_with_interval(one)} |" for one in rates]
    table = "\n".join([f"| {by} | {outcome} |", "|---|---|", *more]) if len(rates) > 2 else ""
    parts = [
        f"{lead} {sure}",
        table,
        "Whether that is bias the shares alone can't tell: the groups may differ in what the "
        "decision is rightly made by. It is what a model trained on this table would learn to "
        'repeat; how a model itself treats them, ask me as "is the model fair to them?". Which '
        "difference is meant, and lawful, those who decide and a lawyer have to say.",
        f"All of it: `ml-engineer evidence show {view.evidence}`.",
        "Stands on: S3, S6; R3, H5",
    ]
    return "\n\n".join(part for part in parts if part)


def _level(figure: ViewFigure) -> str:
    return quoted(str(figure.slice).replace("|", "/"))


def _with_interval(figure: ViewFigure) -> str:
    value = format_value(figure.value)
    if figure.interval is None:
        return f"{value} [{figure.handle}]"
    low, high = (format_value(bound) for bound in figure.interval)
    return f"{value} ({low} to {high}) [{figure.handle}]"


THEME = Theme(asked=_asked, told=_told, stages=_stages, arguments=_arguments, reads=_reads)
