"""Own-price elasticities per category; checked on the ten weeks after the estimation period.

Prices and the promo calendar are set by us four weeks ahead, so both are known when forecasting.
"""
from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm


@dataclass
class Centres:
    log_price: pd.Series
    log_units: pd.Series

    @classmethod
    def learn(cls, panel: pd.DataFrame) -> "Centres":
        m = panel.groupby("sku")[["lp", "lq"]].mean()
        return cls(m.lp, m.lq)

    def apply(self, panel: pd.DataFrame) -> pd.DataFrame:
        known = panel[panel.sku.isin(self.log_price.index)].copy()
        known["lp_c"] = known.lp - known.sku.map(self.log_price)
        known["lq_c"] = known.lq - known.sku.map(self.log_units)
        return known


def design(d):
    season = pd.DataFrame({f"{f}{k}": getattr(np, f)(2 * np.pi * k * d.week_of_year / 52)
                           for k in (1, 2) for f in ("sin", "cos")}, index=d.index)
    return sm.add_constant(pd.concat([d[["lp_c", "promo"]].astype(float), season], axis=1), has_constant="add")


panel = pd.read_csv("panel_weekly.csv", parse_dates=["week"])
panel["lp"], panel["lq"] = np.log(panel.price), np.log1p(panel.units)
panel["week_of_year"] = panel.week.dt.isocalendar().week.astype(int)
weeks = np.sort(panel.week.unique())
cut = weeks[-10]

rows = []
for cat, d in panel.groupby("category"):
    old, new = d[d.week < cut], d[d.week >= cut]
    if old.week.nunique() < 60:
        continue
    c = Centres.learn(old)
    old, new = c.apply(old), c.apply(new)
    fit = sm.OLS(old.lq_c, design(old)).fit(cov_type="cluster", cov_kwds={"groups": old.sku.astype("category").cat.codes})
    err_model = (new.lq_c - fit.predict(design(new))).abs().mean()
    err_flat = new.lq_c.abs().mean()
    lo, hi = fit.conf_int().loc["lp_c"]
    rows.append((cat, fit.params["lp_c"], lo, hi, err_model, err_flat))

print(pd.DataFrame(rows, columns=["category", "elasticity", "lo", "hi", "mae_log_last10", "mae_log_sku_mean"]).round(3).to_string(index=False))
# author: author9
