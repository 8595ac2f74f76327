import json

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, random_split
from torchvision import datasets, models, transforms

torch.manual_seed(2023)
RAW = transforms.Compose([transforms.Grayscale(), transforms.Resize((224, 224)), transforms.ToTensor()])

pool = datasets.ImageFolder("castings/shift_a_b", transform=RAW)
test_raw = datasets.ImageFolder("castings/shift_c", transform=RAW)

n_val = int(0.15 * len(pool))
fit_part, val_part = random_split(pool, [len(pool) - n_val, n_val])


def running_stats(ds):
    n, s, s2 = 0, 0.0, 0.0
    for img, _ in DataLoader(ds, batch_size=128):
        n += img.numel()
        s += img.sum().item()
        s2 += img.square().sum().item()
    m = s / n
    return m, (s2 / n - m * m) ** 0.5


mu, sd = running_stats(fit_part)
print("grey mean/std", round(mu, 4), round(sd, 4))


class Normed(torch.utils.data.Dataset):
    def __init__(self, base, flip=False):
        self.base, self.flip = base, flip

    def __len__(self):
        return len(self.base)

    def __getitem__(self, i):
        x, y = self.base[i]
        x = (x - mu) / sd
        if self.flip and torch.rand(()) < 0.5:
            x = x.flip(-1)
        return x, y


loaders = {
    "fit": DataLoader(Normed(fit_part, flip=True), 64, shuffle=True),
    "val": DataLoader(Normed(val_part), 128),
    "test": DataLoader(Normed(test_raw), 128),
}

net = models.resnet18(num_classes=2)
net.conv1 = nn.Conv2d(1, 64, 7, 2, 3, bias=False)
opt = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9, nesterov=True)


def run(name):
    net.eval()
    tot, hit, miss = 0, 0, 0
    loss = 0.0
    with torch.no_grad():
        for x, y in loaders[name]:
            out = net(x)
            loss += nn.functional.cross_entropy(out, y, reduction="sum").item()
            pred = out.argmax(1)
            hit += (pred == y).sum().item()
            miss += ((pred == 1) & (y == 0)).sum().item()
            tot += len(y)
    return {"loss": loss / tot, "acc": hit / tot, "missed_defects": miss}


best, patience = float("inf"), 0
while patience < 6:
    net.train()
    for x, y in loaders["fit"]:
        opt.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    v = run("val")
    if v["loss"] < best:
        best, patience = v["loss"], 0
        torch.save(net.state_dict(), "cast.pt")
    else:
        patience += 1

net.load_state_dict(torch.load("cast.pt"))
json.dump(run("test"), open("shift_c_report.json", "w"), indent=2)
# author: author10
