"""Limits of one turn; a limit reached ends it in a partial answer that is marked as such."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from ml_engineer.answer import Cost, PartialReason
from ml_engineer.conversation import AssistantMessage, Segment, ToolMessage
from ml_engineer.models.prices import FILE_VARIABLE, Prices, prices_of
from ml_engineer.usage import Usage
from ml_engineer_tools.errors import BadInput

__all__ = ["Limits", "Meter", "Prices", "priced"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one turn may use. None is no limit.

    Attributes:
        requests: how often the model may be asked.
        tool_calls: how many tools it may call.
        tokens: input and output tokens together, those of failed attempts as far as reported.
        input_tokens: all that is sent, cached tokens included.
        output_tokens: all that is written, reasoning included.
        seconds: wall clock; what is running when it is over is stopped.
        cost: most that the turn may cost, in the currency of `prices`.
        prices: of the model in use; `priced` looks them up in the list.
    """

    requests: int = 40
    tool_calls: int | None = 200
    tokens: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float = 1800.0
    cost: float | None = None
    prices: Prices | None = None


def priced(limits: Limits, model: str) -> Limits:
    """Return limits with the prices of a model: those given, else those of the list.

    Raises:
        BadInput: the cost is limited, and no price is known; it is not guessed.
    """
    prices = limits.prices or prices_of(model)
    if limits.cost is not None and prices is None:
        raise BadInput(
            f"The price of {model} is not known, so its cost can't be limited; name a file of "
            f"prices in {FILE_VARIABLE}, or limit its tokens."
        )
    return replace(limits, prices=prices)


class Meter:
    """What a turn has used so far.

    Args:
        limits: of the turn.
        clock: tells seconds.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._started = clock()
        self._cost = 0.0
        self.usage = Usage()
        self.calls = 0
        self.each: list[Usage] = []

    def take_up(self, segment: Segment) -> None:
        """Count what an interrupted turn had used; only its clock begins anew."""
        for message in segment.since_user():
            if isinstance(message, AssistantMessage):
                for usage in (*message.failed, message.usage):
                    self.add(usage)
            elif isinstance(message, ToolMessage):
                self.calls += len(message.results)
        recalled = segment.goes_on_from
        if recalled is not None:
            self.calls += recalled.calls
            for usage in recalled.spent:
                self.add(usage)

    def add(self, usage: Usage) -> None:
        """Count the tokens of one request, of a failed one as far as they were reported."""
        self.usage += usage
        self.each.append(usage)
        if self._limits.prices is not None:
            self._cost += self._limits.prices.cost(usage)

    @property
    def cost(self) -> Cost | None:
        """What the turn has cost so far; None where no price is known."""
        prices = self._limits.prices
        if prices is None:
            return None
        return Cost(amount=round(self._cost, 6), currency=prices.currency, as_of=prices.as_of)

    @property
    def seconds_left(self) -> float:
        """Wall clock that is left, never below zero."""
        return max(0.0, self._limits.seconds - (self._clock() - self._started))

    def reached(self, calls: int = 0) -> PartialReason | None:
        """Return the limit that has been reached, None while there is room.

        Args:
            calls: how many tool calls are about to be made; 0 before a request to the model.
        """
        limits, usage = self._limits, self.usage
        if self.seconds_left <= 0.0:
            return "time_limit"
        if calls:
            most = limits.tool_calls
            return "tool_limit" if most is not None and self.calls + calls > most else None
        if usage.requests >= limits.requests:
            return "turn_limit"
        for used, allowed in (
            (usage.input_tokens + usage.output_tokens, limits.tokens),
            (usage.input_tokens, limits.input_tokens),
            (usage.output_tokens, limits.output_tokens),
        ):
            if allowed is not None and used >= allowed:
                return "token_limit"
        if limits.cost is not None and self._cost >= limits.cost:
            return "cost_limit"
        return None
