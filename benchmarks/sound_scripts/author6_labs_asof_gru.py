"""Acute kidney injury in the next 48 h from labs known at 06:00. One landmark per hospital day.

Training: admissions of 2015-2018, stopping: 2019, report: 2020-2021. People seen in a later part leave the earlier ones.
"""
import numpy as np
import pandas as pd
import torch
from sklearn.metrics import average_precision_score, roc_auc_score
from torch import nn

LABS = ["creatinine", "urea", "potassium", "sodium", "lactate", "hb"]
marks = pd.read_parquet("landmarks.parquet").sort_values("at")      # person, admission, at, aki48, admitted
labs = pd.read_parquet("labs.parquet").sort_values("resulted_at")   # person, resulted_at, <labs>

# the state of the chart at the landmark and at each of the 5 mornings before it
steps = []
for back in range(5, -1, -1):
    q = marks[["person", "at"]].assign(at=marks["at"] - pd.Timedelta(days=back), row=np.arange(len(marks))).sort_values("at")
    m = pd.merge_asof(q, labs, left_on="at", right_on="resulted_at", by="person",
                      direction="backward", tolerance=pd.Timedelta(days=3), allow_exact_matches=False)
    m["age_h"] = (m["at"] - m.resulted_at).dt.total_seconds() / 3600
    steps.append(m.sort_values("row")[LABS + ["age_h"]].to_numpy("float32"))
seq = np.stack(steps, 1)
aki = marks.aki48.to_numpy("float32")

year = marks.admitted.dt.year.to_numpy()
person = marks.person.to_numpy()
test = year >= 2020
stop = (year == 2019) & ~np.isin(person, person[test])
train = (year <= 2018) & ~np.isin(person, person[test | stop])
# an admission over New Year has outcome windows in the next part: left out
end = marks["at"] + pd.Timedelta(hours=48)
train &= (end < "2019-01-01").to_numpy()
stop &= (end < "2020-01-01").to_numpy()

mid = np.nanmedian(seq[train], (0, 1))
iqr = np.subtract(*np.nanpercentile(seq[train], [75, 25], axis=(0, 1)))


def tensor(mask):
    z = (seq[mask] - mid) / iqr
    return torch.from_numpy(np.concatenate([np.nan_to_num(z), np.isnan(z)], -1).astype("float32")), torch.from_numpy(aki[mask])


class Risk(nn.Module):
    def __init__(self, inp=2 * (len(LABS) + 1), hid=32):
        super().__init__()
        self.gru, self.out = nn.GRU(inp, hid, batch_first=True), nn.Linear(hid, 1)

    def forward(self, x):
        return self.out(self.gru(x)[1][-1]).squeeze(-1)


torch.manual_seed(6)
net = Risk()
opt = torch.optim.Adam(net.parameters(), 2e-3)
lossf = nn.BCEWithLogitsLoss()
x, y = tensor(train)
xv, yv = tensor(stop)
low, kept, wait = np.inf, None, 0
while wait < 6:
    for b in torch.randperm(len(x)).split(512):
        opt.zero_grad()
        lossf(net(x[b]), y[b]).backward()
        opt.step()
    with torch.no_grad():
        v = lossf(net(xv), yv).item()
    wait += 1
    if v < low:
        low, wait, kept = v, 0, {k: t.clone() for k, t in net.state_dict().items()}
net.load_state_dict(kept)

x, y = tensor(test)
with torch.no_grad():
    p = net(x).sigmoid().numpy()
y = y.numpy()
last = seq[test][:, -1, 0]
print("n", len(y), "events", int(y.sum()))
print(f"GRU AUC {roc_auc_score(y, p):.3f} AP {average_precision_score(y, p):.3f}")
print(f"last creatinine alone AUC {roc_auc_score(y, np.nan_to_num(last, nan=mid[0])):.3f}")
# author: author6
