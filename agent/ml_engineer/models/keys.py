"""Keys of providers: read from the environment and looked at before anything is sent."""

from __future__ import annotations

import os

from ml_engineer.models.base import ModelError


def usable_key(provider: str, variable: str, given: str | None = None) -> str:
    """The key of a provider.

    Args:
        provider: its name, for messages.
        variable: the environment variable that holds the key.
        given: the key itself, instead of the variable.

    Raises:
        ModelError: there is no key, or it holds what no key holds (`authentication`).
    """
    key = (given if given is not None else os.environ.get(variable, "")).strip()
    if not key:
        raise ModelError(
            f"There is no key for {provider}: set {variable}, or use the playbook.",
            kind="authentication",
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ModelError(
            f"{variable} holds characters that no key has; set it again.",
            kind="authentication",
        )
    return key
