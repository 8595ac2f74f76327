"""The model or the data, and whether to go back: by what two periods were traced to (Q2)."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BLAME", "GOING_BACK", "STANDS_ON", "UNJUDGED"]

BLAME: Mapping[str, str] = {
    "delivery": "Upstream, before any model saw it: what comes in changed its form.",
    "scale": "Upstream, before any model saw it: {columns} came in on another scale.",
    "scoring": "The serving of the model: the same inputs get other scores now.",
    "relation": (
        "Neither a broken delivery nor the scoring: the same inputs lead to other outcomes now. "
        "The world moved, or how outcomes are recorded did."
    ),
    "features": "The data: rows of other kinds than before come in.",
    "prior": "The data: the outcomes became more or less common.",
    "unexplained": "Performance fell, and nothing that was measured explains it.",
    "no_fall": "Neither: no fall in performance shows between the two periods.",
    "no_fall_moved": (
        "The data moved, and the model bore it: no fall in performance shows between the two "
        "periods."
    ),
    "moved": "The data has moved; whether the model got worse these tables can't tell.",
    "still": "Not the data, by these tables: no input moved. The model they can't judge.",
    "unmeasured": "I can't tell: the two tables could not be compared.",
}
"""Where the fault lies, by the cause."""

UNJUDGED = (
    "To judge the model in both periods, the tables need what it said of each row beside "
    "{outcome}: a column with its score. With that I compare performance before and now, and trace "
    "a fall from inputs to scores to outcomes."
)
"""What is missing where nothing says what the model said."""

GOING_BACK: Mapping[str, str] = {
    "delivery": (
        "You may, and it would not mend this: the version before gets the same broken inputs. "
        "Answer by today's rule, or whatever decided before the model, until upstream is mended."
    ),
    "scale": (
        "You may, and it would not mend this: the version before gets the same inputs, and "
        "{columns} came in changed before any model saw it. Answer by today's rule, or whatever "
        "decided before the model, until upstream is mended."
    ),
    "scoring": (
        "Yes, go back: the same inputs get other scores than in the reference, so what serves them "
        "was changed. Then compare versions and the preparation of inputs."
    ),
    "relation": (
        "You may, and it would hardly help: the same inputs lead to other outcomes now, and an "
        "older model knows even less of them."
    ),
    "features": (
        "You may, and it would hardly help: rows of other kinds come in, and the version before "
        "never saw them either."
    ),
    "prior": (
        "You may, and it would hardly help: outcomes became more or less common, for every version."
    ),
    "unexplained": (
        "Yes, where a version that was better is at hand: performance fell, and nothing that was "
        "measured explains it. Keep the logs of both for the search."
    ),
    "no_fall": "You may, and nothing calls for it: no fall in performance shows.",
    "moved": (
        "You may; whether it helps these tables can't tell, and inputs that moved reach the"
        " version "
        "before as well."
    ),
    "still": "You may; by these tables nothing calls for it: no input moved.",
    "unmeasured": "You may.",
}
"""Whether to go back to the version before, by the cause."""

ALWAYS_ALLOWED = (
    "Going back needs no leave of mine: a switch that one person may use at any hour is part of "
    "every release. What comes after it does: a new version passes the evaluation and the "
    "monitoring that this one had to."
)
"""What holds of going back, whatever was measured."""

STANDS_ON = "Stands on: S8, S3; Q2, H5"
