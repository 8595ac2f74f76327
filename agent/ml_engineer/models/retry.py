"""Retries around one request to a model: waits, asks again, and says that the draft fell.

Retrying belongs around the whole stream: a provider may fail within it, after a good status.
A reply is handed on only when it is whole, so no tool has run when a stream is asked for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential_jitter,
)

from ml_engineer.conversation import Segment
from ml_engineer.models.base import ChatModel, Completed, DraftText, ModelError

FIRST_WAIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Retrying:
    """A request failed and is made again after a wait; what was drafted does not count.

    Attributes:
        error: the failure.
        attempt: the number of the attempt that failed, from 1.
        wait: seconds until the next one.
        drafted: whether the failed attempt had yielded `DraftText`.
    """

    error: ModelError
    attempt: int
    wait: float
    drafted: bool


async def stream_with_retry(
    model: ChatModel,
    segment: Segment,
    *,
    attempts: int = 4,
    max_wait: float = 30.0,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncGenerator[DraftText | Completed | Retrying]:
    """Stream a reply, asking again after failures that may pass.

    A provider's Retry-After is waited for exactly; without one the wait doubles from one second,
    with up to a second of jitter. No wait is longer than `max_wait`: a provider that asks for
    more ends the turn.

    Args:
        model: the model asked.
        segment: the conversation; it is not changed.
        attempts: how many requests are made at most.
        max_wait: the longest wait between two of them, in seconds.
        sleep: how to wait.

    Raises:
        ModelError: the last failure, once it cannot be retried or the attempts are used up. What
            was drafted before it does not count either.
    """
    failure: ModelError | None = None
    drafted = False
    async for attempt in _attempts(attempts, max_wait):
        state = attempt.retry_state
        if failure is not None:
            wait = state.upcoming_sleep
            yield Retrying(failure, state.attempt_number - 1, wait, drafted)
            await sleep(wait)
        drafted = False
        try:
            async with aclosing(_whole(model, segment)) as events:
                async for event in events:
                    drafted = drafted or isinstance(event, DraftText)
                    yield event
            return
        except ModelError as error:
            failure = _within(error, max_wait)
        # Raised outside the stream's block, so that tenacity sees the model's failures only and
        # never a consumer that closes this generator.
        with attempt:
            raise failure


def _attempts(attempts: int, max_wait: float) -> AsyncRetrying:
    return AsyncRetrying(
        stop=stop_after_attempt(attempts),
        wait=_Wait(max_wait),
        retry=retry_if_exception(lambda error: isinstance(error, ModelError) and error.retryable),
        # The wait is announced first, then waited for, by the generator that uses the attempts.
        sleep=_at_once,
        reraise=True,
    )


async def _at_once(seconds: float) -> None:
    """Don't wait."""


async def _whole(model: ChatModel, segment: Segment) -> AsyncGenerator[DraftText | Completed]:
    """The model's stream up to its `Completed`, closed in any case.

    Raises:
        ModelError: the model failed, or its stream ended without `Completed` (`cut`).
    """
    events = model.stream(segment)
    try:
        async for event in events:
            yield event
            if isinstance(event, Completed):
                return
    finally:
        if (close := getattr(events, "aclose", None)) is not None:
            await close()
    raise ModelError("The model's reply broke off before its end.", kind="cut", retryable=True)


def _within(error: ModelError, max_wait: float) -> ModelError:
    """The failure, final where the provider asks for a longer wait than is allowed."""
    if not error.retryable or error.retry_after is None or error.retry_after <= max_wait:
        return error
    return ModelError(
        f"{str(error).rstrip('.')}, and the provider asks to wait {error.retry_after:.0f} seconds, "
        f"longer than the {max_wait:g} waited here; ask again later.",
        kind=error.kind,
        retry_after=error.retry_after,
    )


class _Wait:
    """How long to wait: what the provider asks for, else exponentially longer."""

    def __init__(self, max_wait: float) -> None:
        self._exponential = wait_exponential_jitter(initial=FIRST_WAIT_SECONDS, max=max_wait)

    def __call__(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        asked = error.retry_after if isinstance(error, ModelError) else None
        return asked if asked is not None else self._exponential(state)
