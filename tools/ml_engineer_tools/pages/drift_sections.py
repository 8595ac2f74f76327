"""What the page of a drift measurement draws: distances, before and after, windows, importance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.pages.charts import Bar, Columns, bars, columns, dots, per_cent
from ml_engineer_tools.pages.figure_index import FigureIndex
from ml_engineer_tools.pages.sections import Drawing, Section

DISTANCES = ("ks_distance", "l_infinity_distance")
MOST_BARS = 40
MOST_DRAWN = 24
WORDS = {"ks_distance": "KS distance", "l_infinity_distance": "Largest change of a share"}


def drift_sections(evidence: Evidence) -> list[Section]:
    """Return the sections of a drift page; those with nothing to show are left out."""
    index = FigureIndex.of(evidence)
    moved = {
        column
        for finding in evidence.measurement.findings
        if finding.severity != "info"
        for column in finding.columns
    }
    sections = [
        Section("Drift by window", _WINDOWS, tuple(_by_window(index))),
        Section("How far each column lies", _FAR, tuple(_overview(index, moved))),
        Section("Before and after", _BOTH, tuple(_before_and_after(index))),
        Section("Missing values", _MISSING, tuple(_missing(index, moved))),
        Section("Told apart by a model", _DOMAIN, tuple(_domain(index))),
        Section("What matters to the model", _MATTERS, tuple(_importance(index))),
    ]
    return [section for section in sections if not section.empty]


_WINDOWS = (
    "Each window compared with the reference. Windows in which effect and evidence say that the "
    "column moved stand in the findings."
)
_FAR = (
    "Distance between the reference and the current table; red where effect and evidence together "
    "say that something moved. The threshold knows how many independent rows there are."
)
_BOTH = (
    "Share of rows by bin of the reference, or by level: the reference in grey, the current table "
    "in colour."
)
_MISSING = "Share of rows without a value: the reference in grey, the current table in colour."
_DOMAIN = (
    "How well boosted trees tell current rows from reference rows, out of fold; 0.5 is chance."
)
_MATTERS = "Share of the importance of all columns, for those that moved."


def _overview(index: FigureIndex, moved: set[str]) -> Iterator[Drawing]:
    for quantity in DISTANCES:
        found = [
            figure
            for figure in index.all(quantity)
            if figure.subject.window is None and figure.subject.column is not None
        ]
        if not found:
            continue
        found.sort(key=lambda figure: -float(figure.value))
        largest = max(float(found[0].value), 0.1)
        drawn = [
            Bar(
                figure.subject.column or "",
                100 * float(figure.value) / largest,
                _with_threshold(index, figure),
                tone="bad" if figure.subject.column in moved else "",
                title=figure.handle,
            )
            for figure in found[:MOST_BARS]
        ]
        more = len(found) - len(drawn)
        rest = f"; {more} nearer ones are left out" if more > 0 else ""
        yield Drawing(f"{WORDS[quantity]}{rest}", tuple(drawn))


def _with_threshold(index: FigureIndex, figure: Figure) -> str:
    limit = index.value(figure.subject.column or "", "distance_threshold")
    return f"{figure} of {limit}" if limit is not None else str(figure)


def _before_and_after(index: FigureIndex) -> Iterator[Drawing]:
    for name in index.columns("bin_share", "level_share")[:MOST_DRAWN]:
        shares = index.of_column(name, "bin_share")
        if shares:
            drawn = _paired(shares)
            if drawn is not None:
                yield Drawing(name, columns=drawn)
            continue
        levels = index.of_column(name, "level_share")
        if len({figure.subject.slice for figure in levels}) < 2:
            continue
        yield Drawing(name, tuple(_paired_bars(levels)))


def _paired(shares: Sequence[Figure]) -> Columns | None:
    """Return upright bars in pairs, the reference first."""
    slices = list(dict.fromkeys(figure.subject.slice or "" for figure in shares))
    value = {
        (figure.subject.slice or "", figure.subject.window): float(figure.value)
        for figure in shares
    }
    counted, tones = [], []
    for name in slices:
        for window, tone in (("reference", "before"), ("current", "after")):
            share = value.get((name, window), 0.0)
            counted.append((f"{name} {window}", share))
            tones.append(tone)
    drawn = columns(counted, left=slices[0], right=slices[-1])
    if drawn is None:
        return None
    titles = tuple(f"{label}: {per_cent(share)}" for label, share in counted)
    highest = per_cent(max(share for _, share in counted))
    return Columns(drawn.heights, titles, drawn.left, drawn.right, highest, tones=tuple(tones))


def _paired_bars(levels: Sequence[Figure]) -> list[Bar]:
    largest = max((float(figure.value) for figure in levels), default=0.0) or 1.0
    names = list(dict.fromkeys(figure.subject.slice or "" for figure in levels))
    value = {
        (figure.subject.slice or "", figure.subject.window): float(figure.value)
        for figure in levels
    }
    drawn = []
    for name in names:
        for window, tone in (("reference", "muted"), ("current", "")):
            share = value.get((name, window), 0.0)
            label = name if window == "reference" else ""
            drawn.append(Bar(label, 100 * share / largest, per_cent(share), tone=tone))
    return drawn


def _missing(index: FigureIndex, moved: set[str]) -> Iterator[Drawing]:
    drawn: list[Bar] = []
    for name in index.columns("missing_share"):
        share = {
            figure.subject.window: float(figure.value)
            for figure in index.of_column(name, "missing_share")
        }
        if set(share) != {"reference", "current"} or (name not in moved and len(drawn) > MOST_BARS):
            continue
        before, after = share["reference"], share["current"]
        drawn += [
            Bar(name, 100 * before, per_cent(before), tone="muted"),
            Bar("", 100 * after, per_cent(after)),
        ]
    if drawn:
        yield Drawing("Missing", tuple(drawn))


def _domain(index: FigureIndex) -> Iterator[Drawing]:
    auc = index.first("domain_auc")
    if auc is None:
        return
    drawn = dots([("ROC AUC", auc)], mark=0.5, mark_text="chance")
    yield Drawing("Out-of-fold ROC AUC with its 95 % interval", dots=drawn)
    gains = index.all("domain_gain_share")
    if gains:
        labelled = [(g.subject.column or "", float(g.value), per_cent(float(g.value)))
                    for g in gains]  # fmt: skip
        yield Drawing("Share of the trees' gain", tuple(bars(labelled)))


def _importance(index: FigureIndex) -> Iterator[Drawing]:
    shares = {f.subject.column or "": float(f.value) for f in index.all("importance_share")}
    if shares:
        labelled = [(name, share, per_cent(share)) for name, share in shares.items()]
        labelled.sort(key=lambda item: -item[1])
        yield Drawing("Share of importance", tuple(bars(labelled, most=1.0)))


def _by_window(index: FigureIndex) -> Iterator[Drawing]:
    counted = [
        (figure.subject.window or "", float(figure.value))
        for figure in index.all("drifted_columns")
        if figure.subject.window is not None
    ]
    if not counted:
        return
    yield Drawing("Columns that moved", columns=columns(counted))
    rows = [
        (figure.subject.window or "", float(figure.value))
        for figure in index.all("row_count")
        if figure.subject.window != "reference"
    ]
    yield Drawing("Rows", columns=columns(rows))
    for name in index.columns("drifted_windows")[:MOST_DRAWN]:
        for quantity in (*DISTANCES, "psi"):
            found = [
                (figure.subject.window or "", float(figure.value))
                for figure in index.of_column(name, quantity)
                if figure.subject.window is not None
            ]
            if found:
                words = WORDS.get(quantity, "PSI")
                yield Drawing(f"{name}: {words}", columns=columns(found))
    for name in index.columns("missing_windows")[:MOST_DRAWN]:
        found = [
            (figure.subject.window or "", float(figure.value))
            for figure in index.of_column(name, "missing_share")
        ]
        yield Drawing(f"{name}: share missing", columns=columns(found))
