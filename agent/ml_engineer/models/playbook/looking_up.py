"""Looking up: where a number that was said comes from, out of what tools have shown."""

from __future__ import annotations

import re

from ml_engineer.evidence.view import EvidenceView, ViewFigure
from ml_engineer.models.playbook.citing import cited
from ml_engineer.models.playbook.situation import Situation
from ml_engineer_tools.evidence import format_value

__all__ = ["looked_up"]

NUMBER = r"(?<![\w.])\d+(?:[.,]\d+)*(?![\w])|(?<![\w.])\.\d+"
HANDLE = r"\bE\d+(?:\.f\d+)?\b"
MOST = 4


def looked_up(situation: Situation) -> str:
    """Return what stands behind the numbers that a message asks about; "" if nothing was shown."""
    if not situation.shown:
        return ""
    text = situation.heard.text
    said = next((t for role, t in reversed(situation.heard.before) if role == "assistant"), "")
    found = _named(situation, text) or _by_value(situation, text) or _named(situation, said)
    if not found:
        views = {view.evidence: view for view in situation.shown}
        listed = "\n".join(f"- {_of_view(view)}" for view in views.values())
        return "\n\n".join(
            [
                "**I can't find that number in what was measured here.** Then it is yours, a "
                "convention, or a mistake of mine; tell me the sentence it stands in. What was "
                "measured:",
                listed,
                _again(list(views.values())[-1]),
                "Stands on: S5, S6; P3",
            ]
        )
    lines = "\n".join(f"- {_of_figure(figure, view)}" for figure, view in found[:MOST])
    return "\n\n".join(
        [
            "**Measured here, not remembered:**",
            lines,
            _again(found[0][1]),
            "Stands on: S5, S6; P3",
        ]
    )


Found = list[tuple[ViewFigure, EvidenceView]]


def _named(situation: Situation, text: str) -> Found:
    handles = dict.fromkeys(re.findall(HANDLE, text))
    at_once = {figure.handle: (figure, view) for view in situation.shown for figure in view.figures}
    exact = [at_once[handle] for handle in handles if handle in at_once]
    if exact:
        return exact
    return [
        (view.figures[0], view)
        for view in {view.evidence: view for view in situation.shown}.values()
        if view.evidence in handles and view.figures
    ]


def _by_value(situation: Situation, text: str) -> Found:
    """Return figures that are shown as a number of the text is written; each handle once."""
    written = {number.replace(",", "").removeprefix("0") for number in re.findall(NUMBER, text)}
    if not written:
        return []
    found = {}
    for view in situation.shown:
        for figure in view.figures:
            shown = format_value(figure.value).replace(",", "").removeprefix("0")
            exact = f"{figure.value}".removeprefix("0")
            if any(shown == n or (len(n) > 2 and exact.startswith(n)) for n in written):
                found[figure.handle] = (figure, view)
    return list(found.values())


def _of_figure(figure: ViewFigure, view: EvidenceView) -> str:
    of = [
        f"{name} {value}"
        for name, value in (
            ("model", figure.model),
            ("column", f"`{figure.column}`" if figure.column else None),
            ("slice", f"`{figure.slice}`" if figure.slice else None),
            ("split", figure.split),
            ("window", figure.window),
            ("table", f"`{figure.table}`" if figure.table else None),
        )
        if value
    ]
    what = figure.quantity.replace("_", " ")
    tables = ", ".join(f"`{table.name}`" for table in view.tables)
    told = f" ({'; '.join(of)})" if of else ""
    return f"{what} {cited(figure)}{told}: measured by `{view.tool}` on {tables}."


def _of_view(view: EvidenceView) -> str:
    tables = ", ".join(f"`{table.name}`" for table in view.tables)
    return f"{view.evidence}: `{view.tool}` on {tables}"


def _again(view: EvidenceView) -> str:
    return (
        f"Arguments, split, seed, versions and the table's fingerprint: `ml-engineer evidence show "
        f"{view.evidence}`. To measure it again: `ml-engineer evidence replay {view.evidence}`. If "
        "you get another value, compare the fingerprint first, then rows, split and seed."
    )
