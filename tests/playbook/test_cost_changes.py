"""What an error costs may be changed: the side that is named changes, and the other one stays."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.costs import cost_ratio

TOLD = (("user", "A missed fraud costs 500, a blocked honest customer 5. What threshold?"),)


@pytest.mark.parametrize(
    ("said", "ratio"),
    [
        (("what if a blocked customer costs 50?",), "50:500"),
        (("and if a missed one costs 100?",), "5:100"),
        (("what if a blocked customer costs 50?", "and if a missed one costs 100?"), "50:100"),
        (("what if a blocked customer costs 50?", "and at 600?"), "600:500"),
        (("what if a blocked customer costs 50?", "and at 600?", "or 700?"), "700:500"),
        (("what if a missed one costs 90?", "how about 80 instead"), "5:80"),
        (("what if a false alarm costs ten times more?", "and if a miss is 80?"), "50:80"),
        (("and if missing one were twice as bad?",), "5:1000"),
        (("what if a check costs 30?",), "30:500"),
        (("double the cost of a miss",), "5:1000"),
        (("halve the false alarm cost",), "2.5:500"),
        (("if we lose 800 per fraud instead?",), "5:800"),
        (("blocked customer 50, same miss",), "50:500"),
        (("let's say a false alarm is 8, misses as before",), "8:500"),
        (("try 75",), "75:500"),
    ],
)
def test_one_cost_is_changed_and_the_other_stays(said: tuple[str, ...], ratio: str) -> None:
    history = list(TOLD)
    for text in said[:-1]:
        history += [("assistant", "The threshold follows."), ("user", text)]
    history.append(("assistant", "The threshold follows."))
    assert cost_ratio(said[-1], history, about_costs=True) == f"fp:fn={ratio}"


@pytest.mark.parametrize("text", ["and 5%?", "and with 20 rows?", "what about 2023?"])
def test_a_number_of_something_else_is_no_cost(text: str) -> None:
    history = [*TOLD, ("assistant", "The threshold follows.")]
    assert cost_ratio(text, history, about_costs=True) is None


def test_a_multiple_takes_the_place_of_a_multiple() -> None:
    told = [("user", "threshold if a miss costs 20 times a false alarm"), ("assistant", "0.05.")]
    text = "what if misses were only 5x as expensive"
    assert cost_ratio(text, told, about_costs=True) == "fp:fn=1:5"
