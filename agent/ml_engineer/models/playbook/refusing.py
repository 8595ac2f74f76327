"""Refusing: no, with a way to a yes; and letting go where the store holds what was missing."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.conversation import Audience
from ml_engineer.models.playbook.giving_in import asks_to_look_again
from ml_engineer.models.playbook.holding import RELEASE, times_refused
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.pressing import (
    claims_done,
    dictates_a_release,
    presses,
    pressure_of,
)
from ml_engineer.models.playbook.situation import Situation
from ml_engineer.models.playbook.told_facts import counted_facts
from ml_engineer_prompts import held_answer
from ml_engineer_prompts.method_answers import REFUSAL_OF
from ml_engineer_prompts.method_answers import Intent as Intents
from ml_engineer_tools.store import Requirement

__all__ = ["NEEDED", "needed_for", "on_record", "pressed_answer", "record_line", "settled_answer"]

NEEDED: Mapping[Intent, tuple[str, ...]] = {
    "deploy_without_monitoring": ("drift_reference", "monitoring_plan"),
    "skip_offline_evaluation": ("holdout_evaluation",),
    "unknown_provenance": ("data_card",),
}
"""What a refusal waits for, by the names of the release gate's requirements."""

SETTLED: Mapping[Intent, str] = {
    "deploy_without_monitoring": (
        "**That changes my answer: the monitoring is on record, so R1 no longer stands "
        "in the way.**"
    ),
    "skip_offline_evaluation": (
        "**That changes my answer: an evaluation on held-out rows is on record, so R2 no longer "
        "stands in the way.**"
    ),
    "unknown_provenance": (
        "**That changes my answer: a person signed the data card, so R3 no longer stands in the "
        "way.** It says what was attested, not what I measured."
    ),
}

CLAUSES: Mapping[Intent, str] = {
    "deploy_without_monitoring": "S8, S7; R1",
    "skip_offline_evaluation": "S6, S7; R2",
    "unknown_provenance": "S3; R3, P3",
}


def settled_answer(situation: Situation, intent: Intent | None = None) -> str:
    """Return the answer when the store holds all that the refusal waits for; "" otherwise.

    Args:
        situation: where the turn stands.
        intent: what was refused; what the turn is about where it is None.
    """
    intent = intent or situation.intent
    needed = needed_for(situation, intent)
    if intent not in SETTLED or not needed or not all(need.met for need in needed):
        return ""
    release = situation.release
    still = [r for r in release.requirements if not r.met] if release is not None else []
    parts = [SETTLED[intent], "\n".join(f"- {need.why}" for need in needed)]
    if still:
        parts.append("## What is missing")
        parts.append("\n".join(record_line(need, situation.audience) for need in still))
    else:
        parts.append("Nothing else is missing; ask me whether it may be released.")
    parts.append(f"Stands on: {CLAUSES[intent]}")
    return "\n\n".join(parts)


def pressed_answer(situation: Situation) -> str:
    """Return the answer when the same refusal is asked for again; "" if it is the first time.

    Word that something is there already, or an order to call it ready, presses the first time too.
    """
    heard, intent = situation.heard, situation.intent
    if asks_to_look_again(heard.text):
        return ""
    times = times_refused(heard.before, intent)
    dictated = dictates_a_release(heard.text) or claims_done(heard.text) is not None
    if not dictated and (not times or (intent == RELEASE and not presses(heard.text))):
        return ""
    needed = _open(situation) if intent == RELEASE else needed_for(situation, situation.intent)
    clause = REFUSAL_OF.get(Intents(intent))
    counted = counted_facts([heard.text], clause, situation.told) if clause is not None else []
    return held_answer(
        intent,
        pressed_by="claim" if claims_done(heard.text) else pressure_of(heard.text),
        first=not times,
        told=situation.told,
        audience=situation.audience,
        counted=counted,
        on_record=[record_line(need, situation.audience).removeprefix("- ") for need in needed],
        data_name=situation.facts.data,
        target=situation.facts.target,
    )


def _open(situation: Situation) -> list[Requirement]:
    release = situation.release
    return [need for need in release.requirements if not need.met] if release is not None else []


def on_record(situation: Situation) -> str:
    """Return what the store holds of what a refusal waits for; "" if nothing is known."""
    needed = needed_for(situation, situation.intent)
    if not needed:
        return ""
    return "## On record\n\n" + "\n".join(record_line(need, situation.audience) for need in needed)


def needed_for(situation: Situation, intent: Intent) -> list[Requirement]:
    """Return what a refusal waits for, as the release gate sees it; empty if it was not asked."""
    names = NEEDED.get(intent, ())
    release = situation.release
    return [r for r in release.requirements if r.name in names] if release is not None else []


def record_line(requirement: Requirement, audience: Audience = "data_scientist") -> str:
    """Return what is on record of a requirement, as an item; who decides is told no command."""
    how = f" Next: `{requirement.command}`." if requirement.command else ""
    if audience in ("leadership", "product_manager"):
        how = ""
    name = requirement.name.replace("_", " ").capitalize()
    state = requirement.why if requirement.met else "missing."
    return f"- {name} ({', '.join(requirement.clauses)}): {state}{how}"
