"""Evidence first: no claim about the data or the model before something was measured (clause H5).

While nothing has been measured it judges every sentence; later, the kinds of claims that what was
measured can't carry (`unmeasured_kinds`). A claim is a sentence in the indicative about the
attached data, or about how a model does. Questions, conditions, plans, talk of method and what a
person is quoted with are no claims, nor are the prepared words that explain a term or ask which
reading is meant; without a table attached, talk of tables is talk of method.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ml_engineer.evidence.citations import CITATION
from ml_engineer.evidence.layout import Layout
from ml_engineer.evidence.names import words_of
from ml_engineer.gates.base import Draft, Revise
from ml_engineer.gates.learnt import stopped
from ml_engineer.gates.state import MEASURED
from ml_engineer.gates.unmeasured_kinds import unmeasured_kinds
from ml_engineer.wording.concepts import explains_a_concept
from ml_engineer.wording.statements import read
from ml_engineer_prompts import is_prepared

_DATA = (
    r"(?:data(?:set)?|table|file|columns?|rows?|records?|labels?|features?|series|classes|target"
    r"|time ?stamps?|ids|keys|values|distributions?|inputs?|readings|samples?|entries|texts?"
    r"|tickets|images|variables|fields|observations|annotators|annotations|relationships?)"
)
_THIS = r"(?:your|our|the|this|these|those|both|all(?: the)?|its)"
_IS = (
    r"(?:is|are|was|were|isn't|aren't|looks?|seems?|appears?|has|have|had|contains?|shows?"
    r"|carr(?:y|ies)|covers?|consists?|spans?|includes?|holds?|suffers?|exhibits?|follows?"
    r"|agrees?|leave|leaves|churn|drives?|separates?|correlates?)"
)
_ABOUT = r"(?:about |around |roughly |nearly |almost |some )?\d"
_SIZE = (
    r"(?:no|hardly any|few|very few|many|several|a handful of|some|most|half(?: of)?"
    rf"|a (?:third|quarter|fifth) of|{_ABOUT}[\d,. ]{{0,16}}(?:%|percent)?(?: of)?|\w+ out of \w+)"
)
_TROUBLE = (
    r"(?:missing|nulls?|duplicates?|outliers?|leak\w*|drift\w*|bias|imbalance\w*|noise"
    r"|anomal\w+|gaps?|seasonality|trend|indications?|signs?|evidence|correlation)"
)
_MODEL = r"(?:model|classifier|forecasts?|predictor|regression|boosting|trees|network|baseline|it)"
_METRIC = (
    r"(?:accuracy|auc|roc|precision|recall|f1|rmse|mae|mape|r2|error|score|performance|lift"
    r"|calibrat\w+)"
)
_REACHES = (
    r"(?:reach(?:es)?|gets?|achieves?|attains?|outperforms?|beats?|detects?|catches"
    r"|generali[sz]es|predicts?|scores?|performs?|surpasses|explains|works well)"
)
_OF_A_MODEL = (
    # "our model detects nine out of ten", "the accuracy is 93%", "gets to 0.87 AUC"
    rf"\b(?:your|our|the|this|a|an)\s(?:[\w-]+\s){{0,3}}{_MODEL}\b[^.;:?!]{{0,40}}?\s?"
    rf"\b{_REACHES}\b",
    rf"\b{_METRIC}\b(?:\s\w+){{0,4}}\s(?:is|are|was|of|at|lies|sits|comes)\s{_ABOUT}",
    rf"\b{_REACHES}\s(?:to\s)?{_ABOUT}[\d.,]{{0,16}}\s?%?\s?{_METRIC}",
)
_OF_DATA = (
    # "your table is clean", "the labels are reliable", "the series shows a trend"
    rf"\b{_THIS}\s(?:[\w-]+\s){{0,2}}{_DATA}\b(?:[^.;:?!]{{0,40}}?\s)?{_IS}\b",
    # "there are no missing values", "I found no outliers"
    r"\b(?:there (?:is|are)|there's|i (?:see|found|find|notice)|has|have|with)\s"
    rf"(?:\w+\s)?{_SIZE}\s?(?:\w+\s){{0,2}}{_TROUBLE}\b",
    # "about 3% of the policies have a claim"
    rf"\b{_SIZE}\s?(?:of\s)?(?:the\s|your\s)?\w+\s"
    r"(?:have|has|are|is|carry|show|churn|contain)\b",
    # "a handful of duplicates", "no sign of bias"
    rf"^\W*(?:a handful of|no|hardly any|few|many|plenty of)\s(?:\w+\s){{0,2}}{_TROUBLE}"
    r"(?!\s(?:check|test|analysis|scan|report))",
    rf"\bno (?:indication|sign|evidence) of (?:\w+\s)?{_TROUBLE}",
    # "I see a classic imbalanced problem", "according to the file, customers leave because"
    r"\bi (?:see|found|find|notice|observe)(?:d)?\s(?:that|a|an|no|the|some|many)\b",
    rf"\baccording to (?:the|your|this) {_DATA}\b",
    # "tenure is the most predictive column in your file"
    r"\b(?:most|least|highly|strongly|equally|essentially|well)\s\w+(?:\s\w+){0,2}\sin\s"
    rf"{_THIS}\s{_DATA}",
    r"\b(?:predictive|balanced|well represented|linear|unique|consistent)\b[^.]{0,30}"
    rf"\b(?:in|among)\s(?:{_THIS}\s{_DATA}|there)\b",
)
CLAIMS_OF_A_MODEL = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _OF_A_MODEL)
CLAIMS_OF_DATA = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _OF_DATA)
_NO_CLAIM = re.compile(
    r"\b(?:if|whether|would|could|might|may|should|must|can(?:'t|not)?|unless|until|once|before"
    r"|after|unknown|unclear|possible|nobody|never|haven't|hasn't|don't|doesn't|didn't|won't"
    r"|no (?:\w+ )?(?:check|profile|measurement|evaluation|baseline|test)s?"
    r"|not (?:yet )?(?:measured|known|checked|examined|evaluated|framed|clear)"
    r"|nothing (?:has been|was|is|in)|let me|let's|shall|i'd|i'll|i would|we'd|we'll|you'd"
    r"|assum\w+|suppose|typical\w*|usual\w*|often|general\w*|commonly|tends? to|sometimes"
    r"|for example|for instance|e\.g|suspect\w*|imagin\w+|depends?|needs? to|next|plan|first"
    r"|second|third|please|according to (?:you|your \w+)|you said|made up|hope"
    r"|on the day|(?:was|is|were) trained on|the period after|meaning the"
    r"|(?:it|they) (?:is|are) measured on"
    r"|slower to undo|no table tells|tell me|look at|that (?:are|add) (?:constant|up to)"
    r"|your (?:analyst|vendor|colleague|team|boss)|will (?:need|show|tell|say))\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"^\W*(?:according to (?:the|this|your) (?:file|data|table)|since|because|as)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]|`[^`\n]*`")
_REASON = re.compile(r"\b(?:since|because|given that|as)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EvidenceFirst:
    """Sends back claims about data or performance while nothing has been measured."""

    name: str = "evidence_first"
    clause: str = "H5"

    def judge(self, draft: Draft) -> Sequence[Revise]:
        """Return one revision for each claim that no evidence can carry."""
        reading = read(draft.text, draft.user_texts)
        if _measured(draft):
            ruled = list(unmeasured_kinds(reading, draft))
            found = stopped(self.name, draft, reading, ruled) if ruled else []
            return tuple(self._revision(draft, one.span) for one in found)
        spans = [] if explains_a_concept(reading) else list(claims(draft))
        if not spans and reading.asked:
            learnt = stopped(self.name, draft, reading, ())
            spans = [one.span for one in learnt if not _NO_CLAIM.search(one.text)]
        spans = [(start, end) for start, end in spans if not is_prepared(draft.text[start:end])]
        return tuple(self._revision(draft, span) for span in spans)

    def _revision(self, draft: Draft, span: tuple[int, int]) -> Revise:
        attached = draft.facts.data is not None
        call = "Call profile_dataset" if attached else "Ask for the table"
        reason = "It says something of the data or the model, and nothing has been measured."
        if _measured(draft):
            call = "Call the tool that measures it"
            reason = "It says something that nothing measured so far can carry."
        return Revise(
            self.name,
            self.clause,
            reason,
            f"{call} and measure first, or say plainly that it is not known yet.",
            quote=draft.text[span[0] : span[1]].strip(),
            span=span,
            mark="not measured",
        )


def _measured(draft: Draft) -> bool:
    return bool(draft.ledger.evidence_aliases or MEASURED & draft.done)


def claims(draft: Draft) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a draft that claim something of the data or of a model's results."""
    columns = frozenset(words_of(name) for name in draft.facts.columns) - {()}
    for block in Layout(draft.text).blocks:
        if block.kind == "heading":
            continue
        for start, end in block.sentences:
            sentence = draft.text[start:end]
            if is_claim(sentence, columns, attached=draft.facts.data is not None):
                trimmed = len(sentence) - len(sentence.rstrip())
                yield start, end - trimmed


def is_claim(
    sentence: str, columns: frozenset[tuple[str, ...]] = frozenset(), *, attached: bool = True
) -> bool:
    """Tell whether a sentence states something about attached data or a model's results."""
    said = CITATION.sub(" ", _QUOTED.sub(" ", sentence)).strip()
    if said.endswith("?"):
        return False
    return any(_claims(part, columns, attached=attached) for part in _parts(said))


def _parts(sentence: str) -> list[str]:
    """Split a plan from the reason given for it: "since your texts are short, I'd use ..."."""
    parts: list[str] = []
    for stretch in re.split(r";|\s[–—]\s|:\s|,\s(?:and|but)\s", sentence):
        reason = _REASON.search(stretch)
        if reason is not None:
            parts.append(stretch[: reason.start()])
            because, _, rest = stretch[reason.start() :].partition(", I'")
            parts += [because, rest and "I'" + rest]
        else:
            parts.append(stretch)
    return [part for part in parts if part.strip()]


def _claims(part: str, columns: frozenset[tuple[str, ...]], *, attached: bool) -> bool:
    if _NO_CLAIM.search(part) and not _STATED.match(part):
        return False
    if any(pattern.search(part) for pattern in CLAIMS_OF_A_MODEL):
        return True
    if not attached:
        return False
    return any(p.search(part) for p in CLAIMS_OF_DATA) or _says_of_column(part, columns)


def _says_of_column(part: str, columns: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether a column is said to be something: `tenure` is the strongest."""
    words = words_of(part)
    if not {"is", "are", "has", "have", "shows", "show", "was"} & set(words):
        return False
    sizes = {len(name) for name in columns}
    return any(
        words[at : at + size] in columns for size in sizes for at in range(len(words) - size + 1)
    )
