"""Readings: each intent in a person's words, for asking which one was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ml_engineer_prompts.method_answers import Intent, render_answer

ASKS_WHICH = "Which of these do you mean?"
"""The words with which a question among readings begins."""

READINGS: Mapping[Intent, str] = {
    Intent.NEED_MODEL: "A model is to be built, and you want to know where to start.",
    Intent.PERFORMANCE_DROPPED: "A model got worse, and you want the cause.",
    Intent.USE_LLM_OR_DEEP_LEARNING: "Whether a language model or deep learning fits here.",
    Intent.PRODUCTION_BY_DATE: "How something can be in production by a date.",
    Intent.REVIEW_DATA: "What is in the data, and whether it is any good.",
    Intent.CAN_WE_SHIP: "Whether this model may go live.",
    Intent.DEPLOY_WITHOUT_MONITORING: "Whether it may run without monitoring, or with it later.",
    Intent.SKIP_OFFLINE_EVALUATION: "Whether live users may come before an offline evaluation.",
    Intent.UNKNOWN_PROVENANCE: "Whether to train on data of unsettled origin or permission.",
    Intent.PROMISE_TIMELINE: "A date, or a promise, for reaching a level of performance.",
    Intent.LEAKAGE_QUESTION: "Whether something leaks, so that a score can't be believed.",
    Intent.BASELINE_QUESTION: "What a simple model or rule reaches, and what is worth more.",
    Intent.DRIFT_QUESTION: "What moved between two periods or tables, and whether it matters.",
    Intent.COST_THRESHOLD: "Where to set the threshold, given costs or capacity.",
    Intent.METRIC_CHOICE: "Which metric to judge by.",
    Intent.SPLIT_CHOICE: "How to split or hold out rows.",
    Intent.FEATURE_AVAILABILITY: "Whether a column may be used, and is the same in serving.",
    Intent.MONITORING_PLAN: "What to monitor after the launch, with which alerts.",
    Intent.ROLLOUT_PLAN: "How to roll it out: steps, experiment, fallback, way back.",
    Intent.EXPLAIN_PREDICTION: "Why a single case was predicted as it was.",
    Intent.EXPLAIN_FOR_AUDIENCE: "To have it explained for somebody else.",
    Intent.WHAT_IF: "What would change if something were different.",
    Intent.EVIDENCE_LOOKUP: "Where a number comes from, and how it was measured.",
    Intent.MORE_DATA_OR_BETTER_MODEL: "Whether more data, cleaner data or another model pays.",
    Intent.PROVIDE_INFORMATION: "To tell me something, without a question in it.",
    Intent.GREETING_OR_THANKS: "Nothing for now.",
    Intent.OUT_OF_SCOPE: "Something other than machine learning.",
    Intent.NEEDS_LANGUAGE_MODEL: "A text to be read, written or reasoned about.",
}
"""What a person would say they mean, by intent."""


def ask_which(
    options: Sequence[Intent | str], *, data_attached: bool, measured: bool = False
) -> str:
    """Return the question which of some readings is meant, as numbered Markdown.

    Args:
        options: intents, likeliest first.
        data_attached: whether a table is there that can be measured.
        measured: whether the conversation has measured something: that stays.
    """
    readings = [READINGS[Intent(option)] for option in options]
    return render_answer(
        "which_reading",
        lead=ASKS_WHICH,
        readings=readings,
        data_attached=data_attached,
        measured=measured,
    )


def readings_asked(text: str) -> tuple[Intent, ...]:
    """Return the intents that a text asks about, in its order; none if it is no such question."""
    if not text.startswith(ASKS_WHICH):
        return ()
    places = {intent: text.find(words) for intent, words in READINGS.items()}
    return tuple(sorted((i for i, at in places.items() if at >= 0), key=lambda i: places[i]))


NONE_OF_THEM = (
    "**None of them, then; tell me in other words what you want to know or decide.** A sentence "
    "that names the thing is enough, such as:"
)
"""To "neither", once a question among readings was asked."""

ASKED_OF_A_TABLE = (
    '"Is there leakage?"',
    '"How good can a model get, and is it worth it?"',
    '"A false alarm costs 5 and a miss 60: which threshold?"',
    '"May it go live, and what is missing?"',
    '"What is in column NAME?", or "and without NAME?"',
)
ASKED_WITHOUT_ONE = (
    '"We want to predict which orders come late: where do I start?"',
    '"Which metric fits, and how do I split?"',
    '"What do I need before it goes live?"',
    "or the path of a table, with the column that is to be predicted",
)


def none_of_them(*, data_attached: bool) -> str:
    """Return what is said to somebody who meant none of the readings, as Markdown."""
    examples = ASKED_OF_A_TABLE if data_attached else ASKED_WITHOUT_ONE
    listed = "\n".join(f"- {example}" for example in examples)
    return f"{NONE_OF_THEM}\n\n{listed}\n\nStands on: S1"
