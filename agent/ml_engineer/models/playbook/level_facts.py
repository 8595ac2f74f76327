"""Plain questions by level: the churn rate by region, the mean fare of those who survived.

The profile measures them when it is asked by that column; the answer is a small table of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited, columns_in_words
from ml_engineer.models.playbook.column_facts import LONGEST_ASKED, last_sentence, spelled
from ml_engineer.models.playbook.fairness import column_named_for
from ml_engineer.models.playbook.target_in_words import column_behind
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    from ml_engineer.evidence.view import ViewFigure
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["AskedLevels", "asked_levels", "calendar_column", "told_levels"]

BY = re.compile(
    r"\b(?:by|per|(?:for|in|of) (?:each|every|different)|across|split by|broken down by"
    r"|depending on|(?:var(?:y|ies)|differs?|changes?) (?:with|by|across|between|among|over))\s+"
    r"(?:the\s+)?(?P<by>[^,.?!]+)",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"\b(?:of|for|among|between|do|does|are)\s+(?P<one>(?:(?!\bof\b)[\w' -]){2,40}?)"
    r"\s+(?:vs\.?|versus|against|compared (?:to|with)|and"
    r"|(?:more |less |older |younger )?(?:often )?than)\s+(?P<other>[\w' -]{2,40}?)\W*$",
    re.IGNORECASE,
)
WHICH = re.compile(
    r"^\W*(?:and\s+)?(?:which|what|whose)\s+(?P<by>[\w-]{2,40}?)\b",
    re.IGNORECASE,
)
EXTREME = re.compile(r"\b(?:most|least|highest|lowest|more|less|best|worst)\b", re.IGNORECASE)
RATE = re.compile(
    r"\b(?:rates?|shares?|percent(?:age)?s?|proportions?|fractions?|how (?:many|much|often)|%"
    r"|chances?|probabilit\w+|odds|positives?)\b",
    re.IGNORECASE,
)
MEAN = re.compile(r"\b(?:average|mean|typical|avg)\b|\bhow (?:old|long|large|big)\b", re.IGNORECASE)
ASKS_MORE = re.compile(
    r"\b(?:why|should|could|model|train|deploy|ship|release|leak\w*|drift\w*|because|impute|drop"
    r"|skip|live|monitor\w*|evaluat\w*|predict\w*|split|fair\w*|biased?|auc|accuracy|score|error"
    r"|false|missing|threshold|forecast\w*|since|yesterday|dropped|fell)\b",
    re.IGNORECASE,
)
MOST_TOLD = 24


@dataclass(frozen=True, slots=True)
class AskedLevels:
    """What is asked level by level.

    Attributes:
        by: the column whose levels are told apart; None where all rows are meant.
        of: the column whose mean is asked; None for the target.
    """

    by: str | None
    of: str | None = None


def asked_levels(text: str, columns: Sequence[str], target: str | None) -> AskedLevels | None:
    """Return what a message asks level by level, or of the target; None where it asks for else.

    Args:
        text: the message.
        columns: of the attached table.
        target: the column to be predicted, if it is known.
    """
    last = re.sub(r"\bwhats\b", "what is", last_sentence(text), flags=re.IGNORECASE)
    if len(last.split()) > LONGEST_ASKED or "\n" in last or ASKS_MORE.search(last):
        return None
    by, rest = _levels(last, columns, target)
    if by is None and rest != last:
        return None  # by something that is no column
    mean = MEAN.search(rest) is not None
    named = [name for name in columns if name != by and spelled(name).search(rest)]
    if by is None:
        about = target is not None and not mean and _tells(rest, target)
        return AskedLevels(None) if about and RATE.search(last) else None
    if mean and len(named) == 1 and named[0] != target:
        return AskedLevels(by, named[0])
    of_target = target is not None and by != target and _tells(rest, target)
    if of_target and (RATE.search(last) or EXTREME.search(last) or mean or BY.search(last)):
        return AskedLevels(by)
    return None


def _levels(text: str, columns: Sequence[str], target: str | None) -> tuple[str | None, str]:
    """Return the column by whose levels is asked, and the rest of the message."""
    if found := BY.search(text):
        by = _column(found["by"], columns)
        if by is None and OF_THE_WEEK.search(found["by"]):
            by = calendar_column(columns)
        return by, text[: found.start()]
    if found := AGAINST.search(text):
        sides = (found["one"], found["other"])
        by = next((name for side in sides if (name := column_named_for(side, columns))), None)
        if by is None and all(OF_THE_WEEK.search(side) for side in sides):
            by = calendar_column(columns)
        if by is None and target is not None and all(_tells(side, target) for side in sides):
            by = target
        if by is not None:
            return by, f"{text[: found.start()]} {found[0]}"
    if MEAN.search(text) and (found := SOME.search(text)):
        telling = target is not None and _tells(found["some"], target)
        by = target if telling else column_named_for(found["some"], columns)
        if by is not None:
            return by, text[: found.start()]
    if EXTREME.search(text) and (found := WHICH.search(text)):
        return _column(found["by"], columns), text[found.end() :]
    return None, text


OF_THE_WEEK = re.compile(
    r"\b(?:week-?ends?|week-?days?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|days? of (?:the )?week)\b",
    re.IGNORECASE,
)
NAMES_THE_WEEK = re.compile(
    r"(?:.*_)?(?:is_)?(?:week_?ends?|week_?day|dow|day_?of_?(?:the_?)?week|wochentag)",
    re.IGNORECASE,
)


def calendar_column(columns: Sequence[str]) -> str | None:
    """Return the column that tells the days of the week, by its name; None if there is none."""
    return next((name for name in columns if NAMES_THE_WEEK.fullmatch(name)), None)


def _column(words: str, columns: Sequence[str]) -> str | None:
    words = words.strip()
    singular = words.removesuffix("s")
    for name in columns:
        if name.casefold() in (words.casefold(), singular.casefold()):
            return name
    return (
        next((name for name in columns if spelled(name).search(words)), None)
        or column_behind(words, columns)
        or column_named_for(words, columns)
        or _ending_in(words.split()[-1], columns)
    )


def _ending_in(word: str, columns: Sequence[str]) -> str | None:
    """Return the one column whose name ends in a word: `pclass` for "class"."""
    fitting = [name for name in columns if name.casefold().endswith(word.casefold())]
    return fitting[0] if len(word) >= SHORTEST_END and len(fitting) == 1 else None


SHORTEST_END = 4
SOME = re.compile(
    r"\b(?:of|among|amongst|for|do|does|in)\s+(?:the |our |those |people |customers |rows )*"
    r"(?:who |that |which )?(?:have |are |did |had )?(?P<some>[\w'-]+)\W*(?:on average)?\W*$",
    re.IGNORECASE,
)
"""Some of the rows, at the end of a question: "the average tenure of churners"."""


def _tells(words: str, target: str) -> bool:
    """Tell whether words speak of the target, by its name or a form of it."""
    return spelled(target).search(words) is not None or column_behind(words, (target,)) == target


def told_levels(situation: Situation) -> str:
    """Return what was asked level by level, cited; "" if nothing was asked or measured."""
    asked, view = situation.levels, situation.views.get("profile_dataset")
    if asked is None or view is None:
        return ""
    if asked.by is None:
        return _of_all(situation, view.figures)
    name = columns_in_words([asked.by])
    wanted = [figure for figure in view.figures if _is_asked(figure, asked)]
    more = f"All of it: `ml-engineer evidence show {view.evidence}`."
    if not wanted:
        return (
            f"**By {name} nothing can be told:** the levels are too small, or what is asked is no "
            f"number and no choice of two. {more}\n\nStands on: S3; P3"
        )
    shown = sorted(wanted, key=lambda figure: _place(_level(figure, asked)))[:MOST_TOLD]
    low = min(shown, key=lambda figure: float(figure.value))
    high = max(shown, key=lambda figure: float(figure.value))
    what = _what(situation, asked, shown[0])
    few, many = quoted(_level(low, asked)), quoted(_level(high, asked))
    if shown[0].quantity == "positive_share":
        lead = (
            f"**By {name} positive rows are rarest in {few}, a share of {cited(low)}, and "
            f"commonest in {many}, {cited(high)}.**"
        )
    else:
        of = columns_in_words([asked.of or str(situation.facts.target)])
        lead = (
            f"**By {name} the mean of {of} is lowest in {few}, {cited(low)}, and highest in "
            f"{many}, {cited(high)}.**"
        )
    lines = [
        f"| {quoted(_level(figure, asked).replace('|', '/'))} | {cited(figure)} |"
        for figure in shown
    ]
    among = "the rows that may be explored" if asked.of is None else "the rows with a value"
    return "\n\n".join(
        [
            lead,
            "\n".join([f"| {name} | {_head(shown[0])} |", "|---|---|", *lines]),
            f"That is {what}, of {among}; levels of few rows are left out. A difference between "
            f"levels is no cause. {more}",
            "Stands on: S3; P3, H5",
        ]
    )


def _of_all(situation: Situation, figures: Sequence[ViewFigure]) -> str:
    target = situation.facts.target
    shares = [f for f in figures if f.quantity == "class_share" and f.column == target]
    if not shares or target is None:
        return ""
    listed = ", ".join(f"{quoted(str(f.slice))} {cited(f)}" for f in shares[:6])
    rows = next((f for f in figures if f.quantity == "row_count"), None)
    size = f" The table has {cited(rows)} rows." if rows is not None else ""
    return (
        f"**Shares of {columns_in_words([target])}: {listed}.** They are of the rows that may be "
        f"explored: labels of the holdout stay locked.{size}\n\nStands on: S1, S3; P3"
    )


def _is_asked(figure: ViewFigure, asked: AskedLevels) -> bool:
    if figure.slice is None:
        return False
    if asked.of is not None:
        of = figure.quantity == "mean" and figure.column == asked.of
        return of and figure.slice.startswith(f"{asked.by} = ")
    return figure.quantity in ("positive_share", "target_mean") and figure.column == asked.by


def _level(figure: ViewFigure, asked: AskedLevels) -> str:
    return str(figure.slice).removeprefix(f"{asked.by} = ")


def _place(level: str) -> tuple[int, float, str]:
    """Return where a level stands: quarters of a number in their order, others by name."""
    number = re.search(r"-?\d+(?:\.\d+)?", level)
    if level.startswith("up to ") and number:
        return 0, float("-inf"), level
    if level.startswith("over ") and number:
        return 0, float("inf"), level
    if number and number.start() == 0:
        return 0, float(number[0]), level
    return 1, 0.0, level


def _head(figure: ViewFigure) -> str:
    return "positive" if figure.quantity == "positive_share" else "mean"


def _what(situation: Situation, asked: AskedLevels, one: ViewFigure) -> str:
    if asked.of is not None:
        return f"the mean of {columns_in_words([asked.of])}"
    target = columns_in_words([str(situation.facts.target)])
    if one.quantity == "target_mean":
        return f"the mean of {target}"
    positive = next(
        (
            f" = {quoted(str(f.slice))}"
            for f in situation.figures("profile_dataset", "positive_share")
            if f.column == situation.facts.target
        ),
        "",
    )
    return f"the share of rows with a positive {target}{positive}"
