"""ICU mortality: two networks and a table model, joined by a logistic meta model on out-of-fold probabilities."""
import numpy as np
import pandas as pd
import torch
import xgboost as xgb
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold
from torch import nn

stay = pd.read_parquet("stays.parquet").sort_values("admit").reset_index(drop=True)
vitals = np.load("vitals_first24h.npy")[stay["tensor_row"]].astype("float32")     # stays x 24 x 11, nan = not measured
static = stay.filter(like="x_").to_numpy("float32")
dead = stay["died_in_hospital"].to_numpy("float32")

late = (stay.admit >= "2018-07-01").to_numpy()
late_patients = set(stay.patient[late])
early = ~late & ~stay.patient.isin(late_patients).to_numpy()


class Seq:
    def __init__(self, cell):
        self.cell = cell

    def _x(self, v):
        return torch.from_numpy(np.concatenate([np.nan_to_num((v - self.m) / self.s), np.isnan(v)], -1).astype("float32"))

    def fit(self, rows):
        v = vitals[rows]
        self.m, self.s = np.nanmean(v, (0, 1)), np.nanstd(v, (0, 1))
        torch.manual_seed(0)
        self.rnn, self.top = self.cell(22, 48, batch_first=True), nn.Linear(48, 1)
        pars = [*self.rnn.parameters(), *self.top.parameters()]
        opt = torch.optim.Adam(pars, 1e-3)
        x, t = self._x(v), torch.from_numpy(dead[rows])
        for _ in range(12):
            for b in torch.randperm(len(x)).split(256):
                opt.zero_grad()
                nn.functional.binary_cross_entropy_with_logits(self.top(self.rnn(x[b])[0][:, -1]).squeeze(1), t[b]).backward()
                opt.step()
        return self

    @torch.no_grad()
    def prob(self, rows):
        return self.top(self.rnn(self._x(vitals[rows]))[0][:, -1]).sigmoid().squeeze(1).numpy()


class Table:
    def fit(self, rows):
        self.m = xgb.XGBClassifier(n_estimators=300, max_depth=4, learning_rate=0.05).fit(static[rows], dead[rows])
        return self

    def prob(self, rows):
        return self.m.predict_proba(static[rows])[:, 1]


makers = [lambda: Seq(nn.GRU), lambda: Seq(nn.LSTM), Table]
work, fresh = np.flatnonzero(early), np.flatnonzero(late)
logit = lambda p: np.log(np.clip(p, 1e-5, 1 - 1e-5) / np.clip(1 - p, 1e-5, 1))

oof = np.full((len(work), len(makers)), np.nan)
for a, b in GroupKFold(5).split(work, groups=stay.patient.to_numpy()[work]):
    for j, make in enumerate(makers):
        oof[b, j] = make().fit(work[a]).prob(work[b])
assert not np.isnan(oof).any()
meta = LogisticRegression().fit(logit(oof), dead[work])

level0 = np.column_stack([make().fit(work).prob(fresh) for make in makers])
final = meta.predict_proba(logit(level0))[:, 1]
for name, p in [("gru", level0[:, 0]), ("lstm", level0[:, 1]), ("xgb", level0[:, 2]), ("meta", final)]:
    print(f"{name:5s} AUC {roc_auc_score(dead[fresh], p):.3f}  Brier {brier_score_loss(dead[fresh], p):.4f}")
# author: author6
