import json
import logging
from dataclasses import dataclass, field

import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupShuffleSplit

log = logging.getLogger("readmission")
logging.basicConfig(level=logging.INFO, format="%(message)s")


@dataclass
class Config:
    table: str = "stays.parquet"
    target: str = "readmitted_30d"
    patient: str = "patient_id"
    cats: list = field(default_factory=lambda: ["ward", "admission_type", "main_icd3", "insurance"])
    texts: list = field(default_factory=lambda: ["discharge_note"])
    nums: list = field(default_factory=lambda: ["age", "los_days", "n_prev_stays", "charlson", "hb_last", "na_last"])
    seed: int = 404


class Study:
    def __init__(self, cfg: Config):
        self.cfg = cfg
        self.stays = pd.read_parquet(cfg.table)
        for c in cfg.cats + cfg.texts:
            self.stays[c] = self.stays[c].fillna("missing").astype(str)

    def cut(self, frame, share):
        gss = GroupShuffleSplit(1, test_size=share, random_state=self.cfg.seed)
        a, b = next(gss.split(frame, groups=frame[self.cfg.patient]))
        return frame.iloc[a], frame.iloc[b]

    def pool(self, frame):
        c = self.cfg
        return Pool(frame[c.cats + c.texts + c.nums], frame[c.target], cat_features=c.cats, text_features=c.texts)

    def run(self):
        work, test = self.cut(self.stays, 0.2)
        fit, stop = self.cut(work, 0.15)
        log.info("patients fit/stop/test: %d %d %d",
                 *(f[self.cfg.patient].nunique() for f in (fit, stop, test)))
        model = CatBoostClassifier(
            iterations=4000, learning_rate=0.03, depth=6, l2_leaf_reg=6, eval_metric="AUC",
            od_type="Iter", od_wait=150, random_seed=self.cfg.seed, verbose=200,
        )
        model.fit(self.pool(fit), eval_set=self.pool(stop), use_best_model=True)
        p = model.predict_proba(self.pool(test))[:, 1]
        y = test[self.cfg.target]
        report = {
            "trees": model.tree_count_,
            "auc": roc_auc_score(y, p),
            "brier": brier_score_loss(y, p),
            "auc_by_ward": {w: roc_auc_score(y[i], pd.Series(p, y.index)[i])
                            for w, i in y.groupby(test.ward).groups.items() if y[i].nunique() == 2},
        }
        return model, report


if __name__ == "__main__":
    model, report = Study(Config()).run()
    print(json.dumps(report, indent=2))
    model.save_model("readmission.cbm")
# author: author4
