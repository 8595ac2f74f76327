"""The modelling room: tasks, features, splits, models, scores and intervals."""

from __future__ import annotations

import datetime
import decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import datasets, metrics

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.features import FeatureEncoder, prepare, stack, usable_features
from ml_engineer_tools.modelling.models import (
    MODELS,
    ModelKind,
    fit_predict,
    last_value,
    predict_fold,
)
from ml_engineer_tools.modelling.order import file_order_dependence
from ml_engineer_tools.modelling.scores import primary_metric, resampled_scores, score
from ml_engineer_tools.modelling.single_feature import single_feature_scores
from ml_engineer_tools.modelling.splits import (
    Fold,
    file_order_folds,
    group_folds,
    stratified_folds,
    time_folds,
)
from ml_engineer_tools.modelling.task import Task, encode_target, infer_task

BINARY = Task("binary", (0, 1), 1)
NUMBER = Task("regression")


@pytest.mark.parametrize(
    ("values", "kind", "positive"),
    [
        ([True, False, True, None], "binary", True),
        (["no", "Yes", "no"], "binary", "Yes"),
        ([0, 1, 1, 1], "binary", 1),
        ([1, 2, 2, 2], "binary", 1),
        ([2, 3, 3, 3], "binary", 2),
        ([2, 3], "binary", 3),
        (["b", "a", "a", "b"], "binary", "b"),
        ([0.5, 1.5, 0.5], "binary", 0.5 + 1),
        ([0, 1, 2] * 5, "multiclass", None),
        ([0.0, 1.0, 2.0, float("nan")] * 5, "multiclass", None),
        (["x", "y", "z"], "multiclass", None),
        (list(range(21)) * 2, "regression", None),
        ([1, 2, 3, 4], "regression", None),
        ([0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 7], "regression", None),
        ([0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 7, 7], "multiclass", None),
        # A count whose tail comes up more than once; classes of which none is so rare.
        (
            [0] * 1700 + [1] * 800 + [2] * 350 + [3] * 100 + [4] * 40 + [5] * 7 + [6] * 3,
            "regression",
            None,
        ),
        ([0] * 1700 + [1] * 800 + [2] * 350 + [3] * 100 + [4] * 40 + [5] * 7, "multiclass", None),
        ([0.1, 0.2, 0.3] * 9, "regression", None),
        (
            [decimal.Decimal("0.1"), decimal.Decimal("0.2"), decimal.Decimal("7")],
            "regression",
            None,
        ),
    ],
)
def test_the_target_tells_the_task(values: list[object], kind: str, positive: object) -> None:
    task = infer_task(pd.Series(values))

    assert task.kind == kind
    assert task.positive == positive
    if kind == "binary":
        assert task.classes[1] == positive


@pytest.mark.parametrize("values", [[None, None], [3, 3, 3], [f"id {k}" for k in range(101)]])
def test_a_target_that_can_not_be_predicted_is_bad_input(values: list[object]) -> None:
    with pytest.raises(BadInput, match="target"):
        infer_task(pd.Series(values, name="target"))


def test_the_positive_class_is_coded_one_and_nulls_are_refused() -> None:
    values = pd.Series(["yes", "no", "yes"])
    task = infer_task(values)

    assert encode_target(task, values).tolist() == [1, 0, 1]
    with pytest.raises(BadInput, match="nulls"):
        encode_target(task, pd.Series(["yes", None]))
    with pytest.raises(BadInput, match="not there before"):
        encode_target(task, pd.Series(["maybe"]))


def hostile_frame(rows: int = 60) -> pd.DataFrame:
    random = np.random.default_rng(0)
    moments = pd.date_range("2024-01-01", periods=rows, freq="7h")
    return pd.DataFrame(
        {
            "all null": [None] * rows,
            "constant": 1,
            'na"me: {}[],\n🎉': random.normal(size=rows),
            "infinite": np.where(np.arange(rows) % 7 == 0, np.inf, random.normal(size=rows)),
            "nulls": np.where(np.arange(rows) % 3 == 0, np.nan, 1.0),
            "level": random.choice(["a", "b", "c"], size=rows),
            "mixed": [1 if k % 2 else "one" for k in range(rows)],
            "flag": [None if k % 5 == 0 else bool(k % 2) for k in range(rows)],
            "name": [f"customer {k}" for k in range(rows)],
            "counter": np.arange(1000, 1000 + rows),
            "list": [[k] for k in range(rows)],
            "instant": moments,
            "day": [datetime.date(2024, 1, 1) + datetime.timedelta(days=k) for k in range(rows)],
            "x" * 10_000: random.integers(0, 3, size=rows),
        }
    )


def test_columns_that_can_not_be_used_are_left_out_with_the_reason() -> None:
    frame = hostile_frame()

    usable, left_out = usable_features(frame, exclude=["flag"])

    assert set(left_out) == {"all null", "constant", "name", "counter", "list"}
    assert "flag" not in usable
    assert set(usable) | set(left_out) | {"flag"} == set(frame.columns)


@pytest.mark.parametrize("kind", MODELS)
def test_every_model_survives_a_hostile_frame(kind: ModelKind) -> None:
    frame = hostile_frame()
    y = np.arange(60) % 2
    fold = Fold(np.arange(40), np.arange(40, 60))

    chances = fit_predict(kind, BINARY, frame[:40], y[:40], frame[40:])
    numbers = predict_fold(
        kind,
        NUMBER,
        prepare(frame, list(frame.columns)),
        y * 1.0,
        fold,
    )

    assert chances.shape == (20, 2)
    assert np.allclose(chances.sum(axis=1), 1)
    assert np.isfinite(numbers).all()


def test_the_encoder_learns_from_training_rows_only() -> None:
    frame = pd.DataFrame({"level": ["a", "a", "b", "c", None], "x": [1.0, 3.0, np.nan, 1e9, 5.0]})
    features = prepare(frame, ["level", "x"])
    encoder = FeatureEncoder(features.levels).fit(features.matrix[:3])

    trees = encoder.trees(features.matrix)
    linear = encoder.linear(features.matrix)

    assert trees[:, 0].tolist()[:4] == [0, 0, 1, 2]  # "c" was not seen: a code of its own
    assert np.isnan(trees[4, 0])
    assert linear[2, 0] == pytest.approx(linear[:2, 0].mean())  # the training median
    assert linear[3, 0] < 10  # the far value is cut to the training range, widened
    assert linear[:, 1].tolist() == [0, 0, 1, 0, 0]  # the indicator of nulls


def test_stacking_frames_keeps_values_whatever_their_types() -> None:
    stacked = stack(pd.DataFrame({"x": [1, 2]}), pd.DataFrame({"x": [None, 2.5]}), ["x"])

    assert prepare(stacked, ["x"]).matrix[:, 0].tolist()[:2] == [1, 2]
    assert prepare(stacked, ["x"]).matrix[3, 0] == 2.5


def partition(folds: list[Fold], rows: int) -> bool:
    together = np.sort(np.concatenate([fold.validation for fold in folds]))
    apart = all(not set(fold.train) & set(fold.validation) for fold in folds)
    return apart and together.tolist() == list(range(rows))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=10, max_size=60), st.integers(0, 5))
def test_stratified_folds_deal_classes_evenly(codes: list[int], seed: int) -> None:
    y = np.array(codes)

    folds = stratified_folds(y, seed=seed)

    assert partition(folds, len(y))
    for code in set(codes):
        shares = [int((y[fold.validation] == code).sum()) for fold in folds]
        assert max(shares) - min(shares) <= 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-1, 8), min_size=10, max_size=60))
def test_group_folds_keep_groups_together(codes: list[int]) -> None:
    groups = np.array(codes)
    if len(set(codes)) < 2 and codes[0] >= 0:
        with pytest.raises(BadInput, match="one group"):
            group_folds(groups)
        return

    folds = group_folds(groups)

    assert partition(folds, len(groups))
    for fold in folds:
        known = {int(code) for code in groups[fold.validation] if code >= 0}
        assert not known & set(groups[fold.train].tolist())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=10, max_size=60))
def test_time_folds_never_train_on_what_comes_later_or_at_once(instants: list[int]) -> None:
    times = np.array(instants)
    if len(set(instants)) == 1:
        with pytest.raises(BadInput, match="same time"):
            time_folds(times)
        return

    folds = time_folds(times)

    for fold in folds:
        assert times[fold.train].max() < times[fold.validation].min()
    assert folds[-1].validation.size
    assert times[folds[-1].validation].max() == times.max()


def test_too_few_rows_are_bad_input() -> None:
    with pytest.raises(BadInput, match="Only 9 rows"):
        stratified_folds(np.array([0, 1] * 4 + [0]))


@pytest.mark.parametrize("bundle", ["breast_cancer", "wine", "diabetes"])
def test_models_get_better_with_complexity_on_known_tables(bundle: str) -> None:
    data = getattr(datasets, f"load_{bundle}")(as_frame=True)
    task = infer_task(data.target)
    y = encode_target(task, data.target)
    folds = stratified_folds(None if bundle == "diabetes" else y, rows=len(y), n=3)
    features = prepare(data.data, list(data.data.columns))

    reached = {
        kind: np.mean(
            [
                score(task, y[fold.validation], predict_fold(kind, task, features, y, fold))[
                    primary_metric(task)
                ]
                for fold in folds
            ]
        )
        for kind in MODELS
    }

    sign = -1 if bundle == "diabetes" else 1
    assert sign * reached["trivial"] < sign * reached["one_rule"] < sign * reached["linear"]
    assert sign * reached["one_rule"] < sign * reached["lightgbm"]


def test_a_class_that_training_never_saw_gets_no_probability() -> None:
    frame = pd.DataFrame({"x": np.arange(40.0) % 7})
    task = Task("multiclass", ("a", "b", "c"))

    for kind in MODELS:
        chances = fit_predict(kind, task, frame[:30], np.arange(30) % 2, frame[30:])
        assert chances.shape == (10, 3)
        assert (chances[:, 2] == 0).all()


def test_the_last_value_is_the_actual_outcome_one_step_before() -> None:
    y = np.array([1, 0, 0, 1, 1])
    fold = Fold(np.arange(2), np.array([2, 3, 4]))

    assert last_value(BINARY, y, np.arange(5), fold).tolist() == [0, 0, 1]
    # Rows of one instant don't know each other.
    assert last_value(BINARY, y, np.array([0, 1, 2, 2, 2]), fold).tolist() == [0, 0, 0]
    # By entity; one without a past gets the most common class of training.
    groups = np.array([7, 8, 7, 8, 9])
    assert last_value(BINARY, y, np.arange(5), fold, groups).tolist() == [1, 0, 0]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000))
def test_scores_are_those_of_scikit_learn(seed: int) -> None:
    random = np.random.default_rng(seed)
    y = np.concatenate([[0, 1], random.integers(0, 2, size=30)])
    chance = np.round(random.uniform(0.01, 0.99, size=32), 1) * 0.98 + 0.01  # many ties
    weights = random.integers(1, 4, size=32)

    found = resampled_scores(
        BINARY, y, np.column_stack([1 - chance, chance]), weights[None, :].astype(float)
    )

    given_weights = {"sample_weight": weights}
    assert found["roc_auc"][0] == pytest.approx(metrics.roc_auc_score(y, chance, **given_weights))
    assert found["average_precision"][0] == pytest.approx(
        metrics.average_precision_score(y, chance, **given_weights)
    )
    assert found["brier"][0] == pytest.approx(metrics.brier_score_loss(y, chance, **given_weights))
    assert found["log_loss"][0] == pytest.approx(metrics.log_loss(y, chance, **given_weights))


def test_scores_of_several_classes_and_of_numbers_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(1)
    y = random.integers(0, 3, size=90)
    chances = random.dirichlet([1, 1, 1], size=90)
    labels = chances.argmax(axis=1)

    found = score(Task("multiclass", (0, 1, 2)), y, chances)
    assert found["macro_roc_auc"] == pytest.approx(
        metrics.roc_auc_score(y, chances, multi_class="ovr")
    )
    assert found["macro_f1"] == pytest.approx(metrics.f1_score(y, labels, average="macro"))
    assert found["balanced_accuracy"] == pytest.approx(metrics.balanced_accuracy_score(y, labels))

    numbers = score(NUMBER, y * 1.0, chances[:, 0])
    assert numbers["r2"] == pytest.approx(metrics.r2_score(y, chances[:, 0]))
    assert numbers["rmse"] == pytest.approx(metrics.root_mean_squared_error(y, chances[:, 0]))


def test_undefined_scores_are_missing() -> None:
    ones = np.ones(5, dtype=int)

    assert "roc_auc" not in score(BINARY, ones, np.full((5, 2), 0.5))
    assert "r2" not in score(NUMBER, np.full(5, 1 / 3), np.arange(5.0))
    assert set(score(BINARY, np.array([0, 1]), np.array([1, 1]))) == {"roc_auc", "accuracy"}


def test_a_single_feature_that_knows_the_target_scores_one_and_an_identifier_nothing() -> None:
    random = np.random.default_rng(0)
    y = random.integers(0, 2, size=600)
    frame = pd.DataFrame(
        {
            "copy": np.where(y == 1, "alive", "dead"),
            "missing": np.where(y == 1, np.nan, 1.0),
            "noise": random.normal(size=600),
            "identifier": [f"row {k}" for k in range(600)],
            "nested": [[1]] * 600,
            "null": [None] * 600,
        }
    )

    scores = single_feature_scores(BINARY, y, frame, stratified_folds(y, n=3))

    assert scores["copy"] == 1
    assert scores["missing"] == 1
    assert abs(scores["noise"] - 0.5) < 0.07
    assert scores["identifier"] == 0.5
    assert scores["null"] == 0.5
    assert "nested" not in scores


def test_a_single_feature_copy_of_many_classes_scores_one() -> None:
    y = np.arange(400) % 20
    frame = pd.DataFrame({"copy": [f"level {code:02d}" for code in (y * 7) % 20]})
    task = Task("multiclass", tuple(range(20)))

    assert single_feature_scores(task, y, frame, stratified_folds(y, n=3))["copy"] == 1
    assert single_feature_scores(NUMBER, y * 1.0, frame, stratified_folds(y, n=3))["copy"] > 0.9


def test_file_order_matters_only_with_effect_and_significance() -> None:
    random = np.random.default_rng(0)
    free = random.integers(0, 2, size=5000)
    sticky = np.repeat(random.integers(0, 2, size=500), 10)
    rising = (random.uniform(size=5000) < np.linspace(0.2, 0.6, 5000)).astype(int)

    assert not file_order_dependence(BINARY, free).depends
    assert file_order_dependence(BINARY, sticky).depends
    assert file_order_dependence(BINARY, sticky).lag_agreement == pytest.approx(0.9, abs=0.03)
    assert file_order_dependence(BINARY, rising).depends
    assert file_order_dependence(NUMBER, np.cumsum(random.normal(size=400))).depends
    assert not file_order_dependence(NUMBER, random.normal(size=400)).depends
    assert not file_order_dependence(BINARY, sticky[:20]).is_sorted


def test_a_file_sorted_by_its_target_is_told_from_time() -> None:
    y = np.repeat([0, 1, 2], 50)

    assert file_order_dependence(Task("multiclass", (0, 1, 2)), y).is_sorted
    assert file_order_dependence(NUMBER, np.arange(50.0)).is_sorted


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_independent_rows_hardly_ever_look_dependent(seed: int, classes: int) -> None:
    y = np.random.default_rng(seed).integers(0, classes, size=300)
    task = Task("multiclass" if classes > 2 else "binary", tuple(range(classes)))

    dependence = file_order_dependence(task, y)

    assert dependence.lag_p_value > 1e-5
    assert dependence.trend_p_value > 1e-5


def test_file_order_folds_are_time_folds_of_the_places() -> None:
    folds = file_order_folds(100)

    assert [int(fold.validation[0]) for fold in folds] == [70, 80, 90]
    assert all(fold.train.tolist() == list(range(int(fold.validation[0]))) for fold in folds)
