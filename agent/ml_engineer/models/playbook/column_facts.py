"""Plain facts that a person asks of the table: how many rows have no age, what `fare` ranges over.

The profile has measured them; the answer is the figure that was asked for and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ml_engineer.models.playbook.citing import cited, columns_in_words
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    from ml_engineer.evidence.view import ViewFigure
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["LONGEST_ASKED", "AskedFact", "asked_fact", "last_sentence", "spelled", "told_fact"]

Kind = Literal["missing", "distinct", "middle", "range", "levels", "rows", "columns", "duplicates"]

LONGEST_ASKED = 14
"""Words of a question for one fact; what is longer asks for more."""

ASKING = re.compile(
    r"^\W*(?:(?:and|so|ok|hi|hello|hey|also|please|can you tell me|tell me|do you know|show me)"
    r"\W+)*"
    r"(?:how (?:many|much|often|large|big|old|long)|what(?:'s| is| are|s)?|which|(?:is|are) there"
    r"|(?:does|do|is|are|has|have)|give me|count)\b",
    re.IGNORECASE,
)
OF_A_COLUMN: Sequence[tuple[Kind, str]] = (
    ("missing", r"missing|nulls?|nans?|empty|blanks?|gaps?|not filled|filled in|without an?"
                r"|(?:ha(?:ve|s)|with) no|lack(?:s|ing)?|unknown"),
    ("distinct", r"how many (?:different|distinct|unique)|(?:distinct|unique) (?:values|levels)"
                 r"|cardinality"),
    ("middle", r"average|mean|median|on average"),
    ("range", r"range|min(?:imum)?|max(?:imum)?|highest|lowest|largest|smallest|oldest|youngest"
              r"|earliest|latest|newest"),
    ("levels", r"(?:most )?(?:common|frequent)|levels|categories|balanced?|distribution"
               r"|distributed"),
)  # fmt: skip
OF_THE_TABLE: Sequence[tuple[Kind, str]] = (
    ("duplicates", r"(?:duplicate\w*|identical)(?: (?:rows|records))?"),
    ("rows", r"how many (?:rows|records|samples|observations|lines)(?: are there| do (?:we|i) have"
             r"| does (?:it|the \w+) have| in (?:it|there|the \w+|total|all))*\W*$"),
    ("columns", r"how many (?:columns|variables|fields)(?: are there| do (?:we|i) have"
                r"| does (?:it|the \w+) have| in (?:it|there|the \w+|total|all))*\W*$"),
)  # fmt: skip
ASKS_MORE = re.compile(
    r"\b(?:why|should|would|could|model|train|deploy|ship|release|leak\w*|drift\w*|because|fix"
    r"|impute|drop|skip|live|monitor\w*|evaluat\w*|predict\w*|compared?|versus|vs|between|since|before|after|last|when|where|each"
    r"|by|per|than)\b",
    re.IGNORECASE,
)
"""Words of a question that a single figure of the profile does not answer."""


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact of the table that a message asks for.

    Attributes:
        kind: what is asked.
        column: of which column; None where it is of the whole table.
    """

    kind: Kind
    column: str | None = None


def asked_fact(text: str, columns: Sequence[str]) -> AskedFact | None:
    """Return the one fact that a message asks for; None where it asks for more, or for else.

    Args:
        text: the message.
        columns: of the attached table.
    """
    last = last_sentence(text)
    if len(last.split()) > LONGEST_ASKED or not ASKING.search(last) or "\n" in last:
        return None
    named = [name for name in columns if spelled(name).search(last)]
    rest = last
    for name in named:
        rest = spelled(name).sub(" ", rest)
    if ASKS_MORE.search(rest) or len(named) > 1:
        return None
    if named:
        kinds = (kind for kind, words in OF_A_COLUMN if _compiled(words).search(rest))
        return next((AskedFact(kind, named[0]) for kind in kinds), None)
    kinds = (kind for kind, words in OF_THE_TABLE if _compiled(words).search(rest))
    return next((AskedFact(kind) for kind in kinds), None)


def last_sentence(text: str) -> str:
    """Return the sentence that a message ends with."""
    return re.split(r"(?<=[.!?])\s+", text.strip())[-1]


def spelled(name: str) -> re.Pattern[str]:
    """Return what finds a column's name in a message, however its words are joined."""
    words = r"[\s_-]".join(re.escape(part) for part in re.split(r"[\s_-]+", name) if part)
    return re.compile(rf"(?<!\w)[`'\"]?{words}s?[`'\"]?(?!\w)", re.IGNORECASE)


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)


def told_fact(situation: Situation) -> str:
    """Return the fact that was asked for, cited; "" if none was asked for."""
    asked = situation.fact
    view = situation.views.get("profile_dataset")
    if asked is None or view is None:
        return ""
    figures = [f for f in view.figures if f.column == asked.column and not _of_a_part(f)]
    name = columns_in_words([asked.column]) if asked.column else ""
    if asked.kind == "levels":
        told = _levels(name, figures)
    else:
        of = {figure.quantity: figure for figure in reversed(figures)}
        told = " ".join(SENTENCES[asked.kind](name, of))
        if asked.kind == "missing" and (share := of.get("missing_share")) is not None:
            told = corrected(situation.heard.text, float(share.value)) + told
        if asked.kind == "duplicates":
            split = [one for one in view.findings if one.check == "duplicate_rows"]
            told += COPIES_ON_BOTH_SIDES if split else ""
    if not told:
        told = (
            f"**The profile of {name} holds no such figure** that may be shown."
            if name
            else "**The profile holds no such figure.**"
        )
    more = f" All of it: `ml-engineer evidence show {view.evidence}`."
    return f"{told}{more}\n\nStands on: S3; P3"


def corrected(text: str, share: float) -> str:
    """Return what is to be said of a share that a message claims; "" if it claims none."""
    found = _compiled(CLAIMED).search(text)
    if found is None:
        return ""
    said = found["percent"]
    word = found["word"].lower() if found["word"] else ""
    claimed = float(said.replace(",", ".")) / 100 if said else FRACTIONS[word]
    words = f"{said} %" if said else found["word"].lower()
    if abs(claimed - share) > (EXACT if said else ROUGH):
        more = "more" if share > claimed else "less"
        return f"**Not {words}: it is {more}.** "
    return f"**Yes, {'' if said else 'about '}{words}.** "


FRACTIONS: Mapping[str, float] = {
    "a tenth": 0.1, "a fifth": 0.2, "a quarter": 0.25, "a third": 1 / 3, "half": 0.5,
    "two thirds": 2 / 3, "three quarters": 0.75,
}  # fmt: skip
CLAIMED = (
    r"(?:about |around |roughly |some |nearly |almost )?(?:(?P<percent>\d{1,3}(?:[.,]\d+)?)"
    rf" ?(?:%|percent|per cent)|(?P<word>{'|'.join(FRACTIONS)}))"
)
"""A share that a message claims."""

EXACT, ROUGH = 0.02, 0.08
"""How far a share may be from one that is claimed as a percentage, and as a fraction in words."""


def _of_a_part(figure: ViewFigure) -> bool:
    """Tell whether a figure is a model's, or of the rows of a level of another column."""
    return figure.model is not None or " = " in (figure.slice or "")


COPIES_ON_BOTH_SIDES = (
    " A split at random puts copies on both sides, so a score by it comes out too good: keep equal "
    "rows on one side."
)

Figures = Mapping[str, "ViewFigure"]
"""Figures of one column, or of the table, by their quantity."""


def _missing(name: str, of: Figures) -> Iterator[str]:
    share, count = of.get("missing_share"), of.get("null_count")
    if share is None:
        return
    if not share.value:
        yield f"**{name} is never missing:** {_percent(share)} of the rows."
        return
    rows = f"{cited(count)} rows, " if count is not None else ""
    yield f"**{name} is missing in {rows}{_percent(share)} of them all.**"


def _distinct(name: str, of: Figures) -> Iterator[str]:
    if (count := of.get("distinct_count")) is not None:
        about = "about " if count.approximate else ""
        yield f"**{name} has {about}{cited(count)} different values.**"


def _middle(name: str, of: Figures) -> Iterator[str]:
    if "mean" in of:
        yield f"**The mean of {name} is {cited(of['mean'])}.**"
    if "quantile_50" in of:
        yield f"Its median is {cited(of['quantile_50'])}."


def _range(name: str, of: Figures) -> Iterator[str]:
    if {"minimum", "maximum"} <= of.keys():
        yield f"**{name} goes from {cited(of['minimum'])} to {cited(of['maximum'])}.**"
    elif {"quantile_01", "quantile_99"} <= of.keys():
        low, high = cited(of["quantile_01"]), cited(of["quantile_99"])
        yield f"**Nearly all values of {name} lie between {low} and {high}.**"
        yield "The two extremes are values of single rows, which stay on this machine."


def _duplicates(_: str, of: Figures) -> Iterator[str]:
    if (rows := of.get("duplicate_rows")) is not None:
        yield f"**{cited(rows)} rows are exact copies of another row.**"
    if (share := of.get("duplicate_share")) is not None:
        yield f"That is {_percent(share)}; first copies don't count."


def _rows(_: str, of: Figures) -> Iterator[str]:
    if (rows := of.get("row_count")) is not None:
        yield f"**The table has {cited(rows)} rows.**"


def _columns(_: str, of: Figures) -> Iterator[str]:
    if (columns := of.get("column_count")) is not None:
        yield f"**The table has {cited(columns)} columns.**"


SENTENCES: Mapping[Kind, Callable[[str, Figures], Iterator[str]]] = {
    "missing": _missing,
    "distinct": _distinct,
    "middle": _middle,
    "range": _range,
    "duplicates": _duplicates,
    "rows": _rows,
    "columns": _columns,
}


def _levels(name: str, figures: Sequence[ViewFigure]) -> str:
    levels = [f for f in figures if f.quantity == "level_rows" and f.slice is not None]
    listed = "; ".join(f"{quoted(str(f.slice))}: {cited(f)} rows" for f in levels[:MOST_LEVELS])
    return f"**The commonest values of {name}:** {listed}." if listed else ""


MOST_LEVELS = 6


def _percent(share: ViewFigure) -> str:
    return f"{float(share.value):.1%} [{share.handle}]"
