import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, transforms as T

torch.manual_seed(11)
ROOT = "./data"
device = "cuda" if torch.cuda.is_available() else "cpu"

raw = datasets.CIFAR10(ROOT, train=True, download=True)
order = torch.randperm(len(raw))
idx_fit, idx_dev = order[:45000].tolist(), order[45000:].tolist()

pix = torch.from_numpy(raw.data[idx_fit]).float() / 255
mean, std = pix.mean(dim=(0, 1, 2)).tolist(), pix.std(dim=(0, 1, 2)).tolist()
del pix

plain = T.Compose([T.ToTensor(), T.Normalize(mean, std)])
noisy = T.Compose([T.RandomCrop(32, padding=4), T.RandomHorizontalFlip(), plain])

# two views of the same 50k files, so that augmentation only touches one of the subsets
data = Subset(datasets.CIFAR10(ROOT, train=True, transform=noisy), idx_fit)
train_dl = DataLoader(data, 128, shuffle=True, num_workers=4, drop_last=True)
data = Subset(datasets.CIFAR10(ROOT, train=True, transform=plain), idx_dev)
dev_dl = DataLoader(data, 512)
data = datasets.CIFAR10(ROOT, train=False, transform=plain)
test_dl = DataLoader(data, 512)


class Net(nn.Module):
    def __init__(self, w=64):
        super().__init__()
        chans = [3, w, w * 2, w * 4]
        self.body = nn.Sequential(*[
            nn.Sequential(nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(), nn.MaxPool2d(2))
            for a, b in zip(chans, chans[1:])
        ])
        self.head = nn.Linear(w * 4, 10)

    def forward(self, x):
        return self.head(self.body(x).mean((2, 3)))


@torch.no_grad()
def accuracy(model, dl):
    model.eval()
    hit = tot = 0
    for x, y in dl:
        hit += (model(x.to(device)).argmax(1).cpu() == y).sum().item()
        tot += len(y)
    return hit / tot


model = Net().to(device)
opt = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9, weight_decay=5e-4, nesterov=True)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 60)
best, patience = (0.0, None), 0
for epoch in range(60):
    model.train()
    for x, y in train_dl:
        opt.zero_grad()
        loss = F.cross_entropy(model(x.to(device)), y.to(device), label_smoothing=0.05)
        loss.backward()
        opt.step()
    sched.step()
    acc = accuracy(model, dev_dl)
    print(f"{epoch:02d} {acc:.4f}")
    if acc > best[0]:
        best, patience = (acc, {k: v.cpu().clone() for k, v in model.state_dict().items()}), 0
    else:
        patience += 1
        if patience == 12:
            break

model.load_state_dict(best[1])
print("held-out accuracy", accuracy(model, test_dl))
# author: author6
