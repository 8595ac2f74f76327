"""What the attached tables are: predictions with outcomes, or features of training and of serving.

Told by the names of their columns and files; nothing is read for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ml_engineer.conversation import SessionFacts
from ml_engineer.models.playbook.told_tables import Said

__all__ = ["Predicted", "parity_key", "predicted", "sounds_like_said"]

SCORES = (
    r"y_?(?:score|prob|proba|hat_proba)s?|proba(?:bility)?|prob|p_?hat|model_score"
    r"|pred(?:icted)?_(?:prob|proba|probability|score)|score_pred|risk_score|churn_score"
)
"""Names of probabilities that a model said."""

GUESSES = (
    r"y_?(?:pred|hat)|preds?|predictions?|predicted(?:_\w+)?|\w+_pred(?:icted|iction)?|forecast"
)
"""Names of classes or numbers that a model said."""

VAGUE_SCORES = r"scores?|p"
"""Names that are scores only beside an outcome that is named as one."""

OUTCOMES = r"y|y_?true|actuals?|outcome|truth|observed|ground_truth|true_label|y_actual"
"""Names of outcomes."""

SERVED = r"serv|prod|live|online|logged|log[_.-]|redis|request|inference|scoring_log"
"""Parts of a file's name that tell what serving logged."""

OF_SERVING = (
    r"\b(?:serving|served|serve|skew|parity|online features|in production|prod|live system|redis"
    r"|feature store|at inference|what the service)\b"
)
"""Words of a person who asks about serving."""

KEYS = r"id|key|uuid|no|nr|number|\w+_(?:id|key|uuid|no|nr|number|code)"


@dataclass(frozen=True, slots=True)
class Predicted:
    """Columns of a table that hold what a model said, and what came of it.

    Attributes:
        target: the outcome.
        score: a probability; None if there is none.
        guess: a predicted class or number; None if there is none.
    """

    target: str
    score: str | None
    guess: str | None


def predicted(facts: SessionFacts, said: Mapping[Said, str] | None = None) -> Predicted | None:
    """Return the predictions and outcomes of the attached table; None if it holds none.

    Args:
        facts: what is attached.
        said: columns of which a person said that they hold what a model said.
    """
    outcome = facts.target or _named(OUTCOMES, facts.columns)
    if outcome is None:
        return None
    told = {kind: name for kind, name in (said or {}).items() if name in facts.columns}
    if told and outcome not in told.values():
        return Predicted(outcome, told.get("score"), told.get("guess"))
    others = [name for name in facts.columns if name != outcome]
    score, guess = _named(SCORES, others), _named(GUESSES, others)
    if score is None and guess is None and _matches(OUTCOMES, outcome):
        score = _named(VAGUE_SCORES, others)
    if score is None and guess is None:
        return None
    return Predicted(outcome, score, guess)


def sounds_like_said(name: str) -> bool:
    """Tell whether a column is named like what a model said: a score, a prediction."""
    return _matches(rf"{SCORES}|{GUESSES}|{VAGUE_SCORES}", name)


def parity_key(facts: SessionFacts, text: str) -> tuple[str, ...]:
    """Return the columns that name a row in both tables, if they are training and serving.

    Empty if nothing says that the second table was logged by serving, or no key is in both.
    """
    if facts.test is None or not facts.test_columns:
        return ()
    logged = re.search(SERVED, facts.test, re.IGNORECASE) is not None
    if not logged and re.search(OF_SERVING, text, re.IGNORECASE) is None:
        return ()
    shared = [name for name in facts.columns if name in facts.test_columns]
    entity = facts.group if facts.group in shared else _named(KEYS, shared)
    if entity is None:
        return ()
    return (entity, facts.time) if facts.time in shared and facts.time else (entity,)


def _named(pattern: str, columns: Iterable[str]) -> str | None:
    return next((name for name in columns if _matches(pattern, name)), None)


def _matches(pattern: str, name: str) -> bool:
    return _whole(pattern).fullmatch(name) is not None


@cache
def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
