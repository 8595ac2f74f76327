"""From a judged draft to an `Answer`: marks, citations, stages and clauses, what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.answer import Answer, CitedFigure, Cost, PartialReason
from ml_engineer.conversation import Audience
from ml_engineer.evidence.citations import cited_handles
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.gates import Draft, Judgement, mark_text
from ml_engineer.usage import Usage
from ml_engineer_prompts import READERS

STANDS_ON = re.compile(r"^\W*stands on:(?P<ids>.*)$", re.IGNORECASE | re.MULTILINE)
ASSUMED_READER = re.compile(
    r"^\W*assumed reader: (?P<reader>[a-z ]+)", re.IGNORECASE | re.MULTILINE
)
CLAUSE = re.compile(r"\b(?:B0|P[1-5]|S[0-8]|A[1-4]|H[1-5]|R[1-4]|Q[1-4])\b")
MISSING_HEADING = re.compile(r"^\W*what is missing\b.*$", re.IGNORECASE | re.MULTILINE)
LIST_ITEM = re.compile(r"^\s*(?:[-*]|\d+[.)])\s+(?P<item>.+)$")

REASONS: dict[PartialReason, str] = {
    "turn_limit": "the limit of requests to the model was reached",
    "tool_limit": "the limit of tool calls was reached",
    "token_limit": "the limit of tokens was reached",
    "cost_limit": "the limit of cost was reached",
    "time_limit": "the limit of time was reached",
    "cut_by_length": "the model's reply was cut at its length limit",
    "context_full": "the conversation no longer fits the model",
    "refused_by_provider": "the provider of the model declined to answer",
    "model_failed": "the model did not answer",
}


def answer_of(
    draft: Draft,
    judgement: Judgement,
    *,
    model: str,
    session: str,
    usage: Usage,
    cost: Cost | None = None,
) -> Answer:
    """Return the answer that a judged draft becomes; what failed a gate is marked in its text."""
    text, marks = mark_text(draft.text, judgement.verdicts)
    assumed = assumed_reader(text)
    named = [found for line in STANDS_ON.findall(text) for found in CLAUSE.findall(line)]
    return Answer(
        text=text,
        cited=tuple(cited_figures(text, draft.ledger)),
        evidence=tuple(draft.ledger.evidence_aliases),
        stages=tuple(dict.fromkeys(name for name in named if name.startswith("S"))),
        clauses=tuple(dict.fromkeys(name for name in named if not name.startswith("S"))),
        missing=tuple(missing_items(text)),
        marks=marks,
        audience=draft.facts.audience or assumed,
        audience_assumed=draft.facts.audience is None and assumed is not None,
        model=model,
        session=session,
        usage=usage,
        cost=cost,
    )


def partial_head(reason: PartialReason, detail: str | None) -> str:
    """Return what an answer begins with that could not be finished."""
    because = REASONS[reason] + (f" ({detail.rstrip('.')})" if detail else "")
    return f"**Partial answer: {because}.**"


PARTIAL_FOOT = "The session is kept; ask again in it to go on."


def partial_body(draft: str, ledger: Ledger) -> str:
    """Return what there is of an answer: what the model had written, or else what was measured."""
    if draft:
        return draft
    if found := _findings(ledger):
        return "Measured before it stopped:\n\n" + "\n".join(found)
    if ledger.evidence:
        named = ", ".join(f"{one.measurement.tool} [{one.alias}]" for one in ledger.evidence)
        return f"Measured before it stopped: {named}; no finding of it is of high or medium weight."
    return "Nothing was measured."


def cited_figures(text: str, ledger: Ledger) -> list[CitedFigure]:
    """Return the figures that a text cites by handle, in order of first citation."""
    cited: list[CitedFigure] = []
    for handle in dict.fromkeys(cited_handles(text)):
        figure = ledger.figure(handle)
        if figure is not None:
            cited.append(CitedFigure(handle=handle, tool=ledger.tool(handle), figure=figure))
    return cited


def assumed_reader(text: str) -> Audience | None:
    """Return the audience that a text says it assumes, the last one if several."""
    named = [match["reader"].lower() for match in ASSUMED_READER.finditer(text)]
    return next((one for one, reader in READERS.items() if named and reader == named[-1]), None)


def missing_items(text: str) -> list[str]:
    """Return the list items under the heading "What is missing", without their citations."""
    heading = MISSING_HEADING.search(text)
    if heading is None:
        return []
    items: list[str] = []
    for line in text[heading.end() :].splitlines():
        found = LIST_ITEM.match(line)
        if found:
            items.append(found["item"].strip())
        elif line.strip() and items:
            break
    return items


def _findings(ledger: Ledger) -> Sequence[str]:
    lines: list[str] = []
    for evidence in ledger.evidence:
        for finding in evidence.measurement.findings:
            if finding.severity in ("high", "medium"):
                cited = ", ".join(evidence.cite(handle) for handle in finding.handles)
                lines.append(f"- {finding.statement}" + (f" [{cited}]" if cited else ""))
    return lines
