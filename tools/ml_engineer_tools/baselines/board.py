"""The board: every model's scores as figures, and the paired differences between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ml_engineer_tools.baselines.fitting import Fitting
from ml_engineer_tools.baselines.floors import MEDIAN, NAIVE, SLICE_FREE, TRIVIAL
from ml_engineer_tools.baselines.splitting import SplitKind
from ml_engineer_tools.baselines.trials import COST, Estimate, Trial
from ml_engineer_tools.evidence import EXACT, Exactness, Figure
from ml_engineer_tools.modelling.deciding import Gain, judge_gain, why_undecided
from ml_engineer_tools.modelling.models import MODELS
from ml_engineer_tools.modelling.scores import higher_is_better
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import SHOWN_LENGTH

SMALLEST_GAIN = 0.01
"""Gains below one point of ROC AUC, average precision or accuracy, or below one per cent of the
trivial model's error, don't count: a convention after clauses P2 and P4."""

TIMES_OF_SHARE = 10
"""Of average precision a tenth of the share of positives counts, where that is less than a point:
where one row of a hundred is positive a point would be twice as many right among those flagged."""


PLACES: Mapping[SplitKind, str] = {
    "random": "in random folds",
    "group": "split by entity",
    "time": "split by time",
    "both": "split by time and by entity",
    "file_order": "in file order",
    "holdout": "on the holdout",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models of one board.

    Attributes:
        gains: what is shown of the first being better by an amount that counts.
        loses: the same the other way round.
        figure: the difference, first minus second, in units of the metric.
        gain: the difference, positive if the first is better.
        interval: of the gain; None where it can't be told.
        rarer: rows of the rarer class that judge; None where there are no classes.
    """

    gains: Gain
    loses: Gain
    figure: Figure
    gain: float
    interval: tuple[float, float] | None
    rarer: int | None = None

    @property
    def why_undecided(self) -> str:
        """Why the gain can't be told, in words."""
        return why_undecided(self.interval, rarer=self.rarer)

    @property
    def better(self) -> bool:
        """Whether the first is shown to be better by an amount that counts."""
        return self.gains == "shown"

    @property
    def worse(self) -> bool:
        """Whether the second is."""
        return self.loses == "shown"


@dataclass(slots=True)
class Board:
    """The trials on one split with one set of columns.

    Attributes:
        task: what is predicted.
        trials: model -> trial.
        slice: names what was left out; None for all columns.
        exactness: of the rows behind it.
        record: where figures go.
        fitting: tells by which metrics models are compared.
    """

    task: Task
    trials: dict[str, Trial]
    record: Recorder
    fitting: Fitting
    slice: str | None = None
    exactness: Exactness = EXACT
    _figures: dict[tuple[str, str], Figure] = field(default_factory=dict)
    _compared: dict[tuple[str, str, str], Comparison | None] = field(default_factory=dict)

    @property
    def primary(self) -> str:
        """The metric that fits, by which models are compared."""
        return self.fitting.metric

    @property
    def label(self) -> str:
        """The metric by which models are compared with the last value."""
        return self.fitting.naive

    @property
    def where(self) -> str:
        """Name split and columns in prose, without numbers."""
        place = PLACES[next(iter(self.trials.values())).split.kind]
        return place if self.slice is None else f"{place}, without the suspects"

    @property
    def ladder(self) -> list[str]:
        """The models that learn, from the simplest to the most complex."""
        learning: list[str] = [
            model for model in MODELS if model in self.trials and model != TRIVIAL
        ]
        return [self.floor, *learning] if TRIVIAL in self.trials else learning

    @property
    def floor(self) -> str:
        """The better of the constant predictions: the mean, or the median where there is one."""
        if MEDIAN not in self.trials:
            return TRIVIAL
        mean, median = (self.trials[m].estimate(self.primary).value for m in (TRIVIAL, MEDIAN))
        return MEDIAN if median < mean else TRIVIAL

    @property
    def naive(self) -> str | None:
        """The best of the predictions that take an earlier outcome; None without an order."""
        sign = 1 if higher_is_better(self.label) else -1
        have = [m for m in NAIVE if m in self.trials and self.label in self.trials[m].metrics]
        return max(
            have, key=lambda m: sign * self.trials[m].estimate(self.label).value, default=None
        )

    def write_scores(self, *, also_slice_free: bool = True, headline: bool = True) -> None:
        """Record a figure for each model and metric; the primary ones are headlines.

        Args:
            also_slice_free: False leaves out the models that use no column, which another board
                of the same split has recorded.
            headline: False keeps them out of the short view.
        """
        for model, trial in self.trials.items():
            slice_free = model in SLICE_FREE
            if slice_free and not also_slice_free:
                continue
            for metric in trial.metrics:
                estimate = trial.estimate(metric)
                last = model in NAIVE and metric == self.label
                self._figures[model, metric] = self.record.figure(
                    metric,
                    estimate.value,
                    unit=self._unit(metric),
                    model=model,
                    split=trial.split.name,
                    slice=None if slice_free else self.slice,
                    interval=estimate.interval,
                    n=trial.split.validated,
                    exactness=self.exactness,
                    headline=headline
                    and (last or (metric == self.primary and model not in (MEDIAN, *NAIVE))),
                )

    def share_slice_free(self, other: Board) -> None:
        """Take over another board's figures of the models that use no column."""
        for (model, metric), figure in other._figures.items():
            if model in SLICE_FREE:
                self._figures.setdefault((model, metric), figure)

    def figure(self, model: str, metric: str) -> Figure | None:
        """Return the figure of a model's metric, if there is one."""
        return self._figures.get((model, metric))

    def best(self, metric: str) -> str | None:
        """Return the model that learns and has the best value; the simplest of equals."""
        have = [model for model in self.ladder if self.figure(model, metric) is not None]
        sign = 1 if higher_is_better(metric) else -1
        return max(have, key=lambda m: sign * self.trials[m].estimate(metric).value, default=None)

    def best_learner(self, metric: str) -> str | None:
        """Return the best of the models that learn from columns, if there is one."""
        sign = 1 if higher_is_better(metric) else -1
        have = [m for m in self.ladder if m != self.floor and self.figure(m, metric) is not None]
        return max(have, key=lambda m: sign * self.trials[m].estimate(metric).value, default=None)

    def compare(self, first: str, second: str, metric: str) -> Comparison | None:
        """Compare two models, recording the difference once; None where it is not defined."""
        key = (first, second, metric)
        if key not in self._compared:
            difference = self.trials[first].minus(self.trials[second], metric)
            self._compared[key] = (
                None if difference is None else self._comparison(first, second, metric, difference)
            )
        return self._compared[key]

    def counts(self, difference: Estimate, metric: str) -> int:
        """Return 1 for a gain that counts, -1 for a loss that does, 0 for neither."""
        gain, interval = oriented(difference, metric)
        least = SMALLEST_GAIN * self.scale(metric)
        if judge_gain(gain, interval, least) == "shown":
            return 1
        return -1 if judge_gain(-gain, _turned(interval), least) == "shown" else 0

    def _comparison(self, first: str, second: str, metric: str, difference: Estimate) -> Comparison:
        figure = self.record.figure(
            f"{metric}_difference",
            difference.value,
            unit=self._unit(metric),
            model=f"{first} - {second}",
            split=self.trials[first].split.name,
            slice=self.slice,
            interval=difference.interval,
            n=self.trials[first].split.validated,
            exactness=self.exactness,
        )
        gain, interval = oriented(difference, metric)
        least, rarer = SMALLEST_GAIN * self.scale(metric), difference.rarer
        return Comparison(
            gains=judge_gain(gain, interval, least, rarer=rarer),
            loses=judge_gain(-gain, _turned(interval), least, rarer=rarer),
            figure=figure,
            gain=gain,
            interval=interval,
            rarer=rarer,
        )

    def scale(self, metric: str) -> float:
        """Return what a gain is measured by: 1, or the trivial model's error or avoidable cost.

        Of average precision, whose floor is the share of positives, at most ten times that.
        """
        if metric == "average_precision" and TRIVIAL in self.trials:
            return min(1.0, TIMES_OF_SHARE * self.trials[TRIVIAL].estimate(metric).value)
        if metric == COST and TRIVIAL in self.trials:
            spent = self.trials[TRIVIAL].spent
            return 0.0 if spent is None else spent.regret
        if not higher_is_better(metric) and TRIVIAL in self.trials:
            return self.trials[self.floor].estimate(metric).value
        return 1.0

    def _unit(self, metric: str) -> str | None:
        return self.fitting.unit if metric == COST else None


def oriented(difference: Estimate, metric: str) -> tuple[float, tuple[float, float] | None]:
    """Return a difference and its interval, positive if the first is better."""
    if higher_is_better(metric):
        return difference.value, difference.interval
    return -difference.value, _turned(difference.interval)


def _turned(interval: tuple[float, float] | None) -> tuple[float, float] | None:
    return interval and (-interval[1], -interval[0])


def slice_without(names: tuple[str, ...]) -> str | None:
    """Return how figures name the columns that were left out; None for none."""
    if not names:
        return None
    return "without " + ", ".join(" ".join(name.split())[:SHOWN_LENGTH] for name in names)
