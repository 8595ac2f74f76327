"""What went wrong at Anthropic: each failure of the SDK becomes a named `ModelError`.

Failures are told apart by the provider's error type first and by status second: an error event
within a stream arrives with status 200. Messages are ours alone; the provider's wording may
quote the request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ml_engineer.models.base import ModelError
from ml_engineer.models.failures import Failure, Failures

if TYPE_CHECKING:
    from anthropic import APIStatusError

FAILURES = Failures("Anthropic", "ANTHROPIC_API_KEY")

SCHEMAS_TOO_LARGE = Failure(
    "bad_request", True, "Anthropic could not compile the tools' schemas; they are sent plainly."
)

BY_TYPE: dict[str, Failure] = {
    "overloaded_error": FAILURES.overloaded,
    "rate_limit_error": FAILURES.rate_limited,
    "api_error": FAILURES.server,
    "timeout_error": FAILURES.timeout,
    "conflict_error": FAILURES.conflict,
    "authentication_error": FAILURES.key,
    "permission_error": FAILURES.not_allowed,
    "billing_error": FAILURES.billing,
    "not_found_error": FAILURES.unknown_model,
    "invalid_request_error": FAILURES.bad_request,
    "request_too_large": FAILURES.context_full,
    "memory_precondition_failed_error": FAILURES.bad_request,
    "memory_path_conflict_error": FAILURES.bad_request,
}
"""Total over the SDK's `ErrorType`; a test holds it to that."""

TOO_LONG = re.compile(r"prompt is too long|context (window|limit|length)", re.IGNORECASE)
"""A request past the context window is an `invalid_request_error` without a code of its own, so
its wording is all there is to tell it by; when that changes, it is reported as malformed."""

NO_CREDIT = re.compile(r"credit balance", re.IGNORECASE)
"""So is a request that the account's credit does not cover."""

TOO_STRICT = re.compile(
    r"schema is too complex|compiled grammar is too large|strict tools|strict schemas",
    re.IGNORECASE,
)
"""Bounds on strict schemas are told apart by their wording as well."""


def as_model_error(error: Exception) -> ModelError | None:
    """The `ModelError` of what the SDK or its transport raised; None if it is neither's."""
    import anthropic
    import httpx2

    if isinstance(error, ModelError):
        return error
    if isinstance(error, anthropic.APIStatusError):
        return _of_status(error)
    if isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException):
        return FAILURES.timeout.error()
    if isinstance(error, anthropic.APIConnectionError | httpx2.ConnectError):
        return FAILURES.unreachable.error()
    if isinstance(error, anthropic.CredentialsError):
        return FAILURES.key.error()
    # The SDK leaves a dying socket and a line that is not JSON unwrapped.
    if isinstance(error, httpx2.HTTPError | httpx2.StreamError | OSError | ValueError):
        return FAILURES.cut.error()
    if isinstance(error, anthropic.AnthropicError):
        return FAILURES.server.error()
    return None


def _of_status(error: APIStatusError) -> ModelError:
    failure = BY_TYPE.get(error.type or "") or FAILURES.by_status(error.status_code)
    words = error.api_message or ""
    if failure is FAILURES.bad_request and TOO_LONG.search(words):
        failure = FAILURES.context_full
    elif failure is FAILURES.bad_request and NO_CREDIT.search(words):
        failure = FAILURES.billing
    elif failure is FAILURES.bad_request and TOO_STRICT.search(words):
        failure = SCHEMAS_TOO_LARGE
    return failure.error(error.response.headers)
