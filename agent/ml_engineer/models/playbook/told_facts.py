"""Facts that a person tells against a refusal: which of them count, and which don't, and why.

"Monitoring is set up: see monitoring.yaml, owner Ana, alerts on PSI": each part is named and
answered; nothing that is only told is taken as being on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ml_engineer_prompts.method_answers import quoted

__all__ = ["counted_facts", "files_told", "tells_facts"]

FILE = (
    r"(?<![\w./-])(?:[\w-]+/)*[\w-]+"
    r"\.(?:ya?ml|json|toml|pdf|docx?|md|html?|txt|xlsx?|py|ipynb|png)\b"
)
"""Files that no tool here can judge; tables are attached and measured instead."""

DENIED = r"\b(?:no|without|not|never|later|skip|lacks?|missing|don'?t have|haven'?t)\b[^.,;!?\n]*$"
"""What stands before a fact that isn't there."""

Fact = tuple[str, str]
"""Words by which a fact is told, and what is said of it."""

_FACTS: Mapping[str, Sequence[Fact]] = {
    "R1": (
        (r"\bowner(?:s|ed)?\b(?! (?:will|later))|\bon[- ]?call\b|\b(?:is|are|gets?|be)"
               r" (?:paged"
               r"|alerted|woken)\b|\bpager\b",
         "The owner counts, half: the name goes into `monitor draft --owner`, and that they agreed "
         "to answer is on record once the plan is accepted."),
        (r"\b(?:alerts?|alarms?|thresholds?|psi)\b",
         "The alerts don't count yet: an alert counts with a threshold that follows from a "
         "measured reference, and I have none before me."),
        (r"\breference\b[^.,;]{0,20}\b(?:stored|kept|saved|there|built)|\b(?:stored|kept|saved|built)"
         r"[^.,;]{0,20}\breference\b",
         "The reference counts as soon as it is on record under the fingerprint of its table; "
         "`drift reference build` does that."),
        (r"\b(?:dashboards?|grafana|prometheus|datadog|kibana|cloudwatch|new relic|splunk)\b",
         "The dashboard doesn't count by itself: it shows what somebody looks at, and an alert "
         "reaches whoever doesn't. What it draws from can feed the comparison."),
        (r"\b(?:evidently|whylabs|arize|fiddler|nannyml|sagemaker|mlflow|vertex|azure ml)\b",
         "The tool counts as a place where the comparison can run. Which inputs, against which "
         "reference, with whom at the other end: that is what I would look at."),
        (r"\b(?:we |is |are |get )?(?:log|logs|logged|logging)\b(?! in\b)",
         "Logging counts: it is the half that can't be made up for later. Comparing and telling "
         "somebody is the other half."),
        (r"\b(?:uptime|latency|health checks?|error rates?|sre|cpu|500s?)\b",
         "Watching the service doesn't count for this: a model that decays answers in time and "
         "without an error."),
        (r"\b(?:fallback|roll-?back|kill ?switch|off switch|switch (?:it )?(?:off|back))\b",
         "The way back counts once it was tried; it limits a loss after somebody has noticed."),
        (r"\b(?:by hand|manual\w*|keep an eye|eyeball|look at it|check (?:it|on it)|spot"
         r" checks?)\b",
         "Looking by hand counts for a pilot if it has a day, a name and figures to compare with; "
         "an intention doesn't."),
        (r"\b(?:users?|customers?|support|people|they)\b[^.,;]{0,20}\b(?:complain|tell us|notice"
         r"|report"
         r"|call)\b",
         "Complaints don't count: they come after the loss, and for silent errors not at all."),
    ),
    "R2": (
        (r"\b(?:auc|accuracy|f1|precision|recall|rmse|mae|score)\b[^.;]{0,25}\d",
         "The figure doesn't count without its rows: which ones, how they were split off, and what "
         "today's practice gets on them. A table of predictions and outcomes tells all three."),
        (r"\b(?:cross[- ]?validat\w+|cv)\b",
         "Cross-validation counts, if its folds keep apart what belongs together; the run, or its "
         "predictions in a table, is what I can judge."),
        (r"\b(?:hold-?out|test set|back-?test\w*|offline evaluation|evaluated|we tested)\b",
         "The evaluation counts as soon as I can see it: its predictions with their outcomes in a "
         "table, or a measurement here."),
        (r"\btraining (?:score|set|data|accuracy|loss)|\bon the train",
         "A score on training rows doesn't count: it says how well they were remembered."),
        (r"\b(?:vendor|supplier|paper|benchmark|kaggle|published)\b",
         "Figures of others count for other data; on yours it has to be measured."),
        (r"\b(?:demo|looks? (?:good|right|fine)|tried (?:it|some)|by eye|spot check\w*|a few "
         r"examples)\b",
         "Examples that looked right don't count: they were seen by somebody who hoped so. The "
         "worst errors, read one by one, would."),
        (r"\b(?:shadow)\b",
         "A shadow run counts for the serving side; with the outcomes joined to its log it becomes "
         "the evaluation."),
        (r"\b(?:guardrails?|stop rule|kill ?switch|roll-?back|fallback)\b",
         "Guardrails count for the experiment that comes afterwards; they limit a harm and find "
         "no cause."),
    ),
    "R3": (
        (r"\b(?:consent\w*|opt(?:ed)?[- ]in|agreed to)\b",
         "Consent counts if it covers training for this purpose; its wording, or who confirmed it, "
         "goes on the data card."),
        (r"\b(?:licen[cs]e\w*|cc[- ]by|mit|open data|contract|agreement|terms of (?:use"
               r"|service))\b",
         "A licence or contract counts once it is named on the card, with the clause that allows "
         "this use."),
        (r"\b(?:legal|lawyers?|compliance|dpo|privacy (?:officer|team))\b[^.;]{0,40}\b(?:ok|okay"
         r"|okayed|"
         r"confirm\w*|said|says|approved|cleared|signed|agree\w*|fine)",
         "Word from the lawyers counts most of what can be told, and it isn't on record: have "
         "whoever confirmed it sign the card."),
        (r"\b(?:we own|our own (?:data|customers|systems?)|own the data|first[- ]party|our (?:crm"
         r"|shop|"
         r"database|warehouse|app))\b",
         "That it is your own data counts for the source; whom it leaves out and what people were "
         "told when it was collected are still open."),
        (r"\b(?:public\w*|freely available|on the (?:web|internet)|anyone can|open source)\b",
         "That it is public doesn't count: it can be reached, and may still not be used."),
        (r"\b(?:anonymi[sz]ed|pseudonymi[sz]ed|hashed|no (?:names|personal data|pii))\b",
         "That names were taken out counts for privacy and not for permission; columns together "
         "may name a person again."),
        (r"\b(?:prototype|proof of concept|poc|research|internal|test only|just (?:a )?test)\b",
         "That it is a trial doesn't count: weights are kept, and features get chosen on it."),
        (r"\b(?:synthetic|generated|simulated)\b",
         "Generated data counts as such, if what it was generated from is cleared."),
        (r"\b(?:bought|purchased|paid for|data (?:broker|vendor|provider)|supplier)\b",
         "Having paid counts for nothing until the contract says that training is covered."),
    ),
    "R4": (
        (r"\b(?:last (?:time|year|model|project)|previous (?:model|project)|before we (?:got"
         r"|reached))\b",
         "What another project reached counts as a hint that signal can be there, and not as a "
         "measurement on this data."),
        (r"\b(?:competitors?|papers?|kaggle|benchmark|published|state of the art|sota)\b",
         "Figures of others were reached on other rows, with another label; they set no date."),
        (r"\b(?:more (?:data|people|gpus?|budget|compute)|hire|bigger team|overtime)\b",
         "More people or data counts for how many experiments fit into a round; what they find "
         "stays open."),
        (r"\b(?:already at|currently at|we are at|we're at|now at|close to|almost there|nearly"
         r" there)\b",
         "Where it stands today counts, and can be measured here; the last stretch is the part "
         "that may not exist."),
        (r"\b(?:contract|client was told|promised (?:the|our)|slide|in the (?:plan|roadmap"
         r"|budget))\b",
         "That it has been promised already counts as a reason to correct it now, while it is "
         "cheap."),
    ),
}  # fmt: skip

_GENERAL: Sequence[Fact] = (
    (r"\b(?:trust me|believe me|i promise|i swear|years of experience|i(?:'m| am) (?:an?"
     r" )?(?:expert"
     r"|senior|experienced))\b",
     "Your word counts for where to look first; it is not what the answer can rest on, and mine "
     "wouldn't be either."),
)  # fmt: skip

_OTHER: Mapping[str, str] = {
    "R1": "what the monitoring needs",
    "R2": "the offline evaluation",
    "R3": "where the data comes from",
}

_ORDER = ("R1", "R2", "R3")

_PATTERNS_ELSEWHERE: Mapping[str, str] = {
    "R1": r"monitor\w*|alerts?|drift|reference",
    "R2": r"hold-?out|evaluat\w+|back-?test\w*|cross-?validat\w*",
    "R3": r"licen[cs]e\w*|consent\w*|legal|own the data|data card|provenance",
}


def tells_facts(text: str, clause: str, *, files: bool = True) -> bool:
    """Tell whether a message states something that a refusal could rest on, rather than asks.

    Args:
        text: the message.
        clause: the refusal.
        files: whether a file that it names counts as such.
    """
    if text.rstrip().endswith("?"):
        return False
    told = any(_found(words, text) for words, _ in _FACTS.get(clause, ()))
    return told or (files and bool(files_told(text)))


def files_told(text: str) -> tuple[str, ...]:
    """Return the files that a message names and that no tool here can judge, each once."""
    return tuple(dict.fromkeys(match[0] for match in re.finditer(FILE, text, re.IGNORECASE)))


def counted_facts(texts: Sequence[str], clause: str, told: str = "") -> list[str]:
    """Return what of the told facts counts for a refusal, and what doesn't, in sentences.

    Args:
        texts: what the person said, newest last.
        clause: the refusal that is pressed.
        told: earlier answers; what they said is left out.
    """
    text = "\n".join(texts)
    lines = [*_of_files(text, clause)]
    lines += [said for words, said in (*_FACTS.get(clause, ()), *_GENERAL) if _found(words, text)]
    lines += list(_elsewhere(texts[-1] if texts else "", clause))
    return [line for line in lines if line not in told]


def _of_files(text: str, clause: str) -> Iterator[str]:
    judged = {
        "R1": "a plan that `monitor draft` wrote from a measured reference and that a person "
              "accepted; copy its owner and limits over, and that is short work",
        "R2": "a table of predictions with their outcomes (CSV or Parquet)",
        "R3": "a data card that a person signed; what the file says can be its content",
        "R4": "a table with its target, for where the score stands today",
    }  # fmt: skip
    for name in files_told(text)[:3]:
        yield (
            f"`{quoted(name)}`: I can't judge its contents here, since I read tables and what is "
            f"on record, and have not opened it. What I can judge:"
            f" {judged.get(clause, judged['R2'])}."
        )


def _elsewhere(text: str, clause: str) -> Iterator[str]:
    """Yield what counts for another point than the one that is refused."""
    for other in _ORDER:
        if other == clause or not _found(rf"\b(?:{_PATTERNS_ELSEWHERE[other]})\b", text):
            continue
        if any(_found(words, text) for words, _ in _FACTS[clause]):
            continue
        yield (
            f"What you say of {_OTHER[other]} belongs to another point ({other}) and is noted for "
            "it; it isn't what is open here."
        )


def _found(words: str, text: str) -> bool:
    return any(
        _compiled(DENIED).search(text[max(match.start() - 25, 0) : match.start()]) is None
        for match in _compiled(words).finditer(text)
    )


@cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
