"""What went wrong at Anthropic: each failure of the SDK becomes a named `ModelError`.

Failures are told apart by the provider's error type first and by status second: an error event
within a stream arrives with status 200. Messages are ours alone; the provider's wording may
quote the request.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from typing import TYPE_CHECKING, Literal

from ml_engineer.models.base import ModelError

if TYPE_CHECKING:
    from anthropic import APIStatusError

Kind = Literal[
    "overloaded", "rate_limited", "cut", "timeout", "unreachable", "server",
    "authentication", "bad_request", "not_installed", "unknown_model", "context_full",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """A kind of failure: what to call it, whether trying again may help, what to say."""

    kind: Kind
    retryable: bool
    message: str


OVERLOADED = Failure("overloaded", True, "Anthropic is overloaded at the moment.")
RATE_LIMITED = Failure("rate_limited", True, "The rate limit of this Anthropic key is reached.")
SERVER = Failure("server", True, "Anthropic had an internal error.")
CONFLICT = Failure("server", True, "Anthropic could not take the request beside another one.")
TIMEOUT = Failure("timeout", True, "Anthropic did not reply in time.")
UNREACHABLE = Failure("unreachable", True, "Anthropic could not be reached over the network.")
CUT = Failure("cut", True, "The connection to Anthropic broke off within the reply.")
KEY = Failure("authentication", False, "Anthropic did not accept the key; check ANTHROPIC_API_KEY.")
NOT_ALLOWED = Failure(
    "authentication", False, "This Anthropic key is not allowed to use the model asked for."
)
BILLING = Failure(
    "authentication", False, "Anthropic refuses the request because of the account's billing."
)
UNKNOWN_MODEL = Failure("unknown_model", False, "Anthropic has no model of this name.")
CONTEXT_FULL = Failure(
    "context_full", False, "The conversation has become longer than the model can read."
)
BAD_REQUEST = Failure("bad_request", False, "Anthropic rejected the request as malformed.")

BY_TYPE: dict[str, Failure] = {
    "overloaded_error": OVERLOADED,
    "rate_limit_error": RATE_LIMITED,
    "api_error": SERVER,
    "timeout_error": TIMEOUT,
    "conflict_error": CONFLICT,
    "authentication_error": KEY,
    "permission_error": NOT_ALLOWED,
    "billing_error": BILLING,
    "not_found_error": UNKNOWN_MODEL,
    "invalid_request_error": BAD_REQUEST,
    "request_too_large": CONTEXT_FULL,
    "memory_precondition_failed_error": BAD_REQUEST,
    "memory_path_conflict_error": BAD_REQUEST,
}
"""Total over the SDK's `ErrorType`; a test holds it to that."""

BY_STATUS: dict[int, Failure] = {
    401: KEY,
    402: BILLING,
    403: NOT_ALLOWED,
    404: UNKNOWN_MODEL,
    408: TIMEOUT,
    409: CONFLICT,
    413: CONTEXT_FULL,
    429: RATE_LIMITED,
    504: TIMEOUT,
    529: OVERLOADED,
}

TOO_LONG = re.compile(r"prompt is too long|context (window|limit|length)", re.IGNORECASE)
"""A request past the context window is an `invalid_request_error` without a code of its own, so
its wording is all there is to tell it by; when that changes, it is reported as malformed."""

NO_CREDIT = re.compile(r"credit balance", re.IGNORECASE)
"""So is a request that the account's credit does not cover."""


def as_model_error(error: Exception) -> ModelError | None:
    """The `ModelError` of what the SDK or its transport raised; None if it is neither's."""
    import anthropic
    import httpx2

    if isinstance(error, ModelError):
        return error
    if isinstance(error, anthropic.APIStatusError):
        return _of_status(error)
    if isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException):
        return _named(TIMEOUT)
    if isinstance(error, anthropic.APIConnectionError | httpx2.ConnectError):
        return _named(UNREACHABLE)
    if isinstance(error, anthropic.CredentialsError):
        return _named(KEY)
    # The SDK leaves a dying socket and a line that is not JSON unwrapped.
    if isinstance(error, httpx2.HTTPError | httpx2.StreamError | OSError | ValueError):
        return _named(CUT)
    if isinstance(error, anthropic.AnthropicError):
        return _named(SERVER)
    return None


def _of_status(error: APIStatusError) -> ModelError:
    failure = BY_TYPE.get(error.type or "") or BY_STATUS.get(error.status_code)
    if failure is None:
        failure = SERVER if error.status_code >= 500 or error.status_code < 400 else BAD_REQUEST
    if failure is BAD_REQUEST and NO_CREDIT.search(error.api_message or ""):
        failure = BILLING
    if failure is BAD_REQUEST and TOO_LONG.search(error.api_message or ""):
        failure = CONTEXT_FULL
    # The provider's own word on whether to try again; the SDK obeys the same header.
    advised = error.response.headers.get("x-should-retry")
    retryable = {"true": True, "false": False}.get(advised or "", failure.retryable)
    return ModelError(
        failure.message,
        kind=failure.kind,
        retryable=retryable,
        retry_after=retry_after(error.response.headers) if retryable else None,
    )


def _named(failure: Failure) -> ModelError:
    return ModelError(failure.message, kind=failure.kind, retryable=failure.retryable)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the provider asks to wait; None if it does not say.

    Read from `retry-after-ms`, else from `Retry-After` as seconds or as an HTTP date (RFC 9110,
    section 10.2.3).
    """
    for name, seconds in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            wait = float(headers[name]) * seconds
        except (KeyError, ValueError):
            continue
        if math.isfinite(wait):
            return max(0.0, wait)
    date = parsedate_tz(headers.get("retry-after", ""))
    return None if date is None else max(0.0, mktime_tz(date) - time.time())
