import torch
import torch.nn.functional as F
import numpy as np
import pandas as pd
from torch.utils.data import DataLoader
from skin.dataset import LesionDataset          # image, class index
from skin.nets import load_trained

CLASSES = ["mel", "nv", "bcc", "akiec", "bkl", "df", "vasc"]
device = "cuda"

# network was trained on fold 0-7 of the lesion-level table, see train_skin.sh
table = pd.read_csv("lesion_folds.csv")
assert table.groupby("lesion_id").fold.nunique().max() == 1
cal_rows, test_rows = table[table.fold == 8], table[table.fold == 9]
net = load_trained("ckpt/skin_f07_last.pt", len(CLASSES)).eval().to(device)


@torch.inference_mode()
def logits_of(rows):
    ds = DataLoader(LesionDataset(rows), 96, num_workers=4)
    zs, ys = zip(*[(net(x.to(device)).cpu(), y) for x, y in ds])
    return torch.cat(zs), torch.cat(ys)


def ece(p, y, bins=15):
    conf, hat = p.max(1)
    ok = (hat == y).float()
    edge = torch.linspace(0, 1, bins + 1)
    tot = 0.0
    for lo, hi in zip(edge[:-1], edge[1:]):
        m = (conf > lo) & (conf <= hi)
        if m.any():
            tot += m.float().mean() * (ok[m].mean() - conf[m].mean()).abs()
    return float(tot)


z_cal, y_cal = logits_of(cal_rows)
log_t = torch.zeros(1, requires_grad=True)
bias = torch.zeros(len(CLASSES), requires_grad=True)
opt = torch.optim.LBFGS([log_t, bias], lr=0.2, max_iter=200, line_search_fn="strong_wolfe")


def closure():
    opt.zero_grad()
    loss = F.cross_entropy(z_cal / log_t.exp() + bias, y_cal) + 1e-3 * bias.square().sum()
    loss.backward()
    return loss


opt.step(closure)
print("temperature", float(log_t.exp()), "bias", np.round(bias.detach().numpy(), 2))

# conformal sets at 90 %, scores from the calibration lesions
with torch.no_grad():
    p_cal = (z_cal / log_t.exp() + bias).softmax(1)
    s = 1 - p_cal[torch.arange(len(y_cal)), y_cal]
    q = torch.quantile(s, min(1.0, np.ceil(0.9 * (len(s) + 1)) / len(s)))

    z, y = logits_of(test_rows)
    raw, cal = z.softmax(1), (z / log_t.exp() + bias).softmax(1)
    sets = cal >= 1 - q
print(f"{'':10s}   ECE    NLL    acc")
for name, p in (("raw", raw), ("calibrated", cal)):
    print(f"{name:10s} {ece(p, y):.4f} {F.nll_loss(p.clamp_min(1e-9).log(), y):.4f} {(p.argmax(1) == y).float().mean():.4f}")
print("coverage", sets[torch.arange(len(y)), y].float().mean().item(), "mean size", sets.sum(1).float().mean().item())
# author: author2
