"""What a message names is found in whatever words, and nothing is taken for a name that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ml_engineer.models.playbook.intents import Intent, Recognised, recognise
from ml_engineer.models.playbook.slots import read_slots
from ml_engineer_evals.corpora.intents import IntentsReport, LabelledMessage
from ml_engineer_evals.corpora.reading import read_corpus

LABELLED = Path(__file__).parents[1] / "corpora" / "intents_i8.jsonl"


@pytest.mark.parametrize(
    ("intent", "text", "target"),
    [
        ("need_model", "Could a machine tell us which exhibits will be crowded?", "which exhibits"),
        (
            "need_model",
            "We'd like to predict the length of a hospital stay.",
            "length of a hospital",
        ),
        ("need_model", "pls build a churn model for our shop", "churn"),
        ("need_model", "need smth for duplicate invoices pls", "duplicate invoices"),
        ("need_model", "claims.parquet. is_total_loss. policy_id. go", "is_total_loss"),
        ("leakage_question", "May I keep fee_paid when predicting cancellation?", "cancellation"),
        ("metric_choice", "MAE or RMSE for predicting rent?", "rent"),
        ("baseline_question", "what's a lower bound for wait_minutes?", "wait_minutes"),
        ("review_data", "Sanity check please: tariffs.xlsx, target is switched", "switched"),
        ("cost_threshold", "Column to be predicted is tb_positive.", "tb_positive"),
    ],
)
def test_what_shall_be_predicted_is_found(intent: Intent, text: str, target: str) -> None:
    found = read_slots(text, intent).target
    assert found is not None
    assert found.startswith(target)


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("leakage_question", "I did target encoding before the split, is that bad?"),
        ("promise_timeline", "When do we reach our target quality?"),
        ("need_model", "Do you need a better model?"),
        ("baseline_question", "what do we get by predicting the majority class?"),
        ("production_by_date", "the date is fixed, how do we make it"),
        ("split_choice", "is a gap necessary, the label is known after 30 days"),
        ("feature_availability", "how many minutes after the order is it known?"),
    ],
)
def test_what_only_sounds_like_a_target_is_none(intent: Intent, text: str) -> None:
    assert read_slots(text, intent).target is None


@pytest.mark.parametrize(
    ("intent", "text", "time"),
    [
        ("performance_dropped", "recall is down since mid-September", "since mid-September"),
        ("drift_question", "we got a new lab machine on 2 May. did it move?", "2 May"),
        ("drift_question", "PSI per store please, Q2 against Q1", "Q2 against Q1"),
        ("split_choice", "how do I cut? Timestamp is dt_read.", "dt_read"),
        ("what_if", "and if we only use the last six months", "the last six months"),
        ("provide_information", "date = packed_at, group = plant", "packed_at"),
        ("monitoring_plan", "we learn the outcome after two years, what now", None),
        ("promise_timeline", "the TSO wants a date", None),
    ],
)
def test_columns_of_time_and_periods(intent: Intent, text: str, time: str | None) -> None:
    assert read_slots(text, intent).time == time


@pytest.mark.parametrize(
    ("intent", "text", "group"),
    [
        ("split_choice", "20 photos of each bridge. How should I split?", "bridge"),
        ("split_choice", "Is leave-one-farm-out sensible?", "farm"),
        ("leakage_question", "Same cow appears in train and test. Problem?", "cow"),
        ("need_model", "forecast sick leave per depot", "depot"),
        ("provide_information", "each pump has a pump_uid", "pump_uid"),
        ("performance_dropped", "three alarms per day", None),
        ("leakage_question", "is discharge_code a leak?", None),
    ],
)
def test_the_unit_that_rows_belong_to(intent: Intent, text: str, group: str | None) -> None:
    assert read_slots(text, intent).group == group


@pytest.mark.parametrize(
    ("intent", "text", "audience"),
    [
        (
            "explain_for_audience",
            "how do I tell the night nurses what 0.7 means",
            "the night nurses",
        ),
        ("explain_for_audience", "My farmers don't want percentiles. What do I say?", "My farmers"),
        (
            "explain_for_audience",
            "Say it so that the owner of the mill gets it.",
            "the owner of the mill",
        ),
        ("explain_for_audience", "and for lawyers?", "lawyers"),
        ("promise_timeline", "the board wants a date, any date", None),
    ],
)
def test_for_whom_it_is_worded(intent: Intent, text: str, audience: str | None) -> None:
    assert read_slots(text, intent).audience == audience


@pytest.mark.parametrize(
    ("asked", "text", "slot", "value"),
    [
        ("Which column is to be predicted?", "sold", "target", "sold"),
        ("Which column is the outcome?", "the one called is_late", "target", "is_late"),
        ("What is the target?", "I don't know, what would you take?", "target", None),
        ("Which column says when each row became known?", "created_on", "time", "created_on"),
        ("Does one row stand for one customer?", "no, customer_no repeats", "group", "customer_no"),
        ("Who reads it?", "the regional managers, mostly", "audience", "the regional managers"),
        ("AUC is 0.7.", "sold", "target", None),
    ],
)
def test_a_reply_fills_what_was_asked_for(
    asked: str, text: str, slot: str, value: str | None
) -> None:
    found = read_slots(text, "provide_information", (), [("assistant", asked)])
    assert getattr(found, slot) == value


def test_a_bare_column_answers_the_question_for_one() -> None:
    asked = [
        ("user", "predict which orders come back"),
        ("assistant", "**Which decision?**\n\n- The target: which column is to be predicted?"),
    ]
    found = recognise("returned", asked, columns=["returned", "price"])
    assert (found.intent, found.slots.target, found.sure) == (
        "provide_information",
        "returned",
        True,
    )


def test_a_phrase_is_no_column() -> None:
    found = recognise(
        "I want to predict whether an order is returned", columns=["returned", "price"]
    )
    assert found.slots.target == "whether an order is returned"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('The question is "will this violin come back scratched?". Rentals since 2012.',
         "will this violin come back scratched?"),
        ('We need a warning "which of our lamps fail within a month". lamps.csv has pole_no',
         "which of our lamps fail within a month"),
        ("Want: which baker runs out of dough tomorrow. cols baker_no, shift_start, dough",
         "which baker runs out of dough tomorrow"),
        ("wanna know if a lodger leaves b4 the lease ends. lodgers.csv, room_id + signed_on",
         "if a lodger leaves b4 the lease ends"),
        ("Could you forecast how many of the 07:15 skiers will need a locker?",
         "how many of the 07:15 skiers will need a locker"),
        ("We'd want to foresee how many of our 1,400 seedlings die",
         "how many of our 1,400 seedlings die"),
    ],
)  # fmt: skip
def test_the_question_that_a_model_shall_answer_is_the_outcome(text: str, target: str) -> None:
    assert read_slots(text, "need_model").target == target


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("WAPE or the c-index for stops?", ("WAPE", "c-index")),
        ("Is Spearman or ndcg@10 better for ranking wines?", ("Spearman", "ndcg@10")),
        ("What does expected cost add to sensitivity at fixed specificity?",
         ("expected cost", "sensitivity at fixed specificity")),
        ("energy distance between both seasons please", ("energy distance",)),
        ("coverage is 0.81 instead of 0.9", ("coverage",)),
        ("When does the false alarm rate get below 1 %?", ("false alarm rate",)),
        ("Is the calibration table right? The uplift model needs a recalibration run", ()),
        ("wer kommt zu spät?", ()),
    ],
)  # fmt: skip
def test_metrics_have_the_names_of_the_field(text: str, metrics: tuple[str, ...]) -> None:
    assert read_slots(text, "metric_choice").metric == metrics


@pytest.mark.parametrize(
    ("intent", "text", "audience"),
    [
        ("review_data", "Reader is a harbour pilot. Is pilots.csv sound?", "a harbour pilot"),
        ("can_we_ship", "The minister's office wants a yes or no: ready?", "The minister's office"),
        ("cost_threshold", "I need a cut-off I can defend in front of the chief surgeon.",
         "the chief surgeon"),
        ("evidence_lookup", "The insurer's auditor asks for the source of each number.",
         "The insurer's auditor"),
        ("monitoring_plan", "What goes on the dashboard? Our tram drivers only know red and green.",
         "Our tram drivers"),
        ("metric_choice", "ndcg or recall? And how would you say that to a choir director",
         "a choir director"),
        ("use_llm_or_deep_learning", "The board isn't technical. LSTM or trees?", "The board"),
        ("needs_language_model", "Write a letter to the lodgers' association", "the lodgers'"),
        ("explain_for_audience", "Rewrite it so the abbot understands it", "the abbot"),
        ("explain_for_audience", "In a way that shepherds would use it", "shepherds"),
        ("promise_timeline", "The tender demands that we state the month", None),
        ("production_by_date", "The mayor wants it live by Friday", None),
        ("explain_prediction", "Why did it say no to the customer on Saturday?", None),
        ("feature_availability", "Our API caller only knows the plate number", None),
    ],
)  # fmt: skip
def test_who_is_to_hear_it(intent: Intent, text: str, audience: str | None) -> None:
    found = read_slots(text, intent).audience
    assert found == audience or (audience and found and found.startswith(audience))


LEAST_FOUND = {
    "target": 49, "time": 45, "group": 49, "files": 52, "deadline": 53, "metric": 65,
    "cost_ratio": 35, "audience": 36,
}  # fmt: skip
"""Of the labelled slots of `intents_i8.jsonl`, how many the rules find that were mended with it."""


def test_no_ground_is_lost_on_labelled_messages() -> None:
    report = IntentsReport(corpus=LABELLED.name)
    for item in read_corpus(LABELLED, LabelledMessage):
        before = [(turn.role, turn.text) for turn in item.history]
        slots = read_slots(item.text, item.intents[0], (), before)
        report.add(item, Recognised(item.intents[0], None, slots))
    found = {name: count.right for name, count in report.slots.items()}
    assert {name: found[name] for name, least in LEAST_FOUND.items() if found[name] < least} == {}
    assert report.slots_found.right / report.slots_found.of >= 0.95
