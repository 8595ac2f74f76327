"""List prices of models, with their date; a model that is not here has no known price.

From the providers' own pages (platform.claude.com/docs/en/about-claude/pricing and the overview
pages of the models), for requests at standard service, cache written for five minutes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ml_engineer.usage import Usage
from ml_engineer_tools.errors import BadInput

AS_OF = "2026-10-24"
"""When the table was true."""

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
        as_of: when the prices were true; "" when a user gave them.
        currency: in which they are.
    """

    input: float
    cached_input: float
    output: float
    cache_write: float | None = None
    long_from: int | None = None
    long_factor: float = 1.0
    as_of: str = ""
    currency: str = "USD"

    def cost(self, usage: Usage) -> float:
        """Return what one request costs."""
        written = usage.cache_written_tokens
        fresh = usage.input_tokens - usage.cached_input_tokens - written
        cost = (
            fresh * self.input
            + usage.cached_input_tokens * self.cached_input
            + written * (self.input if self.cache_write is None else self.cache_write)
            + usage.output_tokens * self.output
        ) / 1_000_000
        is_long = self.long_from is not None and usage.input_tokens > self.long_from
        return cost * self.long_factor if is_long else cost


def _listed(input: float, cached: float, output: float, write: float, **more: Any) -> Prices:  # noqa: A002
    return Prices(input, cached, output, write, as_of=AS_OF, **more)


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
        # A dated id is the model without its date.
        bare = model.rpartition("-")[0] if model[-8:].isdigit() else model
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
