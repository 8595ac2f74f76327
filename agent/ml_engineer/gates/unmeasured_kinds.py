"""Claims of a kind that nothing in the session has measured: a holdout, drift, leakage, a subgroup.

A profile says nothing of drift, and an evaluation as a whole nothing of one group. A sentence that
cites evidence is left to number grounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ml_engineer.evidence.citations import CITATION
from ml_engineer.gates.base import Draft
from ml_engineer.gates.state import Done
from ml_engineer.wording.lexicon import family
from ml_engineer.wording.statements import CONDITION, SUPPOSED, Reading, Statement


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of claim, and the evidence of which any would carry it."""

    claim: str
    carried_by: frozenset[Done]
    asked: str = ""


KINDS: tuple[Kind, ...] = (
    Kind(
        r"(?:men and women|both (?:sexes|groups|genders)|all groups|everyone) (?:are|is)"
        r" (?:treated|judged|scored) (?:alike|equally|the same|fairly)|(?:customers|users"
        r"|population|patients|mix|applicants) (?:are|is|have stayed|has stayed) (?:the same"
        r"|unchanged|comparable) (?:as|since)",
        frozenset({"drift"}),
        r"fair|sexes|men|women|bias|changed|population|shift\w*|drift\w*",
    ),
    Kind(
        r"labels? (?:are|is) (?:\w+ )?(?:reliable|trustworthy|correct|clean|accurate|consistent"
        r"|right|fine|okay|ok)|annotators? (?:\w+ )?agree",
        frozenset(),
        r"labels?|annotat\w+|clean|okay|quality",
    ),
    Kind(
        r"generali[sz]es (?:\w+ )?(?:well|to|nicely)|(?:outperforms?|beats?) (?:\w+ ){1,4}in"
        r" every|in every segment|for all (?:groups|segments|regions)",
        frozenset(),
        r"new|better|good|segment|group|customers|rules|well",
    ),
    Kind(
        r"(?:a )?handful of (?:duplicates|outliers|errors|missing)|hardly any (?:duplicates"
        r"|outliers|gaps|missing)|(?:well|fully) represented",
        frozenset({"profile"}),
    ),
    Kind(
        r"(?:hold-?out|locked (?:rows|set|period|data|quarter)|unseen (?:rows|data|period)|test"
        r" period|out-of-time|final check)(?: \w+){0,3} (?:confirm\w*|result|performs?|score[sd]?"
        r"|gives?|shows?|sits|lies|agrees?|holds|matches)"
        r"|(?:on|over) the (?:hold-?out|locked|unseen) (?:rows |set |data |period )?(?:\w+"
        r" ){0,2}(?:performs?|scores?|gets?|reach\w*|holds|does)|it did[;,.]",
        frozenset({"holdout_confirmed", "release_granted"}),
        r"hold-?out|locked|unseen|confirm\w*",
    ),
    Kind(
        r"(?:free of|without|no(?:t a)? (?:sign of|trace of|evidence of|hint of|risk of"
        r"|indication of)?|rules? out) ?(?:any )?(?:target )?leak\w*|leak(?:age)?[- ]free"
        r"|(?:nothing|none of (?:the|them)|no column\w*) (?:\w+ )?leaks?|no column (?:knows|comes"
        r" from|looks into) the future",
        frozenset({"leakage"}),
    ),
    Kind(
        r"(?:nothing|hardly anything|little|not much) (?:has )?(?:\w+ )?(?:shifted|changed|moved"
        r"|drifted)|(?:inputs?|distributions?|data|columns?|population|features?|mix)(?:"
        r" \w+){0,2} (?:has|have|is|are|stayed|remain\w*|stays?|look\w*)(?: \w+){0,2} (?:the same"
        r"|stable|unchanged"
        r"|identical|constant|not (?:moved|changed|shifted|drifted))|no (?:sign of )?(?:drift"
        r"|shift)|(?:same|unchanged|stable) (?:as|since) (?:in )?(?:the )?(?:training|spring"
        r"|summer|autumn|winter|last|then)|(?:has|have) drifted|shifted (?:strongly|a lot|clearly"
        r"|slightly)",
        frozenset({"drift", "drift_reference"}),
    ),
    Kind(
        r"(?:works?|performs?|does|is|are|holds|predicts?)(?: \w+){0,2} (?:just |equally |every"
        r" bit |about |nearly )?(?:as )?(?:well|good|accurate|reliable|calibrated|fair|accurately"
        r"|reliably)(?: \w+){0,3} (?:for|on|in|at|across|among|with) (?:\w+ ){0,3}(?:as well|too"
        r"|shifts?|patients|customers|women|men|groups?|regions?|stores|sites|ages?|above \d+"
        r"|over \d+|under \d+|segments?|elderly|small|large|night|new)"
        r"|no (?:difference|gap) between (?:the )?(?:groups|sexes|regions|sites|men|women)"
        r"|(?:treats?|serves?) (?:all|both|every) (?:groups?|regions?|sexes)|since the overall",
        frozenset(),
        r"for|elderly|women|men|group|shift|region|segment|night|old|young|small|new|site|ward"
        r"|countr\w+|store|fair|bias",
    ),
    Kind(
        r"(?:gets?|reach\w*|achiev\w+|scores?|comes?|lands?|ends? up|is|would be|arrives?|sits?"
        r"|manages?)(?: \w+){0,2} (?:to |at |around |about |roughly |near |of |an? )*(?:0\.\d+"
        r"|\d+(?:\.\d+)? ?(?:%|percent))(?: \w+)? ?(?:auc|accuracy|precision|recall|f1|r2|mape"
        r"|error)?|(?:auc|accuracy|precision|recall|f1|mape|mae|rmse)(?: \w+){0,2} (?:is|of|at"
        r"|around|near|about) (?:around |about |roughly )?\d\S*"
        r"|(?:model|boosting|trees|forest|network) (?:\w+ )?(?:predicts|separates|beats"
        r"|outperforms|detects|works|does)(?: \w+){0,3} (?:well|easily|reliably|clearly|better"
        r"|the rule|the baseline)",
        frozenset({"baselines", "evaluation", "holdout_confirmed"}),
        r"how good|auc|accura\w+|perform\w*|expect|reach|work|predict\w*|model|good|better",
    ),
    Kind(
        r"(?:relationships?|relations?|dependenc\w+|effects?)(?: \w+){0,4} (?:is|are) (?:\w+"
        r" )?(?:linear|monotonic|strong|weak|simple|non-?linear)|(?:is|are) (?:by far )?(?:the "
        r"|your )?(?:strongest|most (?:important|predictive|relevant|influential)|best) (?:\w+"
        r" )?(?:predictors?|drivers?|features?|columns?|signals?)"
        r"|(?:drives?|explains?|determines?) (?:most|the bulk|almost all|half|\d+)|carr(?:y|ies)"
        r" (?:most|the bulk|all) (?:of )?(?:the )?signal",
        frozenset({"baselines", "evaluation", "leakage"}),
    ),
)
_PATTERNS = tuple(
    (kind, family(kind.claim), family(kind.asked) if kind.asked else None) for kind in KINDS
)
_UNSURE = family(
    r"not (?:been |yet )?(?:measured|checked|compared|run|known|evaluated)|nobody|has not|have"
    r" not|do not know|can not (?:say|tell|know)|whether|unknown|locked|still|would|could|might"
    r"|may|made up|guess"
    r"|typical\w*|usual\w*|often|in general|you (?:said|quoted|wrote)|your (?:vendor|analyst"
    r"|colleague)|according to|only|so far|yet|asks?|\d+ of|report|check|interval|found|profile"
    r"|split"
)


def _with_its_line(text: str, span: tuple[int, int]) -> str:
    """Return a statement with the rest of its line: a citation reaches over its list item."""
    start, end = span
    line_end = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if line_end < 0 else line_end]


def unmeasured_kinds(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield statements that claim what none of the session's evidence can carry."""
    for statement in reading.told:
        raw = _with_its_line(draft.text, statement.span)
        text = statement.text
        if statement.kind in ("heading", "table") or CITATION.search(raw) or _UNSURE.search(text):
            continue
        if CONDITION.search(text) or SUPPOSED.search(text):
            continue
        for kind, claim, asked in _PATTERNS:
            if kind.carried_by & draft.done or (asked and not asked.search(reading.asked)):
                continue
            if claim.search(text):
                yield statement
                break
