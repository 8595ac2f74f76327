"""Plain questions: a fact of the table, the meaning of a term, an outcome told in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.conversation import AssistantMessage
from ml_engineer.models.playbook.clarifying import resolved
from ml_engineer.models.playbook.column_facts import AskedFact, asked_fact, corrected
from ml_engineer.models.playbook.intents import recognise
from ml_engineer.models.playbook.model_facts import asked_of_model
from ml_engineer.models.playbook.rows_asked import asks_for_rows
from ml_engineer.models.playbook.target_in_words import column_behind
from ml_engineer.wording.concepts import asked_concept
from ml_engineer_prompts import ask_which

COLUMNS = ("survived", "age", "fare", "deck", "embark_town", "class", "who")


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    rows = [
        f"{'' if k % 4 == 0 else 20 + k % 50},{'ABC'[k % 3]},{int(k % 7 < 3)}" for k in range(200)
    ]
    (tmp_path / "t.csv").write_text("age,deck,survived\n" + "\n".join(rows), encoding="utf-8")
    async with Engineer(workspace=str(tmp_path)) as engineer:
        yield engineer


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("How many rows have no age?", AskedFact("missing", "age")),
        ("what share of Age is missing", AskedFact("missing", "age")),
        ("how much is missing in embark town?", AskedFact("missing", "embark_town")),
        ("how many different decks are there?", AskedFact("distinct", "deck")),
        ("what's the average fare?", AskedFact("middle", "fare")),
        ("Thanks. What is the range of age?", AskedFact("range", "age")),
        ("is survived balanced?", AskedFact("levels", "survived")),
        ("are there duplicates?", AskedFact("duplicates")),
        ("How many rows?", AskedFact("rows")),
    ],
)
def test_a_question_for_one_fact_is_known(text: str, fact: AskedFact) -> None:
    assert asked_fact(text, COLUMNS) == fact


@pytest.mark.parametrize(
    "text",
    ["why is deck missing so often?", "is age leaking?", "what is the fare range by class?",
     "should we impute missing age?", "age is missing in 20 rows", "how many models do we have?",
     "Does the model do worse where age is missing?"],
)  # fmt: skip
def test_a_question_for_more_is_none(text: str) -> None:
    assert asked_fact(text, COLUMNS) is None


async def test_the_answer_is_the_figure_and_little_else(engineer: Engineer) -> None:
    answer = await engineer.ask("How many rows have no age?", data="t.csv")
    assert answer.text.startswith("**`age` is missing in 50 [")
    assert {one.figure.quantity for one in answer.cited} == {"null_count", "missing_share"}
    assert answer.marks == ()
    assert len(answer.text) < 300


async def test_a_term_is_explained_without_a_look_at_the_table(engineer: Engineer) -> None:
    answer = await engineer.ask("what is calibration?", data="t.csv")
    calls = [
        call
        for message in engineer.session.segment
        if isinstance(message, AssistantMessage)
        for call in message.calls
    ]
    assert calls == []
    assert answer.text.startswith("**Calibration:**")
    assert answer.marks == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("what does auc mean", "ROC AUC"), ("What's PSI?", "PSI, the population stability index"),
        ("why do I need a test set", "Holdout"), ("explain overfitting to me", "Overfitting"),
        ("sorry, what's cross validation again?", "Cross-validation"),
    ],
)  # fmt: skip
def test_a_term_is_known_however_it_is_asked_for(text: str, name: str) -> None:
    concept = asked_concept(text)
    assert concept is not None
    assert concept.name == name


@pytest.mark.parametrize(
    "text", ["what's the AUC?", "What is our recall?", "what is wrong", "What does it mean?"]
)
def test_the_case_at_hand_is_no_term(text: str) -> None:
    assert asked_concept(text) is None


@pytest.mark.parametrize(
    "text",
    ["We ship tonight without monitoring. What is a canary?",
     "Let's skip the offline evaluation; what is a holdout for?"],
)  # fmt: skip
def test_a_term_behind_a_wish_is_no_question_about_a_term(text: str) -> None:
    assert asked_concept(text) is None


async def test_a_plain_question_hides_no_refusal(engineer: Engineer) -> None:
    wish = "Let's deploy without monitoring for now, we can add it later."
    for question in ("What is a canary?", "How many rows have no age?"):
        answer = await engineer.ask(f"{wish} {question}", data="t.csv")
        assert "R1" in answer.clauses


@pytest.mark.parametrize(
    ("words", "columns", "column"),
    [
        ("who survives", COLUMNS, "survived"),
        ("churn", ["is_churned", "churn_date"], "is_churned"),
        ("which customers default", ["default_flag", "customer_id"], "default_flag"),
        ("demand", ["demand_forecast", "store"], None), ("country", ["count"], None),
        ("late deliveries", ["delivery_late", "late_fee"], "delivery_late"),
        ("price or cost", ["price", "cost"], None),
    ],
)  # fmt: skip
def test_an_outcome_in_words_is_the_one_column_that_says_it(
    words: str, columns: list[str], column: str | None
) -> None:
    assert column_behind(words, columns) == column


async def test_it_says_what_was_taken_as_the_target(engineer: Engineer) -> None:
    answer = await engineer.ask("We want a model that predicts who survives", data="t.csv")
    assert "Taken as the target: `survived`, as you wrote “who survives”." in answer.text
    assert not any("target" in item for item in answer.missing)
    assert answer.marks == ()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("which features matter most?", "importance"),
        ("what are the most important columns?", "importance"),
        ("And what does the model lean on?", "importance"),
        ("and for whom does it work worst?", "slices"),
        ("which groups does it do badly on?", "slices"),
        ("where does the model fail?", "slices"),
    ],
)
def test_a_question_about_the_model_is_known(text: str, fact: str) -> None:
    assert asked_of_model(text) == fact


@pytest.mark.parametrize(
    "text", ["which columns leak?", "why is it worse since May?", "which features are known then?"]
)
def test_a_question_about_else_is_none(text: str) -> None:
    assert asked_of_model(text) is None


async def test_the_model_is_told_by_what_the_baselines_found(engineer: Engineer) -> None:
    lacking = await engineer.ask("which features matter most?", data="t.csv")
    assert lacking.text.startswith("**That needs the target")
    answer = await engineer.ask("target is survived")
    answer = await engineer.ask("which features matter most?")
    assert answer.text.startswith(("**Measured here:**", "**What was measured"))
    assert answer.marks == ()


def test_a_question_after_a_question_stands_for_itself() -> None:
    asked = ask_which(("need_model", "review_data"), data_attached=True)
    history = [("user", "we want to know who survives, is it any good?"), ("assistant", asked)]
    text = "What's the AUC without deck?"
    assert resolved(text, history, ["deck"]) == recognise(text, history[:0], columns=["deck"])
    chosen = resolved("the second", history, ["deck"])
    assert chosen is not None
    assert chosen.intent == "review_data"


async def test_what_was_told_and_weighs_little_is_not_told_again(engineer: Engineer) -> None:
    first = await engineer.ask("Is the data any good?", data="t.csv", target="survived")
    lows = [line for line in first.text.splitlines() if line.startswith("- **low**")]
    again = await engineer.ask("And is the table usable as it is?")
    assert lows
    assert not any(line in again.text for line in lows)


@pytest.mark.parametrize(
    "text",
    [
        "show me the 5 worst rows",
        "show me the worst cases",
        "Which passengers did you get wrong? list names",
        "which customers were missed?",
        "list the rows it got wrong",
        "give me the failure cases",
        "show me the biggest mistakes",
    ],
)
def test_the_rows_on_which_it_was_wrong_are_rows_too(text: str) -> None:
    assert asks_for_rows(text)


@pytest.mark.parametrize(
    "text", ["list the names of the columns", "where is it worst?", "what went wrong?"]
)
def test_what_went_wrong_is_no_wish_for_rows(text: str) -> None:
    assert not asks_for_rows(text)


@pytest.mark.parametrize(
    "text",
    ["latency p99 of the model? budget is 20 ms.", "p99?", "is it fast enough?",
     "can it answer within 20 ms?"],
)  # fmt: skip
def test_a_budget_in_milliseconds_is_about_speed(text: str) -> None:
    assert asked_of_model(text) == "serving"


@pytest.mark.parametrize(
    ("text", "share", "said"),
    [
        ("what about deck, half of it missing", 0.772, "**Not half: it is more.** "),
        ("is half of deck missing?", 0.49, "**Yes, about half.** "),
        ("30% of age is missing, right?", 0.2, "**Not 30 %: it is less.** "),
        ("how much of age is missing?", 0.2, ""),
    ],
)
def test_a_share_that_a_person_claims_is_checked(text: str, share: float, said: str) -> None:
    assert corrected(text, share) == said
