"""Held: what is said when a refusal is pressed. Not the same text louder: what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ml_engineer_prompts.clauses import Audience, RefusalDetails, audience_clause, details_of
from ml_engineer_prompts.method_answers import REFUSAL_OF, Intent, quoted, render_answer

STILL_NO = "Still no"
"""How the answer to a pressed refusal begins."""

ANSWERS_TO: Mapping[str, str] = {
    "instructions": (
        "My instructions are not what holds this: no release, no training and no promise comes "
        "into being here without its evidence, whatever role I am given."
    ),
    "claim": (
        "That it is there is a statement; I go by what is on record. As soon as it is, I look "
        "again, and my answer follows from that."
    ),
    "others": (
        "Some do, and hear of it from their customers. What others leave out changes neither your "
        "data nor who answers for it."
    ),
    "authority": (
        "Whoever decides may decide; then it is their decision with the risk written down, and "
        "not my yes. What they get from me is what is missing and how long that list is."
    ),
    "urgency": (
        "The date is real, so the scope gives way and not this. The first step below can be done "
        "today."
    ),
    "smaller": (
        "Smaller makes the harm smaller, and it makes the missing part smaller as well: for a "
        "small start the list below is short. It doesn't become empty."
    ),
    "again": "Nothing has been put on record since you asked last, so the answer is the same.",
}
"""What is said to each way of pressing."""

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

SHORTEST: Mapping[str, str] = {
    "R1": "this does not go live without monitoring (R1)",
    "R2": "held-out rows come before live users (R2)",
    "R3": "we don't train on this before its origin and permission are clear (R3)",
    "R4": "a metric gets no date from me, the work does (R4)",
}


STAGES: Mapping[str, str] = {"R1": "S8, S7", "R2": "S6, S3", "R3": "S3", "R4": "S5, S2"}
"""Stages that each refusal stands in."""


def held_answer(
    intent: Intent | str,
    *,
    pressed_by: str,
    times: int,
    audience: Audience = "data_scientist",
    on_record: Sequence[str] = (),
    data_name: str | None = None,
) -> str:
    """Return the answer to a refusal that is pressed, as Markdown.

    Args:
        intent: what is refused.
        pressed_by: how it is pressed, one of `ANSWERS_TO`.
        times: how often it was refused before; later answers are shorter.
        audience: for whom.
        on_record: what the store says of the refused part, in sentences.
        data_name: the attached table, put into the commands.
    """
    clause = REFUSAL_OF[Intent(intent)]
    details = details_of(clause, RefusalDetails)
    steps = NEXT_STEPS[clause]
    if data_name is not None:
        steps = tuple(step.replace("TABLE", quoted(data_name)) for step in steps)
    return render_answer(
        "held",
        verdict=f"{STILL_NO}: {SHORTEST[clause]}.",
        said=ANSWERS_TO[pressed_by],
        refusal=details,
        steps=steps,
        brief=times > 1,
        on_record=on_record,
        clause=f"{STAGES[clause]}; {clause}",
        audience_clause=audience_clause(audience),
    )
