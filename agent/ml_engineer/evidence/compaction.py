"""The short view: an evidence cut to a budget, worst first, and no high finding lost unsaid.

Findings come before figures. If they take too much room, first the questions of the least severe
go, then findings of one check are told together, then prose is cut; only then are findings left
out, the least severe first, and their number is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer.evidence.names import LONGEST_NAME, shorten_prose
from ml_engineer.evidence.view import (
    MOST_NAMES,
    EvidenceView,
    ViewFigure,
    ViewFinding,
    render,
    tokens,
)

BUDGET, WIDE_BUDGET = 1200, 2500
"""Tokens of a view of a table with `NARROW` columns or fewer, and with `WIDE` or more."""

NARROW, WIDE = 50, 300

FINDINGS_SHARE, MOST_SHARE, NOTES_SHARE = 0.6, 0.9, 0.5
"""Share of the room that findings may take before they are told in fewer words, and before their
statements are cut; and share of what they leave that notes may take: conventions."""

MINOR = ("low", "info")
"""Severities of which words are saved first."""

SMALLEST_FIGURE = 20
"""Bytes that a figure takes at least, however well it shares."""


def budget_for(view: EvidenceView) -> int:
    """Return how many tokens a view may take: more for a table of more columns, up to a limit."""
    columns = max((table.columns for table in view.tables), default=0)
    share = min(max((columns - NARROW) / (WIDE - NARROW), 0.0), 1.0)
    return round(BUDGET + share * (WIDE_BUDGET - BUDGET))


def compact_view(view: EvidenceView, budget_tokens: int | None = None) -> EvidenceView:
    """Return a view cut to a budget: findings worst first, then figures in the view's order.

    The header and the worst finding are always kept. Tokens are counted as UTF-8 bytes of the
    compact JSON divided by 3 (DESIGN, Evidence).

    Args:
        view: all that may leave.
        budget_tokens: None for what a table of so many columns is given (`budget_for`).
    """
    budget = budget_for(view) if budget_tokens is None else budget_tokens
    size = len(render(view).encode())
    if size <= 3 * budget:
        return view
    high = sum(_stands_for(f) for f in view.findings if f.severity == "high")
    bare = view.model_copy(
        update={
            "findings": (),
            "figures": (),
            "notes": (),
            "omitted": len(view.figures) + view.omitted,
            "omitted_findings": sum(map(_stands_for, view.findings)) + view.omitted_findings,
            "omitted_high_findings": high + view.omitted_high_findings,
            "read_more": f"Call read_evidence with evidence {view.evidence} and one or more of "
            "column, model, quantity, handles.",
        }
    )
    room = 3 * budget - len(render(bare).encode()) - len(',"findings":[],"notes":[]')
    others = size - len(render(bare).encode()) - sum(map(_bytes, view.findings))
    findings, room = _fit_findings(view.findings, room, room - others)
    notes = _fit_notes(view.notes, NOTES_SHARE * room)
    shown_high = sum(_stands_for(f) for f in findings if f.severity == "high")
    told = bare.model_copy(
        update={
            "findings": findings,
            "notes": notes,
            "omitted_findings": bare.omitted_findings - sum(map(_stands_for, findings)),
            "omitted_high_findings": bare.omitted_high_findings - shown_high,
        }
    )
    return _fit_figures(told, view.figures, budget)


def _fit_findings(
    findings: Sequence[ViewFinding], room: int, unclaimed: int
) -> tuple[tuple[ViewFinding, ...], int]:
    """Return the findings that fit, told in as many words as fit, and the bytes left.

    Args:
        findings: worst first.
        room: bytes there are.
        unclaimed: bytes that neither figures nor notes would fill.
    """
    share = max(FINDINGS_SHARE * room, unclaimed)
    told = tuple(findings)
    for step in STEPS:
        told = step(told)
        if sum(map(_bytes, told)) <= share:
            return told, room - sum(map(_bytes, told))
    if sum(map(_bytes, told)) > MOST_SHARE * room:
        told = _brief(told)
    kept: list[ViewFinding] = []
    for finding in told:
        forms = [finding] if finding.severity != "high" else [finding, _stub(finding)]
        fitting = next((form for form in forms if _bytes(form) <= room), None)
        if fitting is None and not kept:
            fitting = _stub(finding)
        if fitting is not None:
            kept.append(fitting)
            room -= _bytes(fitting)
    return tuple(kept), room


def _whole(findings: Sequence[ViewFinding]) -> tuple[ViewFinding, ...]:
    return tuple(findings)


def _without_minor_excuses(findings: Sequence[ViewFinding]) -> tuple[ViewFinding, ...]:
    return tuple(_without_excuse(f) if f.severity in MINOR else f for f in findings)


def _without_minor_questions(findings: Sequence[ViewFinding]) -> tuple[ViewFinding, ...]:
    change = {"question": None}
    return tuple(f.model_copy(update=change) if f.severity in MINOR else f for f in findings)


def _without_excuses(findings: Sequence[ViewFinding]) -> tuple[ViewFinding, ...]:
    return tuple(map(_without_excuse, findings))


def _without_excuse(finding: ViewFinding) -> ViewFinding:
    return finding.model_copy(update={"harmless_if": None})


def _merged(findings: Sequence[ViewFinding]) -> tuple[ViewFinding, ...]:
    """Tell findings of one check and severity together: the first in words, all by their columns.

    Only the first one's handles are kept: the numbers of the others are not shown.
    """
    groups: dict[tuple[str, str], list[ViewFinding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.check), []).append(finding)
    return tuple(_together(group) for group in groups.values())


def _together(group: Sequence[ViewFinding]) -> ViewFinding:
    if len(group) == 1:
        return group[0]
    columns = tuple(dict.fromkeys(name for finding in group for name in finding.columns))
    hidden = sum(finding.more_columns or 0 for finding in group)
    shown = columns[:MOST_NAMES]
    return group[0].model_copy(
        update={
            "columns": shown,
            "more_columns": len(columns) - len(shown) + hidden or None,
            "more_findings": sum(map(_stands_for, group)) - 1,
        }
    )


def _brief(findings: Sequence[ViewFinding]) -> tuple[ViewFinding, ...]:
    return tuple(_cut(finding, 3 * LONGEST_NAME, 3) for finding in findings)


def _stub(finding: ViewFinding) -> ViewFinding:
    return _cut(finding, LONGEST_NAME, 1).model_copy(update={"question": None, "clauses": ()})


def _cut(finding: ViewFinding, characters: int, names: int) -> ViewFinding:
    """Cut prose and columns; handles stay, as the numbers in the prose are cited by them."""
    kept = finding.columns[:names]
    hidden = len(finding.columns) - len(kept) + (finding.more_columns or 0)
    return finding.model_copy(
        update={
            "statement": shorten_prose(finding.statement, characters),
            "columns": kept,
            "more_columns": hidden or None,
            "harmless_if": None,
        }
    )


def _stands_for(finding: ViewFinding) -> int:
    """Return how many findings are told by this one."""
    return 1 + (finding.more_findings or 0)


STEPS = (_whole, _without_minor_excuses, _without_minor_questions, _merged, _without_excuses)
"""What is done to findings that take too much room, one after the other."""


def _fit_notes(notes: Sequence[str], room: float) -> tuple[str, ...]:
    kept: list[str] = []
    for note in notes:
        size = len(note.encode()) + 4
        if size <= room:
            kept.append(note)
            room -= size
    return tuple(kept)


def _fit_figures(view: EvidenceView, figures: Sequence[ViewFigure], budget: int) -> EvidenceView:
    """Return the view with the first of `figures` that fit, in their order."""
    low, high = 0, min(len(figures), 3 * budget // SMALLEST_FIGURE)
    while low < high:
        middle = (low + high + 1) // 2
        if tokens(_with_figures(view, figures[:middle])) <= budget:
            low = middle
        else:
            high = middle - 1
    return _with_figures(view, figures[:low])


def _with_figures(view: EvidenceView, figures: Sequence[ViewFigure]) -> EvidenceView:
    omitted = view.omitted + len(view.figures) - len(figures)
    return view.model_copy(update={"figures": tuple(figures), "omitted": omitted})


def _bytes(finding: ViewFinding) -> int:
    return len(finding.model_dump_json(exclude_none=True, exclude_defaults=True).encode()) + 1
