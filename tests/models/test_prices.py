"""List prices: dated, with what long requests cost, and the user's own before them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ml_engineer.models.prices import LIST_PRICES, Prices, prices_of
from ml_engineer.usage import Usage
from ml_engineer_tools.errors import BadInput


def test_each_listed_price_has_its_date_and_currency() -> None:
    for name, prices in LIST_PRICES.items():
        assert name.startswith(("anthropic:", "openai:"))
        assert date.fromisoformat(prices.as_of) <= date.today(), name
        assert prices.currency == "USD"
        assert prices.cached_input < prices.input < prices.output


@pytest.mark.parametrize(
    ("given", "listed"),
    [
        ("openai:gpt-6.1-sol-2026-09-29", "openai:gpt-6.1-sol"),
        ("anthropic:claude-haiku-4-5-20251001", "anthropic:claude-haiku-4-5"),
    ],
)
def test_a_dated_id_costs_what_its_model_does(given: str, listed: str) -> None:
    assert prices_of(given) == LIST_PRICES[listed]


def test_a_price_that_is_not_listed_is_not_guessed() -> None:
    assert prices_of("openai:gpt-9") is None
    assert prices_of("chat:http://127.0.0.1:11434/v1#qwen3") is None


def test_a_long_request_costs_more_for_what_it_reads_and_what_it_writes() -> None:
    prices = Prices(2.0, 0.1, 10.0, 2.5, long_from=272_000, long_factor=2.0, long_output_factor=1.5)
    short = Usage(
        input_tokens=272_000, cached_input_tokens=100_000, cache_written_tokens=50_000,
        output_tokens=1_000,
    )  # fmt: skip
    assert prices.cost(short) == pytest.approx(0.122 * 2 + 0.1 * 0.1 + 0.05 * 2.5 + 0.01)
    long = short.model_copy(update={"input_tokens": 272_001})
    read = (0.122001 * 2 + 0.1 * 0.1 + 0.05 * 2.5) * 2
    assert prices.cost(long) == pytest.approx(read + 0.015)


def test_prices_of_the_user_s_own_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "prices.json"
    monkeypatch.setenv("ML_ENGINEER_PRICES", str(own))
    own.write_text(json.dumps({"openai:gpt-6.1-sol": {"input": 1, "cached_input": 0, "output": 2}}))
    assert prices_of("openai:gpt-6.1-sol") == Prices(1.0, 0.0, 2.0)
    assert prices_of("openai:gpt-6-sol") == LIST_PRICES["openai:gpt-6-sol"]
    for written, words in (('{"m": 3}', "is no list of prices"), (None, "can't be read")):
        own.unlink(missing_ok=True)
        if written is not None:
            own.write_text(written)
        with pytest.raises(BadInput, match=words):
            prices_of("openai:gpt-6.1-sol")
