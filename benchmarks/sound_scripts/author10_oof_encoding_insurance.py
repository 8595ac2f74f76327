import numpy as np
import pandas as pd
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import d2_tweedie_score, mean_poisson_deviance
from sklearn.model_selection import KFold

rng = np.random.default_rng(99)
policies = pd.read_feather("motor_policies.feather")
policies["freq"] = policies.claims / policies.exposure

# one policy holder can have several rows
holders = policies.holder.unique()
test_holders = set(rng.choice(holders, size=len(holders) // 5, replace=False))
is_test = policies.holder.isin(test_holders)
known, unseen = policies[~is_test].copy(), policies[is_test].copy()

RATE_COLS = ["brand", "region", "occupation"]


class RateTable:
    """Credibility weighted claim frequency per level."""

    def __init__(self, col, k=200.0):
        self.col, self.k = col, k

    def learn(self, frame):
        self.base = frame.claims.sum() / frame.exposure.sum()
        g = frame.groupby(self.col)[["claims", "exposure"]].sum()
        z = g.exposure / (g.exposure + self.k)
        self.table = z * (g.claims / g.exposure) + (1 - z) * self.base
        return self

    def apply(self, frame):
        return frame[self.col].map(self.table).fillna(self.base).to_numpy()


def out_of_fold(frame, col, folds=10):
    out = np.empty(len(frame))
    for a, b in KFold(folds, shuffle=True, random_state=5).split(frame):
        out[b] = RateTable(col).learn(frame.iloc[a]).apply(frame.iloc[b])
    return out


def plain(frame):
    return {
        "age_young": np.clip(30 - frame.driver_age, 0, None) / 12,
        "age_old": np.clip(frame.driver_age - 70, 0, None) / 10,
        "power": np.log(frame.power_kw),
        "bonus": frame.bonus_malus / 100,
        "veh_age": np.minimum(frame.vehicle_age, 20) / 20,
    }


A = pd.DataFrame(plain(known) | {c: np.log(out_of_fold(known, c)) for c in RATE_COLS})
B = pd.DataFrame(plain(unseen) | {c: np.log(RateTable(c).learn(known).apply(unseen)) for c in RATE_COLS})

glm = PoissonRegressor(alpha=1e-3, max_iter=1000)
glm.fit(A, known.freq, sample_weight=known.exposure)
mu = glm.predict(B)

print("deviance   ", mean_poisson_deviance(unseen.freq, mu, sample_weight=unseen.exposure))
print("D2         ", d2_tweedie_score(unseen.freq, mu, sample_weight=unseen.exposure, power=1))
base = np.full(len(unseen), RateTable("brand").learn(known).base)
print("flat model ", mean_poisson_deviance(unseen.freq, base, sample_weight=unseen.exposure))
print("claims expected / seen", (mu * unseen.exposure).sum(), unseen.claims.sum())
# author: author10
