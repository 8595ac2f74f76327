"""The switch that forbids requests to providers: suites and CI set it; loopback stays allowed."""

from __future__ import annotations

import ipaddress
import os

from ml_engineer.models.base import ModelError
from ml_engineer.usage import NOT_SENT

VARIABLE = "ML_ENGINEER_LIVE_REQUESTS"
FORBIDDEN = "forbidden"


def check_live(host: str) -> None:
    """Let a request to this host pass, or refuse it before it leaves.

    Raises:
        ModelError: requests beyond this machine are forbidden (`bad_request`).
    """
    if os.environ.get(VARIABLE) == FORBIDDEN and not is_loopback(host):
        raise ModelError(
            f"Requests to model providers are forbidden here: {VARIABLE} says so.",
            kind="bad_request",
            usage=NOT_SENT,
        )


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
