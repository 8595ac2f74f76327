"""Ratings are updated after each match, so that a match is described by earlier ones only."""
from collections import defaultdict
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

matches = pd.read_csv("matches.csv", parse_dates=["date"]).sort_values("date")
rating, rows = defaultdict(lambda: 1500.0), []
for m in matches.itertuples():
    gap = rating[m.home] - rating[m.away]
    rows.append({"gap": gap, "neutral": m.neutral, "won": m.home_won, "date": m.date})
    expected = 1 / (1 + 10 ** (-gap / 400))
    rating[m.home] += 20 * (m.home_won - expected)
    rating[m.away] -= 20 * (m.home_won - expected)
t = pd.DataFrame(rows)
a, b = t[t.date < "2023-07-01"], t[t.date >= "2023-07-01"]
model = LogisticRegression().fit(a[["gap", "neutral"]], a["won"])
print(log_loss(b["won"], model.predict_proba(b[["gap", "neutral"]])))
# author: maintainer
