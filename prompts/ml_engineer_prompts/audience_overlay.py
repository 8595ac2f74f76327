"""The overlay for an audience: what a session's facts tell a language model of its reader.

It is appended as a message when the audience is named, and never becomes part of the system prompt.
"""

from __future__ import annotations

from ml_engineer_prompts.clauses import (
    Audience,
    AudienceDetails,
    audience_clause,
    details_of,
    load_clauses,
)
from ml_engineer_prompts.templating import environment

READERS: dict[Audience, str] = {
    "data_scientist": "data scientists",
    "product_manager": "product managers",
    "software_engineer": "software engineers",
    "leadership": "leadership",
}
"""What an answer calls each audience."""


def audience_prompt(audience: Audience) -> str:
    """Return how to write for an audience, from its clause; the same bytes each time.

    Raises:
        ValueError: no clause is on that audience.
    """
    clause_id = audience_clause(audience)
    rendered = (
        environment()
        .get_template("audience.md.j2")
        .render(
            readers=READERS[audience],
            clause=load_clauses()[clause_id],
            details=details_of(clause_id, AudienceDetails),
        )
    )
    return rendered.strip()
