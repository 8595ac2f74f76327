"""MS lesion segmentation with random 96^3 patches (MONAI)."""
import json
import random

import torch
from monai.data import CacheDataset, DataLoader, decollate_batch
from monai.inferers import sliding_window_inference
from monai.losses import DiceCELoss
from monai.metrics import DiceMetric
from monai.networks.nets import UNet
from monai.transforms import (AsDiscreted, Compose, EnsureChannelFirstd, LoadImaged, NormalizeIntensityd,
                              Orientationd, RandCropByPosNegLabeld, RandFlipd, RandShiftIntensityd, Spacingd)

scans = json.load(open("ms_scans.json"))   # [{"image":..., "label":..., "patient": "P031", "visit": 2}, ...]
KEYS = ["image", "label"]
patients = sorted({s["patient"] for s in scans})
random.Random(99).shuffle(patients)
n = len(patients)
who = {p: ("test" if i < 0.2 * n else "val" if i < 0.3 * n else "train") for i, p in enumerate(patients)}
part = {k: [s for s in scans if who[s["patient"]] == k] for k in ("train", "val", "test")}

base = [
    LoadImaged(KEYS), EnsureChannelFirstd(KEYS), Orientationd(KEYS, axcodes="RAS"),
    Spacingd(KEYS, pixdim=(1, 1, 1), mode=("bilinear", "nearest")),
    NormalizeIntensityd("image", nonzero=True),        # each volume by its own voxels
]
aug = [
    RandCropByPosNegLabeld(KEYS, label_key="label", spatial_size=(96,) * 3, pos=2, neg=1, num_samples=4),
    RandFlipd(KEYS, prob=0.5, spatial_axis=0), RandShiftIntensityd("image", 0.1, prob=0.5),
]
loaders = {
    "train": DataLoader(CacheDataset(part["train"], Compose(base + aug)), batch_size=2, shuffle=True),
    "val": DataLoader(CacheDataset(part["val"], Compose(base)), batch_size=1),
    "test": DataLoader(CacheDataset(part["test"], Compose(base)), batch_size=1),
}

dev = torch.device("cuda")
net = UNet(3, 1, 2, channels=(32, 64, 128, 256, 320), strides=(2, 2, 2, 2), num_res_units=2).to(dev)
loss_fn = DiceCELoss(to_onehot_y=True, softmax=True)
opt = torch.optim.AdamW(net.parameters(), 2e-4)
post = Compose([AsDiscreted(keys=["pred"], argmax=True, to_onehot=2), AsDiscreted(keys=["label"], to_onehot=2)])


@torch.no_grad()
def dice(loader):
    net.eval()
    metric = DiceMetric(include_background=False)
    for b in loader:
        b["pred"] = sliding_window_inference(b["image"].to(dev), (96,) * 3, 4, net, overlap=0.5).cpu()
        for item in map(post, decollate_batch(b)):
            metric([item["pred"]], [item["label"]])
    return metric.aggregate().item()


top = 0
for ep in range(400):
    net.train()
    for b in loaders["train"]:
        opt.zero_grad()
        loss_fn(net(b["image"].to(dev)), b["label"].to(dev)).backward()
        opt.step()
    if ep % 10 == 9 and (d := dice(loaders["val"])) > top:
        top = d
        torch.save(net.state_dict(), "ms_unet.pt")
        print(ep, f"val dice {d:.3f}")

net.load_state_dict(torch.load("ms_unet.pt"))
print(f"test dice {dice(loaders['test']):.3f} on {len(part['test'])} scans")
# author: author2
