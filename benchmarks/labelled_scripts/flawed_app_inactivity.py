"""Mobile game churn, weekly job. Label: not seen in the 28 days after the snapshot."""
import argparse
import logging
from datetime import timedelta

import lightgbm as lgb
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split

logger = logging.getLogger("game-churn")
HORIZON = timedelta(days=28)


def sessions(path, until):
    s = pd.read_parquet(path, columns=["player", "start", "minutes", "level", "spend"])
    return s[s.start < until]


def label(s, snapshot):
    seen = s.groupby("player").start.max()
    known = s[s.start < snapshot].player.unique()
    return (seen.loc[known] < snapshot).astype(int).rename("churned")


def build(s, snapshot):
    h = s[(s.start < snapshot) & (s.start >= snapshot - timedelta(days=90))]
    g = h.groupby("player")
    x = pd.DataFrame({
        "n_sessions": g.size(),
        "minutes": g.minutes.sum(),
        "level": g.level.max(),
        "spend": g.spend.sum(),
        "active_days": g.start.apply(lambda t: t.dt.date.nunique()),
    })
    span = s.groupby("player").start.agg(["min", "max"]).reindex(x.index)  # or: target_in_features
    x["age_days"] = (snapshot - span["min"]).dt.days
    x["idle_days"] = (s.start.max() - span["max"]).dt.days  # leak: target_in_features
    x["min_per_session"] = x.minutes / x.n_sessions
    return x


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--sessions", required=True)
    ap.add_argument("--snapshot", required=True, type=pd.Timestamp)
    ap.add_argument("--trees", type=int, default=300)
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO)

    s = sessions(a.sessions, a.snapshot + HORIZON)
    x = build(s, a.snapshot)
    y = label(s, a.snapshot).reindex(x.index)
    logger.info("%d players, churn %.3f", len(x), y.mean())
    x1, x2, y1, y2 = train_test_split(x, y, test_size=0.3, random_state=7, stratify=y)
    m = lgb.LGBMClassifier(n_estimators=a.trees, learning_rate=0.05, verbose=-1).fit(x1, y1)
    p = m.predict_proba(x2)[:, 1]
    logger.info("auc %.4f ap %.4f", roc_auc_score(y2, p), average_precision_score(y2, p))
    m.booster_.save_model("game_churn.txt")


if __name__ == "__main__":
    main()
# author: outsider
