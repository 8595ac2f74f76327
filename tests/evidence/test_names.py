"""Prose about evidence is cut where it can still be read."""

from hypothesis import given
from hypothesis import strategies as st

from ml_engineer.evidence.names import shorten_prose


def test_prose_is_cut_after_a_sentence_or_a_word() -> None:
    told = "It reaches 0.804 in random folds. On a split in file order it reaches 0.628."
    assert shorten_prose(told, 100) == told
    assert shorten_prose(told, 60) == "It reaches 0.804 in random folds. …"
    assert shorten_prose(told, 20) == "It reaches 0.804…"


@given(st.text(), st.integers(3, 100))
def test_prose_that_is_cut_fits(text: str, limit: int) -> None:
    assert len(shorten_prose(text, limit)) <= limit
