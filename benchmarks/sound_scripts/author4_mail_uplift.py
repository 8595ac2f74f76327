"""Who should get the catalogue? T-learner vs X-learner on the randomised autumn mailing."""
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.model_selection import train_test_split


def t_learner(X, t, y):
    one = LGBMClassifier(n_estimators=200, num_leaves=15, min_child_samples=200, verbose=-1).fit(X[t == 1], y[t == 1])
    zero = LGBMClassifier(n_estimators=200, num_leaves=15, min_child_samples=200, verbose=-1).fit(X[t == 0], y[t == 0])
    return lambda Z: one.predict_proba(Z)[:, 1] - zero.predict_proba(Z)[:, 1]


def x_learner(X, t, y):
    one = LGBMClassifier(n_estimators=200, num_leaves=15, min_child_samples=200, verbose=-1).fit(X[t == 1], y[t == 1])
    zero = LGBMClassifier(n_estimators=200, num_leaves=15, min_child_samples=200, verbose=-1).fit(X[t == 0], y[t == 0])
    d1 = y[t == 1] - zero.predict_proba(X[t == 1])[:, 1]
    d0 = one.predict_proba(X[t == 0])[:, 1] - y[t == 0]
    reg = dict(n_estimators=120, num_leaves=7, min_child_samples=500, verbose=-1)
    f1, f0 = LGBMRegressor(**reg).fit(X[t == 1], d1), LGBMRegressor(**reg).fit(X[t == 0], d0)
    share = t.mean()
    return lambda Z: share * f0.predict(Z) + (1 - share) * f1.predict(Z)


def qini(y, t, u):
    order = np.argsort(-u)
    y, t = y[order], t[order]
    n1, n0 = np.cumsum(t), np.cumsum(1 - t)
    gain = np.cumsum(y * t) - np.cumsum(y * (1 - t)) * np.divide(n1, n0, out=np.zeros(len(t)), where=n0 > 0)
    straight = np.linspace(0, gain[-1], len(gain))
    return (gain - straight).mean() / len(y)


mail = pd.read_csv("mailing_autumn.csv", index_col="household")
X = mail.drop(columns=["mailed", "bought_30d"])      # everything recorded before the drop date
t, y = mail["mailed"].to_numpy(), mail["bought_30d"].to_numpy()

X_a, X_b, t_a, t_b, y_a, y_b = train_test_split(X, t, y, test_size=0.4, stratify=2 * t + y, random_state=10)

rng = np.random.default_rng(0)
for name, learner in {"T": t_learner, "X": x_learner}.items():
    effect = learner(X_a, t_a, y_a)(X_b)
    value = qini(y_b, t_b, effect)
    boot = []
    for _ in range(200):
        i = rng.integers(0, len(y_b), len(y_b))
        boot.append(qini(y_b[i], t_b[i], effect[i]))
    print(f"{name}-learner Qini {value:.5f}  [{np.quantile(boot, .025):.5f}, {np.quantile(boot, .975):.5f}]")
    for d, ix in enumerate(np.array_split(np.argsort(-effect), 5), 1):
        lift = y_b[ix][t_b[ix] == 1].mean() - y_b[ix][t_b[ix] == 0].mean()
        print(f"   fifth {d}: observed uplift {lift:+.4f}")
# author: author4
