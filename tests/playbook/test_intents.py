"""The playbook recognises what a person wants, asks when unsure, and reads what is named."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_engineer.models.playbook.classifier import shipped_classifier
from ml_engineer.models.playbook.intent_rules import REFUSED, RULES
from ml_engineer.models.playbook.intents import Intent, Recognised, options_of, recognise
from ml_engineer.models.playbook.phrases import PhraseIndex, lines_of, normalise
from ml_engineer.models.playbook.slots import read_slots
from ml_engineer.models.playbook.word_families import FAMILIES
from ml_engineer.models.playbook.word_pieces import WordPieces

CORPUS = Path(__file__).parents[1] / "corpora" / "intents_dev.jsonl"


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("need_model", "We need a model that predicts which containers will arrive late."),
        ("performance_dropped", "Recall fell from 0.8 to 0.6 since the harbour changed software."),
        ("use_llm_or_deep_learning", "Could we use GPT for routing the mails?"),
        ("production_by_date", "Can you have the berth forecast in production by Wednesday?"),
        ("review_data", "Which columns have missing values in bookings.csv?"),
        ("can_we_ship", "Can we ship this model? What can we expect?"),
        ("can_we_ship", "Is the berth model ready for production?"),
        ("deploy_without_monitoring", "Let's go live without any monitoring, it can wait."),
        ("skip_offline_evaluation", "Let's just test it in production with real guests."),
        ("unknown_provenance", "I scraped the reviews from a travel site, shall we train on them?"),
        ("promise_timeline", "When will the model reach 90% recall?"),
        ("leakage_question", "Is the arrival_delay column leaking the target?"),
        ("baseline_question", "Would a simple average do the same job?"),
        ("drift_question", "Has the distribution of ship sizes shifted since training?"),
        ("cost_threshold", "A false alarm costs 50 euros, a missed leak 4000. Which threshold?"),
        ("metric_choice", "Should I report MAE or RMSE?"),
        ("split_choice", "Random split or split by time?"),
        ("feature_availability", "Will the tide reading be known at prediction time?"),
        ("monitoring_plan", "Which alerts do we need for the berth forecast?"),
        ("rollout_plan", "How do we roll back if the new model misbehaves?"),
        ("explain_prediction", "Why was customer 4711 rejected?"),
        ("explain_for_audience", "Explain this to the harbour master in simple words."),
        ("more_data_or_better_model", "Do we need more data or a better model?"),
        ("greeting_or_thanks", "Thank you, that was helpful!"),
        ("greeting_or_thanks", "\U0001f44d"),
        ("out_of_scope", "Which restaurant near the port is good?"),
        ("needs_language_model", "Draft a blog post about our platform."),
    ],
)
def test_each_intent_is_recognised_by_its_plain_form(intent: Intent, text: str) -> None:
    assert recognise(text).intent == intent


@pytest.mark.parametrize(
    ("refused", "text"),
    [
        ("deploy_without_monitoring", "Please roll out to 10 percent of hotels with alerts on."),
        ("deploy_without_monitoring", "We will never go live without monitoring."),
        ("deploy_without_monitoring", "What should we monitor after the launch?"),
        (
            "skip_offline_evaluation",
            "The offline evaluation passed. How large must the A/B test be?",
        ),
        ("skip_offline_evaluation", "How big should the holdout be?"),
        ("skip_offline_evaluation", "Never skip the offline evaluation."),
        ("unknown_provenance", "The bookings come from our own system; the contract covers it."),
        ("unknown_provenance", "Check the quality of arrivals.parquet please."),
        ("promise_timeline", "How long will it take to deploy the signed-off model?"),
        ("promise_timeline", "How long does labelling 5000 photos take?"),
        ("promise_timeline", "MAE went from 4 to 9 in two weeks."),
    ],
)
def test_a_refusal_does_not_fire_on_what_is_fine(refused: Intent, text: str) -> None:
    assert recognise(text).intent != refused


def test_what_has_to_be_written_needs_a_language_model() -> None:
    assert recognise("Write an essay about colourless green ideas").intent == "needs_language_model"
    assert recognise("").intent == "needs_language_model"


def test_an_answer_to_a_question_is_information() -> None:
    history = [("user", "we want a model"), ("assistant", "Which column is the outcome?")]
    found = recognise("target is arrived_late, grouped by vessel_id", history)
    assert found.intent == "provide_information"
    assert (found.slots.target, found.slots.group) == ("arrived_late", "vessel_id")


def test_a_short_follow_up_is_read_with_the_answer_before_it() -> None:
    history = [("user", "baseline?"), ("assistant", "The median gives an MAE of 4.1 hours.")]
    assert recognise("and without the weekend?", history).intent == "what_if"
    assert recognise("where does that number come from?", history).intent == "evidence_lookup"
    assert recognise("explain that to my boss", history).intent == "explain_for_audience"


def test_courtesy_does_not_hide_a_request() -> None:
    assert recognise("Hi, thanks! Random split or split by time?").intent == "split_choice"


def test_columns_are_recognised_where_a_phrase_introduces_them() -> None:
    slots = recognise(
        "Train on a.csv, target is late, time column is seen_at, one row per ship"
    ).slots
    assert slots.files == ("a.csv",)
    assert (slots.target, slots.time, slots.group) == ("late", "seen_at", "ship")
    assert recognise("run it --target late_90").slots.target == "late_90"
    assert recognise("which metric? `late` is the label").slots.target == "late"


def test_known_columns_may_have_spaces() -> None:
    slots = recognise("target is Arrived late, please", columns=["Arrived late", "x"]).slots
    assert slots.target == "Arrived late"


def test_nothing_is_guessed() -> None:
    slots = recognise("Random split or split by time?").slots
    assert (slots.target, slots.group, slots.files, slots.deadline) == (None, None, (), None)


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("a missed leak costs 30 times as much as a false alarm, which threshold", "fp:fn=1:30"),
        ("false alarms are three times worse than misses", "fp:fn=3:1"),
        ("a false alarm costs 50 euros and a missed leak 4,000. Threshold?", "fp:fn=50:4000"),
        ("a miss costs 4.5k and a false alarm 200. Threshold?", "fp:fn=200:4500"),
        ("what is the best threshold?", None),
    ],
)
def test_costs_are_read_as_stated(text: str, ratio: str | None) -> None:
    assert recognise(text).slots.cost_ratio == ratio


def test_a_date_is_a_deadline_or_a_period() -> None:
    assert recognise("Can it be live by next Tuesday?").slots.deadline == "next Tuesday"
    dropped = recognise("Recall has been falling since the start of May").slots
    assert (dropped.deadline, dropped.time) == (None, "since the start of May")


def test_metrics_and_audience_are_word_for_word() -> None:
    assert recognise("PR-AUC or log loss, what do I report?").slots.metric == ("PR-AUC", "log loss")
    assert recognise("explain it to my boss").slots.audience == "my boss"


def test_every_intent_has_rules_and_refusals_come_first() -> None:
    assert set(RULES) == set(get_args(Intent))
    assert tuple(RULES)[: len(REFUSED)] == REFUSED


def test_every_phrase_of_the_rules_is_written_in_the_notation() -> None:
    phrases = {
        p for rules in RULES.values() for rule in rules for p in (*rule.phrases, *rule.unless)
    }
    index = PhraseIndex(phrases, FAMILIES)
    for phrase in phrases:
        assert index.pattern(phrase), phrase


@pytest.mark.parametrize(
    ("phrase", "text", "holds"),
    [
        ("ship it", "Ship it!", True),
        ("ship it", "ship of it", False),
        ("ship ... now", "ship the big model now", True),
        ("ship ... now", "ship it. Not now", False),
        ("ship // now", "ship it. Not now", True),
        ("monitor*", "is it monitored?", True),
        ("a_b|c d", "a b d", True),
        ("^ no", "say no", False),
        ("ok $", "is it ok?", True),
        ("<%> recall", "90% recall", True),
        ("<n> days", "in 3 days", True),
        ("do not", "I don't", True),
    ],
)
def test_the_notation(phrase: str, text: str, holds: bool) -> None:
    assert bool(PhraseIndex([phrase], {}).found_in(normalise(text))) is holds


def test_a_line_that_ends_in_a_bar_goes_on() -> None:
    assert lines_of("a|\n   b c\n\n d ") == ("a|b c", "d")


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_is_recognised_as_something(text: str, columns: list[str]) -> None:
    first = recognise(text, columns=columns)
    assert isinstance(first, Recognised)
    assert first == recognise(text, columns=columns)
    for name in (first.slots.target, first.slots.time, first.slots.group):
        assert name is None or name in text or name in columns


def test_a_recognition_is_quick_however_long_the_message() -> None:
    hostile = "a" * 100_000 + "`" * 10_000 + "we ship 12% " * 10_000
    recognise(hostile)
    start = time.process_time()
    recognise(hostile)
    assert time.process_time() - start < 1.0


def test_the_shipped_weights_fit_the_rules_and_the_encoder_that_are_shipped() -> None:
    """Every ninth message that was learnt from: a guard against parts that no longer fit together.
    It says nothing about messages of others; `benchmarks/notes.md` does."""
    items = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()[::9]]
    found = [
        recognise(item["text"], [(turn["role"], turn["text"]) for turn in item["history"]]).intent
        for item in items
    ]
    right = sum(f in item["intents"] for f, item in zip(found, items, strict=True))
    assert right >= 0.9 * len(items)


def test_what_is_unclear_is_asked_about_and_not_guessed() -> None:
    found = recognise("hm, and the thing with the stuff?")
    assert not found.sure
    assert 2 <= len(found.options) <= 3
    assert found.confidence < 0.7


def test_a_likely_refusal_is_never_answered_helpfully_on_a_guess() -> None:
    """Whatever is likeliest: a refusal that is likely enough is among what is asked about."""
    odds = dict.fromkeys(get_args(Intent), 0.0)
    odds["can_we_ship"], odds["skip_offline_evaluation"] = 0.7, 0.3
    ranked = dict(sorted(odds.items(), key=lambda item: -item[1]))
    assert options_of(ranked) == ("can_we_ship", "skip_offline_evaluation")
    ranked["can_we_ship"], ranked["skip_offline_evaluation"] = 0.9, 0.1
    assert options_of(ranked) == ()


def test_words_that_decided_are_told() -> None:
    words = shipped_classifier().explain("Should we report accuracy or F1?")
    assert {word.text for word in words[:3]} & {"accuracy", "F1?", "report"}
    assert words[0].weight > words[-1].weight


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("it leaks", ["it", "leaks"]),
        ("Überfit!", ["uber", "fit", "!"]),
        ("psi=0.3", ["psi", "=", "0", ".", "3"]),
        ("日", ["[UNK]"]),
    ],
)
def test_texts_are_cut_into_pieces_that_the_encoder_knows(text: str, pieces: list[str]) -> None:
    known = [
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "it",
        "leaks",
        "uber",
        "##fit",
        "!",
        "psi",
        "=",
        "0",
        ".",
        "3",
    ]
    cutter = WordPieces({piece: row for row, piece in enumerate(known)})
    rows, words = cutter.rows(text, 10)
    assert [known[row].removeprefix("##") for row in rows[1:-1]] == pieces
    assert len(words) == len(rows)


@pytest.mark.parametrize(
    ("intent", "slot", "text", "found"),
    [
        ("need_model", "target", "Predict solar output per roof, please.", "solar output"),
        ("need_model", "target", "say which lifts get stuck", "which lifts get stuck"),
        ("metric_choice", "target", "RMSE or MAE for predicting rent?", "rent"),
        ("need_model", "target", "labels are in column tb_positive", "tb_positive"),
        ("leakage_question", "target", "target encoding before the split: problem?", None),
        ("split_choice", "time", "Timestamp is dt_read. Your advice?", "dt_read"),
        ("drift_question", "time", "have inputs moved since the new fee?", "since the new fee"),
        ("performance_dropped", "time", "recall fell from 61 to 47", None),
        ("split_choice", "group", "Is leave-one-farm-out sensible?", "farm"),
        ("split_choice", "group", "photos of each bridge: split by photo or by bridge?", "bridge"),
        ("explain_for_audience", "audience", "My farmers don't want percentiles.", "My farmers"),
        ("promise_timeline", "audience", "what accuracy can I tell the customer?", None),
    ],
)  # fmt: skip
def test_slots_are_told_by_what_stands_around_them(
    intent: Intent, slot: str, text: str, found: str | None
) -> None:
    assert getattr(read_slots(text, intent), slot) == found


def test_a_reply_that_is_only_a_name_fills_what_was_asked_for() -> None:
    asked = [("assistant", "Which column is the outcome that the model should predict?")]
    assert (
        read_slots("late_30. public bodies don't count", "need_model", (), asked).target
        == "late_30"
    )
    assert read_slots("no idea", "need_model", (), asked).target is None
