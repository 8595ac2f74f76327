"""Small U-Net, six land-cover classes. Whole map sheets are train/val/test and the three do not touch; tiles are cut inside a sheet."""
import json, sys
from functools import partial
import numpy as np
import rasterio
from rasterio.windows import Window
import segmentation_models_pytorch as smp
import torch
from torch.utils.data import DataLoader, Dataset

SHEETS = json.load(open(sys.argv[1]))          # {"train": ["031_W", ...], "val": [...], "test": [...]}
S, K, DEV = 256, 6, "cuda"
assert len(set(sum(SHEETS.values(), []))) == sum(map(len, SHEETS.values()))

def band_stats(sheets):
    acc = []
    for s in sheets:
        with rasterio.open(f"s2/{s}.tif") as r:
            acc.append(r.read(out_shape=(r.count, r.height // 20, r.width // 20)).reshape(r.count, -1))
    acc = np.concatenate(acc, 1).astype("float32")
    return np.percentile(acc, 1, axis=1), np.percentile(acc, 99, axis=1)

class Tiles(Dataset):
    def __init__(self, sheets, lo, hi, train=False):
        self.lo, self.hi, self.train = lo[:, None, None], hi[:, None, None], train
        self.at = []
        for s in sheets:
            with rasterio.open(f"s2/{s}.tif") as r:
                self.at += [(s, i, j) for i in range(0, r.height - S + 1, S) for j in range(0, r.width - S + 1, S)]
    def __len__(self):
        return len(self.at)
    def __getitem__(self, n):
        s, i, j = self.at[n]
        w = Window(j, i, S, S)
        with rasterio.open(f"s2/{s}.tif") as a, rasterio.open(f"lc/{s}.tif") as b:
            x, y = a.read(window=w).astype("float32"), b.read(1, window=w).astype("int64")
        x = np.clip((x - self.lo) / (self.hi - self.lo), 0, 1)
        if self.train:
            k = np.random.randint(4)
            x, y = np.rot90(x, k, (1, 2)), np.rot90(y, k)
        return torch.from_numpy(x.copy()), torch.from_numpy(y.copy())

make = partial(Tiles, **dict(zip(("lo", "hi"), band_stats(SHEETS["train"]))))
dl = {k: DataLoader(make(v, train=k == "train"), 16, shuffle=k == "train", num_workers=8) for k, v in SHEETS.items()}
px = torch.zeros(K)
for _, y in dl["train"]:
    px += torch.bincount(y[y < K].flatten(), minlength=K)
weight = (px.sum() / px).sqrt()

net = smp.Unet("resnet34", in_channels=10, classes=K, encoder_weights=None).to(DEV)
lossf = torch.nn.CrossEntropyLoss(weight.to(DEV) / weight.mean(), ignore_index=255)
opt = torch.optim.AdamW(net.parameters(), 1e-3)
sched = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, "max", patience=4)

@torch.no_grad()
def confusion(which):
    net.eval()
    c = torch.zeros(K, K)
    for x, y in dl[which]:
        p = net(x.to(DEV)).argmax(1).cpu()
        ok = y < K
        c += torch.bincount(y[ok] * K + p[ok], minlength=K * K).view(K, K)
    iou = c.diag() / (c.sum(0) + c.sum(1) - c.diag())
    return c, iou

best = 0
for epoch in range(120):
    net.train()
    for x, y in dl["train"]:
        opt.zero_grad(); lossf(net(x.to(DEV)), y.to(DEV)).backward(); opt.step()
    miou = confusion("val")[1].nanmean().item()
    sched.step(miou)
    if miou > best:
        best = miou
        torch.save(net.state_dict(), "lc.pt")

net.load_state_dict(torch.load("lc.pt"))
c, iou = confusion("test")
print("test sheets mIoU %.3f, pixel accuracy %.3f" % (iou.nanmean(), c.diag().sum() / c.sum()), iou.numpy().round(3))
# author: author9
