"""What people tell of columns and costs in their own words, and what must not be heard so."""

from __future__ import annotations

import pytest

from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    Segment,
    SessionFacts,
    Text,
    ToolMessage,
    ToolResult,
    UserMessage,
)
from ml_engineer.models.playbook.costs import cost_ratio
from ml_engineer.models.playbook.situation import Situation, read_situation
from ml_engineer.models.playbook.told_columns import told_in

COLUMNS = (
    "customer_id", "signup_day", "tickets", "price", "churned", "cnt", "dteday", "duration",
    "casual", "registered", "capital-gain", "age", "sex",
)  # fmt: skip
FACTS = SessionFacts(data="t.csv", columns=COLUMNS)


def situation(*said: str, facts: SessionFacts = FACTS, error: str = "") -> Situation:
    """Return the situation after turns of user and assistant, with a tool's error at the end."""
    segment = Segment("system")
    segment.append(ContextMessage(facts=facts))
    for place, text in enumerate(said):
        if place % 2:
            segment.append(AssistantMessage(parts=(Text(text=text),)))
        else:
            segment.append(UserMessage(text=text))
    if error:
        result = ToolResult(call_id="call_1", name="profile_dataset", content=error, is_error=True)
        segment.append(ToolMessage(results=(result,)))
    return read_situation(segment)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("time column is dteday", {"time": "dteday"}),
        ("Time column: dteday", {"time": "dteday"}),
        ("the time column's dteday btw", {"time": "dteday"}),
        ("timecolumn is signup day", {"time": "signup_day"}),
        ("dteday is the time column", {"time": "dteday"}),
        ("pls use dteday as the date column", {"time": "dteday"}),
        ("the date column is called `dteday`, target is cnt", {"time": "dteday", "target": "cnt"}),
        ("die Zeitspalte ist dteday", {"time": "dteday"}),
        ("Zielspalte ist cnt, Zeit: dteday", {"target": "cnt", "time": "dteday"}),
        ("la colonne de date est dteday", {"time": "dteday"}),
        ("la variable objetivo es cnt", {"target": "cnt"}),
        ("la cible est cnt", {"target": "cnt"}),
        ("target cnt, time dteday", {"target": "cnt", "time": "dteday"}),
        ("target=cnt group=customer_id", {"target": "cnt", "group": "customer_id"}),
        ("no, the target is churned", {"target": "churned"}),
        ("we want to forecast daily rentals (cnt). what's realistic?", {"target": "cnt"}),
        ("wir wollen churned vorhersagen", {"target": "churned"}),
        ("predict price using age and duration", {"target": "price"}),
        ("one row per customer_id, group by customer_id", {"group": "customer_id"}),
        ("is churned the target?", {}),
        ("the target leaks through duration", {}),
        ("does duration predict churned well?", {}),
        ("the label churned is late by 30 days", {}),
        ("age is a time bomb", {}),
        ("the time of signup_day is unclear", {}),
        ("churned is not the target", {}),
        ("keep price. the time column is not signup_day", {}),
    ],
)
def test_roles_are_told_by_statements(text: str, roles: dict[str, str]) -> None:
    assert told_in(text, COLUMNS).roles == roles


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("predict churned. ignore signup_day, it's noise", {"signup_day"}),
        ("ignore the columns casual and registered", {"casual", "registered"}),
        ("drop casual, registered and customer_id", {"casual", "registered", "customer_id"}),
        ("could you please leave duration out", {"duration"}),
        ("leave out duration and age", {"duration", "age"}),
        ("pls ingore casual", {"casual"}),
        ("don't use age or sex", {"age", "sex"}),
        ("we are not allowed to use sex", {"sex"}),
        ("age must not be used", {"age"}),
        ("everything except customer_id", {"customer_id"}),
        ("train without duration", {"duration"}),
        ("exclude capital gain", {"capital-gain"}),
        ("lass duration weg", {"duration"}),
        ("bitte ignoriere signup_day", {"signup_day"}),
        ("ignore casual et registered", {"casual", "registered"}),
        ("laisse duration de côté", {"duration"}),
        ("quita duration", {"duration"}),
        ("can i drop sex and be fine legally?", set()),
        ("what if we drop age", set()),
        ("without tickets?", set()),
        ("drop rows where age is missing", set()),
        ("ignore age outliers", set()),
        ("a drop in churned since May", set()),
        ("price dropped last week", set()),
        ("don't drop duration", set()),
        ("ignore what I said about duration", set()),
    ],
)
def test_columns_are_left_out_when_somebody_asks_for_it(text: str, left_out: set[str]) -> None:
    assert set(told_in(text, COLUMNS).left_out) == left_out


@pytest.mark.parametrize(
    ("text", "in_order"),
    [
        ("the rows are in date order, oldest first", True),
        ("rows are sorted by date", True),
        ("file is chronological", True),
        ("it's sorted oldest to newest btw", True),
        ("die Zeilen sind nach Datum sortiert", True),
        ("las filas están en orden cronológico", True),
        ("rows are not in time order", False),
        ("are the rows in order of time?", None),
        ("an order of magnitude more rows", None),
    ],
)
def test_the_order_of_rows_is_told(text: str, in_order: bool | None) -> None:
    assert told_in(text, COLUMNS).in_order is in_order


def test_a_column_that_is_left_out_has_no_role_and_comes_back_when_asked_for() -> None:
    found = situation("predict churned. ignore signup_day, it's noise")
    assert (found.facts.target, found.facts.time) == ("churned", None)
    assert found.heard.told.left_out == ("signup_day",)
    again = situation("ignore signup_day and price", "Done.", "put price back")
    assert again.heard.told.left_out == ("signup_day",)


def test_a_time_that_is_told_is_no_answer_to_the_question_for_the_target() -> None:
    question = "The target: which column is to be predicted?"
    found = situation("forecast daily rentals (cnt)", question, "time column is dteday")
    assert (found.facts.target, found.facts.time) == ("cnt", "dteday")
    assert situation("Is it any good?", question, "dteday").facts.target == "dteday"


def test_a_mention_gives_no_role() -> None:
    assert situation("why is signup_day a problem?").facts.time is None


def test_words_outlive_a_flag() -> None:
    facts = FACTS.model_copy(update={"target": "churned"})
    said = ("no, the target is price", "Yes.", "is there leakage?")
    assert situation(*said, facts=facts).facts.target == "price"


def test_a_role_that_cannot_be_used_is_given_up_and_what_was_told_before_stands() -> None:
    error = "The target `dteday` is of type date; name a column of numbers or classes."
    found = situation("target is cnt", "Good.", "the target is dteday", error=error)
    assert found.facts.target == "cnt"
    assert found.unusable == (error,)
    assert not found.errors


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("a call costs 4, a subscription brings 120", "4:116"),
        ("each call costs us 4 euro and a new subscription earns 120 euro", "4:116"),
        ("a letter is 2 EUR, a won customer is worth 80 EUR", "2:78"),
        ("we make 120 per sale, a call costs 4", "4:116"),
        ("120 euro revenue per sale, 4 euro per call", "4:116"),
        ("the offer costs 10 and a kept customer is worth 300", "10:290"),
        ("ein Anruf kostet 4, ein Abschluss bringt 120", "4:116"),
        ("un appel coûte 4, un abonnement rapporte 120", "4:116"),
        ("una llamada cuesta 4 y una suscripción trae 120", "4:116"),
        ("una falsa alarma cuesta 5 y un caso perdido 60", "5:60"),
        ("missing a churner costs 10x a false alarm", "1:10"),
        ("a call costs 4", None),
        ("a call costs 200, a sale brings 120", None),
        ("the model costs 400 a month and 120 customers churn", None),
        ("price 4, tickets 120", None),
    ],
)
def test_what_acting_costs_and_brings_tells_both_errors(text: str, ratio: str | None) -> None:
    assert cost_ratio(text, about_costs=True) == (ratio and f"fp:fn={ratio}")


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("and if a false alarm cost 10?", "10:60"),
        ("what if a miss costs 100", "5:100"),
        ("and a false alarm at 8?", "8:60"),
    ],
)
def test_one_cost_is_supposed_beside_the_other_that_is_known(text: str, ratio: str) -> None:
    before = "a false alarm costs 5, a missed churner costs 60. what threshold?"
    facts = FACTS.model_copy(update={"target": "churned"})
    found = situation(before, "The threshold follows.", text, facts=facts)
    assert found.intent == "cost_threshold"
    assert found.heard.known.cost_ratio == f"fp:fn={ratio}"


def test_costs_beside_the_order_of_rows_are_heard() -> None:
    text = "the rows are in date order, oldest first. calls cost 4, a subscription brings 120"
    found = situation("can we ship this?", "No.", text)
    assert found.intent == "cost_threshold"
    assert found.heard.told.in_order is True
    assert found.heard.known.cost_ratio == "fp:fn=4:116"
