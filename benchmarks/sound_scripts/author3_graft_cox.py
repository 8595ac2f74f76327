"""Kidney graft survival. Derivation: 14 centres. External validation: 5 centres that joined in 2015."""
import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.utils import concordance_index, k_fold_cross_validation
from patsy import build_design_matrices, dmatrix

np.random.seed(2015)
EXTERNAL = {"GRA", "LIN", "ODE", "TUR", "BRN"}
FORMULA = "cr(rec_age, df=4) + cr(don_age, df=4) + C(don_type) + hla_mm + cold_isch_h + C(dialysis_mode) + pra_max"

reg = pd.read_stata("registry_2023.dta", convert_categoricals=False)
reg = reg[(reg.tx_year >= 2005) & (reg.tx_year <= 2018) & (reg.tx_number == 1)]
ext = reg[reg.centre.isin(EXTERNAL)].copy()
der = reg[~reg.centre.isin(EXTERNAL)].copy()
print("derivation", len(der), "events", int(der.graft_loss.sum()), "| external", len(ext), "events", int(ext.graft_loss.sum()))

# simple imputation, values from the derivation centres
for c in ("cold_isch_h", "pra_max", "hla_mm"):
    m = der[c].median()
    der[c] = der[c].fillna(m)
    ext[c] = ext[c].fillna(m)

design = dmatrix(FORMULA, der, return_type="dataframe")
info = design.design_info


def frame(d, X=None):
    if X is None:
        X = build_design_matrices([info], d, return_type="dataframe")[0]
    X = X.drop(columns="Intercept").set_axis([f"x{i}" for i in range(X.shape[1] - 1)], axis=1)
    return X.assign(years=d["years"].to_numpy(), graft_loss=d["graft_loss"].to_numpy())


D, E = frame(der, design), frame(ext)

cv = {}
for pen in (0.0, 0.01, 0.05, 0.2):
    s = k_fold_cross_validation(CoxPHFitter(penalizer=pen), D, "years", "graft_loss", k=10,
                                scoring_method="concordance_index")
    cv[pen] = np.mean(s)
pen = max(cv, key=cv.get)
print("penaliser", pen, {k: round(v, 4) for k, v in cv.items()})

cph = CoxPHFitter(penalizer=pen).fit(D, "years", "graft_loss")

lp = cph.predict_partial_hazard(E)
print("external C-index", round(concordance_index(E.years, -lp, E.graft_loss), 4))

s5 = cph.predict_survival_function(E, times=[5.0]).iloc[0]
band = pd.qcut(s5, 5, labels=False)
for b in range(5):
    g = E[(band == b).to_numpy()]
    km = KaplanMeierFitter().fit(g.years, g.graft_loss)
    print(f"quintile {b + 1}: predicted 5y {s5[band == b].mean():.3f}  observed {km.predict(5.0):.3f}  n={len(g)}")

slope = CoxPHFitter().fit(E[["years", "graft_loss"]].assign(lp=np.log(lp)), "years", "graft_loss").params_["lp"]
print("calibration slope", round(slope, 3))
# author: author3
