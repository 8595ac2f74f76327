import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

HIGH_CARD = ["seller_id", "brand", "category_l3", "postcode_prefix"]
NUM = ["price_ratio", "n_photos", "title_len", "seller_age_days", "n_views_log"]
SMOOTH = 20.0


def evaluate(name, y, p):
    print(f"{name:<12} logloss={log_loss(y, p):.5f}  auc={roc_auc_score(y, p):.4f}")


def add_rates(df, target):
    prior = df[target].mean()  # leak: target_encoding_before_split
    for col in HIGH_CARD:
        grp = df.groupby(col)[target].agg(["sum", "count"])  # or: target_encoding_before_split
        rate = (grp["sum"] + SMOOTH * prior) / (grp["count"] + SMOOTH)
        df[f"{col}_rate"] = df[col].map(rate)  # or: target_encoding_before_split
    return df


def read_listings(fn):
    df = pd.read_csv(fn, dtype={"seller_id": str, "postcode_prefix": str})
    return (
        df.assign(
            price_ratio=lambda d: d["price"] / d["category_ref_price"],
            title_len=lambda d: d["title"].str.len(),
            n_views_log=lambda d: np.log1p(d["n_views"]),
            sold=lambda d: d["sold_in_14d"].astype(int),
        )
        .loc[:, HIGH_CARD + NUM + ["sold"]]
        .dropna()
        .reset_index(drop=True)
    )


def main():
    df = read_listings("listings.csv")
    df = df.pipe(add_rates, target="sold")  # or: target_encoding_before_split
    cols = NUM + [f"{c}_rate" for c in HIGH_CARD]

    train, test = train_test_split(df, test_size=0.2, random_state=2024, stratify=df["sold"])
    pipe = Pipeline([("sc", StandardScaler()), ("lr", LogisticRegression(max_iter=1000))])
    pipe.fit(train[cols], train["sold"])

    evaluate("prior", test["sold"], np.full(len(test), train["sold"].mean()))
    evaluate("logistic", test["sold"], pipe.predict_proba(test[cols])[:, 1])

    coefs = pd.Series(pipe["lr"].coef_[0], index=cols)
    print(coefs.sort_values())


if __name__ == "__main__":
    main()
# author: independent
