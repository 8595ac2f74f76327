"""Held: what is said when a refusal is pressed. Never the same words twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ml_engineer_prompts.clauses import Audience, RefusalDetails, audience_clause, details_of
from ml_engineer_prompts.held_words import (
    ANSWERS_TO,
    PATHS,
    SHORTEST,
    STANDS,
    STEP_LEADS,
    WHYS,
)
from ml_engineer_prompts.method_answers import REFUSAL_OF, Intent, quoted, render_answer

__all__ = ["NEXT_STEPS", "STAGES", "STILL_NO", "held_answer", "unsaid"]

STILL_NO = "Still no"
"""How the answer to a pressed refusal begins."""

NEXT_STEPS: Mapping[str, tuple[str, ...]] = {
    "R1": (
        "`ml-engineer drift reference build TABLE -o reference.json` keeps the reference.",
        "`ml-engineer monitor draft TABLE --target COLUMN --owner NAME --action TEXT` drafts the "
        "alerts; a person accepts them with `monitor accept`.",
    ),
    "R2": (
        "`ml-engineer baseline TABLE --target COLUMN` scores plain models on held-out rows.",
        "`ml-engineer evaluate PREDICTIONS --target COLUMN --score COLUMN` judges a model of yours "
        "on rows that it has not seen.",
    ),
    "R3": (
        "`ml-engineer card draft TABLE` asks for source, licence, bias and owner; a person signs "
        "with `card accept`.",
    ),
    "R4": (
        "`ml-engineer baseline TABLE --target COLUMN` says where the score stands today.",
        "Then we fix a bounded round of experiments, and put the date on its end.",
    ),
}
"""What a person can do now, by clause."""

STAGES: Mapping[str, str] = {
    "R1": "S8, S7",
    "R2": "S6, S3",
    "R3": "S3",
    "R4": "S5, S2",
    "release": "S7, S6",
}
"""Stages that each refusal stands in."""


def unsaid(words: Sequence[str], told: str) -> str:
    """Return the first of several wordings that was not told yet; "" if all were."""
    return next((one for one in words if one not in told), "")


def held_answer(
    intent: Intent | str,
    *,
    pressed_by: str,
    first: bool = False,
    told: str = "",
    audience: Audience = "data_scientist",
    counted: Sequence[str] = (),
    on_record: Sequence[str] = (),
    data_name: str | None = None,
    target: str | None = None,
) -> str:
    """Return the answer to a refusal that is pressed, as Markdown.

    Args:
        intent: what is refused; `can_we_ship` is a release that was not granted.
        pressed_by: how it is pressed, one of `ANSWERS_TO`.
        first: whether it was not refused before.
        told: the earlier answers of the conversation, whose words are not used again.
        audience: for whom.
        counted: what of the told facts counts, and what doesn't, in sentences.
        on_record: what the store says of the refused part, in sentences.
        data_name: the attached table, put into the commands.
        target: the column that is predicted, put into them as well.
    """
    known = Intent(intent)
    clause = REFUSAL_OF.get(known, "release")
    again = STILL_NO in told
    ids = "R1, R2" if clause == "release" else clause
    stands = [f"{words} ({ids})" for words in STANDS]
    shortest = unsaid([*SHORTEST[clause], *stands], told) or stands[0]
    said = unsaid(ANSWERS_TO[pressed_by], told) or unsaid(ANSWERS_TO["again"], told)
    steps: list[str] = []
    if clause in NEXT_STEPS and audience not in ("leadership", "product_manager"):
        name = quoted(data_name) if data_name is not None else "TABLE"
        steps = [step.replace("TABLE", name) for step in NEXT_STEPS[clause]]
        if target is not None:
            steps = [s.replace("--target COLUMN", f"--target {quoted(target)}") for s in steps]
        steps = [step for step in steps if step not in told]
    path = unsaid(PATHS[clause], told)
    if not steps and not path:
        path = _step(clause, told)
    return render_answer(
        "held",
        verdict=_first_verdict(clause) if first else f"{STILL_NO}: {shortest}.",
        said=said,
        why=unsaid(WHYS[clause], told) if again else "",
        counted=counted,
        on_record=[line for line in on_record if line not in told],
        steps=steps,
        path=path,
        clause=f"{STAGES[clause]}; {ids}",
        audience_clause=audience_clause(audience),
    )


def _first_verdict(clause: str) -> str:
    if clause == "release":
        return "**No, not as it stands: no message makes it ready (R1, R2).**"
    return details_of(clause, RefusalDetails).verdict


def _step(clause: str, told: str) -> str:
    """Return one step of the way to a yes, under words that were not used for it yet."""
    if clause == "release":
        return "The first open point of the list would move it."
    steps = details_of(clause, RefusalDetails).path_to_yes
    return unsaid([f"{lead} {step}" for step in steps for lead in STEP_LEADS], told) or steps[0]
