import math
from functools import lru_cache

import torch
import torchaudio
from torch import nn
from torch.utils.data import DataLoader

WORDS = ("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go")
DATA = "./speech"


class Words(torchaudio.datasets.SPEECHCOMMANDS):
    """Official lists: training / validation / testing, disjoint in speakers."""

    def __init__(self, subset):
        super().__init__(DATA, download=True, subset=subset)
        self._walker = [w for w in self._walker if w.split("/")[-2] in WORDS]

    @lru_cache(maxsize=None)
    def __getitem__(self, n):
        wav, _, label, *_ = super().__getitem__(n)
        wav = nn.functional.pad(wav, (0, 16000 - wav.shape[1]))
        return wav, WORDS.index(label)


front = nn.Sequential(
    torchaudio.transforms.MelSpectrogram(16000, n_fft=480, hop_length=160, n_mels=40),
    torchaudio.transforms.AmplitudeToDB(top_db=80),
)
mask = nn.Sequential(torchaudio.transforms.TimeMasking(20), torchaudio.transforms.FrequencyMasking(8))


class DSConv(nn.Sequential):
    def __init__(self, c):
        super().__init__(
            nn.Conv2d(c, c, 3, padding=1, groups=c, bias=False), nn.BatchNorm2d(c), nn.ReLU(),
            nn.Conv2d(c, c, 1, bias=False), nn.BatchNorm2d(c), nn.ReLU(),
        )


class KWS(nn.Module):
    def __init__(self, c=96, blocks=5):
        super().__init__()
        self.norm = nn.InstanceNorm2d(1)
        self.body = nn.Sequential(nn.Conv2d(1, c, (10, 4), stride=2, padding=(4, 1)), nn.ReLU(), *[DSConv(c) for _ in range(blocks)])
        self.head = nn.Linear(c, len(WORDS))

    def forward(self, spec):
        return self.head(self.body(self.norm(spec)).mean((2, 3)))


def accuracy(net, dl, dev):
    net.eval()
    hits = 0
    with torch.inference_mode():
        for w, y in dl:
            hits += (net(front(w.to(dev))).argmax(1) == y.to(dev)).sum().item()
    return hits / len(dl.dataset)


def main():
    dev = torch.device("cuda")
    front.to(dev)
    dl = {s: DataLoader(Words(s), 128, shuffle=s == "training", num_workers=8, persistent_workers=True)
          for s in ("training", "validation", "testing")}
    net = KWS().to(dev)
    total = 40 * len(dl["training"])
    opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.02)
    sch = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min(1, i / 500) * 0.5 * (1 + math.cos(math.pi * i / total)))
    top = 0.0
    for ep in range(40):
        net.train()
        for w, y in dl["training"]:
            w = torch.roll(w, int(torch.randint(-1600, 1600, (1,))), -1).to(dev)
            loss = nn.functional.cross_entropy(net(mask(front(w))), y.to(dev))
            opt.zero_grad()
            loss.backward()
            opt.step()
            sch.step()
        v = accuracy(net, dl["validation"], dev)
        if v > top:
            top = v
            torch.save(net.state_dict(), "kws.pt")
        print(ep, f"{v:.4f}", f"best {top:.4f}")
    net.load_state_dict(torch.load("kws.pt"))
    print("speech commands v2-10, test:", accuracy(net, dl["testing"], dev))


if __name__ == "__main__":
    main()
# author: author3
