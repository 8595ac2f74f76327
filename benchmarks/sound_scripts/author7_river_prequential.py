"""Test-then-learn on a stream of card payments; labels come back 7 days after the payment."""
import csv
import datetime as dt
import heapq
from collections import defaultdict

from river import compose, drift, forest, linear_model, metrics, optim, preprocessing, stats

DELAY = dt.timedelta(days=7)


class CardMemory:
    """Running facts of each card as of the moment before the payment."""

    def __init__(self):
        self.mean = defaultdict(lambda: stats.EWMean(0.1))
        self.last = {}

    def look(self, row, when):
        c = row["card"]
        m = self.mean[c].get() if c in self.last else 0.0
        gap = (when - self.last[c]).total_seconds() / 3600 if c in self.last else -1.0
        return {"card_mean": m or 0.0, "hours_since": gap, "ratio": float(row["amount"]) / m if m else 1.0}

    def note(self, row, when):
        self.mean[row["card"]].update(float(row["amount"]))
        self.last[row["card"]] = when


def stream(path):
    with open(path, newline="") as fh:
        for row in csv.DictReader(fh):
            yield dt.datetime.fromisoformat(row["ts"]), row


models = {
    "logit": compose.Pipeline(preprocessing.StandardScaler(), linear_model.LogisticRegression(optim.Adam(0.005))),
    "arf": forest.ARFClassifier(n_models=15, drift_detector=drift.ADWIN(0.001), seed=3),
}
board = {k: {"auc": metrics.ROCAUC(n_thresholds=50), "ll": metrics.LogLoss()} for k in models}
cards, waiting, n = CardMemory(), [], 0

for when, row in stream("payments_sorted.csv"):
    while waiting and waiting[0][0] <= when:
        _, _, x, y, ps = heapq.heappop(waiting)
        for k, m in models.items():
            if ps[k] is not None:
                board[k]["auc"].update(y, ps[k])
                board[k]["ll"].update(y, ps[k])
            m.learn_one(x, y)
    x = {"amount": float(row["amount"]), "hour": when.hour, "abroad": float(row["country"] != row["home"]), **cards.look(row, when)}
    warm = n > 50_000
    ps = {k: m.predict_proba_one(x).get(True, 0.0) if warm else None for k, m in models.items()}
    heapq.heappush(waiting, (when + DELAY, n, x, row["fraud"] == "1", ps))
    cards.note(row, when)
    n += 1
    if n % 200_000 == 0:
        print(n, {k: [str(v) for v in b.values()] for k, b in board.items()})

print("end", {k: {name: round(v.get(), 4) for name, v in b.items()} for k, b in board.items()})
# author: author7
