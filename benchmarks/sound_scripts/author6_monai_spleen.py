import json
import logging

import torch
from monai.data import CacheDataset, DataLoader, decollate_batch
from monai.inferers import sliding_window_inference
from monai.losses import DiceCELoss
from monai.metrics import DiceMetric, HausdorffDistanceMetric
from monai.networks.nets import UNet
from monai.transforms import (AsDiscrete, Compose, CropForegroundd, EnsureChannelFirstd, LoadImaged, Orientationd,
                              RandCropByPosNegLabeld, RandFlipd, ScaleIntensityRanged, Spacingd)
from monai.utils import set_determinism

set_determinism(17)
log = logging.getLogger("spleen")
logging.basicConfig(level="INFO")
gpu = torch.device("cuda:0")

# folds.json lists study folders; written once with the radiology group, one patient in one list only
with open("folds.json") as fh:
    folds = json.load(fh)
files = {
    part: [{"image": f"nii/{s}/ct.nii.gz", "label": f"nii/{s}/spleen.nii.gz"} for s in studies]
    for part, studies in folds.items()
}
both = ["image", "label"]
base = [
    LoadImaged(both), EnsureChannelFirstd(both), Orientationd(both, axcodes="RAS"),
    Spacingd(both, pixdim=(1.5, 1.5, 2.0), mode=("bilinear", "nearest")),
    ScaleIntensityRanged(["image"], a_min=-57, a_max=164, b_min=0.0, b_max=1.0, clip=True),
    CropForegroundd(both, source_key="image"),
]
aug = [
    RandCropByPosNegLabeld(both, label_key="label", spatial_size=(96, 96, 96), pos=1, neg=1, num_samples=4),
    RandFlipd(both, prob=0.5, spatial_axis=0),
]
train = DataLoader(CacheDataset(files["train"], Compose(base + aug)), batch_size=2, shuffle=True)
valid = DataLoader(CacheDataset(files["valid"], Compose(base)), batch_size=1)

net = UNet(3, 1, 2, channels=(16, 32, 64, 128, 256), strides=(2, 2, 2, 2), num_res_units=2).to(gpu)
loss_fn = DiceCELoss(to_onehot_y=True, softmax=True)
opt = torch.optim.AdamW(net.parameters(), 1e-4)
to_pred, to_gold = AsDiscrete(argmax=True, to_onehot=2), AsDiscrete(to_onehot=2)


@torch.no_grad()
def judge(loader, *metrics):
    net.eval()
    for m in metrics:
        m.reset()
    for b in loader:
        out = sliding_window_inference(b["image"].to(gpu), (160, 160, 160), 4, net)
        pred = [to_pred(o) for o in decollate_batch(out)]
        gold = [to_gold(o) for o in decollate_batch(b["label"].to(gpu))]
        for m in metrics:
            m(pred, gold)
    return [m.aggregate().item() for m in metrics]


dice = DiceMetric(include_background=False)
top = 0.0
for epoch in range(300):
    net.train()
    for b in train:
        opt.zero_grad()
        loss_fn(net(b["image"].to(gpu)), b["label"].to(gpu)).backward()
        opt.step()
    if epoch % 5 == 4:
        (d,) = judge(valid, dice)
        log.info("epoch %d dice %.4f", epoch, d)
        if d > top:
            top = d
            torch.save(net.state_dict(), "spleen.pt")

net.load_state_dict(torch.load("spleen.pt"))
test = DataLoader(CacheDataset(files["test"], Compose(base)), batch_size=1)
d, h = judge(test, dice, HausdorffDistanceMetric(include_background=False, percentile=95))
log.info("TEST dice %.4f  HD95 %.2f mm(voxel)", d, h)
# author: author6
