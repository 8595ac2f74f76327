"""Data cards: words of a person, kept as they were said, worth nothing until a person stands up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from ml_engineer_tools.card.request import DataCardRequest
from ml_engineer_tools.card.tool import record_data_card
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.store import EffectKey, Store

SHA = "a" * 64
OTHER = "b" * 64
WHOLE = DataCardRequest(
    data="train.csv",
    source="export of the billing system",
    licence_or_consent="contract with customers, section 4",
    known_bias="no business customers",
    label_definition="cancelled within 30 days",
    label_delay="30 days",
    owner="the billing team",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def test_a_card_is_attested_and_a_draft(store: Store) -> None:
    draft = record_data_card(WHOLE, store, SHA)
    assert (draft.basis, draft.standing, draft.missing) == ("attested", "draft", ())
    assert draft.record.card.source == "export of the billing system"
    assert draft.accept_command == f"ml-engineer card accept {draft.record.id} --by NAME"
    assert not store.card(draft.record.id).accepted


def test_what_nobody_said_is_missing_and_never_made_up(store: Store) -> None:
    request = DataCardRequest(data="train.csv", source="a survey", owner="  ", known_bias="")
    draft = record_data_card(request, store, SHA)
    assert draft.missing == (
        "licence_or_consent",
        "known_bias",
        "label_definition",
        "label_delay",
        "owner",
    )


def test_the_id_is_the_hash_of_the_words_and_the_table(store: Store) -> None:
    first = record_data_card(WHOLE, store, SHA).record
    assert record_data_card(WHOLE, store, SHA).record == first
    assert record_data_card(WHOLE, store, OTHER).record.id != first.id
    reworded = WHOLE.model_copy(update={"known_bias": "none known"})
    assert record_data_card(reworded, store, SHA).record.id != first.id
    assert len(store.cards(SHA)) == 2


def test_a_person_accepts_and_the_first_one_stays(store: Store) -> None:
    draft = record_data_card(WHOLE, store, SHA)
    accepted = store.accept_card(draft.record.id, "Ada")
    assert accepted.accepted
    assert accepted.accepted_by == "Ada"
    assert store.accept_card(draft.record.id, "Grace") == accepted
    assert store.cards(SHA) == [accepted]


def test_nobody_can_not_accept(store: Store) -> None:
    draft = record_data_card(WHOLE, store, SHA)
    with pytest.raises(BadInput, match="say who"):
        store.accept_card(draft.record.id, " ")
    assert not store.card(draft.record.id).accepted


def test_the_same_words_stay_accepted_and_other_words_do_not(store: Store) -> None:
    store.accept_card(record_data_card(WHOLE, store, SHA).record.id, "Ada")
    again = record_data_card(WHOLE, store, SHA)
    assert (again.standing, again.accept_command) == ("accepted", None)
    reworded = WHOLE.model_copy(update={"owner": "nobody in particular"})
    assert record_data_card(reworded, store, SHA).standing == "draft"


def test_the_same_call_drafts_once(store: Store) -> None:
    call = EffectKey("session", "call_1")
    first = record_data_card(WHOLE, store, SHA, call)
    reworded = WHOLE.model_copy(update={"owner": "another team"})
    assert record_data_card(reworded, store, SHA, call) == first
    assert len(store.cards(SHA)) == 1
    effect = store.effect(call)
    assert effect is not None
    assert (effect.kind, effect.result) == ("card", first.record.id)


def test_a_request_can_not_accept() -> None:
    with pytest.raises(ValidationError):
        DataCardRequest.model_validate({"data": "train.csv", "accepted_by": "Ada"})


def test_a_card_that_says_nothing_can_not_be_accepted(store: Store) -> None:
    draft = record_data_card(DataCardRequest(data="train.csv"), store, SHA)
    with pytest.raises(BadInput, match="says nothing yet"):
        store.accept_card(draft.record.id, "Ada")
    assert not store.card(draft.record.id).accepted
