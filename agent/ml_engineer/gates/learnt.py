"""Learnt wording: how strongly each statement of an answer leans towards what each gate forbids.

The answer is read behind what was asked and what has been measured, by the sentence encoder whose
uppermost layers were trained further on labelled answers (`training/gates/train.py`). A statement
is the mean of its pieces' states in the last layer; a linear head gives each gate its log-odds.
It is the same reading for all gates, and is done once an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

from ml_engineer.gates.base import Draft
from ml_engineer.gates.limits import (
    EXPLAINED,
    HELD,
    HOWEVER_LITTLE_IS_DONE,
    IMPLIED,
    LIMITS,
    MEASURED,
    SILENCED_BY,
)
from ml_engineer.gates.repeated import findings_in_words, lists_figures, repeats
from ml_engineer.gates.state import Done
from ml_engineer.models.playbook.sentence_encoder import (
    SentenceEncoder,
    shipped_encoder,
    widened,
)
from ml_engineer.wording.concepts import explains_a_concept
from ml_engineer.wording.stance import holds_back
from ml_engineer.wording.statements import Reading, Statement

__all__ = [
    "SOFTNESS",
    "LearntWording",
    "Window",
    "shipped_wording",
    "state_words",
    "stopped",
    "windows",
]

WEIGHTS = Path(__file__).parent / "weights" / "wording.npz"

TOLD_STATE: tuple[Done, ...] = (
    "profile", "leakage", "baselines", "evaluation", "drift", "monitoring_plan",
    "holdout_confirmed", "release_granted",
)  # fmt: skip
"""What of a session's state is put before the answer, in this order."""

MOST_OF_STATE = 40
MOST_ASKED = 60
MOST_OF_STATEMENT = 100
MOST_OF_WINDOW = 160
"""Pieces that are read of the state, of the question, of a statement, and at once."""

MOST_WINDOWS = 24
"""Windows of an answer that are read; what lies behind them is left to the rules."""

ON_RECORDS = "raw_rows"
"""The gate on single records, which a line of nothing but cited figures never is."""

SOFTNESS = 0.5
"""Temperature of the soft maximum over the statements of an answer."""

REPEATED = 60
"""A statement up to so many pieces is read again at the start of the next window, as context."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an answer that is read at once.

    Attributes:
        rows: the encoder's rows, frame and context included.
        owners: for each row the place of its statement; -1 for context and frame.
    """

    rows: list[int]
    owners: list[int]


def state_words(done: frozenset[Done], *, attached: bool) -> str:
    """Return what has been measured and decided, in words that the encoder reads."""
    names = " ".join(name.replace("_", " ") for name in TOLD_STATE if name in done)
    return (
        f"{f'measured {names}' if names else 'nothing measured'}{'' if attached else ', no data'}"
    )


def windows(
    encoder: SentenceEncoder, statements: Sequence[Statement], asked: str, state: str
) -> Iterator[Window]:
    """Yield an answer's windows; each begins with the state and the question.

    Args:
        encoder: cuts texts into its pieces.
        statements: of the answer, in their order.
        asked: what the person wrote last.
        state: as `state_words` tells it.
    """
    context = encoder.framed(
        encoder.pieces(state, MOST_OF_STATE), encoder.pieces(asked, MOST_ASKED)
    )
    room = MOST_OF_WINDOW - len(context) - 1
    rows, owners = list(context), [-1] * len(context)
    before: list[int] = []
    for place, statement in enumerate(statements):
        pieces = encoder.pieces(statement.text, MOST_OF_STATEMENT)[:room]
        if len(rows) + len(pieces) + 1 > MOST_OF_WINDOW and len(rows) > len(context):
            yield _closed(encoder, rows, owners)
            fits = len(before) < REPEATED and len(before) + len(pieces) <= room
            repeated = before if fits else []
            rows = [*context, *repeated]
            owners = [-1] * len(context) + [place - 1] * len(repeated)
        rows += pieces
        owners += [place] * len(pieces)
        before = pieces
    if len(rows) > len(context):
        yield _closed(encoder, rows, owners)


def _closed(encoder: SentenceEncoder, rows: list[int], owners: list[int]) -> Window:
    return Window(rows + encoder.framed([])[1:], [*owners, -1])


class LearntWording:
    """The trained reading of answers.

    Args:
        weights: its arrays by name, as `training/gates/train.py` writes them.
        encoder: whose uppermost layers they replace.
    """

    def __init__(self, weights: dict[str, np.ndarray], encoder: SentenceEncoder) -> None:
        kept = dict(weights)
        self.gates = tuple(bytes(kept.pop("gates").astype(np.uint8)).decode().split("\n"))
        self._head, self._bias = kept.pop("head"), kept.pop("bias")
        self._encoder = encoder.with_layers(kept)

    def leanings(self, statements: Sequence[Statement], asked: str, state: str) -> np.ndarray:
        """Return the log-odds of each statement (rows) for each of `gates` (columns).

        Statements beyond the windows that are read have none (minus infinity).
        """
        found = np.full((len(statements), len(self.gates)), -np.inf, dtype=np.float32)
        every = windows(self._encoder, statements, asked, state)
        for window in islice(every, MOST_WINDOWS):
            states = self._encoder.states_after(self._encoder.layers, window.rows)
            owners = np.array(window.owners)
            for place in sorted(set(window.owners) - {-1}):
                mean = states[owners == place].mean(axis=0)
                found[place] = np.maximum(found[place], mean @ self._head + self._bias)
        return found


@cache
def shipped_wording() -> LearntWording:
    """Return the trained reading that the package ships, loaded once."""
    with np.load(WEIGHTS) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return LearntWording(widened(arrays), shipped_encoder())


def stopped(
    gate: str, draft: Draft, reading: Reading, ruled: Sequence[Statement]
) -> list[Statement]:
    """Return the statements for which a gate stops an answer; nothing if it passes.

    Facts come first (`SILENCED_BY`), then what was learnt; a rule alone stops nothing that what was
    learnt speaks clearly against. What a finding says, word for word, is the tool's and is not
    judged.

    Args:
        gate: its name.
        draft: the answer with its session's state.
        reading: the same answer as statements.
        ruled: the statements that the gate's rules found.
    """
    findings = findings_in_words(draft.ledger)
    told = [
        place
        for place, one in enumerate(reading.statements)
        if _tells(one)
        and not repeats(one, findings)
        and not (gate == ON_RECORDS and lists_figures(one, draft.text, draft.ledger))
    ]
    ruled = [one for one in ruled if not repeats(one, findings)]
    if not told or draft.done & SILENCED_BY[gate]:
        return []
    wording = shipped_wording()
    odds = _leanings(reading, draft.done, draft.facts.data is not None)
    own = odds[told, wording.gates.index(gate)]
    whole = _soft_maximum(own)
    if ruled and gate in HOWEVER_LITTLE_IS_DONE:
        odds = np.maximum(odds, _leanings(reading, draft.done | MEASURED, attached=True))
    seconded = max(
        _soft_maximum(odds[told, wording.gates.index(name)])
        for name in (gate, *IMPLIED.get(gate, ()))
    )
    limits = LIMITS[gate]
    explained = explains_a_concept(reading)
    if ruled and seconded >= limits.seconded + (EXPLAINED if explained else 0.0):
        return list(dict.fromkeys(ruled))
    if explained or whole < limits.alone + (HELD if holds_back(reading) else 0.0):
        return []
    return [reading.statements[told[int(own.argmax())]]]


_COURTESY = re.compile(
    r"\W*(?:(?:you (?:are|re) (?:most |very )?welcome|(?:many )?thanks(?: a lot)?"
    r"|thank you(?: very much)?|my pleasure|hello|hi|good (?:morning|afternoon|evening|night|day)"
    r"|goodbye|bye|noted|any time|glad to help|there|everyone|all|again)\W*)+",
    re.IGNORECASE,
)
"""What is said out of courtesy alone. Not `fine` or `sure`: they may let something go."""


def _tells(statement: Statement) -> bool:
    """Tell whether it claims or permits anything: no question, heading, number or thanks does."""
    return (
        not statement.asks
        and statement.kind != "heading"
        and any(letter.isalpha() for letter in statement.text)
        and _COURTESY.fullmatch(statement.text) is None
    )


@lru_cache(maxsize=8)
def _leanings(reading: Reading, done: frozenset[Done], attached: bool) -> np.ndarray:
    """Read an answer. Cached, since all gates ask for it."""
    state = state_words(done, attached=attached)
    return shipped_wording().leanings(reading.statements, reading.asked, state)


def _soft_maximum(odds: np.ndarray) -> float:
    """The maximum over statements as it was trained: two that lean a little count for more."""
    top = float(odds.max())
    return top + SOFTNESS * float(np.log(np.exp((odds - top) / SOFTNESS).sum()))
