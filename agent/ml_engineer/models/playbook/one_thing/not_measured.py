"""What nothing here measures: the first sentence says so, the next what there is instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.column_facts import spelled
from ml_engineer.models.playbook.level_facts import calendar_column
from ml_engineer.models.playbook.one_thing.asking import AskedOne, Theme

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "asked_unmeasured"]

LONGEST_ASKED = 22


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Something that people ask for and nothing here measures.

    Attributes:
        words: how it is asked for; `§` stands for any column.
        lead: the first sentence, `{}` for the columns.
        instead: what there is instead.
    """

    words: str
    lead: str
    instead: str


_CALENDAR = (
    r"(?:week-?ends?|week-?days?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|holidays?|summers?"
    r"|winters?|springs?|autumns?|mornings?|evenings?|nights?|day of (?:the )?week|hours? of (?:the"
    r" )?day)"
)
UNMEASURED: Sequence[Unmeasured] = (
    Unmeasured(
        rf"(?:\b(?:average|mean|avg|typical|median|how (?:many|much|high)|rates?|shares?|total"
        rf"|sum)\b"
        rf"[^.?!]*\b(?:on|by|per|for|during|in|at|of|over|between)\b[^.?!]*?\b{_CALENDAR}\b)"
        rf"|\b{_CALENDAR} (?:vs\.?|versus|against|compared (?:to|with)|and) {_CALENDAR}\b",
        "**A mean by parts of the calendar is not measured here: no column of the table tells them "
        "apart{}.**",
        "Measured are means by the levels of a column, and of a time column by month: name a "
        "column that holds it, as in \u201cby `weekend`\u201d.",
    ),
    Unmeasured(
        r"\bcorrelat\w+ (?:of|between|matrix|among)\b(?:[^.?!]*\u00a7[^.?!]*\u00a7"
        r"|[^.?!]*\b(?:features"
        r"|columns|inputs|variables|them)\b)|\bcorrelation matrix\b|\bcollinear\w*|\bvif\b"
        r"|\b(?:is|are|does|do|how)\b[^.?!]*\u00a7[^.?!]*\bcorrelat\w+[^.?!]*\u00a7",
        "**The correlation of one input with another is not measured here{}.**",
        'Measured is what each column says of the target, alone ("does `NAME` matter?") and to the '
        "model when its values are shuffled; columns that say the same share that weight, and "
        "exact "
        "copies are found.",
    ),
    Unmeasured(
        r"\b(?:smote|adasyn|over-?sampl\w+|under-?sampl\w+|re-?sampl(?:e|ing) (?:the )?(?:minority"
        r"|classes|majority)|synthetic (?:minority|positives))\b",
        "**Not for what I can measure: SMOTE and resampling are not run here, and they add no new "
        "case{}.**",
        "They change the share of positives, so the probabilities come out too high and a "
        "threshold "
        "by costs no longer holds. What does the same without that harm: keep the rows as they "
        "are, "
        "judge by average precision or costs, and move the threshold; tell me what a miss and a "
        "false alarm cost.",
    ),
    Unmeasured(
        r"\b(?:skew(?:ness)?|kurtosis|mutual information|shap(?:ley)?(?: values?)?|chi-?squared?"
        r"|t-?test|anova|mann-?whitney|wilcoxon|autocorrelation|acf|pacf|adf|dickey|entropy"
        r"|information value|woe|granger|pca|clusters?|outliers? (?:by|with) \w+)\b[^.?!]*"
        r"(?:\u00a7|\bcolumns?\b|\bfeatures?\b|\?)",
        "**That is not measured here{}.**",
        "Measured of a column are its missing values, its quartiles, mean and standard deviation, "
        "its levels, what it says of the target alone and to the model, and how far it has moved "
        "between two tables.",
    ),
)
BY_CALENDAR = 0
"""The place of what is asked by parts of the calendar."""

WANTS = re.compile(
    r"\?|^\W*(?:(?:and|so|ok(?:ay)?|now|please|hi|hey|then|also)\W+)*(?:what|whats|how|show|tell"
    r"|give"
    r"|print|is|are|does|should|shud|can|could|compute|calculate|do|would|use|try|apply|plot)\b",
    re.IGNORECASE,
)
MEANS = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:what (?:is|are|does|'s)|whats|explain|define|why)(?: an?| the)?"
    r"(?: term| word)? [\w -]{2,30}(?: mean)?\W*$",
    re.IGNORECASE,
)
"""A question for what a term means."""


def asked_unmeasured(text: str, columns: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """Return the place of what is asked among `UNMEASURED`, with the columns; None if none is.

    Args:
        text: the message.
        columns: of the attached table.
    """
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_ASKED or not WANTS.search(said):
        return None
    named = tuple(name for name in columns if spelled(name).search(said))
    rest = said
    for name in named:
        rest = spelled(name).sub(" \u00a7 ", rest)
    if MEANS.search(said) and "\u00a7" not in rest:
        return None
    for place, one in enumerate(UNMEASURED):
        if place == BY_CALENDAR and calendar_column(columns) is not None:
            continue  # a column tells it, so it is measured level by level
        if re.search(one.words, rest, re.IGNORECASE):
            return place, named
    return None


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    if facts.data is None:
        return None
    found = asked_unmeasured(heard.text, facts.columns)
    if found is None:
        return None
    return AskedOne("not_measured", what=str(found[0]), column=" ".join(found[1]) or None)


def _told(past: Situation, asked: AskedOne) -> str:
    one = UNMEASURED[int(asked.what)]
    named = [name for name in past.facts.columns if spelled(name).search(past.heard.text)]
    of = f" (you name {columns_in_words(named)})" if named else ""
    return f"{one.lead.format(of)} {one.instead}\n\nStands on: S3, S5; H5"


THEME = Theme(asked=_asked, told=_told)
