"""Train the playbook's classifier: `make intents` runs this; the same messages give the same bytes.

    python -m training.intents.train               # train, and write the weights
    python -m training.intents.train --first-looks # each file by what was learnt from those before

Messages are those of `training/intents/messages/*.jsonl` and `tests/corpora/intents_dev.jsonl`. The
rules were written with the latter in sight, so their scores on it are too good: there the
features of the rules are blanked. What is chosen (sharpness, what counts as sure) is chosen on
messages of authors whom the model did not learn from.
"""

from __future__ import annotations

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
    SENSES_BEFORE,
    WEIGHTS,
    WORDS_BEFORE,
    Classifier,
    Features,
    features_of,
    read_weights,
)
from ml_engineer.models.playbook.intent_rules import REFUSED, RULES
from ml_engineer.models.playbook.intents import options_of
from ml_engineer.models.playbook.rule_notation import Intent
from training.intents.encoder import write_arrays

MESSAGES = Path(__file__).parent / "messages"
DEVELOPMENT = Path(__file__).parents[2] / "tests" / "corpora" / "intents_dev.jsonl"

SENSE, WORDS, RULE, FORM = 6.0, 4.0, 1.0, 1.0
SENSE_BEFORE, WORDS_BEFORE_SPREAD = 5.0, 3.0
"""How far each kind of feature is spread before the common penalty."""

PENALTY = 0.5
LEAST_MESSAGES = 2
"""Messages that a word must occur in."""


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
    for path in (DEVELOPMENT, *sorted(MESSAGES.glob("*.jsonl"), key=_round)):
        if names and path.name not in names:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            history = [(turn["role"], turn["text"]) for turn in item["history"]]
            features = features_of(item["text"], history)
            if path == DEVELOPMENT:
                blank = np.zeros_like(features.rules)
                before = replace(features.before, rules=blank)
                features = replace(features, rules=blank, before=before)
            read.append(
                Message(item["id"], path.name, item["text"], tuple(item["intents"]), features)
            )
    return read


def _round(path: Path) -> int:
    return int(path.stem.removeprefix("round_"))


def fit(messages: Sequence[Message], penalty: float = PENALTY) -> dict[str, np.ndarray]:
    """Return the arrays of a classifier that was fitted on these messages."""
    intents = tuple(RULES)
    labels = np.array([intents.index(message.intents[0]) for message in messages])
    blocks: list[tuple[str, np.ndarray, float]] = []
    arrays: dict[str, np.ndarray] = {
        "intents": np.frombuffer("\n".join(intents).encode(), np.uint8)
    }
    for place, part in enumerate(("sense", *SENSES_BEFORE)):
        senses = [(m.features.sense, *m.features.before.senses)[place] for m in messages]
        given = np.array([len(sense) > 1 for sense in senses])
        known = np.array([sense for sense in senses if len(sense) > 1])
        mean = known.mean(axis=0)
        spread = (SENSE if part == "sense" else SENSE_BEFORE) / (known.std() * np.sqrt(len(mean)))
        table = np.zeros((len(messages), len(mean)), np.float32)
        table[given] = (known - mean) * spread
        blocks.append((part, table, 1.0))
        arrays |= {
            f"{part}:mean": mean.astype(np.float32),
            f"{part}:scale": np.array(spread, np.float32),
        }
    for place, part in enumerate(("words", *WORDS_BEFORE)):
        found = [(m.features.words, *m.features.before.words)[place] for m in messages]
        vocabulary, rarity, table = bags_of(found)
        blocks.append((part, table, WORDS if part == "words" else WORDS_BEFORE_SPREAD))
        arrays[f"{part}:known"] = np.frombuffer("\n".join(vocabulary).encode(), np.uint8)
        arrays[f"{part}:rarity"] = rarity.astype(np.float16)
    blocks.append(("rules", np.array([m.features.rules for m in messages]), RULE))
    blocks.append(("rules_before", np.array([m.features.before.rules for m in messages]), RULE))
    blocks.append(("form", np.array([m.features.form for m in messages]), FORM))
    table = np.hstack([table * spread for _, table, spread in blocks]).astype(np.float32)
    weights, bias = _fit_linear(table, labels, len(intents), penalty)
    start = 0
    for part, table, factor in blocks:
        own = weights[start : start + table.shape[1]]
        arrays[f"{part}:weights"] = (own * factor).astype(np.float16)
        start += table.shape[1]
    return arrays | {"bias": bias.astype(np.float32), "sharpness": np.array(1.0, np.float32)}


def bags_of(found: Sequence[frozenset[str]]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the words that occur often enough, their rarity, and each message's bag of them."""
    counts = Counter(word for words in found for word in words)
    vocabulary = sorted(word for word, count in counts.items() if count >= LEAST_MESSAGES)
    rarity = np.log(len(found) / np.array([counts[word] for word in vocabulary]))
    place = {word: k for k, word in enumerate(vocabulary)}
    bags = np.zeros((len(found), len(vocabulary)), np.float32)
    for row, words in enumerate(found):
        known = [place[word] for word in words if word in place]
        if known:
            bags[row, known] = rarity[known] / np.linalg.norm(rarity[known])
    return vocabulary, rarity, bags


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


AUTHORS = {
    "intents_dev.jsonl": "first",
    "round_7.jsonl": "third",
    "round_8.jsonl": "third",
    "round_9.jsonl": "fourth",
    "round_10.jsonl": "fifth",
    "round_11.jsonl": "sixth",
}


def author_of(file: str) -> str:
    """Return who wrote a file; round 8 was written with round 7 in sight, and counts with it."""
    return AUTHORS.get(file, "second")


def logits_without_author(messages: Sequence[Message], author: str) -> np.ndarray:
    """Return the logits of an author's messages by a classifier that learnt from the others'."""
    classifier = Classifier(_wide(fit([m for m in messages if author_of(m.file) != author])))
    own = [m for m in messages if author_of(m.file) == author]
    return np.array([classifier.logits(message.features) for message in own])


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
        told[file] = shares(
            np.array([classifier.logits(message.features) for message in tested]), tested
        )
    return told


def shares(logits: np.ndarray, messages: Sequence[Message]) -> dict[str, float]:
    """Return how messages are recognised by these logits: shares of them, by their outcome."""
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    intents = tuple(RULES)
    ranked = [
        {intents[k]: float(row[k]) for k in np.argsort(-row, kind="stable").tolist()}
        for row in odds
    ]
    pairs = list(zip(ranked, messages, strict=True))
    primary = np.array([next(iter(o)) == m.intents[0] for o, m in pairs])
    right = np.array([next(iter(o)) in m.intents for o, m in pairs])
    sure = np.array([not options_of(o) for o in ranked])
    refused = np.array([m.intents[0] in REFUSED for m in messages])
    helped = np.array([next(iter(o)) not in REFUSED for o in ranked])
    return {
        "messages": len(messages),
        "primary right": round(float(primary.mean()), 3),
        "right": round(float(right.mean()), 3),
        "right and sure": round(float((right & sure).mean()), 3),
        "wrong and sure": round(float((~right & sure).mean()), 3),
        "asked": round(float((~sure).mean()), 3),
        "refusals": int(refused.sum()),
        "refusals missed": int((refused & sure & helped).sum()),
    }


def main() -> None:
    """Train on all messages, and print what folds say of messages that were not seen."""
    messages = read_messages()
    if "--first-looks" in sys.argv[1:]:
        factor = read_weights(WEIGHTS)["sharpness"].item()
        sys.stdout.write(json.dumps(first_looks(messages, factor), indent=2) + "\n")
        return
    logits, judged = [], []
    for author in ("first", "third", "fourth", "fifth", "sixth"):
        logits.append(logits_without_author(messages, author))
        judged += [m for m in messages if author_of(m.file) == author]
    labels = np.array([tuple(RULES).index(message.intents[0]) for message in judged])
    unseen = np.vstack(logits)
    factor = sharpness_of(unseen, labels)
    arrays = fit(messages)
    arrays["sharpness"] = np.array(factor, np.float32)
    write_arrays(arrays, WEIGHTS)
    report: dict[str, Any] = {
        "messages": len(messages),
        "words": len(bytes(arrays["words:known"]).split(b"\n")),
        "of authors left out": shares(unseen * factor, judged),
        "sharpness": round(factor, 2),
        "bytes": WEIGHTS.stat().st_size,
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
