"""One figure of one column, by its name: its PSI, its AUC alone, its standard deviation.

It is taken from what the conversation has shown; else the one tool that measures it is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.column_facts import spelled
from ml_engineer.models.playbook.one_thing.asking import NOTHING_TO_MEASURE, AskedOne, Stages, Theme
from ml_engineer_tools.evidence import format_value

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView, ViewFigure
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "asked_figure"]

LONGEST_ASKED = 18


@dataclass(frozen=True, slots=True)
class Named:
    """A figure that can be asked for by its name.

    Attributes:
        words: how it is asked for; `§` stands for the column.
        called: what it is called in an answer.
        tool: what measures it.
        quantities: what that calls it, the first that is there.
        beside: what is told with it, by quantity, with `{}` for the figure.
        needs: what has to be attached for it.
    """

    words: str
    called: str
    tool: str
    quantities: Sequence[str]
    beside: Mapping[str, str]
    needs: Callable[[SessionFacts], str]


def _two_tables(facts: SessionFacts) -> str:
    return "" if facts.test is not None else "it compares two tables: attach the newer with `/test`"


def _a_target(facts: SessionFacts) -> str:
    return "" if facts.target is not None else 'it needs the target: say "target is ..."'


def _nothing(facts: SessionFacts) -> str:
    return ""


_AUC = r"(?:(?:roc[- ]?)?auc|gini|r2|r\u00b2|score)"
_ALONE = (
    r"(?:alone|by itself|on its own|as (?:the|an) only (?:input|feature|column)|single-?handed"
    r"|solo|univariate|in isolation)"
)
FIGURES: Mapping[str, Named] = {
    "psi": Named(
        r"\bpsis?\b|\bpopulation stability ind(?:ex|ices)\b",
        "PSI", "measure_drift", ("psi",),
        {"psi_threshold": "here it counts as moved from {} on"}, _two_tables,
    ),
    "ks": Named(
        r"\bks\b(?:[- ](?:distance|statistic|test|value))?|\bkolmogorov\b",
        "KS distance", "measure_drift", ("ks_distance",),
        {"distance_threshold": "here it counts as moved from {} on"}, _two_tables,
    ),
    "shift": Named(
        r"\b(?:median )?shift of (?:the )?\u00a7|\bhow (?:far|much) (?:has|did|have)"
        r" (?:the )?\u00a7 (?:moved?|shift(?:ed)?|chang(?:ed?)?|drift(?:ed)?)\b",
        "shift of the median, in robust standard deviations,", "measure_drift",
        ("median_shift", "l_infinity_distance", "psi"),
        {"psi": "its PSI is {}"}, _two_tables,
    ),
    "alone": Named(
        rf"\b{_AUC}\b[^.?!]{{0,30}}\b{_ALONE}\b|\b{_ALONE}\b[^.?!]{{0,30}}\b{_AUC}\b"
        rf"|\b{_AUC} (?:of|for|with|using)(?: only| just)?(?: the)?(?: column| feature)? \u00a7"
        rf"|\bsingle[- ](?:feature|column|variable)\b[^.?!]{{0,20}}\b{_AUC}\b"
        r"|\u00a7(?:'s)? (?:own )?auc\b"
        rf"|\b(?:predict\w*|good|strong|far|well)\b[^.?!]{{0,25}}\u00a7[^.?!]{{0,20}}\b{_ALONE}\b"
        rf"|\u00a7[^.?!]{{0,25}}\bpredict\w*[^.?!]{{0,25}}\b{_ALONE}\b"
        rf"|\bonly (?:using |with |the )?\u00a7[^.?!]{{0,25}}\b{_AUC}\b"
        rf"|\b{_AUC}\b[^.?!]{{0,25}}\bonly (?:using |with |the )?\u00a7",
        "score alone", "check_leakage",
        ("single_feature_roc_auc", "single_feature_macro_roc_auc", "single_feature_r2",
         "relation_roc_auc", "relation_macro_roc_auc", "relation_r2"), {}, _a_target,
    ),
    "deviation": Named(
        r"\b(?:standard deviation|std\.?(?: ?dev\w*)?|stddev|s\.?d\.?|spread|sigma|variance)\b",
        "standard deviation", "profile_dataset", ("standard_deviation",),
        {"mean": "its mean is {}"}, _nothing,
    ),
    "quartiles": Named(
        r"\b(?:quartiles?|iqr|percentiles?|quantiles?|\d\d(?:th|st|nd|rd)? percentile)\b",
        "upper quartile", "profile_dataset", ("quantile_75",),
        {"quantile_25": "the lower one is {}", "quantile_50": "the median {}",
         "quantile_01": "1 % of the values lie below {}", "quantile_99": "99 % below {}"}, _nothing,
    ),
    "zeros": Named(
        r"\b(?:zeros?|zeroes)\b", "number of zeros", "profile_dataset", ("zero_count",), {},
        _nothing,
    ),
    "negatives": Named(
        r"\bnegatives? (?:values?|numbers?|entries)\b|\bbelow (?:zero|0)\b",
        "number of negative values", "profile_dataset", ("negative_count",), {}, _nothing,
    ),
}  # fmt: skip

CALLED = {"roc_auc": "ROC AUC", "macro_roc_auc": "macro ROC AUC", "r2": "R2"}
ASKING = re.compile(
    r"\?|^\W*(?:(?:and|so|ok(?:ay)?|now|please|hi|hey|then|also|can you|could you)\W+)*(?:what"
    r"|whats|how|show|tell|give|print|is|are|does|which|compute|calculate|state|report|quote|list"
    r"|the|psi"
    r"|auc|i (?:want|need))\b",
    re.IGNORECASE,
)
ELSE = re.compile(
    r"\b(?:without|drop\w*|what is psi|mean(?:s|ing)?\b(?! of)|why|should|threshold|good enough|by"
    r" \w+ and|per|across|each|vs|versus|between|if|leak\w*|retrain|deploy|ship|how is)\b",
    re.IGNORECASE,
)


def asked_figure(
    text: str, columns: Sequence[str], target: str | None, *, two_tables: bool
) -> tuple[str, str | None] | None:
    """Return which figure a message asks for, and of which column; None where it asks for else.

    Args:
        text: the message.
        columns: of the attached table.
        target: the column to be predicted, if it is known.
        two_tables: whether a second table is attached.
    """
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_ASKED or not ASKING.search(said):
        return None
    named = [name for name in columns if spelled(name).search(said)]
    inputs = [name for name in named if name != target]
    column = inputs[0] if len(inputs) == 1 else named[0] if len(named) == 1 else None
    if column is None:
        return ("psi", None) if not named and two_tables and _of_any(said) else None
    rest = spelled(column).sub(" \u00a7 ", said)
    for other in named:
        rest = spelled(other).sub(" ", rest)
    rest = " ".join(rest.split())
    if ELSE.search(rest):
        return None
    return next(
        ((key, column) for key, one in FIGURES.items() if re.search(one.words, rest, re.I)), None
    )


def _of_any(said: str) -> bool:
    """Tell whether it asks for a PSI as it was measured, of whatever column."""
    return (
        re.search(r"\b(?:the|its|all|any|highest|largest|worst|max\w*) psis?\b", said, re.I)
        is not None
    )


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    if facts.data is None:
        return None
    columns = facts.columns
    found = asked_figure(heard.text, columns, facts.target, two_tables=facts.test is not None)
    return None if found is None else AskedOne("named_figure", column=found[1], what=found[0])


def _figures(situation: Situation, asked: AskedOne) -> dict[str, ViewFigure]:
    """Return the newest figure of the column by quantity, as far as any was shown."""
    of: dict[str, ViewFigure] = {}
    for view in (*situation.shown, *situation.views.values()):
        for figure in view.figures:
            whole = figure.slice is None and figure.window is None and figure.model is None
            if whole and figure.column is not None and figure.column == asked.column:
                of[figure.quantity] = figure
    return of


def _largest(situation: Situation) -> list[ViewFigure]:
    figures = list(situation.figures("measure_drift", "psi"))
    return sorted(figures, key=lambda figure: -float(figure.value))


def _stages(situation: Situation, asked: AskedOne) -> Stages:
    one = FIGURES[asked.what]
    if one.needs(situation.facts):
        return NOTHING_TO_MEASURE
    of = _figures(situation, asked)
    if asked.column is not None and any(name in of for name in one.quantities):
        return NOTHING_TO_MEASURE
    more = (("profile_dataset",),) if asked.what == "alone" else ()
    return ((one.tool,), *more, ("read_evidence",))


def _reads(situation: Situation, asked: AskedOne) -> list[dict[str, Any]]:
    tools = dict.fromkeys((FIGURES[asked.what].tool, "profile_dataset"))
    views = (situation.views.get(tool) for tool in tools)
    of = {"column": asked.column} if asked.column is not None else {"quantity": "psi"}
    return [{"evidence": view.evidence, **of} for view in views if view is not None]


def _told(past: Situation, asked: AskedOne) -> str:
    one = FIGURES[asked.what]
    name = columns_in_words([asked.column]) if asked.column else "the columns"
    if lacks := one.needs(past.facts):
        return f"**No {one.called} of {name} can be told yet:** {lacks}.\n\nStands on: S3; P3"
    if asked.column is None:
        return _told_largest(past)
    of = _figures(past, asked)
    found = next((of[quantity] for quantity in one.quantities if quantity in of), None)
    if found is None and asked.what == "alone" and "target_determined_share" in of:
        share = of["target_determined_share"]
        return (
            f"**As good as perfect, so no score of {name} alone was computed:** of the rows that "
            f"are guessed wrong without it, a share of {_value(share)} is right with it. It gives "
            "the target away; ask whoever makes it whether it is known in time.\n\n"
            f"All of it: `ml-engineer evidence show {share.handle.partition('.')[0]}`.\n\n"
            f"{_stands(asked)}"
        )
    if found is None:
        measured = ", ".join(dict.fromkeys(quantity.replace("_", " ") for quantity in of))
        there = f" Measured of it: {measured}." if measured else ""
        return (
            f"**No {one.called} of {name} was measured:** {_why(asked)}.{there}\n\n"
            "Stands on: S3; P3"
        )
    if asked.what == "alone":
        metric = found.quantity.removeprefix("single_feature_").removeprefix("relation_")
        lead = f"**`{asked.column}` alone reaches {CALLED.get(metric, metric)} {_value(found)}"
        chance = " 0.5 is chance." if metric.endswith("auc") else ""
        lead = f"{lead}, on the rows that may be explored.**{chance}"
    elif asked.what == "shift" and found.quantity != "median_shift":
        lead = f"**The largest change of a share in {name} is {_value(found)}**"
        lead = lead if found.quantity != "psi" else f"**The PSI of {name} is {_value(found)}**"
    else:
        lead = f"**The {one.called} of {name} is {_value(found)}**"
    beside = "; ".join(
        said.format(_value(of[quantity]))
        for quantity, said in one.beside.items()
        if quantity in of and of[quantity] is not found
    )
    lead = f"{lead}; {beside}." if beside else lead if lead.endswith(".") else f"{lead}."
    evidence = found.handle.partition(".")[0]
    warned = " ".join(_warning(past, asked))
    parts = [lead, warned, f"All of it: `ml-engineer evidence show {evidence}`.", _stands(asked)]
    return "\n\n".join(part for part in parts if part)


def _told_largest(past: Situation) -> str:
    largest = _largest(past)
    if not largest:
        return "**No PSI was measured: no column could be compared.**\n\nStands on: S8; P5"
    listed = "; ".join(f"{columns_in_words([f.column or ''])} {_value(f)}" for f in largest[:5])
    return f"**PSI by column, the largest first: {listed}.**\n\nStands on: S8; P5"


def _warning(past: Situation, asked: AskedOne) -> Iterator[str]:
    """Say where such a score is no merit: the leakage check suspects the column."""
    if asked.what == "alone" and asked.column in past.suspects:
        yield "It is under suspicion of telling the target: ask whether it is known in time."


def _why(asked: AskedOne) -> str:
    if asked.what in ("psi", "ks", "shift"):
        return "its values name rows, or are of a kind that this does not compare"
    if asked.what == "alone":
        return "nothing could be scored by it alone"
    return "it holds no numbers, or none of which that may be told"


def _stands(asked: AskedOne) -> str:
    if asked.what in ("psi", "ks", "shift"):
        return "Stands on: S8; P5"
    return "Stands on: S3, S4; H5" if asked.what == "alone" else "Stands on: S3; P3"


def _value(figure: ViewFigure) -> str:
    value = format_value(figure.value)
    if figure.interval is None:
        return f"{value} [{figure.handle}]"
    low, high = (format_value(bound) for bound in figure.interval)
    return f"{value} ({low} to {high}) [{figure.handle}]"


THEME = Theme(asked=_asked, told=_told, stages=_stages, reads=_reads)
