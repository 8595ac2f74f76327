import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import xgboost as xgb

PARAMS = {
    "objective": "reg:squarederror",
    "eta": 0.05,
    "max_depth": 6,
    "subsample": 0.8,
    "colsample_bytree": 0.7,
    "min_child_weight": 5,
    "seed": 1234,
}
NUM_ROUND = 600  # from last year's model card


def hash_bucket(s, mod=100):
    return pd.util.hash_pandas_object(s.astype(str), index=False) % mod


def load():
    d = pd.read_csv("concrete_plants.csv")
    d = d.assign(
        wc_ratio=d["water"] / d["cement"],
        binder=d["cement"] + d["slag"] + d["fly_ash"],
        log_age=np.log(d["age_days"]),
        fine_share=d["fine_agg"] / (d["fine_agg"] + d["coarse_agg"]),
    )
    d["bucket"] = hash_bucket(d["mix_id"])
    return d


def curve(res, path):
    fig, ax = plt.subplots(figsize=(6, 4))
    for k, v in res.items():
        ax.plot(v["rmse"], label=k)
    ax.set_yscale("log")
    ax.set_xlabel("round")
    ax.legend()
    fig.tight_layout()
    fig.savefig(path)


def main():
    d = load()
    drop = ["strength_mpa", "mix_id", "bucket"]
    part = {"train": d[d["bucket"] < 80], "test": d[d["bucket"] >= 80]}
    dm = {k: xgb.DMatrix(v.drop(columns=drop), v["strength_mpa"]) for k, v in part.items()}

    log = {}
    bst = xgb.train(
        PARAMS,
        dm["train"],
        NUM_ROUND,
        evals=[(dm["train"], "train"), (dm["test"], "test")],
        evals_result=log,
        verbose_eval=100,
    )
    pred = bst.predict(dm["test"])
    err = pred - part["test"]["strength_mpa"]
    print(f"test RMSE after {NUM_ROUND} rounds: {np.sqrt((err ** 2).mean()):.2f} MPa, bias {err.mean():+.2f}")
    curve(log, "learning_curve.png")
    bst.save_model("concrete.json")


if __name__ == "__main__":
    main()
# author: independent
