from __future__ import annotations

import datetime as dt

import lightgbm as lgb
import numpy as np
import polars as pl
from sklearn.metrics import roc_auc_score

SPLIT_DATE = dt.date(2015, 7, 1)
GRADES = {g: i for i, g in enumerate("ABCDEFG")}


def run(path: str = "loans_closed.parquet") -> float:
    df = features(pl.scan_parquet(path)).collect()
    print(df.describe())

    y = df["defaulted"].to_numpy()
    X = df.drop("defaulted", "loan_id", "issue_d").to_pandas()
    late = (df["issue_d"] >= SPLIT_DATE).to_numpy()
    ia, ib = np.flatnonzero(~late), np.flatnonzero(late)

    model = lgb.LGBMClassifier(n_estimators=400, learning_rate=0.05, num_leaves=31, random_state=3)
    model.fit(X.iloc[ia], y[ia])
    auc = roc_auc_score(y[ib], model.predict_proba(X.iloc[ib])[:, 1])
    print(f"AUC at origination: {auc:.4f}")
    for n, g in sorted(zip(X.columns, model.feature_importances_), key=lambda t: -t[1]):
        print(f"{n:<24}{g:>6}")
    return auc


def features(lf: pl.LazyFrame) -> pl.LazyFrame:
    """Application-time view of each closed loan."""
    return (
        lf.filter(pl.col("loan_status").is_in(["Fully Paid", "Charged Off"]))
        .with_columns(
            defaulted=(pl.col("loan_status") == "Charged Off").cast(pl.Int8),
            grade_num=pl.col("grade").replace_strict(GRADES, return_dtype=pl.Int8),
            emp_years=pl.col("emp_length").str.extract(r"(\d+)").cast(pl.Float32),
            log_income=(pl.col("annual_inc") + 1).log(),
        )
        .with_columns(
            installment_burden=12 * pl.col("installment") / pl.col("annual_inc"),
            util=pl.col("revol_bal") / pl.col("revol_limit"),
            principal_gap=(pl.col("loan_amnt") - pl.col("total_rec_prncp")) / pl.col("loan_amnt"),  # leak: target_in_features
            credit_age=(pl.col("issue_d") - pl.col("earliest_cr_line")).dt.total_days() / 365.25,
        )
        .select(
            "loan_id",
            "issue_d",
            "defaulted",
            "loan_amnt",
            "term_months",
            "int_rate",
            "dti",
            "fico_low",
            "grade_num",
            "emp_years",
            "log_income",
            "installment_burden",
            "util",
            "principal_gap",  # or: target_in_features
            "credit_age",
        )
    )


if __name__ == "__main__":
    run()
# author: independent
