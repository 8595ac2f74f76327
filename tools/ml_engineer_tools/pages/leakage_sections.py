"""What the page of a leakage check draws: what a score is worth, the suspects, the split."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.leakage.check_names import TARGET_LEAKS
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.pages.charts import Bar, bars, dots, per_cent, shown
from ml_engineer_tools.pages.figure_index import FigureIndex
from ml_engineer_tools.pages.period_drawings import period_drawings
from ml_engineer_tools.pages.sections import Drawing, Section

METRICS = ("roc_auc", "macro_roc_auc", "r2")
GIVEN_FOLDS = "the folds given"
OVERLAPS = {
    "row_overlap_share": "test rows that equal a training row",
    "near_row_overlap_share": "test rows that nearly equal a training row",
    "entity_overlap_row_share": "test rows of entities met in training",
    "entity_overlap_share": "test entities met in training",
    "test_before_train_end_share": "test rows before the last training row",
    "duplicate_row_share": "rows that repeat another row",
}


def leakage_sections(evidence: Evidence) -> list[Section]:
    """Return the sections of a leakage check's page; those with nothing to show are left out."""
    index = FigureIndex.of(evidence)
    metric = next((m for m in METRICS if index.first(f"as_it_stands_{m}")), "roc_auc")
    sections = [
        Section("What a score is worth", _WORTH, tuple(_worth(index, metric))),
        Section("Suspects", _SUSPECTS, tuple(_suspects(evidence, index))),
        Section("The split under stress", _STRESS, tuple(_stress(index, metric))),
        Section("Between train and test", _BETWEEN, tuple(_between(index))),
    ]
    return [section for section in sections if not section.empty]


_WORTH = (
    "One quick model, judged out of fold: as the table stands, without the suspects, and under the "
    "strictest split that the table allows."
)
_SUSPECTS = (
    "What each feature says of the target alone, and how the target goes with the suspects. A "
    "suspect is a question, not a verdict: is the value known when the prediction is made?"
)
_STRESS = (
    "The same quick model under folds at random and under splits that keep time, entities or "
    "duplicates apart, each with its 95 % interval."
)
_BETWEEN = "What stands on both sides of the split."


def _worth(index: FigureIndex, metric: str) -> Iterator[Drawing]:
    whole = index.first(f"as_it_stands_{metric}")
    if whole is None or isinstance(whole.value, str):
        return
    chance = 0.0 if metric == "r2" else 0.5
    rest = index.first(f"without_suspects_{metric}")
    share = index.first("suspects_share")
    honest = next(
        (f for name in ("time", "file_order", "group", "duplicates")
         for f in index.all(f"{name}_split_{metric}")), None
    )  # fmt: skip
    steps: list[tuple[str, Figure, str]] = [("as the table stands", whole, "")]
    if rest is not None and share is not None:
        steps.append(("without the suspects", rest, "good"))
    if honest is not None:
        steps.append((f"and split by {honest.subject.split}", honest, "good"))
    top = max(float(figure.value) for _, figure, _ in steps)
    span = max(top, chance + 1e-9) - chance

    def width(value: float) -> float:
        return min(100.0, max(0.0, 100 * (value - chance) / span))

    drawn, before = [], None
    for label, figure, tone in steps:
        value = float(figure.value)
        drawn.append(Bar(label, width(value), shown(figure), tone=tone, title=figure.handle))
        if before is not None and before > value:
            drawn[-1:] = [
                Bar("taken away", width(before) - width(value), f"{before - value:.3f}",
                    start=width(value), tone="bad"),
                drawn[-1],
            ]  # fmt: skip
        before = value
    name = METRIC_NAMES[metric]
    yield Drawing(f"{name}; bars begin at {chance:g}, which is knowing nothing.", tuple(drawn))


def _suspects(evidence: Evidence, index: FigureIndex) -> Iterator[Drawing]:
    suspects = [
        name
        for finding in evidence.measurement.findings
        if finding.check in TARGET_LEAKS and finding.severity in ("high", "medium")
        for name in finding.columns
    ]
    suspects = list(dict.fromkeys(suspects))
    for metric in METRICS:
        scores = index.all(f"single_feature_{metric}")
        if scores:
            ordered = sorted(scores, key=lambda figure: -float(figure.value))[:20]
            chance = 0.0 if metric == "r2" else 0.5
            drawn = dots(
                [(figure.subject.column or "", figure) for figure in ordered],
                mark=chance,
                mark_text="knowing nothing",
                tones=["bad" if f.subject.column in suspects else "" for f in ordered],
            )
            yield Drawing(f"{METRIC_NAMES[metric]} of each feature alone, out of fold", dots=drawn)
    for name in dict.fromkeys([*suspects, *index.columns("target_rate", "target_mean")]):
        yield from _target_by_value(index, name)


def _target_by_value(index: FigureIndex, name: str) -> Iterator[Drawing]:
    figures = index.of_column(name, "target_rate", "target_mean")
    if not figures:
        return
    rate = figures[0].quantity == "target_rate"
    caption = f"{'Share of the positive class' if rate else 'Mean of the target'} by {name}"
    pairs = [
        (f.subject.slice or "", float(f.value),
         f"{per_cent(float(f.value)) if rate else shown(f)} of {f.n:,} rows" if f.n else shown(f))
        for f in figures
    ]  # fmt: skip
    if min(value for _, value, _ in pairs) < 0:
        yield Drawing(caption, dots=dots([(f.subject.slice or "", f) for f in figures]))
    else:
        yield Drawing(caption, tuple(bars(pairs, most=1.0 if rate else None)))


def _stress(index: FigureIndex, metric: str) -> Iterator[Drawing]:
    named = [(f"random_split_{metric}", "folds at random"), (f"given_folds_{metric}", GIVEN_FOLDS)]
    for name in ("time", "file_order", "stretches", "group", "duplicates"):
        words = name.replace("_", " ")
        named += [
            (f"random_split_{metric}_same_rows", f"folds at random, rows of the {words} split"),
            (f"given_folds_{metric}_same_rows", f"{GIVEN_FOLDS}, rows of the {words} split"),
            (f"{name}_split_{metric}", f"split by {words}"),
        ]
    found: list[tuple[str, Figure]] = []
    for quantity, label in named:
        found += [
            (label, figure)
            for figure in index.all(quantity)
            if figure.subject.model == "quick_model"
            and (not quantity.endswith("same_rows") or (figure.subject.split or "") in label)
        ]
    if len(found) > 1:
        tones = [
            "bad" if "random" in label or GIVEN_FOLDS in label else "good" for label, _ in found
        ]
        drawn = dots(found, mark=0.0 if metric == "r2" else 0.5, mark_text="knowing nothing",
                     tones=tones)  # fmt: skip
        yield Drawing(METRIC_NAMES[metric], dots=drawn)
    for plain in ("accuracy", "r2"):
        models = {"quick_model": "quick model", "last_value": "last value repeated",
                  "trivial": "trivial model"}  # fmt: skip
        naive = [
            (models[f.subject.model], f) for f in index.all(plain) if f.subject.model in models
        ]
        if naive:
            yield Drawing(f"{METRIC_NAMES[plain]} on later rows", dots=dots(naive))


def _between(index: FigureIndex) -> Iterator[Drawing]:
    shares = [
        (words if figure.subject.column is None else f"{words}, by {figure.subject.column}",
         float(figure.value), per_cent(float(figure.value)))
        for quantity, words in OVERLAPS.items()
        for figure in index.all(quantity)
    ]  # fmt: skip
    if shares:
        yield Drawing("Shares", tuple(bars(shares, most=1.0)))
    yield from period_drawings(index)
