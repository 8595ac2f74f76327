"""
Adjusted wage gap, public sector panel 2015-2019.
Replicates table 3 of the report. Inference only: we want the coefficient and its interval.
"""
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from patsy.contrasts import Treatment

panel = pd.read_stata("wages_panel.dta")
panel = panel.query("20 <= age <= 64 and hours > 0")
panel["lw"] = np.log(panel.monthly_wage / panel.hours)
panel["female"] = (panel.sex == 2).astype(int)
panel["age_c"] = panel.age - panel.age.mean()
lo, hi = panel.lw.quantile([0.005, 0.995])
panel["lw"] = panel.lw.clip(lo, hi)          # winsorised as in the 2014 report

formulas = {
    "raw": "lw ~ female + C(year)",
    "human capital": "lw ~ female + age_c + I(age_c**2) + C(education, Treatment(1)) + C(year)",
    "full": "lw ~ female + age_c + I(age_c**2) + C(education, Treatment(1)) + C(grade) + C(agency) + C(year)",
    "interaction": "lw ~ female * C(parttime) + age_c + I(age_c**2) + C(education, Treatment(1)) + C(grade) + C(agency) + C(year)",
}
rows = []
for name, f in formulas.items():
    used = panel.dropna(subset=["lw", "female", "education", "grade", "agency", "parttime"])
    fit = smf.ols(f, used).fit(cov_type="cluster", cov_kwds={"groups": used["person_id"]})
    ci = fit.conf_int().loc["female"]
    rows.append((name, fit.params["female"], *ci, int(fit.nobs)))

out = pd.DataFrame(rows, columns=["model", "beta", "lo", "hi", "n"])
out["pct"] = 100 * (np.exp(out.beta) - 1)
print(out.round(4).to_string(index=False))
out.to_latex("table3.tex", index=False, float_format="%.3f")
# author: outsider
