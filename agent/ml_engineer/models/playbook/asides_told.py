"""Answers to asides: each from what was refused, what was measured, or what is prepared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args

from ml_engineer.conversation import Audience
from ml_engineer.evidence.view import ViewFinding
from ml_engineer.models.playbook.asides import Kind
from ml_engineer.models.playbook.citing import columns_in_words, with_handles
from ml_engineer.models.playbook.gibberish import NO_QUESTION
from ml_engineer.models.playbook.giving_in import asks_to_look_again
from ml_engineer.models.playbook.holding import REFUSED, refused_before
from ml_engineer.models.playbook.privacy import told_of_privacy
from ml_engineer.models.playbook.reader_sections import what_users_meet
from ml_engineer.models.playbook.record_questions import AskedOfRecord
from ml_engineer.models.playbook.record_told import told_of_record
from ml_engineer.models.playbook.refusing import (
    needed_for,
    on_record,
    record_line,
    settled_answer,
)
from ml_engineer.models.playbook.sections import ORDER, WEIGHTS
from ml_engineer.models.playbook.situation import Situation, with_what_was_shown
from ml_engineer.models.playbook.told_facts import counted_facts, files_told
from ml_engineer.models.playbook.way_to_yes import steps_to_yes
from ml_engineer_prompts import (
    BY_FRIDAY,
    BY_FRIDAY_QUESTION,
    NOT_READ,
    ORIGIN,
    RefusalDetails,
    audience_clause,
    details_of,
    learns_answer,
    load_clauses,
    none_of_them,
    readings_asked,
    work_answer,
)
from ml_engineer_prompts.held import STAGES, unsaid
from ml_engineer_prompts.held_words import PATHS, WHYS
from ml_engineer_prompts.method_answers import quoted

__all__ = ["told_aside"]

DECIDERS = ("leadership", "product_manager")
"""Readers who are told no command."""


def told_aside(situation: Situation) -> str:
    """Return the answer to the aside that the newest message is; "" if it is none."""
    aside = situation.aside
    return _TOLD[aside.kind](situation) if aside is not None else ""


def _about(situation: Situation) -> str:
    return situation.aside.about if situation.aside is not None else ""


def _unread(situation: Situation) -> str:
    return f"{NOT_READ.get(_about(situation), NOT_READ['another language'])}\n\nStands on: S1"


def _last(situation: Situation) -> str:
    said = (text for role, text in reversed(situation.heard.before) if role == "assistant")
    return next(said, "")


def _clause(situation: Situation) -> str | None:
    """Return the clause of what was refused and stands; None if nothing does."""
    refused = refused_before(situation.heard.before)
    return next((clause for clause, intent in REFUSED.items() if intent == refused), None)


def _why(situation: Situation) -> str:
    if readings_asked(_last(situation)):
        return (
            "**Because your message could mean several things to rules like these, and a wrong "
            "guess would cost you more than a question.** One of the numbers, or the same in other "
            "words, and I go on from there.\n\nStands on: S1"
        )
    column = _about(situation)
    clause = None if column else _clause(situation)
    if clause is not None:
        return _why_refused(situation, clause)
    if measured := _measured(situation, column):
        return measured
    if column:
        return (
            f"**Nothing measured in this conversation speaks against"
            f" {columns_in_words([column])}.** "
            'Ask "is there leakage?", and I measure how much it says of the target, and whether it '
            "can be known in time.\n\nStands on: S3, S4; H5"
        )
    return _why_of_clauses(situation)


def _why_refused(situation: Situation, clause: str) -> str:
    details = details_of(clause, RefusalDetails)
    reasons = (
        load_clauses()[clause].why,
        *WHYS[clause],
        *(details.reasons.to(reader) for reader in (situation.audience, *get_args(Audience))),
    )
    first = unsaid(reasons, situation.told) or load_clauses()[clause].why
    second = unsaid(reasons, f"{situation.told}\n{first}")
    return (
        f"**Because of this:** {first} {second}\n\n"
        f"What moves it ({clause}): {details.yes_takes}.\n\n"
        f"Stands on: {STAGES[clause]}; {clause}, {audience_clause(situation.audience)}"
    )


def _so_what(situation: Situation) -> str:
    if readings_asked(_last(situation)):
        return _why(situation)
    clause = _clause(situation)
    if clause is not None:
        reasons = details_of(clause, RefusalDetails).reasons
        wordings = [reasons.to(reader) for reader in ("product_manager", "leadership")]
        meant = unsaid([*wordings, *WHYS[clause]], situation.told) or load_clauses()[clause].why
        path = unsaid(PATHS[clause], situation.told)
        parts = (f"**What it means for you:** {meant}", path)
        stands = f"Stands on: {STAGES[clause]}; {clause}, P2"
        return "\n\n".join([part for part in parts if part] + [stands])
    past = with_what_was_shown(situation)
    lines = what_users_meet(past) if past.views else []
    if lines:
        told = "\n".join(f"- {line}" for line in lines)
        asked = _questions(past)
        ahead = f"\n\nWhat decides it: {asked[0]}" if asked else ""
        return f"**What follows from it:**\n\n{told}{ahead}\n\nStands on: S1, S6; P2, A2"
    if past.views:
        return (
            "**It changes no decision so far:** nothing that was found speaks against going on, "
            "and nothing found is a reason to.\n\nWhich decision hangs on it?\n\nStands on: S1; P2"
        )
    return _why_of_clauses(situation)


def _why_of_clauses(situation: Situation) -> str:
    """Answer from the reasons of the clauses that the last answer stands on."""
    stands = _last(situation).rpartition("Stands on:")[2]
    ids = re.findall(r"\b[BPAHRQS]\d\b", stands)
    ids.sort(key=lambda name: name.startswith(("S", "A")))
    clauses = [load_clauses()[name] for name in ids if name in load_clauses()]
    chosen = [clause for clause in clauses if clause.why not in situation.told][:2] or clauses[:1]
    if not chosen:
        return (
            "**There is nothing yet that I could give a reason for.** What would you like to know?"
            "\n\nStands on: S1"
        )
    told = " ".join(f"{clause.why} ({clause.id})" for clause in chosen)
    return f"**The reason behind it:** {told}\n\nStands on: S0; {', '.join(c.id for c in chosen)}"


def _measured(situation: Situation, column: str) -> str:
    """Answer from the findings that have been shown, the one that decides first."""
    past = with_what_was_shown(situation)
    last = _last(situation)
    found = [
        (tool, finding)
        for tool in ORDER
        for finding in past.findings(tool)
        if finding.severity != "info" and (not column or column in finding.columns)
    ]
    if not column and (cost := _of_costs(past)) is not None:
        return "\n\n".join(
            [f"**Because of what was measured:** {with_handles(cost[1])}", "Stands on: S6, S1; P2"]
        )
    if not column and not any(finding.severity in ("high", "medium") for _, finding in found):
        return ""
    if not found or ("Stands on" in last and not column and not _is_of_data(last)):
        return ""
    found.sort(key=lambda one: (WEIGHTS[one[1].severity], with_handles(one[1]) not in last))
    lead = found[0][1]
    more = [finding for _, finding in found[1:3] if finding.severity in ("high", "medium")]
    parts = [f"**Because of what was measured:** {with_handles(lead)}"]
    if column and more:
        parts.append("\n".join(f"- {with_handles(finding)}" for finding in more))
    parts += [_meaning(lead), f"What would change it: {lead.question}" if lead.question else ""]
    return "\n\n".join([part for part in parts if part] + ["Stands on: S3, S6; H5, P5"])


def _of_costs(past: Situation) -> tuple[str, ViewFinding] | None:
    """Return the finding that the answer before stood on, where that was about costs."""
    if past.heard.topic != "cost_threshold":
        return None
    return next(
        ((tool, one) for tool in ORDER for one in past.findings(tool) if one.check == "cost"), None
    )


def _is_of_data(answer: str) -> bool:
    return re.search(r"\[E\d+", answer) is not None


def _meaning(finding: ViewFinding) -> str:
    if finding.check.startswith(("single_feature", "missingness", "target", "derived")) or (
        "leak" in finding.check
    ):
        return (
            "If its value is written after the outcome, the model reads the answer; then the score "
            "falls on the first day of use."
        )
    return ""


def _questions(past: Situation) -> list[str]:
    asked = [
        finding.question
        for severity in ("high", "medium")
        for tool in ORDER
        for finding in past.findings(tool, severity)
        if finding.question
    ]
    return list(dict.fromkeys(asked))


def _path(situation: Situation) -> str:
    clause = _clause(situation)
    if clause is not None:
        refused = refused_before(situation.heard.before)
        if refused is not None and (settled := settled_answer(situation, refused)):
            return settled
        return _path_of(situation, clause)
    if situation.release is not None:
        return _path_to_release(situation)
    return (
        "**Evidence, and it would be welcome.** For a yes to a release: a score on rows that took "
        "no part in any choice, today's practice beside it, a leakage check, a signed data card, "
        "monitors with an owner. Attach the table and its target, and I measure the first three "
        "and say what is left.\n\nStands on: S6, S7; R1, R2, R3"
    )


def _path_of(situation: Situation, clause: str) -> str:
    steps = steps_to_yes(situation, clause)
    listed = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
    said = [text for role, text in situation.heard.before if role == "user"]
    counted = counted_facts([*said, situation.heard.text], clause)
    lead = f"**Evidence moves it, and this is the shortest way there ({clause}):**"
    if asks_to_look_again(situation.heard.text):
        lead = f"**Not yet: I looked at the record anew, and this is still open ({clause}):**"
    parts = [lead, listed]
    if counted:
        parts.append("Of what you told me so far:\n\n" + "\n".join(f"- {line}" for line in counted))
    met = [need for need in needed_for(situation, REFUSED[clause]) if need.met]
    if met:
        done = "\n".join(record_line(need, situation.audience) for need in met)
        parts.append(f"## On record\n\n{done}")
    parts.append(f"Stands on: {STAGES[clause]}; {clause}, {audience_clause(situation.audience)}")
    return "\n\n".join(part for part in parts if part)


def _path_to_release(situation: Situation) -> str:
    release = situation.release
    missing = [need for need in release.requirements if not need.met] if release else []
    if not missing:
        return (
            "**Nothing is missing on record; ask me whether it may be released.**\n\n"
            "Stands on: S7; R1, R2"
        )
    asked = [f"Answer this: {question}" for question in _questions(situation)[:2]]
    needs = [record_line(need, situation.audience).removeprefix("- ") for need in missing]
    listed = "\n".join(f"{number}. {line}" for number, line in enumerate([*asked, *needs], start=1))
    lead = "**The shortest way to a yes, in this order:**"
    end = "Each is looked at as soon as it is there.\n\nStands on: S7, S6; R1, R2, R3"
    return f"{lead}\n\n{listed}\n\n{end}"


def _evidence(situation: Situation) -> str:
    clause = _about(situation)
    refused = REFUSED[clause]
    if settled := settled_answer(situation, refused):
        return settled
    counted = counted_facts([situation.heard.text], clause, situation.told)
    steps = steps_to_yes(situation, clause)
    lead = (
        f"**That may be what is missing; told, it doesn't move the answer yet, and on record "
        f"it does ({clause}).** This puts it there:"
    )
    if files := files_told(situation.heard.text):
        lead = (
            f"**`{quoted(files[0])}` is not on record, and what is on record decides ({clause}).** "
            "This puts there what it says:"
        )
    return "\n\n".join(
        part
        for part in (
            lead,
            "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)),
            "\n".join(f"- {line}" for line in counted),
            f"Stands on: {STAGES[clause]}; {clause}, {audience_clause(situation.audience)}",
        )
        if part
    )


def _noted(situation: Situation) -> str:
    counted = counted_facts([situation.heard.text], "R3")
    open_clause = _clause(situation)
    stands = f" What is open beside it is another point, and it stands ({open_clause})." * (
        open_clause is not None
    )
    told = "\n".join(f"- {line}" for line in counted)
    record = on_record(replace(situation, intent="unknown_provenance"))
    parts = (
        f"**Noted, as your statement; it counts once a person signs it on the data card (R3)."
        f"**{stands}",
        told,
        record,
        "Who confirmed it, and may sign the card?",
        "Stands on: S3; R3, P3",
    )
    return "\n\n".join(part for part in parts if part)


def _work(situation: Situation) -> str:
    refused = refused_before(situation.heard.before) == "promise_timeline"
    return work_answer(_about(situation), asked_before=refused)


def _measurement(_: Situation) -> str:
    return f"{BY_FRIDAY}\n\n{BY_FRIDAY_QUESTION}\n\nStands on: S2, S6; R4"


def _learns(situation: Situation) -> str:
    return learns_answer(of_feedback=_about(situation) == "feedback")


def _origin(situation: Situation) -> str:
    record = on_record(replace(situation, intent="unknown_provenance"))
    parts = (ORIGIN, record, "Who brought the table here, and who owns its source?")
    return "\n\n".join([part for part in parts if part] + ["Stands on: S3; R3, P3"])


def _none_meant(situation: Situation) -> str:
    return none_of_them(data_attached=situation.facts.data is not None)


_TOLD: Mapping[Kind, Callable[[Situation], str]] = {
    "unread": _unread,
    "gibberish": lambda _: NO_QUESTION,
    "why": _why,
    "so_what": _so_what,
    "path": _path,
    "evidence": _evidence,
    "noted": _noted,
    "work": _work,
    "measurement": _measurement,
    "learns": _learns,
    "origin": _origin,
    "privacy": told_of_privacy,
    "none_meant": _none_meant,
    **dict.fromkeys(get_args(AskedOfRecord), told_of_record),
}
