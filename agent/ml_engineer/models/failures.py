"""Failures by name: what each is called, whether trying again may help, what the user is told.

Messages are ours alone; a provider's own wording may quote the request.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from typing import Literal

from ml_engineer.models.base import ModelError

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

    def error(self, headers: Mapping[str, str] | None = None) -> ModelError:
        """The failure as it is raised.

        Args:
            headers: of the response, if there was one: they may advise on trying again.
        """
        advised = (headers or {}).get("x-should-retry")
        retryable = {"true": True, "false": False}.get(advised or "", self.retryable)
        wait = retry_after(headers) if retryable and headers is not None else None
        return ModelError(self.message, kind=self.kind, retryable=retryable, retry_after=wait)


class Failures:
    """The failures of one provider, in one wording for all of them.

    Args:
        who: the provider as a sentence begins with it.
        key_variable: the environment variable that holds its key.
    """

    def __init__(self, who: str, key_variable: str) -> None:
        self.who = who
        within = f"the {who[4:]}" if who.startswith("The ") else who
        self.overloaded = Failure("overloaded", True, f"{who} is overloaded at the moment.")
        self.rate_limited = Failure("rate_limited", True, f"The rate limit of {within} is reached.")
        self.server = Failure("server", True, f"{who} had an internal error.")
        self.conflict = Failure(
            "server", True, f"{who} could not take the request beside another one."
        )
        self.timeout = Failure("timeout", True, f"{who} did not reply in time.")
        self.unreachable = Failure("unreachable", True, f"{who} could not be reached.")
        self.cut = Failure("cut", True, f"The connection to {within} broke off within the reply.")
        self.key = Failure(
            "authentication", False, f"{who} did not accept the key; check {key_variable}."
        )
        self.not_allowed = Failure(
            "authentication", False, f"{who} does not allow this key to use the model asked for."
        )
        self.billing = Failure(
            "authentication",
            False,
            f"{who} refuses the request because of the account's quota or billing.",
        )
        self.unknown_model = Failure("unknown_model", False, f"{who} has no model of this name.")
        self.context_full = Failure(
            "context_full", False, "The conversation has become longer than the model can read."
        )
        self.bad_request = Failure(
            "bad_request", False, f"{who} rejected the request as malformed."
        )
        self.no_tools = Failure("bad_request", False, f"{who} takes no tools with this model.")
        self.unreadable = Failure(
            "cut", True, f"The reply of {within} holds a part that cannot be read."
        )
        self.early_end = Failure("cut", True, f"The reply of {within} broke off before its end.")

    def by_status(self, status: int) -> Failure:
        """The failure that an HTTP status stands for."""
        named = {
            401: self.key,
            402: self.billing,
            403: self.not_allowed,
            404: self.unknown_model,
            408: self.timeout,
            409: self.conflict,
            413: self.context_full,
            429: self.rate_limited,
            503: self.overloaded,
            504: self.timeout,
            529: self.overloaded,
        }
        if status in named:
            return named[status]
        # An error event within a stream arrives with the good status of the stream.
        return self.server if status >= 500 or status < 400 else self.bad_request


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
