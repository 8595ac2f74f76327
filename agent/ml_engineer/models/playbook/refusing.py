"""Refusing: no, with a way to a yes; and letting go where the store holds what was missing."""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.holding import pressure_of, times_refused
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.situation import Situation
from ml_engineer_prompts import held_answer
from ml_engineer_tools.store import Requirement

__all__ = ["NEEDED", "pressed_answer", "settled_answer"]

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


def settled_answer(situation: Situation) -> str:
    """Return the answer when the store holds all that the refusal waits for; "" otherwise."""
    needed = _needed(situation)
    intent = situation.intent
    if intent not in SETTLED or not needed or not all(need.met for need in needed):
        return ""
    release = situation.release
    still = [r for r in release.requirements if not r.met] if release is not None else []
    parts = [SETTLED[intent], "\n".join(f"- {need.why}" for need in needed)]
    if still:
        parts.append("## What is missing")
        parts.append("\n".join(_line(requirement) for requirement in still))
    else:
        parts.append("Nothing else is missing; ask me whether it may be released.")
    parts.append(f"Stands on: {CLAUSES[intent]}")
    return "\n\n".join(parts)


def pressed_answer(situation: Situation) -> str:
    """Return the answer when the same refusal is asked for again; "" if it is the first time."""
    times = times_refused(situation.heard.before, situation.intent)
    if not times:
        return ""
    facts = situation.facts
    return held_answer(
        situation.intent,
        pressed_by=pressure_of(situation.heard.text),
        times=times,
        audience=situation.audience,
        on_record=[_line(need).removeprefix("- ") for need in _needed(situation)],
        data_name=facts.data,
    )


def on_record(situation: Situation) -> str:
    """Return what the store holds of what a refusal waits for; "" if nothing is known."""
    needed = _needed(situation)
    if not needed:
        return ""
    return "## On record\n\n" + "\n".join(_line(need) for need in needed)


def _needed(situation: Situation) -> list[Requirement]:
    names = NEEDED.get(situation.intent, ())
    release = situation.release
    return [r for r in release.requirements if r.name in names] if release is not None else []


def _line(requirement: Requirement) -> str:
    how = f" Next: `{requirement.command}`." if requirement.command else ""
    name = requirement.name.replace("_", " ").capitalize()
    state = requirement.why if requirement.met else "missing."
    return f"- {name} ({', '.join(requirement.clauses)}): {state}{how}"
