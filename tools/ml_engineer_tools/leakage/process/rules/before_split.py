"""Fits that saw the test: preprocessing, selection, encoding, added rows before the split."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.leakage.process.events import Evaluation, Events, Fit, Split
from ml_engineer_tools.leakage.process.facts import Influence, InfluenceKind
from ml_engineer_tools.leakage.process.flaws import Flaw, FlawKind
from ml_engineer_tools.leakage.process.hints import suggests_time
from ml_engineer_tools.leakage.process.rows import (
    Part,
    by_groups,
    covers,
    is_held_out,
    relation,
    share_rows,
    sources,
)
from ml_engineer_tools.leakage.process.rules.scores import Scores

KINDS: dict[InfluenceKind, FlawKind] = {
    "scaling": "preprocessing_before_split", "imputation": "preprocessing_before_split",
    "reduction": "preprocessing_before_split", "vectorising": "preprocessing_before_split",
    "unsupervised_selection": "preprocessing_before_split",
    "statistic": "preprocessing_before_split", "correlation": "preprocessing_before_split",
    "feature_selection": "selection_before_split",
    "target_encoding": "target_encoding_before_split",
    "oversampling": "oversampling_before_split", "undersampling": "undersampling_before_split",
    "graph": "test_edges_in_graph",
    "hard_rows": "hard_rows_dropped_before_split",
    "duplication": "duplicates_before_split", "imputation_with_target": "imputation_with_target",
}  # fmt: skip
"""Which flaw a fit is when it saw the test. Encoders are left out: which levels there are says
nothing of a row."""

VERBS: dict[InfluenceKind, str] = {
    "feature_selection": "chooses features by the label",
    "target_encoding": "encodes by the label",
    "oversampling": "adds rows",
    "undersampling": "leaves rows out",
    "graph": "reads a graph that still holds the edges of the test",
    "hard_rows": "drops rows on which a model of the label is far off",
    "duplication": "stacks rows that it has already",
    "imputation_with_target": "fills in values with the label among its columns",
}


def before_split(events: Events, scores: Scores) -> Iterator[Flaw]:
    """Yield the fits whose rows reach past the split that follows."""
    for event in events.last:
        if isinstance(event, Split):
            if not event.key and not scores.bear_on(event):
                continue
            for fit in event.data.influences:
                if event.manner not in ("random", "fold") and _within_groups(fit):
                    continue
                if covers(fit.rows, event.data.rows):
                    yield from _flaw(fit, event.line, event, scores)
        elif isinstance(event, Evaluation):
            said = event.prediction
            saw = [fit for fit in said.influences | said.shaped if _saw_test(fit, event)]
            for fit in saw:
                if fit.kind != "graph" or fit == min(_of_graphs(saw), key=lambda f: f.line):
                    line = events.line_between(said.trained, said.rows)
                    yield from _flaw(fit, line, None, scores)


def _of_graphs(fits: list[Influence]) -> list[Influence]:
    """Return where a graph is read: the first of them tells it."""
    return [fit for fit in fits if fit.kind == "graph"]


def _cuts_groups(part: Part) -> bool:
    """Tell whether rows came through a split that is known to cut groups of rows."""
    cutting = any(side.kind in ("random", "fold") for side in part.path)
    return cutting and not by_groups(part)


def _cuts_time(part: Part) -> bool:
    """Tell whether rows lie behind a cut in time: of each group the others lie before it."""
    return any(
        side.kind == "mask" and side.name.startswith((">", ">=")) and suggests_time(side.key)
        for side in part.path
    )


def _of_the_first(fit: Influence) -> bool:
    """Tell whether a statistic is hardly changed by rows that come later, as the first is."""
    return any(word in fit.call for word in ("first", "min", "count", "size", "head"))


def _within_groups(fit: Influence) -> bool:
    """Tell whether a fit is a statistic by group, which a split by groups does not cut."""
    return fit.kind == "statistic" and fit.call.startswith("groupby()")


def _saw_test(fit: Influence, event: Evaluation) -> bool:
    """Tell whether a fit saw rows of the test beside others."""
    said = event.prediction
    cuts = [_cuts_groups(p) or (_cuts_time(p) and not _of_the_first(fit)) for p in said.rows]
    if _within_groups(fit) and not any(cuts):
        return False
    if not said.trained or not share_rows(fit.rows, said.rows):
        return False
    if share_rows(said.trained, said.rows):
        return False
    return not covers(said.rows, fit.rows)


def _flaw(fit: Influence, line: int, split: Split | None, scores: Scores) -> Iterator[Flaw]:
    kind = KINDS.get(fit.kind)
    if kind is None:
        return
    severity: Severity | None = None
    if scores.clean_of(fit.rows):
        severity = _within_training(kind, split)
    verb = VERBS.get(fit.kind, "learns from")
    rows = " the rows" if verb == "learns from" else ""
    text = f"{verb}{rows} of both sides of the split" if rows else f"{verb} before the split"
    yield Flaw(
        kind, fit.line, fit.call,
        verb if fit.kind == "graph" else text,
        other_line=line, severity=severity, site=fit.site,
    )  # fmt: skip


def _within_training(kind: FlawKind, split: Split | None) -> Severity:
    """Return how much it matters if another score is on rows that the fit has not seen."""
    if kind == "preprocessing_before_split":
        return "info"
    return "medium" if split is not None and split.purpose == "score" else "low"


def refitted(events: Events) -> Iterator[Flaw]:
    """Yield the fits on test rows of what was fitted on training rows too."""
    fits = [event for event in events.last if isinstance(event, Fit) and event.influence]
    for event in events.last:
        if not isinstance(event, Evaluation):
            continue
        said = event.prediction
        for fit in sorted(said.shaped - said.influences, key=lambda f: (f.line, f.call)):
            if fit.kind == "duplication":
                continue
            if not share_rows(fit.rows, said.rows) or not covers(said.rows, fit.rows):
                continue
            if fit.kind in ("oversampling", "undersampling"):
                yield Flaw("resampled_test", fit.line, fit.call, "changes the rows that are scored",
                           other_line=event.line, site=fit.site)  # fmt: skip
            elif any(_same_fit(fit, other) for other in said.influences):
                yield _refit(fit, event.line)
    for fit_event in fits:
        if is_held_out(fit_event.rows) and _has_sibling(fit_event, fits):
            assert fit_event.influence is not None  # noqa: S101  told to the type checker
            yield _refit(fit_event.influence, 0)


def _same_fit(fit: Influence, other: Influence) -> bool:
    """Tell whether what was fitted on the training rows is fitted again.

    A statistic of rows of another origin may be that of one item, as each has its own.
    """
    if fit.call != other.call:
        return False
    plain = fit.kind in ("statistic", "correlation")
    return not plain or bool(sources(fit.rows) & sources(other.rows))


def _has_sibling(event: Fit, fits: list[Fit]) -> bool:
    return any(
        other.call == event.call
        and other.rows != event.rows
        and {p.source for p in other.rows} == {p.source for p in event.rows}
        and all(relation(a, b) == "disjoint" for a in other.rows for b in event.rows)
        and not is_held_out(other.rows)
        for other in fits
    )


def _refit(fit: Influence, line: int) -> Flaw:
    if fit.kind in ("oversampling", "undersampling"):
        return Flaw("resampled_test", fit.line, fit.call, "changes the rows that are scored",
                    other_line=line, site=fit.site)  # fmt: skip
    severity: Severity | None = "low" if fit.kind in ("statistic", "correlation") else None
    return Flaw("refit_on_test", fit.line, fit.call, "is fitted on the test rows anew",
                other_line=line, severity=severity, site=fit.site)  # fmt: skip
