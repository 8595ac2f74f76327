from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, random_split
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
from torchvision.models import EfficientNet_B0_Weights, efficientnet_b0

ALPHA = 0.1
tf = T.Compose([T.CenterCrop(207), T.Resize(160), T.ToTensor(), T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
# one cut-out per object, objects unique by catalogue id
sky = ImageFolder("galaxies/labelled", tf)
gen = torch.Generator().manual_seed(2024)
pieces = random_split(sky, [0.6, 0.1, 0.1, 0.1, 0.1], generator=gen)
fit, stop, warm, conf, final = (DataLoader(p, 128, shuffle=i == 0, num_workers=8) for i, p in enumerate(pieces))

net = efficientnet_b0(weights=EfficientNet_B0_Weights.DEFAULT)
net.classifier[1] = torch.nn.Linear(1280, len(sky.classes))
net = net.cuda()
ckpt = Path("galaxy.pt")


def collect(loader):
    net.eval()
    with torch.inference_mode():
        zs, ys = zip(*((net(x.cuda()).cpu(), y) for x, y in loader))
    return torch.cat(zs), torch.cat(ys)


opt = torch.optim.AdamW(net.parameters(), 3e-4)
low = float("inf")
for epoch in range(20):
    net.train()
    for x, y in fit:
        opt.zero_grad()
        F.cross_entropy(net(x.cuda()), y.cuda()).backward()
        opt.step()
    z, y = collect(stop)
    v = F.cross_entropy(z, y).item()
    if v < low:
        low = v
        torch.save(net.state_dict(), ckpt)
net.load_state_dict(torch.load(ckpt))

z, y = (t.clone() for t in collect(warm))
logT = torch.zeros(1, requires_grad=True)
lb = torch.optim.LBFGS([logT], max_iter=100)


def closure():
    lb.zero_grad()
    loss = F.cross_entropy(z / logT.exp(), y)
    loss.backward()
    return loss


lb.step(closure)
temp = logT.exp().item()


def aps(p):
    srt, order = p.sort(1, descending=True)
    cum = srt.cumsum(1)
    return cum.gather(1, order.argsort(1))


z, y = collect(conf)
s = aps(F.softmax(z / temp, 1))[torch.arange(len(y)), y].numpy()
n = len(s)
qhat = np.quantile(s, min(1.0, np.ceil((n + 1) * (1 - ALPHA)) / n), method="higher")

z, y = collect(final)
sets = aps(F.softmax(z / temp, 1)) <= qhat
cover = sets[torch.arange(len(y)), y].float()
print(f"T={temp:.2f} q={qhat:.3f} accuracy={(z.argmax(1) == y).float().mean():.3f}")
print(f"coverage={cover.mean():.3f} mean set size={sets.sum(1).float().mean():.2f}")
for k, c in enumerate(sky.classes):
    print(f"  {c:20s} {cover[y == k].mean():.3f}")
# author: author6
