import argparse
import copy

import timm
import torch
from timm.data import create_transform
from timm.utils import ModelEmaV2
from torch.optim.swa_utils import SWALR, AveragedModel, update_bn
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import Food101

p = argparse.ArgumentParser()
p.add_argument("--epochs", type=int, default=30)
p.add_argument("--swa-from", type=int, default=22)
p.add_argument("--bs", type=int, default=64)
a = p.parse_args()

torch.manual_seed(40)
tf_train = create_transform(224, is_training=True, auto_augment="rand-m7-mstd0.5")
tf_eval = create_transform(224, is_training=False)
idx = torch.randperm(75750)
inner, dev = idx[:70000], idx[70000:]
ds = {
    "train": Subset(Food101("data", "train", transform=tf_train, download=True), inner),
    "bn": Subset(Food101("data", "train", transform=tf_eval), inner[:8000]),
    "dev": Subset(Food101("data", "train", transform=tf_eval), dev),
    "test": Food101("data", "test", transform=tf_eval),
}
dl = {k: DataLoader(v, a.bs, shuffle=k in ("train", "bn"), num_workers=8, pin_memory=True) for k, v in ds.items()}

raw = timm.create_model("resnet50.a1_in1k", pretrained=True, num_classes=101).cuda()
swa, ema = AveragedModel(raw), ModelEmaV2(raw, decay=0.9995)
opt = torch.optim.SGD(raw.parameters(), 0.01, momentum=0.9, weight_decay=5e-5)
warm = torch.optim.lr_scheduler.CosineAnnealingLR(opt, a.swa_from)
flat = SWALR(opt, swa_lr=2e-3)


@torch.inference_mode()
def top1(net, which):
    net.eval()
    return sum((net(x.cuda()).argmax(1).cpu() == y).sum().item() for x, y in dl[which]) / len(ds[which])


snap, snap_acc = None, 0.0
for ep in range(a.epochs):
    raw.train()
    for x, y in dl["train"]:
        loss = torch.nn.functional.cross_entropy(raw(x.cuda()), y.cuda(), label_smoothing=0.1)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        ema.update(raw)
    if ep >= a.swa_from:
        swa.update_parameters(raw)
        flat.step()
    else:
        warm.step()
    acc = top1(raw, "dev")
    if acc > snap_acc:
        snap, snap_acc = copy.deepcopy(raw), acc
    print(ep, f"{acc:.4f}", flush=True)

# averaged weights need their own batch statistics
update_bn(((x for x, _ in dl["bn"])), swa, device="cuda")
nets = {"snapshot": snap, "swa": swa, "ema": ema.module}
dev_acc = {k: top1(n, "dev") for k, n in nets.items()}
print(dev_acc)
winner = max(dev_acc, key=dev_acc.get)
print("shipping", winner, "| official test top-1", round(top1(nets[winner], "test"), 4))
torch.save(nets[winner].state_dict(), f"food_{winner}.pt")
# author: author6
