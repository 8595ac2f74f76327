"""Small CNN on log-mels for wake words. Files look like  clips/<speaker>/<word>_<n>.wav"""
import copy
import pathlib
import random

import torch
import torch.nn as nn
import torchaudio
from torch.utils.data import DataLoader, Dataset

WORDS = ["lamp", "music", "stop", "volume", "other"]
root = pathlib.Path("clips")

speakers = sorted(p.name for p in root.iterdir() if p.is_dir())
random.Random(13).shuffle(speakers)
a, b = int(0.7 * len(speakers)), int(0.85 * len(speakers))
PARTS = {"fit": speakers[:a], "dev": speakers[a:b], "eval": speakers[b:]}


class Clips(Dataset):
    mel = torchaudio.transforms.MelSpectrogram(16000, n_mels=40)

    def __init__(self, names, noisy=False):
        self.files = [f for n in names for f in sorted((root / n).glob("*.wav"))]
        self.noisy = noisy

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        wav, _ = torchaudio.load(str(self.files[i]))
        wav = nn.functional.pad(wav, (0, max(0, 16000 - wav.shape[1])))[:, :16000]
        if self.noisy:
            wav = torch.roll(wav, random.randint(-1600, 1600), dims=1) + 0.005 * torch.randn_like(wav)
        spec = (self.mel(wav) + 1e-6).log()
        spec = (spec - spec.mean()) / spec.std()
        return spec, WORDS.index(self.files[i].stem.split("_")[0])


def net():
    def block(i, o):
        return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(), nn.MaxPool2d(2))
    return nn.Sequential(block(1, 16), block(16, 32), block(32, 64),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, len(WORDS)))


@torch.no_grad()
def accuracy(model, loader):
    model.eval()
    hit = tot = 0
    for x, y in loader:
        hit += (model(x).argmax(1) == y).sum().item()
        tot += len(y)
    return hit / tot


loaders = {k: DataLoader(Clips(v, noisy=(k == "fit")), batch_size=64, shuffle=(k == "fit"))
           for k, v in PARTS.items()}
model = net()
opt = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-3)
best, keep = 0.0, None
for epoch in range(40):
    model.train()
    for x, y in loaders["fit"]:
        opt.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        opt.step()
    acc = accuracy(model, loaders["dev"])
    if acc > best:
        best, keep = acc, copy.deepcopy(model.state_dict())
    print(f"{epoch:02d} dev {acc:.3f}")

model.load_state_dict(keep)
print(f"dev {best:.3f} | unseen speakers {accuracy(model, loaders['eval']):.3f}")
torch.save(keep, "kws.pt")
# author: author4
