import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import precision_recall_fscore_support
from sklearn.preprocessing import StandardScaler

log = pd.read_csv("compressor.csv", parse_dates=["t"], index_col="t").sort_index()
fault = log.pop("fault").astype(bool)

healthy = log[:"2020-03-31"][~fault[:"2020-03-31"]]
quiet = log["2020-04-02":"2020-05-31"][~fault["2020-04-02":"2020-05-31"]]
tuning = slice("2020-06-02", "2020-08-31")
final = slice("2020-09-02", "2021-02-28")


def detector(share):
    sc = StandardScaler().fit(healthy)
    pc = PCA(share, svd_solver="full").fit(sc.transform(healthy))

    def spe(frame):
        z = sc.transform(frame)
        r = z - pc.inverse_transform(pc.transform(z))
        return pd.Series((r ** 2).sum(1), index=frame.index)

    return spe


def alarms(spe, frame, limit, hold):
    over = (spe(frame) > limit).astype(int)
    return over.rolling(hold, min_periods=1).min().astype(bool)      # must stay over for `hold` samples


def scores(spe, span, limit, hold):
    p, r, f, _ = precision_recall_fscore_support(
        fault.loc[span], alarms(spe, log.loc[span], limit, hold), average="binary", zero_division=0)
    return {"precision": p, "recall": r, "f1": f}


trials = []
for share in (0.8, 0.9, 0.95):
    spe = detector(share)
    ref = spe(quiet)
    for q in (0.99, 0.995, 0.999):
        for hold in (1, 5, 15):
            limit = ref.quantile(q)
            trials.append(dict(share=share, q=q, hold=hold, limit=limit, spe=spe, **scores(spe, tuning, limit, hold)))

board = pd.DataFrame(trials).sort_values("f1", ascending=False)
print(board.drop(columns="spe").head(8).to_string(index=False))
top = board.iloc[0]
print("September to February:", scores(top.spe, final, top.limit, int(top.hold)))
# author: author11
