"""Train the playbook's classifier: `make intents` runs this; the same messages give the same bytes.

    python -m training.intents.train               # train, and write the weights
    python -m training.intents.train --first-looks # each file by what was learnt from those before

Messages are those of `training/intents/messages/*.jsonl` and `tests/corpora/intents_dev.jsonl`. The
rules were written with the latter in sight, so their scores on it are too good: there the
features of the rules are blanked. Everything that is chosen (strength of the penalty, sharpness,
what counts as sure) is chosen by predictions of folds that the model was not fitted on.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from ml_engineer.models.playbook.classifier import (
    WEIGHTS,
    Classifier,
    Features,
    features_of,
    read_weights,
)
from ml_engineer.models.playbook.intent_rules import RULES
from ml_engineer.models.playbook.intents import options_of
from ml_engineer.models.playbook.rule_notation import Intent
from training.intents.encoder import write_arrays

MESSAGES = Path(__file__).parent / "messages"
DEVELOPMENT = Path(__file__).parents[2] / "tests" / "corpora" / "intents_dev.jsonl"

SENSE, WORDS, RULE, FORM = 6.0, 4.0, 1.0, 1.0
"""How far each kind of feature is spread before the common penalty."""

PENALTY = 0.5
LEAST_MESSAGES = 2
"""Messages that a word must occur in."""

FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """A labelled message with its features."""

    id: str
    file: str
    text: str
    intents: tuple[Intent, ...]
    features: Features


def read_messages(names: Sequence[str] = ()) -> list[Message]:
    """Return the labelled messages of the files named (all without any), with features."""
    read = []
    for path in (DEVELOPMENT, *sorted(MESSAGES.glob("*.jsonl"))):
        if names and path.name not in names:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            history = [(turn["role"], turn["text"]) for turn in item["history"]]
            features = features_of(item["text"], history)
            if path == DEVELOPMENT:
                features = replace(features, rules=np.zeros_like(features.rules))
            read.append(
                Message(item["id"], path.name, item["text"], tuple(item["intents"]), features)
            )
    return read


def fit(messages: Sequence[Message], penalty: float = PENALTY) -> dict[str, np.ndarray]:
    """Return the arrays of a classifier that was fitted on these messages."""
    intents = tuple(RULES)
    labels = np.array([intents.index(message.intents[0]) for message in messages])
    sense = np.array([message.features.sense for message in messages])
    mean = sense.mean(axis=0)
    spread = SENSE / (sense.std() * np.sqrt(sense.shape[1]))
    counts = Counter(word for message in messages for word in message.features.words)
    vocabulary = sorted(word for word, count in counts.items() if count >= LEAST_MESSAGES)
    rarity = np.log(len(messages) / np.array([counts[word] for word in vocabulary]))
    place = {word: k for k, word in enumerate(vocabulary)}
    bags = np.zeros((len(messages), len(vocabulary)), np.float32)
    for row, message in enumerate(messages):
        known = [place[word] for word in message.features.words if word in place]
        if known:
            bags[row, known] = rarity[known] / np.linalg.norm(rarity[known])
    rules = np.array([message.features.rules for message in messages])
    form = np.array([message.features.form for message in messages])
    table = np.hstack([(sense - mean) * spread, bags * WORDS, rules * RULE, form * FORM])
    weights, bias = _fit_linear(table.astype(np.float32), labels, len(intents), penalty)
    cuts = np.cumsum([sense.shape[1], len(vocabulary), rules.shape[1]])
    of_sense, of_words, of_rules, of_form = np.split(weights, cuts)
    return {
        "intents": np.frombuffer("\n".join(intents).encode(), np.uint8),
        "vocabulary": np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
        "sense:mean": mean.astype(np.float32),
        "sense:scale": np.array(spread, np.float32),
        "sense:weights": of_sense.astype(np.float16),
        "words:rarity": rarity.astype(np.float16),
        "words:weights": (of_words * WORDS).astype(np.float16),
        "rules:weights": (of_rules * RULE).astype(np.float16),
        "form:weights": (of_form * FORM).astype(np.float16),
        "bias": bias.astype(np.float32),
        "sharpness": np.array(1.0, np.float32),
    }


def _fit_linear(
    table: np.ndarray, labels: np.ndarray, classes: int, penalty: float
) -> tuple[np.ndarray, np.ndarray]:
    rows, width = table.shape
    truth = np.eye(classes, dtype=np.float32)[labels]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat[: width * classes].reshape(width, classes).astype(np.float32)
        logits = table @ weights + flat[width * classes :].astype(np.float32)
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        odds /= odds.sum(axis=1, keepdims=True)
        value = -np.log(odds[np.arange(rows), labels] + 1e-9).sum()
        value += 0.5 * penalty * float((weights * weights).sum())
        off = odds - truth
        slope = np.concatenate([(table.T @ off + penalty * weights).ravel(), off.sum(axis=0)])
        return float(value), slope.astype(np.float64)

    start = np.zeros((width + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80})
    return found.x[: width * classes].reshape(width, classes), found.x[width * classes :]


def logits_out_of_fold(messages: Sequence[Message], folds: int = FOLDS) -> np.ndarray:
    """Return each message's logits by a classifier that was fitted without its fold."""
    fold = np.array([int(hashlib.sha256(m.id.encode()).hexdigest(), 16) % folds for m in messages])
    logits = np.zeros((len(messages), len(RULES)))
    for k in range(folds):
        kept = [m for m, own in zip(messages, fold, strict=True) if own != k]
        classifier = Classifier(_wide(fit(kept)))
        for row in np.flatnonzero(fold == k).tolist():
            logits[row] = classifier.logits(messages[row].features)
    return logits


def _wide(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {
        name: array.astype(np.float32) if array.dtype == np.float16 else array
        for name, array in arrays.items()
    }


def sharpness_of(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the factor on the logits that makes the probabilities of held-out messages fit."""

    def surprise(factor: float) -> float:
        scaled = logits * factor
        scaled -= scaled.max(axis=1, keepdims=True)
        logs = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-logs[np.arange(len(labels)), labels].mean())

    factors = np.linspace(0.5, 3.0, 51)
    return float(factors[int(np.argmin([surprise(factor) for factor in factors]))])


def first_looks(messages: Sequence[Message], factor: float) -> dict[str, dict[str, float]]:
    """Return how each file of messages does by a classifier that learnt from those before it.

    The development set is done by all the rounds, without what the rules say of it.
    """
    told = {}
    files = list(dict.fromkeys(message.file for message in messages))
    for place, file in enumerate(files):
        others = files[1:] if place == 0 else files[:place]
        arrays = fit([message for message in messages if message.file in others])
        arrays["sharpness"] = np.array(factor, np.float32)
        classifier = Classifier(_wide(arrays))
        tested = [message for message in messages if message.file == file]
        odds = [classifier.probabilities(message.features) for message in tested]
        right = np.array([next(iter(o)) in m.intents for o, m in zip(odds, tested, strict=True)])
        sure = np.array([not options_of(o) for o in odds])
        told[file] = {
            "messages": len(tested),
            "right": round(float(right.mean()), 3),
            "right and sure": round(float((right & sure).mean()), 3),
            "wrong and sure": round(float((~right & sure).mean()), 3),
            "asked": round(float((~sure).mean()), 3),
        }
    return told


def main() -> None:
    """Train on all messages, and print what folds say of messages that were not seen."""
    messages = read_messages()
    if "--first-looks" in sys.argv[1:]:
        factor = read_weights(WEIGHTS)["sharpness"].item()
        sys.stdout.write(json.dumps(first_looks(messages, factor), indent=2) + "\n")
        return
    intents = tuple(RULES)
    labels = np.array([intents.index(message.intents[0]) for message in messages])
    logits = logits_out_of_fold(messages)
    factor = sharpness_of(logits, labels)
    arrays = fit(messages)
    arrays["sharpness"] = np.array(factor, np.float32)
    write_arrays(arrays, WEIGHTS)
    right = float((logits.argmax(axis=1) == labels).mean())
    report: dict[str, Any] = {
        "messages": len(messages),
        "words": len(bytes(arrays["vocabulary"]).split(b"\n")),
        "right out of fold": round(right, 3),
        "sharpness": round(factor, 2),
        "bytes": WEIGHTS.stat().st_size,
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
