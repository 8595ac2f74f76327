"""Who reads the answer: inferred where nobody has said, and the answer says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.reader import inferred_audience


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("The board wants to know our exposure if this model is wrong.", "leadership"),
        ("As the CFO I need the expected return before I sign the budget.", "leadership"),
        ("What will new users see on launch day? It is on the roadmap.", "product_manager"),
        ("I'm a product manager. Can we ship it?", "product_manager"),
        (
            "The endpoint has a p99 and a timeout; what does it return?",
            "software_engineer",
        ),
        ("Speaking as a backend engineer: who is on-call for this?", "software_engineer"),
        ("AUC dropped in cross-validation after I changed the hyperparameters.", "data_scientist"),
        ("Is there leakage?", "data_scientist"),
        ("Can we use this?", "data_scientist"),
        ("Users ask why the API is slow.", "data_scientist"),  # alike: nothing tells
        ("", "data_scientist"),
    ],
)
def test_the_audience_is_inferred_from_how_a_person_writes(text: str, audience: str) -> None:
    assert inferred_audience([text]) == audience


def test_who_one_is_outweighs_the_words_of_another_trade() -> None:
    text = "I am the head of claims. The recall and precision of the API: can I trust them?"
    assert inferred_audience([text]) == "leadership"


async def test_an_answer_says_which_reader_it_assumes_once_and_a_named_one_is_not_assumed(
    workspace: Path,
) -> None:
    async with Engineer(workspace=workspace) as engineer:
        first = await engineer.ask("What does the board risk if we use deep learning here?")
        again = await engineer.ask("And what is the exposure with an LLM, says the CFO?")
        other = await engineer.ask(
            "Shall we use deep learning behind the endpoint? It has a latency budget, a timeout, "
            "a payload limit and an on-call."
        )
        named = await engineer.ask("Can we use deep learning?", audience="product_manager")
    assert "\n\nAssumed reader: leadership.\n\nStands on:" in first.text
    assert (first.audience, first.audience_assumed) == ("leadership", True)
    assert "Assumed reader" not in again.text, "it has just been said"
    assert "Assumed reader: software engineers." in other.text
    assert "Assumed reader" not in named.text
    assert (named.audience, named.audience_assumed) == ("product_manager", False)
    assert all(answer.marks == () for answer in (first, again, other, named))
