"""Road-sign detection, anchors from the training boxes. Drives, not frames, are divided."""
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from scipy.cluster.vq import kmeans
from torchmetrics.detection import MeanAveragePrecision
from torchvision.io import read_image
from torchvision.models.detection import RetinaNet
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import resnet_fpn_backbone

ROOT = Path("signs")
coco = json.loads((ROOT / "annotations.json").read_text())
boxes = defaultdict(list)
for a in coco["annotations"]:
    x, y, w, h = a["bbox"]
    boxes[a["image_id"]].append((x, y, x + w, y + h, a["category_id"]))

drives = {k: set((ROOT / f"drives_{k}.txt").read_text().split()) for k in ("train", "val", "test")}
assert not (drives["train"] & drives["test"] or drives["val"] & drives["test"] or drives["train"] & drives["val"])


class Frames(torch.utils.data.Dataset):
    def __init__(self, which):
        self.im = [i for i in coco["images"] if i["file_name"].split("/")[0] in drives[which]]

    def __len__(self):
        return len(self.im)

    def __getitem__(self, k):
        i = self.im[k]
        b = torch.tensor(boxes[i["id"]], dtype=torch.float32).reshape(-1, 5)
        return read_image(str(ROOT / i["file_name"])).float() / 255, {"boxes": b[:, :4], "labels": b[:, 4].long()}

    def sides(self):
        b = np.array([x for i in self.im for x in boxes[i["id"]]], dtype=float)
        return np.sqrt((b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])), (b[:, 3] - b[:, 1]) / (b[:, 2] - b[:, 0])


sets = {k: Frames(k) for k in drives}
size, ratio = sets["train"].sides()
centres = np.sort(kmeans(np.log(size), 5, seed=0)[0])
levels = tuple((float(np.exp(c)), float(np.exp(c) * 1.3)) for c in centres)
aspects = (tuple(np.quantile(ratio, [0.1, 0.5, 0.9]).round(2).tolist()),) * len(levels)

body = resnet_fpn_backbone(backbone_name="resnet50", weights="DEFAULT", returned_layers=[1, 2, 3, 4])
net = RetinaNet(body, num_classes=len(coco["categories"]) + 1, anchor_generator=AnchorGenerator(levels, aspects)).cuda()
pack = lambda b: tuple(zip(*b))
dl = {k: torch.utils.data.DataLoader(d, 4, shuffle=k == "train", collate_fn=pack, num_workers=6) for k, d in sets.items()}
send = lambda t: {k: v.cuda() for k, v in t.items()}


@torch.no_grad()
def mean_ap(which):
    net.eval()
    m = MeanAveragePrecision(class_metrics=False)
    for x, t in dl[which]:
        out = net([i.cuda() for i in x])
        m.update([{k: v.cpu() for k, v in o.items()} for o in out], list(t))
    return {k: round(m_.item(), 4) for k, m_ in m.compute().items() if k in ("map", "map_50", "map_small")}


opt = torch.optim.SGD(net.parameters(), 0.005, momentum=0.9, weight_decay=1e-4)
best = -1.0
for epoch in range(24):
    net.train()
    for x, t in dl["train"]:
        loss = sum(net([i.cuda() for i in x], [send(q) for q in t]).values())
        opt.zero_grad(); loss.backward(); opt.step()
    now = mean_ap("val")
    print(epoch, now)
    if now["map"] > best:
        best = now["map"]
        torch.save(net.state_dict(), "signs.pt")
net.load_state_dict(torch.load("signs.pt"))
print("test drives", mean_ap("test"))
# author: author6
