"""The system prompt for a language model: who it is, the rules of evidence, and the clauses.

It depends on the tool list alone. Audience and tables are facts of a session, appended as messages
(`audience_prompt`), so that the prompt stays the same bytes and providers can cache it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer_prompts.clauses import ClauseKind, RefusalDetails, load_clauses
from ml_engineer_prompts.templating import environment

GROUPS: tuple[tuple[str, tuple[ClauseKind, ...]], ...] = (
    ("Belief and perspectives", ("belief", "perspective")),
    ("Stages", ("stage_rule", "stage")),
    ("Audiences", ("audience",)),
    ("Heuristics", ("heuristic",)),
    ("Refusals", ("refusal",)),
    ("Requests", ("request",)),
)
"""The clauses as the prompt groups them."""


@dataclass(frozen=True, slots=True)
class ToolLine:
    """A tool as the system prompt names it.

    Attributes:
        name: the name by which it is called.
        purpose: what it answers, in one sentence.
    """

    name: str
    purpose: str


def build_system_prompt(tools: Sequence[ToolLine] = ()) -> str:
    """Return the system prompt for a session that has `tools`, in the order given.

    The same tools give the same bytes. A rule that needs a tool (sums, releases) is worded by
    whether that tool is there.

    Raises:
        PersonaError: the persona's Markdown is not as it must be.
    """
    names = [tool.name for tool in tools]
    clauses = load_clauses().values()
    groups = [(title, [c for c in clauses if c.kind in kinds]) for title, kinds in GROUPS]
    rendered = (
        environment()
        .get_template("system.md.j2")
        .render(
            tools=[ToolLine(tool.name, " ".join(tool.purpose.split())) for tool in tools],
            names=names,
            groups=groups,
            refusals={c.id: c.details for c in clauses if isinstance(c.details, RefusalDetails)},
        )
    )
    return rendered.strip() + "\n"
