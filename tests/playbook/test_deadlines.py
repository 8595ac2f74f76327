"""A date is a deadline where the sentence looks ahead, and a period where it looks back."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.deadlines import deadline_in
from ml_engineer.models.playbook.intents import Intent


@pytest.mark.parametrize(
    ("intent", "text", "deadline"),
    [
        ("need_model", "The mayor needs a first version by the council session on 4 June.",
         "the council session on 4 June"),
        ("production_by_date", "The lift model has to run by Tuesday 6 p.m., no excuses",
         "Tuesday 6 p.m."),
        ("explain_prediction", "I must answer the widow before the inquest on 12 March.",
         "before the inquest on 12 March"),
        ("provide_information", "Answer needed before crew planning on the 14th.",
         "before crew planning on the 14th"),
        ("cost_threshold", "Where do I cut? Need it before the late shift starts",
         "before the late shift starts"),
        ("can_we_ship", "The guides need the answer before first frost.", "before first frost"),
        ("explain_for_audience", "The choir's board meets us on Tuesday.", "Tuesday"),
        ("explain_for_audience", "the briefing is at 0630 tomorrow", "0630 tomorrow"),
        ("explain_for_audience", "the surgeons sit in that meeting at three", "three"),
        ("more_data_or_better_model", "The bursar decides tomorrow. Worth it?", "tomorrow"),
        ("needs_language_model", "Draft a note to the lodgers, to be sent before Thursday",
         "before Thursday"),
        ("monitoring_plan", "Which of these do I alert on? Answer by noon would be great", "noon"),
        ("review_data", "The ministry gets the file on 3 May. What's wrong in it?", "3 May"),
        ("unknown_provenance", "No licence. Deadline is end of May, so I'd use it.", "end of May"),
        ("deploy_without_monitoring",
         "Alerts are paid for in Q4. We'd go live on the 11th without them.", "the 11th"),
        ("deploy_without_monitoring", "The convoy leaves Friday, it sails Friday night.",
         "Friday night"),
        ("performance_dropped", "Look into it before the tour is planned on Monday, would you?",
         "before the tour is planned on Monday"),
    ],
)  # fmt: skip
def test_what_is_due(intent: Intent, text: str, deadline: str) -> None:
    assert deadline_in(text, intent) == deadline


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("performance_dropped", "It was fine before the update on 3 May."),
        ("performance_dropped", "Recall fell after the meeting on Tuesday"),
        ("drift_question", "Did it move between May and June?"),
        ("explain_prediction", "Why did it refuse the guest on Saturday?"),
        ("leakage_question", "This is filled in before the trip on Monday starts, a leak?"),
        ("what_if", "What if we only use March?"),
        ("split_choice", "Test on Q4, train on the quarters before?"),
        ("out_of_scope", "Book the small room for the review on Thursday"),
        ("need_model", "Tell me before the parcel leaves whether it comes back"),
    ],
)
def test_what_is_a_period(intent: Intent, text: str) -> None:
    assert deadline_in(text, intent) is None
