"""The costs of both errors are read as stated, in whatever words, and never guessed."""

from __future__ import annotations

import pytest

from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    Segment,
    SessionFacts,
    Text,
    UserMessage,
)
from ml_engineer.models.playbook.cost_amounts import currency_of
from ml_engineer.models.playbook.costs import cost_ratio
from ml_engineer.models.playbook.memory import Heard, hear
from ml_engineer.models.playbook.standing import with_roles
from ml_engineer.models.playbook.supposing import supposed_in

ASKED = [
    ("user", "which threshold?"),
    (
        "assistant",
        "One thing is missing for a threshold: what does a false alarm cost, and what does a miss "
        'cost? A ratio is enough ("a miss costs ten times a false alarm").',
    ),
]


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("a miss costs 900, a false alarm 20", "20:900"),
        ("\u20ac40 per wasted visit, \u20ac1500 per defect that slips", "40:1500"),
        ("blocking a good customer loses us $25; a fraud that gets through 180", "25:180"),
        ("Every undetected leak costs us 12k, digging for nothing 800.", "800:12000"),
        ("Wrongly flagged parcels cost 3 EUR, a smuggled one 5,000 EUR.", "3:5000"),
        ("20 bucks for a pointless inspection, two grand for every crack we overlook", "20:2000"),
        ("A rejected good applicant loses us $310; a default costs $5,200", "310:5200"),
        ("a false alarm is 12 euros, not 21, misses stay at 340", "12:340"),
        ("a false alarm costs half an hour, a miss two days", "0.5:16"),
        ("a false reject costs 2.40, a false negative 300", "2.40:300"),
        ("c_fp=2, c_fn=17", "2:17"),
        ("use fp:fn=4:300", "4:300"),
        ("each site visit is 120 euros and a pump that breaks down costs 9000", "120:9000"),
        ("false alarm cost 200 missed failure cost 5000", "200:5000"),
        ("miss 5000 false alarm 200", "200:5000"),
        ("FP 200 FN 5000", "200:5000"),
        ("missed fraud costs 500 blocked customer costs 5", "5:500"),
        ("we lose 90 euros when a subscriber leaves, a call costs 4", "4:90"),
    ],
)  # fmt: skip
def test_amounts_go_to_the_error_beside_them(text: str, ratio: str) -> None:
    assert cost_ratio(text) == f"fp:fn={ratio}"


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("ten times worse to miss one than to raise a false alarm", "1:10"),
        ("For us a false positive is twice as expensive as a false negative", "2:1"),
        ("It's 10 times cheaper to check a healthy tree than to let a rotten one fall", "1:10"),
        ("a false alarm is a tenth of the price of a miss", "1:10"),
        ("1 FP = 3 FN", "3:1"),
        ("we'd rather let seven guilty go than fine one innocent driver", "7:1"),
        ("one missed tumour is worth 500 unnecessary biopsies", "1:500"),
        ("false alarms and misses cost the same", "1:1"),
        ("we count a miss as 15 false alarms", "1:15"),
        ("15 false alarms per miss is fine with us", "1:15"),
        ("costs are about 5:1, the false positive being the dear one", "5:1"),
    ],
)
def test_multiples_and_exchanges_are_told_by_their_words(text: str, ratio: str) -> None:
    assert cost_ratio(text) == f"fp:fn={ratio}"


@pytest.mark.parametrize(
    "text",
    [
        "costs are 5 and 100",
        "the ratio is 5 to 1",
        "we had 14 false alarms and 2 misses last month",
        "we missed 200 false alarms and 3 fakes",
        "we had one miss and like 20 false alarms",
        "there were 15 false alarms per miss last month",
        "rework is 15 per unit, a return is 110",
        "FPR 0.1 and FNR 0.2",
        "false positives cost nothing, misses are dear",
        "a stopped honest driver costs us 15 minutes, a smuggler waved through 2000 euros",
    ],
)
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    assert cost_ratio(text, about_costs=True) is None


def test_earlier_turns_tell_the_order_and_the_other_side() -> None:
    assert cost_ratio("40 and 900", ASKED, about_costs=True) == "fp:fn=40:900"
    assert cost_ratio("40 and 900", about_costs=True) is None
    assert cost_ratio("8 to 1", ASKED, about_costs=True) is None  # in which order of the two?
    as_ratio = [("assistant", "What does a miss cost compared with a false alarm?")]
    assert cost_ratio("8 to 1", as_ratio, about_costs=True) == "fp:fn=1:8"
    told = [*ASKED, ("user", "a false alarm is 20"), ("assistant", "And a miss?")]
    assert cost_ratio("a miss is 900", told, about_costs=True) == "fp:fn=20:900"


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("Deleting a genuine post is bad, about six times as bad I'd say as leaving a fake.",
         "fp:fn=6:1"),
        ("A false alert is about 1/30 of a miss, says the foreman", "fp:fn=1:30"),
        ("One in 300 dives is real. A false alarm costs the crew 200, a missed one 9000",
         "fp:fn=200:9000"),
        ("We lose $40 whenever we recall a crate that was perfectly okay, and a rotten one that "
         "gets on the lorry undetected costs us $2,500", "fp:fn=40:2500"),
        ("sick=1. A needless visit is 9 cents, a missed one 2.50", "fp:fn=0.09:2.50"),
        ("Being 10 minutes late is annoying, a miss of 40 late means a refund", None),
    ],
)  # fmt: skip
def test_costs_in_the_words_of_a_trade(text: str, ratio: str | None) -> None:
    assert cost_ratio(text, about_costs=True) == ratio


def test_equal_costs_need_no_order() -> None:
    assert cost_ratio("they're equal in our eyes", ASKED, about_costs=True) == "fp:fn=1:1"
    assert cost_ratio("they're equal in our eyes", about_costs=True) is None


ANSWER = AssistantMessage(parts=(Text(text=ASKED[1][1]),))
COLUMNS = ("order_id", "day", "returned", "churned")


def heard(*texts: str) -> tuple[Heard, SessionFacts]:
    """Hear messages one after the other, each answered with a question for costs."""
    facts = SessionFacts(data="train.csv", columns=COLUMNS)
    segment = Segment("system", (), (ContextMessage(facts=facts),))
    for text in texts:
        segment.append(UserMessage(text=text))
        segment.append(ANSWER)
    segment = Segment("system", (), tuple(segment)[:-1])
    found = hear(segment, facts)
    return found, with_roles(facts, found)


def test_costs_are_told_one_by_one() -> None:
    found, _ = heard("which threshold should we use?", "a false alarm is 20")
    assert (found.asked.sure, found.known.cost_ratio) == (True, None)
    found, _ = heard("which threshold should we use?", "a false alarm is 20", "a miss 900")
    assert (found.asked.sure, found.known.cost_ratio) == (True, "fp:fn=20:900")
    supposed = supposed_in(found, SessionFacts())
    assert supposed is None or supposed.cost_ratio == "fp:fn=20:900"  # 900 is no multiple


def test_a_phrase_is_the_column_that_says_it_and_undoes_none_that_it_may_mean() -> None:
    said = "predict whether an order is returned"
    assert heard(said)[1].target == "returned"
    assert heard("target is churned", said)[1].target == "returned"
    unclear = "predict whether an order comes late"
    assert heard(unclear)[1].target is None
    assert heard("target is churned", unclear)[1].target is None
    assert heard("target is returned", said)[1].target == "returned"


@pytest.mark.parametrize(
    ("text", "sides", "unit"),
    [
        ("a miss costs 900 euros, a false alarm 20 euros", ("20", "900"), "EUR"),
        ("a false alarm costs $5 and a miss $300", ("5", "300"), "USD"),
        ("a call costs 4 €, a sale brings 120 €", ("4", "116"), "EUR"),
        ("a miss costs ten times a false alarm; revenue is 3000 euros", ("1", "10"), None),
        ("a miss costs 900, a false alarm 20", ("20", "900"), None),
    ],
)
def test_the_money_in_which_costs_are_told_is_kept(
    text: str, sides: tuple[str, str], unit: str | None
) -> None:
    assert currency_of(text, sides) == unit
