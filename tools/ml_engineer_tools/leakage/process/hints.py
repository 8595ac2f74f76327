"""Hints: what a name suggests, where code can't be seen. No finding stands on one alone."""

from __future__ import annotations

import re

_SIDES = {
    "validation": "val|valid|validation|eval|va|cv|calib|oof",
    "test": "test|testing|te|tst|holdout|heldout|unseen|oot",
    "train": "train|training|tr|trn|fit|dev",
}
_SIDE_PATTERNS = {
    side: re.compile(rf"(?:^|_)(?:{words})\d*(?:_|$)") for side, words in _SIDES.items()
}
_TIME = re.compile(
    r"(?:^|_)(?:date|time|datetime|timestamp|year|month|week|day|quarter|hour|ds|ts|period|when)"
    r"(?:_|$)|(?:date|timestamp|_at|time)$"
)
_ENTITY = re.compile(
    r"(?:^|_)(?:id|ids|uid|uuid|key|patient|customer|user|subject|session|store|device|household|"
    r"machine|engine|unit|player|driver|account|client|member|speaker|author|person|participant|"
    r"borrower|employee|student|hospital|site|sensor|well|plot|animal|donor|merchant|card|company|"
    r"ticker|symbol|item|product|shop|vehicle|asset|turbine|group|groups|entity)(?:_|$)|(?:[a-z]id)$"
)


ENTITY_WORDS = (
    "patients?|subjects?|persons?|people|participants?|speakers?|singers?|slides?|animals?|mouse|"
    "mice|rats?|dogs?|cows?|horses?|donors?|volumes?|recordings?|videos?|individuals?|volunteers?|"
    "lesions?|specimens?|eyes?|trees?|plants?|scenes?|children|child|players?|drivers?|writers?|"
    "biops(?:y|ies)|boreholes?|wafers?|tracks?|songs?"
)
"""Words for what is sampled several times, and of which new ones are met."""
_SAMPLED = re.compile(rf"(?:^|_)(?:{ENTITY_WORDS})(?:_|$)|(?:^|_)pids?(?:_|$)")
_VALIDATION_LOSS = re.compile(r"(?<![a-z])(?:val|valid|validation|dev)[ _-]loss", re.IGNORECASE)


def is_validation_loss(text: str) -> bool:
    """Tell whether what is shown is called a validation loss: it is no score that is promised."""
    return bool(_VALIDATION_LOSS.search(text))


def suggests_sampled(name: str) -> bool:
    """Tell whether a name suggests an entity of which several samples are taken."""
    return bool(_SAMPLED.search(_snake(name)))


def side_hint(name: str) -> str | None:
    """Return which side of a split a name suggests; None for none."""
    plain = _snake(name)
    for side, pattern in _SIDE_PATTERNS.items():
        if pattern.search(plain):
            return side
    return None


def suggests_time(name: str) -> bool:
    """Tell whether a name suggests an instant."""
    return bool(_TIME.search(_snake(name)))


def suggests_entity(name: str) -> bool:
    """Tell whether a name suggests an entity that may have several rows."""
    return bool(_ENTITY.search(_snake(name)))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace(" ", "_").replace("-", "_")
