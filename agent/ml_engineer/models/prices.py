"""List prices of models, with their date; a model that is not here has no known price.

Anthropic's from platform.claude.com/docs/en/about-claude/pricing and the overview pages of the
models, cache written for five minutes. OpenAI's of gpt-6.2-sol and gpt-6.1-terra from
developers.openai.com/api/docs/models, whose pages bear no date (here: that of the model's release);
its others from developers.openai.com/api/docs/pricing as the package genai-prices 0.2.3 read it,
cache written for thirty minutes. All at standard service.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ml_engineer.usage import Usage
from ml_engineer_tools.errors import BadInput

AS_OF = "2026-10-24"
"""When Anthropic's part of the table was true; the rest is dated line by line."""

FILE_VARIABLE = "ML_ENGINEER_PRICES"
"""Names a JSON file of prices that come before those of the table."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What a provider asks for a million tokens, in one currency.

    Attributes:
        input: read afresh.
        cached_input: read from the provider's cache.
        output: written, reasoning included.
        cache_write: written to the cache; as `input` when None.
        long_from: a request of more input tokens than this costs `long_factor` times as much.
        long_factor: see `long_from`.
        long_output_factor: the same for what is written; as `long_factor` when None.
        as_of: when the prices were true; "" when a user gave them.
        currency: in which they are.
    """

    input: float
    cached_input: float
    output: float
    cache_write: float | None = None
    long_from: int | None = None
    long_factor: float = 1.0
    long_output_factor: float | None = None
    as_of: str = ""
    currency: str = "USD"

    def cost(self, usage: Usage) -> float:
        """Return what one request costs."""
        written = usage.cache_written_tokens
        fresh = usage.input_tokens - usage.cached_input_tokens - written
        read = (
            fresh * self.input
            + usage.cached_input_tokens * self.cached_input
            + written * (self.input if self.cache_write is None else self.cache_write)
        )
        out = usage.output_tokens * self.output
        if self.long_from is not None and usage.input_tokens > self.long_from:
            factor = self.long_output_factor
            read *= self.long_factor
            out *= self.long_factor if factor is None else factor
        return (read + out) / 1_000_000


def _listed(input: float, cached: float, output: float, write: float, **more: Any) -> Prices:  # noqa: A002
    return Prices(input, cached, output, write, as_of=AS_OF, **more)


def _openai(
    as_of: str,
    input: float,  # noqa: A002
    cached: float,
    output: float,
    write: float | None = None,
) -> Prices:
    long = {"long_from": 272_000, "long_factor": 2.0, "long_output_factor": 1.5}
    return Prices(input, cached, output, write, as_of=as_of, **long)  # type: ignore[arg-type]


DATED = re.compile(r"-(?:\d{8}|\d{4}-\d{2}-\d{2})$")
"""The date at the end of an id; the model without it costs the same."""

LIST_PRICES: dict[str, Prices] = {
    "anthropic:claude-fable-5-1": _listed(10.0, 0.25, 50.0, 12.5),
    "anthropic:claude-opus-5-5": _listed(4.0, 0.20, 20.0, 5.0),
    "anthropic:claude-opus-5": _listed(5.0, 0.50, 25.0, 6.25),
    "anthropic:claude-opus-4-8": _listed(5.0, 0.50, 25.0, 6.25),
    "anthropic:claude-opus-4-7": _listed(5.0, 0.50, 25.0, 6.25),
    "anthropic:claude-opus-4-6": _listed(5.0, 0.50, 25.0, 6.25),
    "anthropic:claude-opus-4-5": _listed(5.0, 0.50, 25.0, 6.25),
    "anthropic:claude-sonnet-5-5": _listed(2.0, 0.10, 10.0, 2.5),
    "anthropic:claude-sonnet-5": _listed(2.0, 0.20, 10.0, 2.5),
    "anthropic:claude-haiku-5-5": _listed(
        0.10, 0.01, 0.50, 0.125, long_from=100_000, long_factor=5.0
    ),
    "anthropic:claude-haiku-4-5": _listed(1.0, 0.10, 5.0, 1.25),
    "openai:gpt-6.2-sol": _openai("2026-11-17", 2.0, 0.10, 10.0, 2.5),
    "openai:gpt-6.1-terra": _openai("2026-10-26", 1.0, 0.05, 5.0, 1.25),
    "openai:gpt-6.1-sol": _openai("2026-10-12", 2.0, 0.10, 10.0, 2.5),
    "openai:gpt-6-astra": _openai("2026-10-12", 10.0, 1.0, 50.0, 12.5),
    "openai:gpt-6-sol": _openai("2026-10-12", 2.0, 0.20, 10.0, 2.5),
    "openai:gpt-6-luna": _openai("2026-10-12", 0.10, 0.01, 0.50, 0.125),
    "openai:gpt-5.6-sol": _openai("2026-10-12", 4.0, 0.40, 20.0, 5.0),
    "openai:gpt-5.6-terra": _openai("2026-10-12", 2.0, 0.20, 12.0, 2.5),
    "openai:gpt-5.6-luna": _openai("2026-10-12", 0.20, 0.02, 1.20, 0.25),
    "openai:gpt-5.5": _openai("2026-10-12", 5.0, 0.50, 30.0),
    "openai:gpt-5.4": _openai("2026-10-12", 2.5, 0.25, 15.0),
    "openai:gpt-5.4-mini": Prices(0.75, 0.075, 4.5, as_of="2026-10-12"),
    "openai:gpt-5.4-nano": Prices(0.20, 0.02, 1.25, as_of="2026-10-12"),
}

FREE = Prices(0.0, 0.0, 0.0, currency="USD")
"""Of the playbook, which runs here."""

_GIVEN: TypeAdapter[dict[str, Prices]] = TypeAdapter(dict[str, Prices])


def prices_of(model: str) -> Prices | None:
    """Return the prices of a model by its name (`anthropic:<id>`), None if they are not known.

    Raises:
        BadInput: the file that `ML_ENGINEER_PRICES` names does not read.
    """
    if model == "playbook":
        return FREE
    given = _given()
    for known in (given, LIST_PRICES):
        if model in known:
            return known[model]
        bare = DATED.sub("", model)
        if bare in known:
            return known[bare]
    return None


def _given() -> dict[str, Prices]:
    path = os.environ.get(FILE_VARIABLE)
    if not path:
        return {}
    try:
        return _GIVEN.validate_json(Path(path).read_bytes())
    except OSError as error:
        raise BadInput(
            f"{FILE_VARIABLE} names {path}, which can't be read ({error.strerror})."
        ) from None
    except ValidationError:
        raise BadInput(
            f"{path}, which {FILE_VARIABLE} names, is no list of prices: write "
            '{"anthropic:<id>": {"input": 2, "cached_input": 0.1, "output": 10}}, '
            "in money for a million tokens."
        ) from None
