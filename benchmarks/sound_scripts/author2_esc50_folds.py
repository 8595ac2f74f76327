# ESC-50, the five folds of the authors (clips cut from one source recording share a fold)
import numpy as np, pandas as pd, torch, torchaudio
from torch import nn

torch.manual_seed(0)
meta = pd.read_csv("ESC-50/meta/esc50.csv")
tomel = nn.Sequential(torchaudio.transforms.MelSpectrogram(44100, 2048, hop_length=512, n_mels=96),
                      torchaudio.transforms.AmplitudeToDB(top_db=80))


def read(name):
    w, sr = torchaudio.load("ESC-50/audio/" + name)
    return tomel(w)


specs = torch.stack([read(f) for f in meta.filename])
labels = torch.tensor(meta.target.values)
fold = meta.fold.values

EPOCHS = 80                  # as in Piczak 2015 follow-ups; not touched


def block(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
                         nn.Conv2d(o, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(), nn.MaxPool2d(2))


def cnn():
    return nn.Sequential(block(1, 32), block(32, 64), block(64, 128), block(128, 256),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(.5), nn.Linear(256, 50))


def spec_augment(x):
    f, t = torchaudio.transforms.FrequencyMasking(12), torchaudio.transforms.TimeMasking(40)
    return t(f(x))


def mixup(x, y, a=.3):
    lam = np.random.beta(a, a)
    j = torch.randperm(len(x))
    return lam * x + (1 - lam) * x[j], y, y[j], lam


def run(k):
    tr = np.flatnonzero(fold != k); te = np.flatnonzero(fold == k)
    mean, std = specs[tr].mean(), specs[tr].std()
    net = cnn().cuda()
    opt = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=1e-2)
    sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, EPOCHS)
    ce = nn.CrossEntropyLoss()
    for _ in range(EPOCHS):
        net.train()
        np.random.shuffle(tr)
        for b in np.array_split(tr, len(tr) // 32):
            x = spec_augment((specs[b] - mean) / std).cuda()
            x, ya, yb, lam = mixup(x, labels[b].cuda())
            out = net(x)
            loss = lam * ce(out, ya) + (1 - lam) * ce(out, yb)
            opt.zero_grad(); loss.backward(); opt.step()
        sch.step()
    net.eval()
    with torch.no_grad():
        hits = [(net(((specs[b] - mean) / std).cuda()).argmax(1).cpu() == labels[b]) for b in np.array_split(te, 10)]
    return torch.cat(hits).float().mean().item()


acc = [run(k) for k in sorted(set(fold))]
print(["%.3f" % a for a in acc], "mean %.3f" % np.mean(acc))
# author: author2
