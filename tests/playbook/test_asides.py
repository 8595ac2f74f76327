"""Asides: asking back, dates of work, learning by itself, origin, and messages not in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.gates import DEFAULT_GATES, Draft, judge_all
from ml_engineer.models.playbook.asking_back import asked_back, column_asked_about
from ml_engineer.models.playbook.dates_of_work import asks_measurement_by, dated_work
from ml_engineer.models.playbook.other_languages import foreign
from ml_engineer_prompts import WORK, ask_which, learns_answer, work_answer
from ml_engineer_prompts.method_answers import Intent


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        ("why", ["why?", "Why not?", "but why", "because?", "how come?", "says who?", "no, why",
                 "why is that a problem?", "why that column?", "why do you say that",
                 "what makes you think so?", "on what grounds?", "explain why",
                 "why can't we go live?"]),
        ("so_what", ["so what", "so what?", "and?", "what does that mean for us?", "who cares",
                     "why should it matter?", "what's the upshot?", "is that bad?", "and now?"]),
        ("path", ["what would change your mind?", "what's the quickest way to get to yes",
                  "so what's the fastest route to a yes?", "what do you need from me?",
                  "what's missing for a yes", "how do we get there", "what would it take?",
                  "under what conditions would you say yes?", "when would you say yes?",
                  "how can I convince you?", "what's blocking us?", "what must we do to pass?"]),
        (None, ["why did accuracy drop last week?", "why was this customer rejected?",
                "why is my model worse in production", "what does churn depend on",
                "explain that to my boss", "what should the target be?", "is that leaking?",
                "what does it cost to be wrong?", "how do we split it?", "why use PSI?"]),
    ],
)  # fmt: skip
def test_a_question_about_the_answer_before_is_known(asked: str | None, texts: list[str]) -> None:
    for text in texts:
        assert asked_back(text) == asked, text


def test_the_column_of_a_why_is_known() -> None:
    for text in ("why is duration a problem?", "why duration?", "what's wrong with duration"):
        assert column_asked_about(text, ["age", "duration"]) == "duration"
    for text in ("why is the average duration so high in May?", "why is age missing in June"):
        assert column_asked_about(text, ["age", "duration"]) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how long will it take to set up the pipeline then?", "pipeline"),
        ("how long does it take to build the data pipeline?", "pipeline"),
        ("how long to set up monitoring?", "monitoring"),
        ("give me an estimate for the alerting", "monitoring"),
        ("How many weeks does the labelling take?", "labelling"),
        ("how long will the deployment take once it is signed off?", "serving"),
        ("what's the timeline for the data card?", "papers"),
        ("how many sprints for the feature store?", "features"),
        ("how long until we reach 0.9?", None), ("how long to get a better accuracy?", None),
        ("how long should the backtest window be?", None), ("when can we go live?", None),
        ("how many weeks of data does the pipeline need?", None),
        ("how long is the monitoring window?", None), ("when do labels arrive?", None),
    ],
)  # fmt: skip
def test_a_date_of_work_is_told_from_that_of_a_score(text: str, kind: str | None) -> None:
    assert dated_work(text) == kind


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("give me the AUC by Friday", True), ("I need the baseline score by tomorrow", True),
        ("can you send the results by end of the week?", True),
        ("get the AUC to 0.9 by Friday", False), ("we need a better AUC by Friday", False),
        ("promise the accuracy by Friday", False), ("MAPE under 8 by end of March", False),
        ("what is the AUC on Fridays?", False),
    ],
)  # fmt: skip
def test_a_measurement_by_a_date_is_no_promise(text: str, asks: bool) -> None:
    assert asks_measurement_by(text) is asks


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wir brauchen ein Modell für Kündigungen, Daten sind da", "German"),
        ("ist das Modell gut genug?", "German"), ("warum?", "German"),
        ("¿cuántos datos necesito para entrenar el modelo?", "Spanish"),
        ("est-ce que le modèle est prêt pour la production ?", "French"),
        ("quanti dati servono per il modello?", "Italian"),
        ("можем ли мы выпустить модель?", "Russian"), ("模型可以上线了吗?", "Chinese"),
        ("is the model good enough?", None), ("target is die_cast", None), ("survived", None),
        ("ok", None), ("what does the column `und` mean?", None), ("pero", None),
        ("split by la_liga season?", None), ("time column is dteday", None),
    ],
)  # fmt: skip
def test_a_message_that_is_not_english_is_known(text: str, language: str | None) -> None:
    assert foreign(text) == language


@pytest.mark.parametrize(
    "text",
    ["without price_per_m2", "keep m2, only drop con_rate", "la_price?", "sin del?", "drop per la"],
)
def test_names_of_columns_tell_no_language(text: str) -> None:
    assert (
        foreign(text, ("price_per_m2", "con_rate", "la_price", "sin", "del", "per", "la")) is None
    )


@pytest.mark.parametrize("kind", WORK)
def test_an_estimate_names_parts_and_a_question_and_no_duration(kind: str) -> None:
    text = work_answer(kind)
    assert text.count("?") == 1
    assert "1. " in text
    assert judge_all(DEFAULT_GATES, Draft(text, user_texts=("how long will it take?",))).passes


def test_the_menu_passes_its_own_gates() -> None:
    intents = list(Intent)
    for at in range(len(intents) - 2):
        text = ask_which(intents[at : at + 3], data_attached=bool(at % 2))
        judged = judge_all(DEFAULT_GATES, Draft(text, user_texts=("hm?",)))
        assert judged.passes, judged.message()


async def test_asides_are_answered_and_pass_the_gates(tmp_path: Path) -> None:
    async with Engineer(workspace=tmp_path) as engineer:
        for text, start in (
            ("our pm says the model will learn from feedback, true?", "**No: by itself it learns"),
            ("the model will improve by itself over time, right?", "**No: by itself it learns"),
            ("why?", "**The reason behind it:**"),
            ("where did this data come from?", "**I don't know, and the table can't tell"),
            ("give me the AUC by Friday", "**A measurement can have a date"),
            ("can you promise 0.9 by end of quarter?", "I won't put a date on a metric"),
            ("how long will it take to set up the pipeline then?", "**That one can have a date"),
            ("what would change your mind?", "**Evidence moves it"),
            ("wir brauchen ein Modell für Kündigungen", "Ich lese nur Englisch"),
        ):
            answer = await engineer.ask(text)
            assert answer.text.startswith(start), (text, answer.text)
            assert answer.marks == (), (text, answer.marks)
    assert "the outcome" in learns_answer(of_feedback=True)
