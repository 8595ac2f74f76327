"""Limits of one turn; a limit reached ends it in a partial answer that is marked as such."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ml_engineer.answer import PartialReason
from ml_engineer.models.base import Usage


@dataclass(frozen=True, slots=True)
class Prices:
    """What a provider asks for a million tokens, in one currency."""

    input: float
    cached_input: float
    output: float

    def cost(self, usage: Usage) -> float:
        """Return what the tokens cost."""
        fresh = usage.input_tokens - usage.cached_input_tokens
        return (
            fresh * self.input
            + usage.cached_input_tokens * self.cached_input
            + usage.output_tokens * self.output
        ) / 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one turn may use.

    Attributes:
        requests: how often the model may be asked.
        tokens: input and output tokens together; None for no limit.
        seconds: wall clock.
        cost: most that the turn may cost, in the currency of `prices`; needs them.
        prices: of the model in use.
    """

    requests: int = 40
    tokens: int | None = None
    seconds: float = 1800.0
    cost: float | None = None
    prices: Prices | None = None

    def __post_init__(self) -> None:
        if self.cost is not None and self.prices is None:
            raise ValueError("a limit on cost needs the prices of the model")


class Meter:
    """What a turn has used so far."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._started = time.monotonic()
        self.usage = Usage()

    def add(self, usage: Usage) -> None:
        """Count the tokens of one request."""
        self.usage += usage

    def reached(self) -> PartialReason | None:
        """Return the limit that has been reached, None while there is room."""
        limits = self._limits
        if time.monotonic() - self._started >= limits.seconds:
            return "time_limit"
        if self.usage.requests >= limits.requests:
            return "turn_limit"
        used = self.usage.input_tokens + self.usage.output_tokens
        if limits.tokens is not None and used >= limits.tokens:
            return "token_limit"
        if limits.cost is not None and limits.prices is not None:
            return "cost_limit" if limits.prices.cost(self.usage) >= limits.cost else None
        return None
