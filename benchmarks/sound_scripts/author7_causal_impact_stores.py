"""Effect of the remodelling on sales of store 118: synthetic control from stores that were left alone."""
import numpy as np
import pandas as pd
from scipy.optimize import minimize

OPENED = pd.Timestamp("2022-09-05")
CHECK = pd.Timestamp("2022-03-07")


def simplex_weights(target, donors, ridge):
    n = donors.shape[1]
    loss = lambda w: np.mean((target - donors @ w) ** 2) + ridge * (w @ w)
    grad = lambda w: -2 * donors.T @ (target - donors @ w) / len(target) + 2 * ridge * w
    res = minimize(loss, np.full(n, 1 / n), jac=grad, bounds=[(0, 1)] * n,
                   constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)}, method="SLSQP")
    return res.x


class Synthetic:
    def __init__(self, ridge=0.0):
        self.ridge = ridge

    def fit(self, wide, unit, donors):
        self.unit, self.donors = unit, donors
        self.scale = wide.mean()
        z = wide / self.scale
        self.w = simplex_weights(z[unit].to_numpy(), z[donors].to_numpy(), self.ridge)
        return self

    def counterfactual(self, wide):
        z = wide[self.donors] / self.scale[self.donors]
        return z @ self.w * self.scale[self.unit]


def gap(wide, unit, donors, ridge):
    pre, post = wide[wide.index < OPENED], wide[wide.index >= OPENED]
    m = Synthetic(ridge).fit(pre, unit, donors)
    before = pre[unit] - m.counterfactual(pre)
    after = post[unit] - m.counterfactual(post)
    return after, np.sqrt((after**2).mean()) / np.sqrt((before**2).mean()), m


weekly = pd.read_parquet("weekly_sales.parquet").pivot(index="week", columns="store", values="sales").sort_index()
untouched = pd.read_csv("store_events.csv").query("event == 'none'")["store"].tolist()
donors = [s for s in untouched if s in weekly and weekly.loc[weekly.index < OPENED, s].notna().all()]
weekly = weekly[[118, *donors]].ffill()

pre = weekly[weekly.index < OPENED]
a, b = pre[pre.index < CHECK], pre[pre.index >= CHECK]
errors = {}
for ridge in (0.0, 1e-3, 1e-2, 1e-1):
    m = Synthetic(ridge).fit(a, 118, donors)
    errors[ridge] = float((b[118] - m.counterfactual(b)).abs().mean() / b[118].mean())
ridge = min(errors, key=errors.get)
print("half a year before opening:", {k: round(v, 4) for k, v in errors.items()})

effect, ratio, m = gap(weekly, 118, donors, ridge)
placebo = np.array([gap(weekly, d, [x for x in donors if x != d], ridge)[1] for d in donors])
p = (1 + (placebo >= ratio).sum()) / (1 + len(placebo))
print("weights", {d: round(w, 2) for d, w in zip(donors, m.w) if w > 0.02})
print(f"mean weekly effect {effect.mean():,.0f} ({effect.sum() / m.counterfactual(weekly[weekly.index >= OPENED]).sum():+.1%}), placebo p {p:.3f}")
# author: author7
