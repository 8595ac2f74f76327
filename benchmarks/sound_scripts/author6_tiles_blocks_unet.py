"""Hedgerow mapping. 10 km grid blocks of the aerial mosaic are the unit; a one-tile rim round test blocks is unused."""
import geopandas as gpd
import numpy as np
import rasterio
import segmentation_models_pytorch as smp
import torch
from rasterio.windows import Window
from torch.utils.data import DataLoader, Dataset
from torchmetrics.classification import BinaryJaccardIndex

TILE = 512
tiles = gpd.read_file("tiles.gpkg")            # row, col, block_x, block_y, geometry
key = tiles.block_x * 7 + tiles.block_y * 3
tiles["use"] = np.select([key % 10 == 0, key % 10 == 5], ["test", "val"], "train")
for kept, dropped in (("test", ("val", "train")), ("val", ("train",))):
    zone = tiles.loc[tiles.use == kept].geometry.union_all().buffer(150)
    tiles.loc[tiles.use.isin(dropped) & tiles.intersects(zone), "use"] = "rim"
print(tiles.use.value_counts().to_dict())


class Mosaic(Dataset):
    def __init__(self, use, stats=None, flip=False):
        self.t = tiles[tiles.use == use][["row", "col"]].to_numpy()
        self.flip = flip
        self.stats = stats or self.measure()

    def read(self, path, i):
        r, c = self.t[i]
        with rasterio.open(path) as src:
            return src.read(window=Window(int(c) * TILE, int(r) * TILE, TILE, TILE))

    def measure(self):
        s = q = n = 0
        for i in range(0, len(self.t), 10):
            a = self.read("mosaic.tif", i).astype(np.float64).reshape(4, -1)
            s, q, n = s + a.sum(1), q + (a ** 2).sum(1), n + a.shape[1]
        m = s / n
        return m, np.sqrt(q / n - m ** 2)

    def __len__(self): return len(self.t)

    def __getitem__(self, i):
        m, sd = self.stats
        x = (self.read("mosaic.tif", i) - m[:, None, None]) / sd[:, None, None]
        y = self.read("hedges.tif", i)[0] > 0
        if self.flip:
            k = np.random.randint(4)
            x, y = np.rot90(x, k, (1, 2)), np.rot90(y, k)
        return torch.from_numpy(np.ascontiguousarray(x, np.float32)), torch.from_numpy(np.ascontiguousarray(y)).float()


train = Mosaic("train", flip=True)
val, test = (Mosaic(u, stats=train.stats) for u in ("val", "test"))
net = smp.Unet("resnet34", encoder_weights="imagenet", in_channels=4, classes=1).cuda()
dice, bce = smp.losses.DiceLoss("binary"), torch.nn.BCEWithLogitsLoss()
opt = torch.optim.AdamW(net.parameters(), 3e-4)


@torch.inference_mode()
def iou(ds, threshold=0.5):
    net.eval()
    j = BinaryJaccardIndex(threshold).cuda()
    for x, y in DataLoader(ds, 8, num_workers=4):
        j.update(net(x.cuda()).sigmoid()[:, 0], y.cuda().int())
    return j.compute().item()


best = 0
for epoch in range(40):
    net.train()
    for x, y in DataLoader(train, 8, shuffle=True, num_workers=8, drop_last=True):
        z, y = net(x.cuda()), y.cuda()[:, None]
        opt.zero_grad(); (dice(z, y) + bce(z, y)).backward(); opt.step()
    v = iou(val)
    if v > best:
        best = v
        torch.save(net.state_dict(), "hedges.pt")
net.load_state_dict(torch.load("hedges.pt"))
t = max((0.3, 0.4, 0.5, 0.6, 0.7), key=lambda c: iou(val, c))
print("threshold", t, "IoU on test blocks", round(iou(test, t), 4))
# author: author6
