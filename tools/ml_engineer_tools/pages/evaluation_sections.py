"""What pages draw of predictions: scores against floors, calibration, costs, slices, groups, drop.

Figures are found by quantity and model, so that every tool that records them is drawn alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.pages.charts import Columns, bars, columns, dots, per_cent
from ml_engineer_tools.pages.figure_index import FigureIndex
from ml_engineer_tools.pages.sections import Drawing, Section

METRICS = ("roc_auc", "macro_roc_auc", "average_precision", "accuracy", "balanced_accuracy",
           "macro_f1", "brier", "log_loss", "mae", "rmse", "r2")  # fmt: skip

PARTS = {
    "_fall": "all of it", "_fall_by_scoring": "other scores for the same inputs",
    "_fall_by_inputs": "other inputs", "_fall_by_relation":
    "another relation", "_fall_by_prior": "another share of classes", "_fall_given_class":
    "the rest beside that", "_fall_mendable": "given back by recalibration",
}  # fmt: skip

GROUP_RATES = ("selection_rate", "false_positive_rate", "false_negative_rate", "error_rate",
               "calibration_gap", "mean_error", "absolute_error")  # fmt: skip
MOST_SLICES = 12


def evaluation_sections(evidence: Evidence) -> list[Section]:
    """Return the sections of an evaluation page; those with nothing to show are left out."""
    index = FigureIndex.of(evidence)
    sections = [
        Section("Performance", _PERFORMANCE, tuple(_performance(index))),
        Section("Estimated without outcomes", _ESTIMATED, tuple(_estimated(index))),
        Section("What a fall comes from", _FALL, tuple(_falls(index))),
        *prediction_sections(evidence),
    ]
    return [section for section in sections if not section.empty]


def prediction_sections(evidence: Evidence) -> list[Section]:
    """Return the sections on calibration, costs, slices and groups."""
    index = FigureIndex.of(evidence)
    return [
        section
        for section in (
            Section("Calibration", _CALIBRATION, tuple(_calibration(index))),
            Section("Calibration", _OF_NUMBERS, tuple(_calibration_of_numbers(index))),
            Section("Cost by threshold", _COST, tuple(_costs(index))),
            Section("Slices", _SLICES, tuple(_slices(index))),
            Section("Groups", _GROUPS, tuple(_groups(index))),
        )
        if not section.empty
    ]


_PERFORMANCE = (
    "The model and the floors that need no model, each with its 95 % interval. Where a floor can't "
    "predict all rows, the model stands beside it on the rows that it predicts."
)
_ESTIMATED = (
    "What outcomes drawn from the (recalibrated) scores would give; no measurement, see the "
    "assumptions in the findings."
)
_FALL = (
    "The fall of each metric against the reference, and ways to split it; right of the line "
    "is worse. The parts are views of the same fall and don't add up across ways."
)
_CALIBRATION = (
    "Rows in bins of about equal numbers, from low scores to high ones: in grey what the model "
    "said, in colour how often it happened."
)
_OF_NUMBERS = (
    "Rows in bins of about equal numbers, from small predictions to large ones: what the model "
    "said on average, and the mean outcome with its interval."
)
_COST = "Cost per 1,000 decisions if everything from a score on is acted on."
_SLICES = (
    "Difference of the loss inside a slice and outside; the intervals hold for all slices that "
    "were looked at together."
)
_GROUPS = "Rates of each group with 95 % intervals."


def _performance(index: FigureIndex) -> Iterator[Drawing]:
    for metric in METRICS:
        found = [f for f in index.all(metric) if f.subject.slice is None]
        if not found:
            continue
        yield _side_by_side(metric.replace("_", " "), found)
    for floor in ("last_value", "same_time_last_week", "same_time_last_year", "one_rule"):
        rows = f"rows that {floor} predicts"
        for metric in METRICS:
            found = [f for f in index.all(metric) if f.subject.slice == rows]
            if len(found) > 1:
                words = f"{metric.replace('_', ' ')}, on the {found[0].n or 0:,} {rows}"
                yield _side_by_side(words, sorted(found, key=lambda f: f.subject.model != "model"))


def _side_by_side(title: str, found: list[Figure]) -> Drawing:
    labelled = [(_who(figure), figure) for figure in found]
    return Drawing(title, dots=dots(labelled, tones=[_tone(figure) for figure in found]))


def _estimated(index: FigureIndex) -> Iterator[Drawing]:
    found = [
        (name.replace("_", " "), figure)
        for name in (*METRICS, "precision", "recall")
        if (figure := index.first(f"estimated_{name}")) is not None
    ]
    if found:
        yield Drawing("Estimates with their intervals", dots=dots(found))


def _falls(index: FigureIndex) -> Iterator[Drawing]:
    for metric in METRICS:
        found = [
            (words, figure)
            for suffix, words in PARTS.items()
            if (figure := index.first(f"{metric}{suffix}")) is not None
        ]
        if len(found) > 1:
            yield Drawing(metric.replace("_", " "), dots=dots(found, mark=0.0, mark_text="none"))


def _calibration(index: FigureIndex) -> Iterator[Drawing]:
    by_model: dict[str, tuple[list[Figure], list[Figure]]] = {}
    for k, quantity in enumerate(("bin_mean_score", "bin_observed_rate")):
        for figure in index.all(quantity):
            key = _place(figure)
            by_model.setdefault(key, ([], []))[k].append(figure)
    for key, (said, happened) in by_model.items():
        if len(said) != len(happened) or not said:
            continue
        counted, tones, titles = [], [], []
        for a, b in zip(said, happened, strict=True):
            counted += [("", float(a.value)), ("", float(b.value))]
            tones += ["before", "after"]
            titles += [
                f"{a.subject.slice}, {a.n or 0:,} rows: said {per_cent(float(a.value))}",
                f"{a.subject.slice}: happened {per_cent(float(b.value))}",
            ]
        drawn = columns(counted, left="low scores", right="high scores")
        if drawn is None:
            continue
        highest = per_cent(max(value for _, value in counted))
        yield Drawing(
            key or "Reliability",
            columns=Columns(drawn.heights, tuple(titles), drawn.left, drawn.right, highest,
                            tones=tuple(tones)),
        )  # fmt: skip
        yield Drawing("How often it happened, by bin", dots=dots(
            [(f"said {per_cent(float(a.value))}", b) for a, b in zip(said, happened, strict=True)]
        ))  # fmt: skip


def _calibration_of_numbers(index: FigureIndex) -> Iterator[Drawing]:
    said, happened = index.all("bin_mean_prediction"), index.all("bin_mean_outcome")
    by_place: dict[str, list[tuple[str, Figure]]] = {}
    for a, b in zip(said, happened, strict=False):
        by_place.setdefault(_place(b), []).append((f"said {a}", b))
    for key, found in by_place.items():
        yield Drawing(f"{key}: mean outcome, by bin" if key else "Mean outcome, by bin",
                      dots=dots(found))  # fmt: skip


def _costs(index: FigureIndex) -> Iterator[Drawing]:
    by_model: dict[str, list[Figure]] = {}
    for figure in index.all("cost_at_threshold"):
        by_model.setdefault(_place(figure), []).append(figure)
    for key, found in by_model.items():
        counted = [((f.subject.slice or "").replace("threshold ", ""), float(f.value))
                   for f in found]  # fmt: skip
        yield Drawing(key or "Cost per 1,000 decisions", columns=columns(counted))
    policies = [(f.subject.model or "", f) for f in index.all("cost_per_1000")]
    if policies:
        yield Drawing("Policies", dots=dots(policies))
    differences = [(f.subject.model or "", f) for f in index.all("cost_difference_per_1000")]
    if differences:
        yield Drawing("Differences", dots=dots(differences, mark=0.0, mark_text="none"))


def _slices(index: FigureIndex) -> Iterator[Drawing]:
    for loss in ("squared_error", "error_rate", "absolute_error"):
        found = [
            figure
            for figure in index.all(f"{loss}_difference")
            if figure.subject.slice is not None and not index.of_column(
                figure.subject.column or "", "group_share"
            )
        ]  # fmt: skip
        if found:
            labelled = [(f.subject.slice or "", f) for f in found[:MOST_SLICES]]
            yield Drawing(
                loss.replace("_", " "), dots=dots(labelled, mark=0.0, mark_text="as elsewhere")
            )


def _groups(index: FigureIndex) -> Iterator[Drawing]:
    for column in index.columns("group_share"):
        shares = index.of_column(column, "group_share")
        labelled = [(f.subject.slice or "", float(f.value), per_cent(float(f.value)))
                    for f in shares]  # fmt: skip
        yield Drawing(f"{column}: share of rows", tuple(bars(labelled, most=1.0)))
        for rate in GROUP_RATES:
            found = [f for f in index.of_column(column, rate) if f.subject.slice is not None]
            if len(found) > 1:
                drawn = dots([(f.subject.slice or "", f) for f in found])
                yield Drawing(f"{column}: {rate.replace('_', ' ')}", dots=drawn)


def _place(figure: Figure) -> str:
    subject = figure.subject
    return ", ".join(part for part in (subject.model, subject.split, subject.window) if part)


def _who(figure: Figure) -> str:
    return ", ".join(filter(None, (figure.subject.model, figure.subject.window)))


def _tone(figure: Figure) -> str:
    return "" if figure.subject.model == "model" else "muted"
