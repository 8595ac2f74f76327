"""What went wrong behind OpenAI's SDK, at OpenAI or at a local server, as named `ModelError`s.

Failures are told apart by code first, by type second and by status third: an error within a
stream has no status at all. Messages are ours alone; the provider's may quote the request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ml_engineer.models.base import ModelError
from ml_engineer.models.failures import Failure, Failures

if TYPE_CHECKING:
    from openai import APIError

TOO_LONG = re.compile(
    r"context (length|size|window|limit)|maximum context|prompt is too long|too many tokens",
    re.IGNORECASE,
)
"""Local servers have no code for a prompt past the context window, only words."""

NO_TOOLS = re.compile(
    r"does not support tools|requires? --jinja|--enable-auto-tool-choice|tools are not supported",
    re.IGNORECASE,
)
"""What Ollama, llama.cpp and vLLM say where a model or a server takes no tools."""


def named_failure(failures: Failures, code: str | None, kind: str | None) -> Failure | None:
    """The failure that an error's code or type stands for; None for one that is not known.

    Args:
        failures: of the provider.
        code: the error's code, such as `insufficient_quota`.
        kind: the error's type, such as `rate_limit_error`.
    """
    named = {
        "insufficient_quota": failures.billing,
        "billing_hard_limit_reached": failures.billing,
        "billing_not_active": failures.billing,
        "rate_limit_exceeded": failures.rate_limited,
        "rate_limit_error": failures.rate_limited,
        "server_is_overloaded": failures.overloaded,
        "slow_down": failures.overloaded,
        "overloaded_error": failures.overloaded,
        "unavailable_error": failures.overloaded,
        "server_error": failures.server,
        "internal_server_error": failures.server,
        "vector_store_timeout": failures.timeout,
        "context_length_exceeded": failures.context_full,
        "exceed_context_size_error": failures.context_full,
        "model_not_found": failures.unknown_model,
        "not_found_error": failures.unknown_model,
        "invalid_api_key": failures.key,
        "authentication_error": failures.key,
        "permission_error": failures.not_allowed,
        "invalid_prompt": failures.bad_request,
        "data_residency_mismatch": failures.not_allowed,
    }
    return named.get(code or "") or named.get(kind or "")


def as_model_error(error: Exception, failures: Failures, *, begun: bool) -> ModelError | None:
    """The `ModelError` of what the SDK or its transport raised; None if it is neither's.

    Args:
        error: what was raised.
        failures: of the provider.
        begun: whether the stream had begun when it was raised.
    """
    import httpx2
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error, openai.APIStatusError):
        failure = _of_body(error, failures) or failures.by_status(error.status_code)
        if failure is failures.bad_request and TOO_LONG.search(error.message):
            failure = failures.context_full
        elif NO_TOOLS.search(error.message):
            failure = failures.no_tools
        return failure.error(error.response.headers)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return failures.timeout.error()
    if isinstance(error, openai.APIConnectionError):
        reached = begun or not isinstance(error.__cause__, httpx2.ConnectError | OSError)
        return (failures.cut if reached else failures.unreachable).error()
    if isinstance(error, openai.APIError):
        failure = _of_body(error, failures) or failures.server
        if TOO_LONG.search(error.message):
            failure = failures.context_full
        return failure.error()
    if isinstance(error, httpx2.HTTPError | httpx2.StreamError | OSError | ValueError):
        return failures.cut.error()
    if isinstance(error, openai.OpenAIError):
        return failures.server.error()
    return None


def _of_body(error: APIError, failures: Failures) -> Failure | None:
    return named_failure(failures, error.code, error.type)
