"""What the page of baselines draws: scores by model, and what stands behind the chosen one's."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.evidence import Evidence, Figure, format_value
from ml_engineer_tools.pages.charts import Bar, bars, columns, dots
from ml_engineer_tools.pages.evaluation_sections import prediction_sections
from ml_engineer_tools.pages.figure_index import FigureIndex
from ml_engineer_tools.pages.sections import Drawing, Section

METRICS = {
    "roc_auc": "ROC AUC", "macro_roc_auc": "Macro ROC AUC", "average_precision":
    "Average precision", "accuracy": "Accuracy", "balanced_accuracy": "Balanced accuracy",
    "brier": "Brier score", "mae": "Mean absolute error", "rmse": "Root mean squared error",
    "poisson_deviance": "Poisson deviance", "r2": "R2",
    "cost_per_1000": "Cost per 1,000 decisions",
}  # fmt: skip
CHANCE = {"roc_auc": 0.5, "macro_roc_auc": 0.5, "r2": 0.0}
MOST_BARS = 25
LATENCY = "latency "

_SCORES = (
    "Each model on the rows that judged it, with its 95 % interval; models that need no column "
    "first. Differences between models are paired and stand in the findings."
)
_IMPORTANCE = "What the score loses when a column's values are shuffled, with its 95 % interval."
_COEFFICIENTS = (
    "What one unit of a feature (or having a level) changes in the linear model, fitted on all "
    "exploration rows: left of the middle lowers, right of it raises."
)
_LEARNING = "The same rows judge models that learnt from a part of the training rows."
_SERVING = "Measured on this machine while it did other things too; sizes are of the fitted model."


def baselines_sections(evidence: Evidence) -> list[Section]:
    """Return the sections of a baselines page; those with nothing to show are left out."""
    index = FigureIndex.of(evidence)
    sections = [
        Section("Scores", _SCORES, tuple(_scores(index))),
        *prediction_sections(evidence),
        Section("Learning curve", _LEARNING, tuple(_learning(index))),
        Section("Importance", _IMPORTANCE, tuple(_importance(index))),
        Section("Coefficients", _COEFFICIENTS, tuple(_coefficients(index))),
        Section("Serving", _SERVING, tuple(_serving(index, evidence))),
    ]
    return [section for section in sections if not section.empty]


def _scores(index: FigureIndex) -> Iterator[Drawing]:
    for metric, words in METRICS.items():
        found = [
            f
            for f in index.all(metric)
            if f.subject.model and f.subject.split and ", pooled" not in f.subject.split
        ]
        splits = list(dict.fromkeys(f.subject.split for f in found))
        for split in splits:
            named = [(_label(figure), figure) for figure in found if figure.subject.split == split]
            chance = CHANCE.get(metric)
            drawn = dots(named, mark=chance, mark_text="chance" if chance == 0.5 else "")
            yield Drawing(f"{words}, {split}", dots=drawn)


def _label(figure: Figure) -> str:
    model = str(figure.subject.model).replace("_", " ")
    return model if figure.subject.slice is None else f"{model}, {figure.subject.slice}"


def _learning(index: FigureIndex) -> Iterator[Drawing]:
    for metric, words in METRICS.items():
        curve = index.all(f"learning_{metric}")
        if curve:
            named = [(str(figure.subject.slice), figure) for figure in curve]
            yield Drawing(f"{words} of {curve[0].subject.model}", dots=dots(named))
            values = [float(figure.value) for figure in curve]
            counted = [(label, float(label.split()[0].replace(",", ""))) for label, _ in named]
            drawn = columns(counted, line=values, line_text=words)
            yield Drawing("Training rows, and the score over them", columns=drawn)


def _importance(index: FigureIndex) -> Iterator[Drawing]:
    found = sorted(index.all("permutation_importance"), key=lambda f: -float(f.value))
    if found:
        named = [(str(figure.subject.column), figure) for figure in found[:MOST_BARS]]
        rest = len(found) - len(named)
        more = f"; {rest} that matter less are left out" if rest > 0 else ""
        yield Drawing(
            f"Permutation importance in {found[0].subject.model}{more}",
            dots=dots(named, mark=0.0, mark_text="nothing"),
        )


def _coefficients(index: FigureIndex) -> Iterator[Drawing]:
    found = index.all("coefficient")
    largest = max((abs(float(figure.value)) for figure in found), default=0.0)
    if not largest:
        return
    drawn = []
    for figure in found[:MOST_BARS]:
        value = float(figure.value)
        width = 50 * abs(value) / largest
        level = f" = {figure.subject.slice}" if figure.subject.slice else ""
        drawn.append(
            Bar(
                f"{figure.subject.column}{level}", width, format_value(value),
                start=50.0 if value > 0 else 50 - width, tone="" if value > 0 else "bad",
                title=figure.handle,
            )
        )  # fmt: skip
    yield Drawing(f"Coefficients ({found[0].unit})", tuple(drawn))


def _serving(index: FigureIndex, evidence: Evidence) -> Iterator[Drawing]:
    times = {
        name.removeprefix(LATENCY): 1000 * seconds
        for name, seconds in evidence.run.figures.items()
        if name.startswith(LATENCY)
    }
    if times:
        labelled = [(name, spent, f"{spent:.3g} ms") for name, spent in times.items()]
        yield Drawing("Latency of predictions", tuple(bars(labelled)))
    training = {
        name: seconds
        for name, seconds in evidence.run.figures.items()
        if not name.startswith(LATENCY)
    }
    if training:
        labelled = [(name, spent, f"{spent:.3g} s") for name, spent in training.items()]
        yield Drawing("Time to train and to judge, all folds", tuple(bars(labelled)))
    sizes = index.all("model_size")
    if sizes:
        labelled = [
            (str(figure.subject.model), float(figure.value), f"{float(figure.value):,.0f} bytes")
            for figure in sizes
        ]
        yield Drawing("Size", tuple(bars(labelled)))
