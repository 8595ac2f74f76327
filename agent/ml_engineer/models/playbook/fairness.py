"""Questions about groups of people: is it fair to women, what about older customers.

The baselines and the evaluation of a model measure each sensitive column by group; the answer is
those figures, group by group. Whether a difference is meant or lawful is for people to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited, columns_in_words
from ml_engineer.models.playbook.column_facts import last_sentence, spelled
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.profiling.sensitive.attributes import Attribute, attribute_of_levels
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    from ml_engineer.evidence.view import ViewFigure, ViewFinding
    from ml_engineer.models.playbook.situation import Situation

__all__ = [
    "AskedGroups",
    "asked_groups",
    "column_named_for",
    "column_of_groups",
    "named_people",
    "rates_of_groups",
    "told_of_groups",
]

LONGEST_ASKED = 20
"""Words of a question about groups; what is longer asks for more."""

FAIR = re.compile(
    r"\b(?:un)?fair(?:ness|ly)?\b|\bdiscriminat\w+|\bdisparate\b|\bdisparit\w+"
    r"|\bequal(?:ly)? (?:treat\w*|opportunit\w+|odds)\b|\btreat\w* [^.?!]{0,40}"
    r"\b(?:differently|equally|worse|alike|the same)\b|\bfour[- ]fifths\b"
    r"|\bprotected (?:class|group|attribute|characteristic)\w*"
    r"|\bbias(?:ed)? (?:against|toward?s?|by)\b|\b(?:racist|sexist)\b"
    r"|\b(?:gender|racial|race|sex|age|ethnic|demographic|group) bias\b"
    r"|\b(?:is|are|be) (?:it|the model|this|that|they|we) biased\b|\bis there (?:any )?bias\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(?:what|how) about\b|\b(?:and|or) (?:for|among|on)\b"
    r"|\bhow (?:does|do|will|would|good|well)\b"
    r"|\b(?:does|do|will) (?:it|the model|this|that) (?:also |still |really )?(?:work|hold|perform)"
    r"|\b(?:worse|better|harder|bad|good|wrong)\b[^.?!]{0,20}\b(?:for|on|with|about)\b"
    r"|\b(?:is|are) \w+ (?:a|an) (?:problem|issue|risk|concern)\b|\bproblem with\b",
    re.IGNORECASE,
)
"""What makes a question that names a group of people one about how the model treats them."""

ASKS_ELSE = re.compile(
    r"\b(?:how many|how much|what share|percent|average|mean|median|missing|leak\w*|drift\w*|data"
    r"|rows?|predict|target|deadline|to whom|explain\w*|fair enough|fair point|fair question)\b",
    re.IGNORECASE,
)

PEOPLE: Mapping[Attribute, str] = {
    "sex": r"wom[ae]n|m[ae]n|females?|males?|girls?|boys?|genders?|sex(?:es)?|ladies",
    "ethnicity": r"races?|racial\w*|ethnic\w*|black(?:s| people)?|white(?:s| people)|asians?"
                 r"|hispanics?|latin[oa]s?|minorit(?:y|ies)|people of colou?r",
    "age": r"ages?|old(?:er)? (?:people|customers|patients|users|applicants|men|women)|elderly"
           r"|seniors?|young(?:er)?(?: (?:people|customers|patients|users|applicants))?"
           r"|over \d\ds?",
    "religion": r"religio\w+|muslims?|christians?|jew(?:s|ish)|hindus?",
    "nationality": r"nationalit\w+|foreign(?:ers?)?|immigrants?|migrants?|citizenship|citizens",
    "marital status": r"marital status|married|singles?|divorced|widow(?:s|ed|ers)?",
    "disability": r"disab(?:led|ilit(?:y|ies))|handicap\w*",
    "sexual orientation": r"sexual orientation|gay\w*|lesbian\w*|queer|lgbt\w*",
}  # fmt: skip
"""How people name those groups, by what a sensitive column tells."""

NAMES: Mapping[Attribute, str] = {
    "sex": r"sex|gender|geschlecht|sexo|sexe|genero|female|male",
    "ethnicity": r"race|ethnic\w*",
    "age": r"age|alter|edad|birth\w*",
    "religion": r"religion",
    "nationality": r"nationality|citizen\w*|foreign\w*|native\w*|country",
    "marital status": r"marital\w*|married",
    "disability": r"disab\w*",
    "sexual orientation": r"orientation",
}
"""How columns that tell it are often called: a hint where no levels were shown."""

HEADS: Mapping[str, str] = {
    "group_rows": "rows",
    "base_rate": "truly positive",
    "selection_rate": "flagged",
    "false_positive_rate": "flagged wrongly",
    "false_negative_rate": "missed",
    "error_rate": "wrong",
    "mean_error": "mean error",
    "absolute_error": "absolute error",
}
"""What is told of each group, and the head of its column."""

IN_WORDS: Mapping[str, str] = {
    "selection_rate": "The share that is flagged",
    "false_positive_rate": "The false positive rate",
    "false_negative_rate": "The false negative rate",
    "error_rate": "The error rate",
    "mean_error": "The mean error",
    "absolute_error": "The mean absolute error",
}
COMPARED = tuple(IN_WORDS)
"""What treats groups differently; their base rates differ in the world."""

Groups = Mapping[str, Mapping[str, "ViewFigure"]]
"""Figures of each group by their quantity."""

OF_NUMBERS = frozenset(("mae", "rmse", "r2", "poisson_deviance"))
OF_TWO_CLASSES = frozenset(("roc_auc", "average_precision", "cost_per_1000", "selection_rate"))
"""Quantities that tell what is predicted."""

MEASURED_BY = ("evaluate_predictions", "train_baselines")
MOST_GROUPS = 6
MOST_FINDINGS = 3
STANDS_ON = "Stands on: S6; R3, H5"


@dataclass(frozen=True, slots=True)
class AskedGroups:
    """A question about how groups of people are treated.

    Attributes:
        attribute: what tells the groups that were named; None if all are meant.
        column: the column that was named itself; None if none was.
        leaving_out: whether it asks to leave the column out.
    """

    attribute: Attribute | None = None
    column: str | None = None
    leaving_out: bool = False


def asked_groups(text: str, columns: Sequence[str]) -> AskedGroups | None:
    """Return which groups of people a message asks about; None where it asks for else.

    Args:
        text: the message.
        columns: of the attached table.
    """
    last = last_sentence(text)
    if len(last.split()) > LONGEST_ASKED or "\n" in last or ASKS_ELSE.search(last):
        return None
    attribute = next((one for one, words in PEOPLE.items() if _words(words).search(last)), None)
    fair = FAIR.search(last) is not None
    column = next((name for name in columns if fair and spelled(name).search(last)), None)
    dropping = re.search(r"\b(?:drop|remove|leave out|without|exclude|omit)\b", last, re.I)
    if fair or (attribute is not None and ABOUT.search(last) and not dropping):
        return AskedGroups(attribute, column, dropping is not None)
    if attribute is not None and dropping and re.search(r"\b(?:legal\w*|fine|safe|enough)\b", last):
        return AskedGroups(attribute, column, leaving_out=True)
    return None


def named_people(words: str) -> Attribute | None:
    """Return what tells the people that words name: "women" are told by sex; None if none are."""
    return next((one for one, named in PEOPLE.items() if _words(named).search(words)), None)


def column_named_for(words: str, columns: Sequence[str]) -> str | None:
    """Return the column that is called after what tells the people that words name, if any is."""
    attribute = named_people(words)
    if attribute is None:
        return None
    return next((name for name in columns if _called(attribute).search(name)), None)


def _called(attribute: Attribute) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\W_])(?:{NAMES[attribute]})(?:$|[\W_])", re.IGNORECASE)


def column_of_groups(situation: Situation) -> str | None:
    """Return the column by which the groups that are asked about can be told.

    It is the one that was named, or whose levels tell the attribute, or whose name does; where all
    groups are meant, the one with the worst finding.
    """
    asked = situation.groups
    if asked is None:
        return None
    if asked.column is not None:
        return asked.column
    worst = [name for finding in _disparities(situation) for name in finding.columns]
    if asked.attribute is None:
        known = (*worst, *_columns_measured(situation), *_attributes(situation))
        called = (n for of in NAMES for n in situation.facts.columns if _called(of).search(n))
        return next(iter(known), None) or next(called, None)
    told = [name for name, of in _attributes(situation).items() if of == asked.attribute]
    hint = _called(asked.attribute)
    named = [name for name in situation.facts.columns if hint.search(name)]
    both = [name for name in told if name in named]
    return next(iter([*both, *told, *named]), None)


def rates_of_groups(situation: Situation) -> Sequence[str]:
    """Return what is told of each group: what there is depends on what is predicted."""
    shown = {figure.quantity for figure in _figures(situation)}
    said = " ".join(finding.statement for finding in _found(situation))
    numbers = shown & OF_NUMBERS or any(_named(name, said) for name in OF_NUMBERS)
    two = shown & OF_TWO_CLASSES or any(_named(name, said) for name in OF_TWO_CLASSES)
    if numbers:
        return ("group_rows", "mean_error", "absolute_error")
    if not two:
        return ("group_rows", "error_rate")
    return (
        "group_rows", "base_rate", "selection_rate", "false_positive_rate", "false_negative_rate",
    )  # fmt: skip


def told_of_groups(situation: Situation) -> str:
    """Return what was measured of the groups that are asked about; "" if nothing was asked."""
    if situation.groups is None or not any(tool in situation.views for tool in MEASURED_BY):
        return ""
    column = column_of_groups(situation)
    groups = _groups(situation, column) if column is not None else {}
    if column is None or not groups:
        return _cannot_tell(situation, column)
    name = columns_in_words([column])
    differ = {
        other: one.severity
        for one in _disparities(situation)
        if one.severity in ("high", "medium")
        for other in one.columns
    }
    if column in differ:
        lead = f"**By {name} the groups are not treated alike.** {_widest(groups)}"
    else:
        lead = (
            f"**By {name} no group is shown to be treated differently by an amount that counts.** "
            "Small groups can't be told."
        )
    judged = "evaluate_predictions" in situation.views
    whose = "the predictions" if judged else "the baseline that was chosen"
    parts = [lead.rstrip(), f"By {name}, of {whose}, as shares of the rows that each is about:"]
    parts.append(_table(groups))
    if others := [other for other in differ if other != column]:
        parts.append(f"Groups differ by {columns_in_words(others)} as well; ask me about them.")
    if situation.groups.leaving_out:
        parts.append(LEFT_OUT)
    return "\n\n".join([*parts, FOR_PEOPLE, STANDS_ON])


LEFT_OUT = (
    "Leaving the column out would not make it fair: other columns say part of the same, and then "
    "these figures could no longer be measured. Keep it to judge by, whether or not the model may "
    "read it."
)
FOR_PEOPLE = (
    "Which difference is meant, and lawful, is no question for a measurement: those who decide and "
    "a lawyer have to say so, and it goes on the data card."
)


def _widest(groups: Groups) -> str:
    """Return the rate that differs most between two groups, with both; "" without any."""
    gaps = []
    for rate in COMPARED:
        known = [
            (float(of[rate].value), name, of[rate]) for name, of in groups.items() if rate in of
        ]
        if len(known) > 1:
            known.sort(key=lambda one: one[:2])
            (low, least, small), (high, most, large) = known[0], known[-1]
            gaps.append((high - low, rate, (least, small), (most, large)))
    if not gaps:
        return ""
    _, rate, (least, small), (most, large) = max(gaps, key=lambda gap: gap[0])
    what = IN_WORDS[rate]
    return f"{what} is {cited(small)} for {quoted(least)} and {cited(large)} for {quoted(most)}."


def _cannot_tell(situation: Situation, column: str | None) -> str:
    asked = situation.groups
    what = columns_in_words([column]) if column else (asked.attribute if asked else None)
    if what is None:
        lead = "**I can't say: no column of this table was found to tell groups of people.**"
    elif column:
        lead = f"**I can't say: by {what} nothing was measured of the model.**"
    else:
        lead = f"**I can't say: no column of this table was found to tell {what}.**"
    return (
        f"{lead} That nobody can see a difference here is no sign that there is none. Name the "
        'column ("is it fair by region?"), or join one that may be used for judging alone.'
        f"\n\n{STANDS_ON}"
    )


def _named(quantity: str, said: str) -> bool:
    return METRIC_NAMES.get(quantity, quantity.replace("_", " ")) in said


def _found(situation: Situation) -> list[ViewFinding]:
    return [one for tool in MEASURED_BY for one in situation.findings(tool)]


def _disparities(situation: Situation) -> list[ViewFinding]:
    return [one for one in _found(situation) if one.check == "disparity"]


def _figures(situation: Situation) -> Iterator[ViewFigure]:
    for tool in MEASURED_BY:
        view = situation.views.get(tool)
        yield from view.figures if view else ()


def _columns_measured(situation: Situation) -> Iterator[str]:
    for figure in _figures(situation):
        if figure.quantity in HEADS and figure.slice and figure.column:
            yield figure.column


def _attributes(situation: Situation) -> dict[str, Attribute]:
    """Return what columns tell, by their levels that were shown."""
    levels: dict[str, list[str]] = {}
    for view in situation.views.values():
        for figure in view.figures:
            counts = figure.quantity in ("level_rows", "group_rows")
            if counts and figure.column is not None and figure.slice is not None:
                levels.setdefault(figure.column, []).append(figure.slice.casefold())
    found = {}
    for name, said in levels.items():
        told = attribute_of_levels(said, frozenset(re.findall(r"[^\W_]+", name.casefold())))
        if told is not None:
            found[name] = told[0]
    return found


def _groups(situation: Situation, column: str) -> Groups:
    """Return the rates of each group of a column, the largest group first."""
    groups: dict[str, dict[str, ViewFigure]] = {}
    for figure in _figures(situation):
        if figure.column != column or figure.slice is None or "=" in figure.slice:
            continue
        if figure.quantity in HEADS:
            groups.setdefault(figure.slice, {}).setdefault(figure.quantity, figure)
    told = {name: of for name, of in groups.items() if of.keys() & set(COMPARED)}
    rows = {name: float(of["group_rows"].value) for name, of in told.items() if "group_rows" in of}
    return {name: told[name] for name in sorted(told, key=lambda name: (-rows.get(name, 0), name))}


def _table(groups: Groups) -> str:
    shown = list(groups.items())[:MOST_GROUPS]
    rates = [rate for rate in HEADS if any(rate in of for _, of in shown)]
    lines = [
        f"| group | {' | '.join(HEADS[rate] for rate in rates)} |",
        "|---" * (len(rates) + 1) + "|",
    ]
    for name, of in shown:
        cells = (cited(of[rate]) if rate in of else "–" for rate in rates)
        lines.append(f"| {quoted(name.replace('|', '/'))} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _words(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
