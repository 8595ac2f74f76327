"""The 32 clauses of the persona as types: what a clause, and each kind of details, is made of.

The words live in Markdown. `persona/SKILL.md` holds each clause's rule in short;
`persona/references/*.md` hold why it exists, what shows that it is kept, what enforces it and which
eval cases test it, its text and, for stages, audiences, refusals and requests, a block of details.
`load_clauses()` reads both; `clause_markdown` knows how.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ClauseKind = Literal[
    "belief",
    "perspective",
    "stage",
    "stage_rule",
    "audience",
    "heuristic",
    "refusal",
    "request",
]
Audience = Literal["data_scientist", "product_manager", "software_engineer", "leadership"]
EvidenceTool = Literal[
    "profile_dataset",
    "check_leakage",
    "train_baselines",
    "check_parity",
    "measure_drift",
    "evaluate_predictions",
    "record_data_card",
    "plan_release",
    "calculate",
]

CLAUSE_IDS: tuple[str, ...] = (
    "B0",
    *(f"P{k}" for k in range(1, 6)),
    *(f"S{k}" for k in range(9)),
    *(f"A{k}" for k in range(1, 5)),
    *(f"H{k}" for k in range(1, 6)),
    *(f"R{k}" for k in range(1, 5)),
    *(f"Q{k}" for k in range(1, 5)),
)
"""Every clause there is, in the order in which it is told."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1)]


class PersonaError(Exception):
    """The persona's Markdown is not as it must be; the message names file and line."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PerAudience(_Part):
    """The same thing said to each audience."""

    data_scientist: Line
    product_manager: Line
    software_engineer: Line
    leadership: Line

    def to(self, audience: Audience) -> str:
        """Return the words for one audience."""
        words: str = getattr(self, audience)
        return words


class StageDetails(_Part):
    """What a stage hands over.

    Attributes:
        needs: what must be there before the stage is left.
        evidence_from: the tools that give evidence for it.
        ask: what to ask a person, as no tool can know it.
    """

    needs: Lines
    evidence_from: Annotated[tuple[EvidenceTool, ...], Field(min_length=1)]
    ask: Lines


class AudienceDetails(_Part):
    """How one audience is written for.

    Attributes:
        audience: whom the clause is about, as the session's facts name them.
        lead_with: what comes first.
        say: words and subjects that serve them.
        avoid: words and subjects that don't.
        must_contain: what may not be left out for brevity.
    """

    audience: Audience
    lead_with: Line
    say: Lines
    avoid: Lines
    must_contain: Lines


class RefusalDetails(_Part):
    """When a refusal fires, and the way out of it.

    Attributes:
        verdict: the refusal in one sentence, with its clause id.
        triggered_by: what sets it off.
        not_triggered_by: what looks similar and is fine.
        reasons: why, in words that count for each audience.
        path_to_yes: the shortest way to a yes, in order.
        yes_takes: the same in a few words, for the system prompt.
        meanwhile: what can be done at once.
        holds: what changes the answer, and what does not.
    """

    verdict: Line
    triggered_by: Lines
    not_triggered_by: Lines
    reasons: PerAudience
    path_to_yes: Lines
    yes_takes: Line
    meanwhile: Line
    holds: Line


class RequestDetails(_Part):
    """How one of the four requests is met.

    Attributes:
        leads: the opening, by audience.
        first_questions: what to ask unless it was told.
        order_of_work: the steps, first to last.
        corners: what is cut, with its risk (for a date that is near).
    """

    leads: PerAudience
    first_questions: Lines
    order_of_work: Lines
    corners: tuple[Line, ...] = ()


Details = StageDetails | AudienceDetails | RefusalDetails | RequestDetails
D = TypeVar("D", StageDetails, AudienceDetails, RefusalDetails, RequestDetails)

DETAILS_OF_KIND: Mapping[str, type[Details]] = MappingProxyType(
    {
        "stage": StageDetails,
        "audience": AudienceDetails,
        "refusal": RefusalDetails,
        "request": RequestDetails,
    }
)
"""The kinds of clause that carry a block of details. The others must have none."""


class Enforcer(_Part):
    """What holds a clause up, whatever a model writes.

    Attributes:
        kind: a tool that refuses, a gate that sends an answer back, or nothing but the model's
            own judgement.
        name: of the tool or gate; None for judgement.
    """

    kind: Literal["tool", "gate", "judgement"]
    name: Line | None = None


class Clause(_Part):
    """One clause of the persona.

    Attributes:
        id: its stable name, by which prompts, gates, evals and reports refer to it.
        kind: what sort of clause it is.
        title: its heading.
        rule: the text for the model: what it binds to, in a sentence or two (from SKILL.md).
        why: why it exists.
        kept_when: what shows that it is kept.
        enforced_by: the tools and gates that enforce it, or the model's judgement.
        tested_by: ids of the eval cases that test it.
        text: what it looks like in practice, as Markdown (from the references).
        details: the typed block; None for kinds that carry none.
        source: file and line of its heading in the references.
    """

    id: str
    kind: ClauseKind
    title: Line
    rule: Line
    why: Line
    kept_when: Line
    enforced_by: Annotated[tuple[Enforcer, ...], Field(min_length=1)]
    tested_by: Lines
    text: Line
    details: Details | None
    source: str


def kind_of(clause_id: str) -> ClauseKind:
    """Return the kind of a clause, which its id tells.

    Raises:
        KeyError: no clause is called that.
    """
    if clause_id not in CLAUSE_IDS:
        raise KeyError(clause_id)
    if clause_id == "S0":
        return "stage_rule"
    kinds: dict[str, ClauseKind] = {
        "B": "belief",
        "P": "perspective",
        "S": "stage",
        "A": "audience",
        "H": "heuristic",
        "R": "refusal",
        "Q": "request",
    }
    return kinds[clause_id[0]]


@lru_cache(maxsize=1)
def load_clauses() -> Mapping[str, Clause]:
    """Return all clauses by id, in the order of `CLAUSE_IDS`; read once a process.

    Raises:
        PersonaError: the Markdown lacks a clause, has one twice, or a block is not as it must be.
    """
    from ml_engineer_prompts.clause_markdown import parse_clauses

    return MappingProxyType(parse_clauses(read_persona()))


def read_persona() -> dict[str, str]:
    """Return the persona's Markdown files by their path below `persona/`, sorted by path."""
    persona = files("ml_engineer_prompts") / "persona"
    texts = {"SKILL.md": (persona / "SKILL.md").read_text(encoding="utf-8")}
    for reference in (persona / "references").iterdir():
        if reference.name.endswith(".md"):
            texts[f"references/{reference.name}"] = reference.read_text(encoding="utf-8")
    return dict(sorted(texts.items()))


def details_of(clause_id: str, kind: type[D]) -> D:
    """Return the details of a clause as the type they must have.

    Raises:
        KeyError: no clause is called that.
        TypeError: the clause carries other details, or none.
    """
    details = load_clauses()[clause_id].details
    if not isinstance(details, kind):
        raise TypeError(f"clause {clause_id} carries no {kind.__name__}")
    return details


def audience_clause(audience: Audience) -> str:
    """Return the id of the clause on an audience: `A1` for data scientists.

    Raises:
        ValueError: no clause is on that audience.
    """
    for clause_id in ("A1", "A2", "A3", "A4"):
        if details_of(clause_id, AudienceDetails).audience == audience:
            return clause_id
    raise ValueError(f"no audience is called {audience!r}")
