# solder-defect classifier, AOI line 3. manifest.csv: path, plate_id, week, defect (0/1)
import copy
import numpy as np, pandas as pd, torch
import torch.nn as nn
from PIL import Image
from sklearn.metrics import f1_score, confusion_matrix
from torch.utils.data import DataLoader, Dataset
from torchvision import models, transforms as T

dev = "cuda" if torch.cuda.is_available() else "cpu"
man = pd.read_csv("aoi/manifest.csv")
# plates never cross a week boundary
man["part"] = np.select([man.week <= 30, man.week <= 36], ["train", "val"], "test")
assert man.groupby("plate_id").part.nunique().max() == 1


class Crops(Dataset):
    def __init__(self, frame, tf):
        self.rows, self.tf = frame.reset_index(drop=True), tf
    def __len__(self):
        return len(self.rows)
    def __getitem__(self, i):
        r = self.rows.loc[i]
        return self.tf(Image.open("aoi/" + r.path).convert("RGB")), torch.tensor(float(r.defect))


def frame(p):
    return man[man.part == p]


s1 = s2 = 0.0
n = 0
for x, _ in DataLoader(Crops(frame("train"), T.Compose([T.Resize((224, 224)), T.ToTensor()])), 64, num_workers=8):
    s1 = s1 + x.mean((2, 3)).sum(0)
    s2 = s2 + (x ** 2).mean((2, 3)).sum(0)
    n += len(x)
mu = s1 / n
sd = (s2 / n - mu ** 2).sqrt()

base = [T.Resize((224, 224)), T.ToTensor(), T.Normalize(mu.tolist(), sd.tolist())]
aug = [T.RandomHorizontalFlip(), T.RandomRotation(5)]
loader = {p: DataLoader(Crops(frame(p), T.Compose((aug if p == "train" else []) + base)), 64, shuffle=p == "train", num_workers=8)
          for p in ("train", "val", "test")}

net = models.resnet18(weights="IMAGENET1K_V1")
net.fc = nn.Linear(512, 1)
net.to(dev)
pos = frame("train").defect.mean()
crit = nn.BCEWithLogitsLoss(pos_weight=torch.tensor((1 - pos) / pos, device=dev))
opt = torch.optim.AdamW(net.parameters(), 3e-4, weight_decay=1e-2)


@torch.no_grad()
def scores(dl):
    net.eval()
    out = [(torch.sigmoid(net(x.to(dev)).squeeze(1)).cpu(), y) for x, y in dl]
    p, y = map(torch.cat, zip(*out))
    return p.numpy(), y.numpy()


top, thr, weights, bad = -1.0, 0.5, None, 0
for epoch in range(60):
    net.train()
    for x, y in loader["train"]:
        opt.zero_grad()
        loss = crit(net(x.to(dev)).squeeze(1), y.to(dev))
        loss.backward()
        opt.step()
    p, y = scores(loader["val"])
    f, t = max((f1_score(y, p > t), t) for t in np.arange(0.1, 0.95, 0.05))
    if f > top:
        top, thr, weights, bad = f, t, copy.deepcopy(net.state_dict()), 0
    elif (bad := bad + 1) == 7:
        break

net.load_state_dict(weights)
p, y = scores(loader["test"])
print("weeks 37+  F1", f1_score(y, p > thr), "\n", confusion_matrix(y, p > thr))
torch.save({"w": weights, "mu": mu, "sd": sd, "thr": thr}, "aoi3.pt")
# author: author9
