"""Modèle de Cox pour la survie après chirurgie hépatique.

Développement : patients opérés 2008-2014. Validation temporelle : opérés 2015-2018.
"""
import numpy as np
import pandas as pd
import statsmodels.api as sm
from patsy import dmatrix, build_design_matrices

FORMULE = "cr(age, df=3) + sexe + np.log1p(afp) + np.log(bilirubine) + C(child, levels=['A', 'B', 'C']) - 1"


def concordance(risque, temps, deces):
    ok = tot = 0.0
    for i in np.flatnonzero(deces):
        apres = temps > temps[i]
        tot += apres.sum()
        ok += (risque[i] > risque[apres]).sum() + 0.5 * (risque[i] == risque[apres]).sum()
    return ok / tot


def kaplan_meier(temps, deces, t):
    s = 1.0
    for u in np.unique(temps[(deces == 1) & (temps <= t)]):
        s *= 1 - ((temps == u) & (deces == 1)).sum() / (temps >= u).sum()
    return s


d = pd.read_csv("foie.csv", parse_dates=["date_op"]).dropna(
    subset=["age", "sexe", "afp", "bilirubine", "child", "mois", "deces"])
d = d.sort_values("date_op").drop_duplicates("patient", keep="first")
dev = d[d["date_op"] < "2015-01-01"].copy()
val = d[d["date_op"] >= "2015-01-01"].copy()

# suivi administratif : le développement est censuré à la fin de 2014
limite = (pd.Timestamp("2015-01-01") - dev["date_op"]).dt.days / 30.44
dev["deces"] = np.where(dev["mois"] > limite, 0, dev["deces"])
dev["mois"] = np.minimum(dev["mois"], limite)

D = dmatrix(FORMULE, dev)
cox = sm.PHReg(dev["mois"].values, np.asarray(D), status=dev["deces"].values, ties="efron").fit()
print(cox.summary(xname=D.design_info.column_names))

dehors = val["age"].between(dev["age"].min(), dev["age"].max())
print("âges hors du domaine du modèle :", (~dehors).sum())
val["age"] = val["age"].clip(dev["age"].min(), dev["age"].max())
V = np.asarray(build_design_matrices([D.design_info], val)[0])
val["ip"] = V @ cox.params

rng = np.random.default_rng(8)
t, e, r = (val[c].to_numpy() for c in ("mois", "deces", "ip"))
c0 = concordance(r, t, e)
boot = [concordance(r[i], t[i], e[i]) for i in (rng.integers(0, len(t), len(t)) for _ in range(300))]
print("C (2015-2018) = %.3f [%.3f ; %.3f]" % (c0, *np.quantile(boot, [.025, .975])))

pente = sm.PHReg(t, r[:, None], status=e).fit()
print("pente de calibration = %.2f" % pente.params[0])
bornes = np.quantile(np.asarray(D) @ cox.params, [0, .33, .67, 1])
bornes[[0, -1]] = -np.inf, np.inf
for nom, g in val.groupby(pd.cut(val["ip"], bornes, labels=["bas", "moyen", "haut"]), observed=True):
    print(nom, len(g), "survie à 24 mois %.2f" % kaplan_meier(g["mois"].to_numpy(), g["deces"].to_numpy(), 24))
# author: author8
