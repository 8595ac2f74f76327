# Graft survival after kidney transplantation. Cox model on 2005-2014, external check on the Lyon registry.
import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.utils import concordance_index

COLS = ["donor_age", "cold_ischaemia_h", "hla_mm", "dialysis_years", "diabetic", "expanded_donor"]
DUR, EV = "years", "graft_loss"
LAMBDAS = [0.0, 0.01, 0.03, 0.1, 0.3]

paris = pd.read_csv("paris_2005_2014.csv")
lyon = pd.read_csv("lyon_registry.csv")


class Prepared:
    def __init__(self, frame):
        self.med = frame[COLS].median()
        filled = frame[COLS].fillna(self.med)
        self.mu, self.sd = filled.mean(), filled.std().replace(0, 1)

    def __call__(self, frame):
        z = (frame[COLS].fillna(self.med) - self.mu) / self.sd
        return z.join(frame[[DUR, EV]])


def harrell(model, frame):
    return concordance_index(frame[DUR], -model.predict_partial_hazard(frame), frame[EV])


def cv_score(frame, lam, k=10, seed=1):
    who = np.random.default_rng(seed).permutation(len(frame)) % k
    vals = []
    for i in range(k):
        inside, outside = frame[who != i], frame[who == i]
        prep = Prepared(inside)
        cox = CoxPHFitter(penalizer=lam).fit(prep(inside), DUR, EV)
        vals.append(harrell(cox, prep(outside)))
    return np.mean(vals)


by_lambda = {lam: cv_score(paris, lam) for lam in LAMBDAS}
lam = max(by_lambda, key=by_lambda.get)
for k, v in by_lambda.items():
    print(f"lambda {k:<5} c {v:.4f}", "<-" if k == lam else "")

prep = Prepared(paris)
cox = CoxPHFitter(penalizer=lam).fit(prep(paris), DUR, EV)
cox.print_summary(columns=["coef", "exp(coef)", "p"])

ext = prep(lyon)
c = harrell(cox, ext)
rng = np.random.default_rng(0)
boot = [harrell(cox, ext.iloc[rng.integers(0, len(ext), len(ext))]) for _ in range(300)]
print(f"Lyon: c {c:.3f} ({np.quantile(boot, .025):.3f}-{np.quantile(boot, .975):.3f}), n={len(ext)}")

# calibration at five years in fifths of predicted risk
risk5 = 1 - cox.predict_survival_function(ext, times=[5.0]).iloc[0]
fifth = pd.qcut(risk5, 5, labels=False)
for q in range(5):
    rows = ext[fifth.values == q]
    seen = 1 - KaplanMeierFitter().fit(rows[DUR], rows[EV]).predict(5.0)
    print(f"fifth {q + 1}: predicted {risk5[fifth == q].mean():.3f} observed {seen:.3f}")
# author: author10
