"""Citing: figures and findings as Markdown that carries its handles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ml_engineer.evidence.numbers import Reading, extract_numbers
from ml_engineer.evidence.view import ViewFigure, ViewFinding
from ml_engineer_tools.evaluation.costs import PER
from ml_engineer_tools.evidence import format_value

COMPARED_BY = (
    "roc_auc", "macro_roc_auc", "mae", "accuracy", "average_precision", "balanced_accuracy",
    "poisson_deviance", "cost_per_1000",
)  # fmt: skip
"""Metrics by which the baselines compare models."""

PRIMARY = (
    "macro_roc_auc", "roc_auc", "average_precision", "balanced_accuracy", "poisson_deviance",
    "cost_per_1000", "mae",
)  # fmt: skip
"""Those by which models that learn are compared; the longer name first."""


def cited(figure: ViewFigure) -> str:
    """Return a figure as `0.871 [E3.f12]`."""
    return f"{format_value(figure.value)} [{figure.handle}]"


def citing_what_is_said(finding: ViewFinding, figures: Iterable[ViewFigure]) -> ViewFinding:
    """Return a finding that cites those of its figures whose value its statement displays.

    Thresholds, p-values and the like stand behind a finding too, and remain in its evidence. A
    figure that is not among `figures` stays cited where the statement displays a number that none
    of those explains, and all do where it displays none.
    """
    tokens = [token.readings for token in extract_numbers(finding.statement) if token.readings]
    shown = {figure.handle: figure for figure in figures}
    known = {handle: _numbers_of(figure) for handle, figure in shown.items()}
    said = {
        handle
        for handle in finding.handles
        if handle in known and any(_displays(token, known[handle]) for token in tokens)
    }
    # The bound of an interval may equal by chance what another figure is.
    values = [shown[handle].value for handle in said]
    explained = [[float(one)] for one in (PER, *values) if isinstance(one, int | float)]
    if any(not any(_displays(token, numbers) for numbers in explained) for token in tokens):
        # A number that no shown figure explains may be that of one that was not shown.
        said |= {handle for handle in finding.handles if handle not in known}
    kept = tuple(handle for handle in finding.handles if handle in said)
    return finding.model_copy(update={"handles": kept}) if kept else finding


def _displays(readings: Iterable[Reading], numbers: Iterable[float]) -> bool:
    return any(
        reading.holds(sign * number)
        for number in numbers
        for reading in readings
        for sign in (1, -1)
    )


def _numbers_of(figure: ViewFigure) -> list[float]:
    numbers = [figure.value, *(figure.interval or ()), figure.n]
    return [float(number) for number in numbers if isinstance(number, int | float)]


OF_A_GROUP = "of a group is"
"""What a finding says of a group of people whose name stands in its first figure alone."""


def naming_groups(finding: ViewFinding, figures: Iterable[ViewFigure]) -> ViewFinding:
    """Return a finding about a group that says which group it is, as its figures tell it."""
    if OF_A_GROUP not in finding.statement or not finding.handles:
        return finding
    found = next((figure for figure in figures if figure.handle == finding.handles[0]), None)
    if found is None or found.slice is None:
        return finding
    said = finding.statement.replace(OF_A_GROUP, f"of {columns_in_words([found.slice])} is", 1)
    return finding.model_copy(update={"statement": said})


def with_handles(finding: ViewFinding) -> str:
    """Return a finding's statement with the handles that support it at its end.

    Where the finding stands for others of its kind, the columns of those are named.
    """
    statement = finding.statement.strip()
    if finding.handles:
        end = "." if statement.endswith(".") else ""
        statement = f"{statement.removesuffix('.')} [{', '.join(finding.handles)}]{end}"
    if not finding.more_findings:
        return statement
    others = [name for name in finding.columns if f"`{name}`" not in finding.statement]
    if not others:
        return f"{statement.removesuffix('.')}. More findings of the same kind stand in its "
        "evidence."
    of = columns_in_words(others)
    return f"{statement.removesuffix('.')}. The same kind of thing was found of {of}."


def sentence_by_sentence(finding: ViewFinding, figures: Iterable[ViewFigure]) -> str:
    """Return a finding's statement where each sentence cites what it displays, for prose."""
    shown = tuple(figures)
    said = re.split(r"(?<=\.) (?=[A-Z`])", finding.statement.strip())
    parts = (finding.model_copy(update={"statement": one, "more_findings": None}) for one in said)
    return " ".join(with_handles(citing_what_is_said(part, shown)) for part in parts)


def first_sentence(finding: ViewFinding) -> str:
    """Return the first sentence of a finding's statement, with its handles."""
    sentence, _, _ = finding.statement.strip().partition(". ")
    return with_handles(finding.model_copy(update={"statement": f"{sentence.rstrip('.')}."}))


def columns_in_words(names: Iterable[str]) -> str:
    """Return column names as code, joined as prose: `a`, `b` and `c`."""
    quoted = [f"`{' '.join(name.replace('`', '').split())[:80]}`" for name in names]
    if len(quoted) <= 1:
        return "".join(quoted)
    if len(quoted) > 4:
        quoted = [*quoted[:3], "others"]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def lower_first(sentence: str) -> str:
    """Return a sentence that goes on after a colon; names and acronyms keep their capitals."""
    word = sentence.split(" ", 1)[0]
    return (
        sentence
        if not word[:1].isalpha() or word[1:] != word[1:].lower()
        else (sentence[:1].lower() + sentence[1:])
    )
