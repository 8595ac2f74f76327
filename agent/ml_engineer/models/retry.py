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
    wait_random_exponential,
)

from ml_engineer.conversation import Segment
from ml_engineer.models.base import ChatModel, Completed, DraftText, ModelError
from ml_engineer.usage import NOT_SENT, UNREPORTED, Usage
from ml_engineer_tools.errors import ToolError


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How a model that failed is asked again.

    Without a word of the provider's the wait is random between nothing and a bound that doubles
    ("full jitter": aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter), so that
    many clients do not come back at once.

    Attributes:
        attempts: how many requests are made at most for one reply.
        first_wait: the bound of the first wait, in seconds.
        max_wait: the longest wait, in seconds; a provider that asks for more ends the turn.
        budget: seconds that one turn may wait in all, over all its replies.
        sleep: how to wait.
    """

    attempts: int = 4
    first_wait: float = 2.0
    max_wait: float = 60.0
    budget: float = 180.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Patience:
    """What is left of a turn's budget for waiting.

    Args:
        policy: how a model is asked again.
        failed: is told what each attempt took that gave no reply.
    """

    def __init__(
        self, policy: RetryPolicy, failed: Callable[[Usage], None] = lambda usage: None
    ) -> None:
        self.policy = policy
        self.failed = failed
        self.left = policy.budget


@dataclass(frozen=True, slots=True)
class Retrying:
    """A request failed and is made again after a wait; what was drafted does not count.

    Attributes:
        error: the failure.
        attempt: the number of the attempt that failed, from 1.
        attempts: how many are made at most.
        wait: seconds until the next one.
        drafted: whether the failed attempt had yielded `DraftText`.
    """

    error: ModelError
    attempt: int
    attempts: int
    wait: float
    drafted: bool


async def stream_with_retry(
    model: ChatModel, segment: Segment, patience: Patience | None = None
) -> AsyncGenerator[DraftText | Completed | Retrying]:
    """Stream a reply, asking again after failures that may pass.

    A provider's Retry-After is waited for exactly; without one, see `RetryPolicy`.

    Args:
        model: the model asked.
        segment: the conversation; it is not changed.
        patience: the turn's budget for waiting; it is used up.

    Raises:
        ModelError: the last failure, once it cannot be retried, or attempts or budget are used
            up. What was drafted before it does not count either.
        ToolError: the request could not be written down, and was not sent.
    """
    patience = patience or Patience(RetryPolicy())
    policy = patience.policy
    failure: ModelError | None = None
    drafted = False
    async for attempt in _attempts(policy):
        state = attempt.retry_state
        if failure is not None:
            wait = state.upcoming_sleep
            if wait > patience.left:
                raise _out_of_patience(failure, policy.budget) from failure
            patience.left -= wait
            yield Retrying(failure, state.attempt_number - 1, policy.attempts, wait, drafted)
            await policy.sleep(wait)
        drafted = False
        try:
            async with aclosing(_whole(model, segment)) as events:
                async for event in events:
                    drafted = drafted or isinstance(event, DraftText)
                    yield event
            return
        except asyncio.CancelledError:
            # At the time limit of the turn: what it took by then, the provider would say later.
            patience.failed(UNREPORTED)
            raise
        except ModelError as error:
            if (ours := _fault_of_ours(error)) is not None:
                raise ours from error
            if error.usage != NOT_SENT:
                patience.failed(error.usage)
            failure = _within(error, policy.max_wait)
        # Raised outside the stream's block, so that tenacity sees the model's failures only and
        # never a consumer that closes this generator.
        with attempt:
            raise failure


def _attempts(policy: RetryPolicy) -> AsyncRetrying:
    return AsyncRetrying(
        stop=stop_after_attempt(policy.attempts),
        wait=_Wait(policy),
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


def _fault_of_ours(error: ModelError) -> ToolError | None:
    """The failure to write a request down, which an SDK takes for one of the network; or None."""
    cause = error.__cause__
    while cause is not None and not isinstance(cause, ToolError):
        cause = cause.__cause__
    return cause


def _within(error: ModelError, max_wait: float) -> ModelError:
    """The failure, final where the provider asks for a longer wait than is allowed."""
    if not error.retryable or error.retry_after is None or error.retry_after <= max_wait:
        return error
    return ModelError(
        f"{str(error).rstrip('.')}, and the provider asks to wait {error.retry_after:.0f} seconds, "
        f"longer than the {max_wait:g} waited here; ask again later.",
        kind=error.kind,
        retry_after=error.retry_after,
        usage=error.usage,
    )


def _out_of_patience(error: ModelError, budget: float) -> ModelError:
    return ModelError(
        f"{str(error).rstrip('.')}, and the {budget:g} seconds that one turn may wait in all are "
        "used up; ask again later.",
        kind=error.kind,
        retry_after=error.retry_after,
        usage=error.usage,
    )


class _Wait:
    """How long to wait: what the provider asks for, else a random while below a rising bound."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._random = wait_random_exponential(policy.first_wait, max=policy.max_wait)

    def __call__(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        asked = error.retry_after if isinstance(error, ModelError) else None
        return asked if asked is not None else self._random(state)
