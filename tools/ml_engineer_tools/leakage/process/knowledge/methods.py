"""Methods of tables and arrays by name: which make statistics, look ahead, or reshape."""

from __future__ import annotations

STATISTICS = frozenset(
    {"mean", "std", "median", "var", "quantile", "mode", "skew", "kurt", "min", "max", "sum",
     "describe", "value_counts", "agg", "aggregate", "nanmean", "nanstd", "nanmedian", "average",
     "percentile", "nanpercentile", "nunique", "count", "size", "prod", "first", "last", "amin",
     "amax", "ptp", "corr", "corrwith", "cov", "corrcoef", "pivot_table", "crosstab", "unique"}
)  # fmt: skip
"""They sum rows up: the result has no rows, but knows something of all of them."""

SHAPING_STATISTICS = STATISTICS - {"sum", "count", "size", "unique", "nunique", "describe"}
"""Those that tell something of the rows' distribution when they flow back into them."""

CORRELATIONS = frozenset({"corr", "corrwith", "cov", "corrcoef"})

LOOKS_BACK = frozenset({"rolling", "ewm", "expanding", "diff", "pct_change", "cumsum", "cumcount",
                        "cummax", "cummin"})  # fmt: skip
"""Methods that use the order of rows."""

FITTING_METHODS = frozenset({"fit", "partial_fit", "fit_transform", "fit_resample", "fit_sample",
                             "fit_predict", "fit_generator", "train", "adapt", "fit_on_texts",
                             "fit_one_cycle", "fine_tune", "learn", "build_vocab"})  # fmt: skip

PREDICTING_METHODS = frozenset(
    {"predict", "predict_proba", "decision_function", "predict_log_proba", "forward",
     "predict_generator", "forecast", "predict_classes", "inference", "predict_on_batch",
     "predict_step", "predict_partial_hazard", "predict_survival_function", "predict_expectation",
     "predict_median", "predict_cumulative_hazard_function",
     "get_preds", "get_forecast", "get_prediction", "apply_fn"}
)  # fmt: skip

SCORING_METHODS = frozenset(
    {"score", "evaluate", "evaluate_generator", "eval_model", "model_performance"}
)

FITTED_ATTRIBUTES = frozenset(
    {"feature_importances_", "coef_", "ranking_", "support_", "pvalues", "scores_", "get_support",
     "feature_importance", "get_score", "get_fscore", "get_feature_importance", "shap_values",
     "importances_mean", "tvalues", "params", "summary", "p_values"}
)  # fmt: skip
"""What a fitted model says of its features."""

SEARCH_RESULTS = frozenset(
    {"best_params_", "best_estimator_", "best_score_", "best_params", "best_value", "best_trial",
     "best_index_", "cv_results_", "best_model", "best_hyperparameters", "best_threshold_",
     "get_best_hyperparameters", "get_best_models", "best_result", "trials", "best_trials"}
)  # fmt: skip

IN_PLACE_APPENDS = frozenset({"append", "extend", "add", "insert", "update", "appendleft"})

FOUND_MODELS = frozenset({"best_estimator_", "best_model", "best_trial", "named_steps", "steps",
                          "named_transformers_", "estimator", "leader", "apply", "apply_fn",
                          "params", "bestModel", "fitted_model"})  # fmt: skip
"""Attributes that give the model itself, or a part of it."""

RESIDUALS = ("resid", "cooks_distance", "inlier_mask_")
"""How attributes begin that tell of each training row how far off a model is."""
