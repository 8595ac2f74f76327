"""Odds ratios for the paper; no prediction is claimed."""
import numpy as np
import pandas as pd
import statsmodels.api as sm

cohort = pd.read_stata("cohort.dta")
cohort["age10"] = (cohort["age"] - cohort["age"].mean()) / 10
cohort["bmi_z"] = (cohort["bmi"] - cohort["bmi"].mean()) / cohort["bmi"].std()
X = sm.add_constant(cohort[["age10", "bmi_z", "smoker"]].astype(float))
fit = sm.Logit(cohort["case"], X).fit()
table = pd.DataFrame({"or": np.exp(fit.params), "p": fit.pvalues})
table[["low", "high"]] = np.exp(fit.conf_int())
print(table.round(3))
print("pseudo R2", fit.prsquared)
# author: maintainer
