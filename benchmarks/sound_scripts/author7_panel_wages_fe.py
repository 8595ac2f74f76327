"""Fixed effects by hand: person means from earlier waves only, checked on the last two waves."""
import numpy as np
import polars as pl

TARGET, COVS = "log_wage", ["exper", "exper2", "union", "tenure", "married"]

df = pl.read_csv("panel_waves.csv").with_columns(exper2=pl.col("exper") ** 2 / 100)
waves = df["wave"].unique().sort().to_list()
learn, choose, report = waves[:-3], waves[-3:-2], waves[-2:]


def pick(ws):
    return df.filter(pl.col("wave").is_in(ws)).drop_nulls([TARGET, *COVS])


class Within:
    def __init__(self, shrink):
        self.shrink = shrink

    def fit(self, d):
        self.means = d.group_by("pid").agg(
            *[pl.col(c).mean().alias(f"m_{c}") for c in (TARGET, *COVS)], n=pl.len().cast(pl.Float64)
        )
        j = d.join(self.means, on="pid").filter(pl.col("n") > 1)
        dev = lambda c: (j[c] - j[f"m_{c}"]).to_numpy()
        self.beta, *_ = np.linalg.lstsq(np.column_stack([dev(c) for c in COVS]), dev(TARGET), rcond=None)
        m = self.means
        alpha = m[f"m_{TARGET}"].to_numpy() - m.select([f"m_{c}" for c in COVS]).to_numpy() @ self.beta
        w = m["n"].to_numpy()
        self.grand = np.average(alpha, weights=w)
        self.alpha = m.select("pid").with_columns(a=self.grand + (alpha - self.grand) * w / (w + self.shrink))
        return self

    def predict(self, d):
        a = d.join(self.alpha, on="pid", how="left", maintain_order="left")["a"].fill_null(self.grand).to_numpy()
        return a + d.select(COVS).to_numpy() @ self.beta


def rmse(model, d):
    return float(np.sqrt(np.mean((model.predict(d) - d[TARGET].to_numpy()) ** 2)))


errors = {s: rmse(Within(s).fit(pick(learn)), pick(choose)) for s in (0.0, 0.5, 1.0, 2.0, 5.0)}
s = min(errors, key=errors.get)
print({k: round(v, 4) for k, v in errors.items()}, "->", s)

model = Within(s).fit(pick(learn + choose))
for w in report:
    print("wave", w, "rmse", round(rmse(model, pick([w])), 4))
known = pick(report).join(model.alpha.select("pid"), on="pid", how="semi")
print("persons seen before", round(rmse(model, known), 4), "of", known.height, "rows")
print(dict(zip(COVS, model.beta.round(4))))
# author: author7
