"""Secrets are taken out before anything is kept or sent: by what they look like, and by value.

What a provider's key looks like is known; the values of environment variables whose names speak of
secrets are looked for word for word. A conversation is scrubbed before it is written down, so that
what is sent, shown again, exported or recorded holds none either.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

REMOVED = "[secret removed]"

SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|AUTH", re.IGNORECASE)
"""Names of variables that hold secrets."""

SHORTEST = 8
"""Characters of a value that is taken for a secret."""

IDENTIFIER = re.compile(r"[a-z]+(?:_[a-z]+)*|[A-Z]+(?:_[A-Z]+)*|[\d.,:-]+")
"""A value that is a word, a name or a number: `SORT_KEY=customer_id` is no secret."""

SHAPES = re.compile(
    r"""(?<![A-Za-z0-9_])(?:
      sk-[A-Za-z0-9_-]{16,}                                    # Anthropic, OpenAI and their kin
    | (?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}              # Stripe
    | gh[pousr]_[A-Za-z0-9]{20,} | github_pat_[A-Za-z0-9_]{20,}
    | glpat-[A-Za-z0-9_-]{16,}
    | hf_[A-Za-z0-9]{20,}
    | (?:AKIA|ASIA)[0-9A-Z]{16}
    | AIza[A-Za-z0-9_-]{30,}
    | xox[abposr]-[A-Za-z0-9-]{10,}
    | (?:npm|pypi)[_-][A-Za-z0-9_-]{24,}
    | eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}   # JSON web tokens
    )""",
    re.VERBOSE,
)
"""Keys that are known by what they begin with, as their issuers document it."""

NAMED = re.compile(
    r"""(?ix)
      (?P<before> \b authorization ["']? \s*[:=]\s* ["']? (?:bearer|basic|token)? \s*
              | \b bearer \s+
              | \b x-api-key ["']? \s*[:=]\s* ["']?
              | \b [a-z0-9_-]*(?:api_?key|secret|token|passw(?:or)?d|passwd) ["']? \s*[=:]\s* ["']?)
      (?P<value> (?=[^\s"'\\,;]*\d) [^\s"'\\,;]{8,})"""
)
"""A value with a digit in it that stands behind a name for a secret."""

IN_URL = re.compile(r"(?P<before>://[^\s/:@\"\\]*:)[^\s/@\"\\]+(?=@)")
"""The password of an address."""

PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)


class Scrubber:
    """Takes secrets out of texts.

    Args:
        values: secrets known by value, beside those of the environment.
        environment: whose secrets are looked for; that of this process when None.
    """

    def __init__(
        self, values: Iterable[str] = (), environment: Mapping[str, str] | None = None
    ) -> None:
        self._given = tuple(values)
        self._environment = environment
        self.refresh()

    def refresh(self) -> None:
        """Look at the environment again."""
        environment = os.environ if self._environment is None else self._environment
        values = {value for value in self._given if len(value) >= SHORTEST}
        values |= {
            value.strip()
            for name, value in environment.items()
            if SECRET_NAME.search(name) and is_secret(value.strip())
        }
        # As they stand within JSON, too; the longest first, as one may hold another.
        forms = values | {json.dumps(value, ensure_ascii=False)[1:-1] for value in values}
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        self._known = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def __call__(self, text: str) -> str:
        """Return a text without secrets; JSON stays JSON."""
        if self._known is not None:
            text = self._known.sub(REMOVED, text)
        text = SHAPES.sub(REMOVED, text)
        text = NAMED.sub(lambda found: found["before"] + REMOVED, text)
        text = IN_URL.sub(lambda found: found["before"] + REMOVED, text)
        return PRIVATE_KEY.sub(REMOVED, text) if "PRIVATE KEY-----" in text else text


def is_secret(value: str) -> bool:
    """Tell whether a variable's value can be a secret: long enough, no word, number or path."""
    if len(value) < SHORTEST or (len(value) < 24 and IDENTIFIER.fullmatch(value)):
        return False
    try:
        return not (value.startswith((os.sep, "~")) and Path(value).expanduser().exists())
    except (OSError, RuntimeError, ValueError):
        return True
