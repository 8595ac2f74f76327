"""What a column says of the target: "what is the effect of coffee?", "does age matter?".

The profile measures each column alone, the baselines what the chosen model loses without its
values. That is what goes together in these rows; an effect is no matter of a table alone. A
question that names a column is about the table, whatever else it sounds like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited, columns_in_words
from ml_engineer.models.playbook.column_facts import last_sentence
from ml_engineer.models.playbook.told_columns import marked
from ml_engineer.models.playbook.told_patterns import MADE_OF
from ml_engineer_tools.evidence import format_value

if TYPE_CHECKING:
    from ml_engineer.evidence.view import ViewFigure
    from ml_engineer.models.playbook.intents import Recognised
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["AskedColumn", "asked_column", "told_of_column"]

LONGEST_ASKED = 16
"""Words of a question on one column; what is longer asks for more."""

EFFECT = (
    r"\b(?:effects?|impact|influence|contribution|relevance|relation(?:ship)?|correlat\w+"
    r"|connection"
    r"|link|association|importance|role) (?:of|between|with|from)\b"
    r"|\b(?:does|do|did|will|would|is|are) (?:the |more |less |having |a |an )*§(?: \w+)?"
    r" (?:matters?|help|count|affect|influence|drive|change|improve|increase|decrease|hurt|reduce"
    r"|raise|lower|play a role|have (?:an?|any) (?:effect|influence|impact)|make (?:a|any)"
    r" difference|important|relevant|useful|significant|related|correlated|predictive|worth"
    r" having|linked)\b"
    r"|\bhow (?:important|relevant|useful|predictive) (?:is|are) (?:the )?§"
    r"|\bhow (?:much )?(?:does|do) (?:the )?§ (?:matter|influence|affect|weigh|relate|contribute"
    r"|change|drive|correlate)\b"
    r"|\bwhat does (?:the )?§ (?:say|tell|do|add|bring|mean for)\b"
    r"|(?<!\w)§(?:'s)? (?:effect|impact|influence|importance|role)\b"
)
"""How it is asked; `§` stands for a column."""

ASKS = (
    r"\?|^\W*(?:(?:and|so|but|ok(?:ay)?|hi|hey|please)\W+)*(?:what|whats|which|how|why|who|is|are"
    r"|does"
    r"|do|did|can|could|should|would|will|tell me|explain|has|have)\b"
)
ELSEWHERE = re.compile(
    r"\b(?:leak\w*|drift\w*|missing|fair\w*|bias\w*|discriminat\w*|live|ship|deploy\w*|releas\w*"
    r"|monitor\w*|without|drop|remov\w*|known|available|duplicate\w*|threshold|split)\b",
    re.IGNORECASE,
)
"""What is asked of a column elsewhere."""


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A question on one column.

    Attributes:
        column: the column.
        effect: whether it asks what the column says of the target.
    """

    column: str
    effect: bool


def asked_column(
    text: str, asked: Recognised, columns: Sequence[str], target: str | None
) -> AskedColumn | None:
    """Return the column that a question is about; None if it is about none, or asks for else.

    Args:
        text: the message.
        asked: what it was recognised as.
        columns: of the attached table.
        target: the column to be predicted, if it is known.
    """
    last = last_sentence(text)
    if _compiled(ASKS).search(last) is None or len(last.split()) > LONGEST_ASKED:
        return None
    said = marked(last, columns)
    named = [columns[int(place)] for place in dict.fromkeys(re.findall(MADE_OF, said))]
    others = [name for name in named if name != target]
    if not named or len(others) > 1:
        return None
    column = others[0] if others else named[0]
    rest = re.sub(MADE_OF, lambda m: "\u00a7" if columns[int(m[1])] == column else " ", said)
    if others and not ELSEWHERE.search(rest) and _compiled(EFFECT).search(rest):
        return AskedColumn(column, effect=True)
    stray = asked.intent == "out_of_scope" or "out_of_scope" in asked.options[:1]
    return AskedColumn(column, effect=False) if stray else None


def told_of_column(situation: Situation) -> str:
    """Return what was measured of the column that is asked about; "" if none is."""
    asked, target = situation.about_column, situation.facts.target
    if asked is None or "profile_dataset" not in situation.views:
        return ""
    name = columns_in_words([asked.column])
    of = {f.quantity: f for f in _figures(situation, "profile_dataset", asked.column)}
    relation = next((f for q, f in of.items() if q.startswith("relation_")), None)
    rank = of.get("target_rank_correlation")
    if target is None or asked.column == target or (relation is None and rank is None):
        lead = " ".join(_of_itself(name, of)) or f"**{name} is a column of the table.**"
        more = "" if target else 'Say "target is ...", and I measure what it says of that column.'
        return "\n\n".join(part for part in (lead, more, "Stands on: S3; P3") if part)
    goal = columns_in_words([target])
    found = [figure for figure in (relation, rank) if figure is not None]
    if any(_beyond_chance(figure) for figure in found):
        lead = f"**{name} goes together with {goal}:** {_alone(relation, rank)}."
    else:
        lead = f"**No sign that {name} goes together with {goal}:** {_alone(relation, rank)}."
    return "\n\n".join(
        [
            " ".join([lead, *_in_the_model(situation, asked.column)]),
            "That is what goes together in these rows and no effect: whether a change of "
            f"{name} changes {goal} takes an experiment, or a comparison of rows that differ in "
            "nothing else.",
            "Stands on: S3, S5; H5",
        ]
    )


def _figures(situation: Situation, tool: str, column: str) -> Iterator[ViewFigure]:
    view = situation.views.get(tool)
    for figure in reversed(view.figures) if view is not None else ():
        if figure.column == column and (figure.slice is None):
            yield figure


def _alone(relation: ViewFigure | None, rank: ViewFigure | None) -> str:
    parts = []
    if relation is not None:
        metric = METRICS.get(relation.quantity, relation.quantity.removeprefix("relation_"))
        parts.append(f"as the only input it reaches {metric} {_with_interval(relation)}")
    if rank is not None:
        parts.append(f"the rank correlation is {_with_interval(rank)}")
    chance = "" if any(map(_beyond_chance, filter(None, (relation, rank)))) else (
        ", which chance alone would give as well"
    )  # fmt: skip
    return " and ".join(parts) + chance


METRICS = {
    "relation_r2": "R2", "relation_roc_auc": "ROC AUC", "relation_macro_roc_auc": "macro ROC AUC",
}  # fmt: skip
CHANCE = {"relation_roc_auc": 0.5, "relation_macro_roc_auc": 0.5}
"""What a column reaches that says nothing; the others have 0."""


def _beyond_chance(figure: ViewFigure) -> bool:
    """Tell whether the interval excludes what chance gives; a worse score than that is chance."""
    if figure.interval is None:
        return False
    low, high = figure.interval
    chance = CHANCE.get(figure.quantity, 0.0)
    two_sided = figure.quantity == "target_rank_correlation"
    return low > chance or (two_sided and high < chance)


def _in_the_model(situation: Situation, column: str) -> Iterator[str]:
    for figure in _figures(situation, "train_baselines", column):
        if figure.quantity == "permutation_importance" and figure.interval is not None:
            uses = "leans on it" if figure.interval[0] > 0 else "makes no use of it that shows"
            yield (
                f"The model {figure.model} {uses}: when its values are shuffled, the score loses "
                f"{_with_interval(figure)}."
            )
            return


def _of_itself(name: str, of: dict[str, ViewFigure]) -> Iterator[str]:
    if (count := of.get("distinct_count")) is not None:
        yield f"**{name} has {cited(count)} different values.**"
    if (middle := of.get("quantile_50")) is not None:
        yield f"Half of them are at most {cited(middle)}."
    if (share := of.get("missing_share")) is not None:
        yield f"It is missing in {float(share.value):.1%} [{share.handle}] of the rows."


def _with_interval(figure: ViewFigure) -> str:
    if figure.interval is None:
        return cited(figure)
    low, high = (format_value(bound) for bound in figure.interval)
    return f"{format_value(figure.value)} ({low} to {high}) [{figure.handle}]"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
