"""The classifier: how likely each intent is, from the rules, the words and the sense of a message.

A linear model (multinomial logistic regression) over the sentence encoder's numbers, single words
and pairs of words, what the rules score, and the same of what was said before: a message like "and
without it?" is about what its conversation is about. Trained by `training/intents/train.py` on the
labelled messages of `training/intents/messages/`; what it is worth on messages that it never saw
stands in `benchmarks/notes.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np

from ml_engineer.models.playbook.intent_rules import RULES
from ml_engineer.models.playbook.rule_notation import Intent, When
from ml_engineer.models.playbook.rule_scores import rule_scores, situations
from ml_engineer.models.playbook.sentence_encoder import shipped_encoder

__all__ = [
    "SENSES_BEFORE",
    "WORDS_BEFORE",
    "Before",
    "Classifier",
    "Features",
    "Word",
    "features_of",
    "read_weights",
    "shipped_classifier",
    "words_of",
]

WEIGHTS = Path(__file__).parent / "weights" / "classifier.npz"

SITUATIONS: tuple[When, ...] = ("opening", "after_question", "after_answer", "question", "short")
"""What was said before, and the form of the message, as features."""

SENSES_BEFORE = ("last_question", "last_answer", "first_question")
WORDS_BEFORE = ("last_question_words", "last_answer_words")
"""What is read of the turns before a message."""

RULE_RANGE = (-4, 8)
"""Scores of rules beyond this range count as its ends."""

LONGEST_READ = 2000
"""Characters of a message whose words are read."""


@dataclass(frozen=True, slots=True, eq=False)
class Before:
    """What was said before a message; zeros and nothing at the start of a conversation.

    Attributes:
        senses: the encoder's numbers of the last question, the last answer, the first question.
        words: of the last question and of the last answer.
        rules: what the rules score of the first question, scaled.
    """

    senses: tuple[np.ndarray, ...]
    words: tuple[frozenset[str], ...]
    rules: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The features of a message.

    Attributes:
        sense: the sentence encoder's numbers.
        words: single words and pairs.
        rules: the score of each intent, in the order of the rules, scaled.
        form: one number for each of `SITUATIONS`.
        before: what was said before it.
    """

    sense: np.ndarray
    words: frozenset[str]
    rules: np.ndarray
    form: np.ndarray
    before: Before


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message, and what it adds to the logit of an intent (what goes without it)."""

    text: str
    weight: float


def features_of(text: str, history: Sequence[tuple[str, str]] = ()) -> Features:
    """Read the features of a message.

    Args:
        text: the message.
        history: earlier turns as (role, text), oldest first.
    """
    given = situations(text, history)
    asked = [words for role, words in history if role == "user" and words.strip()]
    answered = [words for role, words in history if role == "assistant" and words.strip()]
    turns = (asked[-1:], answered[-1:], asked[:1])
    return Features(
        sense=_sense(text),
        words=frozenset(words_of(text)),
        rules=_scaled(text, history),
        form=np.array([name in given for name in SITUATIONS], dtype=np.float32),
        before=Before(
            senses=tuple(_sense(turn[0]) if turn else _NOTHING_SENSED for turn in turns),
            words=tuple(frozenset(words_of("".join(turn))) for turn in turns[: len(WORDS_BEFORE)]),
            rules=_scaled(asked[0], ()) if asked else np.zeros(len(RULES), dtype=np.float32),
        ),
    )


_NOTHING_SENSED = np.zeros(1, dtype=np.float32)


@lru_cache(maxsize=256)
def _sense(text: str) -> np.ndarray:
    """Encode a text. Cached: each turn of a conversation is read with those before it."""
    return shipped_encoder().encode(text)


def _scaled(text: str, history: Sequence[tuple[str, str]]) -> np.ndarray:
    scores = np.array(list(rule_scores(text, history).values()), dtype=np.float32)
    return np.clip(scores, *RULE_RANGE) / 4


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a message in lower case, numbers as `0`, and the pairs of neighbours."""
    text = text[:LONGEST_READ].lower().replace("’", "'")
    found = [
        "0" if word[0].isdigit() else word
        for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[?!]", text)
    ]
    yield from found
    yield from (f"{one} {two}" for one, two in pairwise(found))


class Classifier:
    """A linear model over the features of a message.

    Args:
        weights: its arrays by name, as `training/intents/train.py` writes them.
    """

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self._weights = weights
        self.intents = cast(
            tuple[Intent, ...], tuple(bytes(weights["intents"]).decode().split("\n"))
        )
        self._places = {
            part: {
                word: k
                for k, word in enumerate(bytes(weights[f"{part}:known"]).decode().split("\n"))
            }
            for part in ("words", *WORDS_BEFORE)
        }

    def logits(self, features: Features) -> np.ndarray:
        """Return the log-odds of each intent of `intents`, up to a constant."""
        of = self._weights
        total = (
            of["bias"] + features.rules @ of["rules:weights"] + features.form @ of["form:weights"]
        )
        total = total + features.before.rules @ of["rules_before:weights"]
        senses = (features.sense, *features.before.senses)
        for part, sense in zip(("sense", *SENSES_BEFORE), senses, strict=True):
            if sense is not _NOTHING_SENSED:
                total += (sense - of[f"{part}:mean"]) * of[f"{part}:scale"] @ of[f"{part}:weights"]
        words = (features.words, *features.before.words)
        for part, found in zip(("words", *WORDS_BEFORE), words, strict=True):
            places = self._places[part]
            known = sorted(places[word] for word in found if word in places)
            if known:
                rarity = of[f"{part}:rarity"][known]
                total += (rarity / np.linalg.norm(rarity)) @ of[f"{part}:weights"][known]
        return np.asarray(total * of["sharpness"])

    def probabilities(self, features: Features) -> dict[Intent, float]:
        """Return the probability of each intent, the likeliest first."""
        logits = self.logits(features)
        odds = np.exp(logits - logits.max())
        odds /= odds.sum()
        order = np.argsort(-odds, kind="stable")
        return {self.intents[place]: float(odds[place]) for place in order}

    def explain(
        self, text: str, history: Sequence[tuple[str, str]] = (), intent: Intent | None = None
    ) -> list[Word]:
        """Return the words of a message by what each adds to an intent, the weightiest first.

        Each word is left out in turn, and everything is read again: rules, pairs, sense.

        Args:
            text: the message.
            history: earlier turns as (role, text).
            intent: whose logit is explained; the likeliest one if None.
        """
        whole = features_of(text, history)
        named = intent or next(iter(self.probabilities(whole)))
        place = self.intents.index(named)
        centred = _centred(self.logits(whole))[place]
        found = []
        for match in re.finditer(r"\S+", text[:LONGEST_READ]):
            without = text[: match.start()] + text[match.end() :]
            left = _centred(self.logits(features_of(without, history)))[place]
            found.append(Word(match.group(), round(float(centred - left), 3)))
        return sorted(found, key=lambda word: -word.weight)


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Read the arrays of a classifier; those in 16 bits become 32 bits wide."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return {
        name: array.astype(np.float32) if array.dtype == np.float16 else array
        for name, array in arrays.items()
    }


@cache
def shipped_classifier() -> Classifier:
    """Return the classifier that the package ships, loaded once."""
    return Classifier(read_weights(WEIGHTS))


def _centred(logits: np.ndarray) -> np.ndarray:
    return np.asarray(logits - logits.mean())
