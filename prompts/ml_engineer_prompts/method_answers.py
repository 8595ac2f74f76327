"""Answers on method for the playbook: what can be said well before anything is measured.

The playbook is rules, not a language model; these are its prepared words. They hold no measured
number: the only digits are list numbers, clause ids, and what the person said, quoted as theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from ml_engineer_prompts.clauses import (
    Audience,
    RefusalDetails,
    RequestDetails,
    audience_clause,
    details_of,
)
from ml_engineer_prompts.templating import environment


class Intent(StrEnum):
    """What a person may want, as the playbook tells it apart."""

    NEED_MODEL = "need_model"
    PERFORMANCE_DROPPED = "performance_dropped"
    USE_LLM_OR_DEEP_LEARNING = "use_llm_or_deep_learning"
    PRODUCTION_BY_DATE = "production_by_date"
    REVIEW_DATA = "review_data"
    CAN_WE_SHIP = "can_we_ship"
    DEPLOY_WITHOUT_MONITORING = "deploy_without_monitoring"
    SKIP_OFFLINE_EVALUATION = "skip_offline_evaluation"
    UNKNOWN_PROVENANCE = "unknown_provenance"
    PROMISE_TIMELINE = "promise_timeline"
    LEAKAGE_QUESTION = "leakage_question"
    BASELINE_QUESTION = "baseline_question"
    DRIFT_QUESTION = "drift_question"
    COST_THRESHOLD = "cost_threshold"
    METRIC_CHOICE = "metric_choice"
    SPLIT_CHOICE = "split_choice"
    FEATURE_AVAILABILITY = "feature_availability"
    MONITORING_PLAN = "monitoring_plan"
    ROLLOUT_PLAN = "rollout_plan"
    EXPLAIN_PREDICTION = "explain_prediction"
    EXPLAIN_FOR_AUDIENCE = "explain_for_audience"
    WHAT_IF = "what_if"
    EVIDENCE_LOOKUP = "evidence_lookup"
    MORE_DATA_OR_BETTER_MODEL = "more_data_or_better_model"
    PROVIDE_INFORMATION = "provide_information"
    GREETING_OR_THANKS = "greeting_or_thanks"
    OUT_OF_SCOPE = "out_of_scope"
    NEEDS_LANGUAGE_MODEL = "needs_language_model"


REFUSAL_OF: Mapping[Intent, str] = {
    Intent.DEPLOY_WITHOUT_MONITORING: "R1",
    Intent.SKIP_OFFLINE_EVALUATION: "R2",
    Intent.UNKNOWN_PROVENANCE: "R3",
    Intent.PROMISE_TIMELINE: "R4",
}
"""Intents that are refused, by the clause that refuses them."""

REQUEST_OF: Mapping[Intent, str] = {
    Intent.NEED_MODEL: "Q1",
    Intent.PERFORMANCE_DROPPED: "Q2",
    Intent.USE_LLM_OR_DEEP_LEARNING: "Q3",
    Intent.PRODUCTION_BY_DATE: "Q4",
}
"""The four requests, by their clause."""

SLOTS = ("target", "time", "group", "files", "deadline", "metric", "cost_ratio", "audience")
"""What an answer can echo of a person's words."""

QUOTED_AT_MOST = 80
"""Characters of a slot that are quoted; what is longer is cut."""


def method_answer(
    intent: Intent | str,
    *,
    audience: Audience = "data_scientist",
    slots: Mapping[str, str] | None = None,
) -> str:
    """Return the prepared answer to an intent, as Markdown that ends with its `Stands on:` line.

    Args:
        intent: what the person wants; an `Intent` or its value.
        audience: for whom; refusals and the four requests open differently for each.
        slots: what the person said, by the names in `SLOTS`; echoed in quotes where it matters.

    Raises:
        ValueError: no intent, audience or slot is called that.
    """
    known = Intent(intent)
    given = slots or {}
    if unknown := sorted(set(given) - set(SLOTS)):
        raise ValueError(f"no slot is called {unknown}; there are {', '.join(SLOTS)}")
    said = {name: quoted(given.get(name, "")) for name in SLOTS}
    data: dict[str, Any] = {
        "said": said,
        "audience": audience,
        "audience_clause": audience_clause(audience),
    }
    if known in REFUSAL_OF:
        data["refusal"] = details_of(REFUSAL_OF[known], RefusalDetails)
    if known in REQUEST_OF:
        data["request"] = details_of(REQUEST_OF[known], RequestDetails)
    return render_answer(known.value, **data)


def render_answer(name: str, **data: Any) -> str:
    """Render the template `answers/<name>.md.j2` with `data`; blank lines are set in order.

    Raises:
        jinja2.TemplateNotFound: there is no such template.
        jinja2.UndefinedError: the template uses something that `data` doesn't hold.
    """
    text = environment().get_template(f"answers/{name}.md.j2").render(**data)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def quoted(words: str) -> str:
    """Return a person's words fit for quoting inside a sentence: one line, short, no markup.

    Brackets become parentheses, so that nothing a person types reads as a citation.
    """
    printable = "".join(char if char.isprintable() else " " for char in words)
    line = " ".join(printable.split()).translate(str.maketrans('[]"`', "()''"))
    return line if len(line) <= QUOTED_AT_MOST else line[: QUOTED_AT_MOST - 1].rstrip() + "…"
