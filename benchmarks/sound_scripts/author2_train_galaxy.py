"""Galaxy morphology, ConvNeXt-tiny.  usage: python train_galaxy.py configs/gz.yaml"""
import sys
from pathlib import Path

import torch
import yaml
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder

from galaxylib.engine import run_epoch, predict
from galaxylib.models import build_model
from galaxylib.transforms import train_tf, eval_tf
from galaxylib.metrics import top1, per_class_recall

cfg = yaml.safe_load(Path(sys.argv[1]).read_text())
torch.manual_seed(cfg["seed"])
device = torch.device(cfg.get("device", "cuda"))

pool_aug = ImageFolder(cfg["train_dir"], train_tf(cfg["size"]))
pool_plain = ImageFolder(cfg["train_dir"], eval_tf(cfg["size"]))
holdout = ImageFolder(cfg["test_dir"], eval_tf(cfg["size"]))

# one cut-out per galaxy, so a random permutation is enough
g = torch.Generator().manual_seed(cfg["seed"])
order = torch.randperm(len(pool_aug), generator=g).tolist()
n_dev = int(0.12 * len(order))
dev_idx, fit_idx = order[:n_dev], order[n_dev:]

fit_dl = DataLoader(Subset(pool_aug, fit_idx), cfg["bs"], shuffle=True, num_workers=6)
dev_dl = DataLoader(Subset(pool_plain, dev_idx), cfg["bs"] * 2, num_workers=6)
test_dl = DataLoader(holdout, cfg["bs"] * 2, num_workers=6)

model = build_model(cfg["arch"], n_classes=len(pool_aug.classes)).to(device)
opt = torch.optim.AdamW(model.parameters(), lr=cfg["lr"], weight_decay=cfg["wd"])
sched = torch.optim.lr_scheduler.OneCycleLR(opt, cfg["lr"], epochs=cfg["epochs"],
                                            steps_per_epoch=len(fit_dl))

ckpt = Path(cfg["out"]) / "best.pt"
ckpt.parent.mkdir(parents=True, exist_ok=True)
best, stale = -1.0, 0
for epoch in range(cfg["epochs"]):
    tr_loss = run_epoch(model, fit_dl, opt, sched, device)
    logits, y = predict(model, dev_dl, device)
    score = top1(logits, y)
    print(f"[{epoch}] loss={tr_loss:.4f} dev_top1={score:.4f}")
    if score > best:
        best, stale = score, 0
        torch.save(model.state_dict(), ckpt)
    else:
        stale += 1
        if stale >= cfg["patience"]:
            break

model.load_state_dict(torch.load(ckpt, map_location=device))
logits, y = predict(model, test_dl, device)
print("test top-1", round(top1(logits, y), 4))
for cls, r in zip(holdout.classes, per_class_recall(logits, y)):
    print(f"  {cls:<20s} recall {r:.3f}")
# author: author2
