import numpy as np
import pandas as pd
from scipy.stats import ks_2samp
from sklearn.preprocessing import KBinsDiscretizer
import joblib

REFERENCE = "store/train_2022.parquet"
LIVE = "store/live_{week}.parquet"
NUMERIC = ["income", "age", "debt_ratio", "n_lines"]


class Watch:
    """Bins are fixed on the reference (training) rows and only read afterwards."""

    def __init__(self, reference):
        self.ref = reference
        self.binner = KBinsDiscretizer(10, encode="ordinal", strategy="quantile").fit(reference[NUMERIC].dropna())
        self.base = self._shares(reference)

    def _shares(self, frame):
        codes = self.binner.transform(frame[NUMERIC].dropna()).astype(int)
        return [np.bincount(codes[:, j], minlength=10) / len(codes) for j in range(len(NUMERIC))]

    def report(self, frame):
        rows = []
        for name, a, b in zip(NUMERIC, self.base, self._shares(frame)):
            a, b = np.clip(a, 1e-4, None), np.clip(b, 1e-4, None)
            rows.append({
                "feature": name,
                "psi": float(((b - a) * np.log(b / a)).sum()),
                "ks": ks_2samp(self.ref[name].dropna(), frame[name].dropna()).statistic,
                "missing": frame[name].isna().mean() - self.ref[name].isna().mean(),
            })
        return pd.DataFrame(rows)


if __name__ == "__main__":
    model = joblib.load("store/model.joblib")
    watch = Watch(pd.read_parquet(REFERENCE))
    history = []
    for week in pd.period_range("2023-01", periods=26, freq="W-SUN"):
        live = pd.read_parquet(LIVE.format(week=week.start_time.date()))
        rep = watch.report(live).assign(week=str(week))
        rep["mean_score"] = model.predict_proba(live[model.feature_names_in_])[:, 1].mean()
        history.append(rep)
        for r in rep[rep.psi > 0.2].itertuples():
            print(f"[{week}] {r.feature}: PSI {r.psi:.3f}")
    pd.concat(history).to_csv("drift.csv", index=False)
# author: author11
