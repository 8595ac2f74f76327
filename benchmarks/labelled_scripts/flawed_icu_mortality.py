import sys

import pandas as pd
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import KNNImputer
from sklearn.metrics import roc_auc_score, brier_score_loss
from sklearn.model_selection import GroupShuffleSplit


class MortalityExperiment:
    """In-hospital mortality from first-24h vitals and labs.

    One row per ICU stay; a subject may have several stays.
    """

    LABS = ["lactate", "creatinine", "bilirubin", "platelets", "wbc", "sodium", "bun"]
    VITALS = ["hr_mean", "hr_max", "sbp_min", "rr_mean", "spo2_min", "temp_max", "gcs_min"]

    def __init__(self, csv, k=10, seed=0):
        self.csv = csv
        self.k = k
        self.seed = seed

    def run(self):
        self._read()
        self._clean()
        self._fill()
        self._divide()
        self._train()
        return self._report()

    def _train(self):
        self.clf = HistGradientBoostingClassifier(
            learning_rate=0.05,
            max_iter=300,
            max_leaf_nodes=15,
            l2_regularization=1.0,
            early_stopping=False,
            random_state=self.seed,
        )
        self.clf.fit(self.frame.loc[self.tr, self.cols], self.frame.loc[self.tr, "died"])

    def _divide(self):
        gss = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=self.seed)
        a, b = next(gss.split(self.frame, groups=self.frame["subject_id"]))
        self.tr, self.te = self.frame.index[a], self.frame.index[b]

    def _fill(self):
        imp = KNNImputer(n_neighbors=self.k, weights="distance")
        self.frame[self.cols] = imp.fit_transform(self.frame[self.cols])  # leak: preprocessing_before_split # or: imputation_with_target

    def _clean(self):
        f = self.frame
        # implausible entries from the charting system
        f.loc[f["temp_max"] > 45, "temp_max"] = np.nan
        f.loc[f["hr_max"] > 300, "hr_max"] = np.nan
        f.loc[f["spo2_min"] <= 0, "spo2_min"] = np.nan
        f["lactate"] = f["lactate"].clip(0, 30)
        f["is_male"] = f["sex"].eq("M").astype(int)
        self.cols = self.LABS + self.VITALS + ["age", "is_male"]

    def _read(self):
        self.frame = pd.read_csv(self.csv, parse_dates=["intime"]).reset_index(drop=True)

    def _report(self):
        p = self.clf.predict_proba(self.frame.loc[self.te, self.cols])[:, 1]
        y = self.frame.loc[self.te, "died"]
        return {"auroc": roc_auc_score(y, p), "brier": brier_score_loss(y, p), "n": len(y)}


if __name__ == "__main__":
    exp = MortalityExperiment(sys.argv[1] if len(sys.argv) > 1 else "icu_first24h.csv")
    for k, v in exp.run().items():
        print(f"{k:>8s}: {v:.4f}")
# author: independent
