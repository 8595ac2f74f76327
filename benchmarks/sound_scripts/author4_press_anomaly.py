"""Autoencoder alarm for the stamping press. Trained on healthy shifts only."""
import configparser
import logging

import numpy as np
import torch
from sklearn.metrics import average_precision_score, precision_recall_fscore_support
from torch import nn

logging.basicConfig(level="INFO", format="%(asctime)s %(message)s")
log = logging.getLogger(__name__)
ini = configparser.ConfigParser()
ini.read("press.ini")
cfg = ini["autoencoder"]


def shift_files(section):
    return [line.strip() for line in ini[section]["files"].splitlines() if line.strip()]


def strokes(files):
    """(n, 256) force curves, every stroke scaled to its own peak, plus the peak itself"""
    curves = np.concatenate([np.load(f)["force"] for f in files]).astype(np.float32)
    peak = curves.max(1, keepdims=True)
    return np.hstack([curves / peak, peak])


healthy = strokes(shift_files("healthy_fit"))
healthy_later = strokes(shift_files("healthy_threshold"))
mu, sd = healthy.mean(0), healthy.std(0) + 1e-6
prep = lambda a: torch.from_numpy((a - mu) / sd)


class AE(nn.Module):
    def __init__(self, d, z):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(d, 128), nn.SiLU(), nn.Linear(128, z))
        self.dec = nn.Sequential(nn.Linear(z, 128), nn.SiLU(), nn.Linear(128, d))

    def forward(self, x):
        return self.dec(self.enc(x))


torch.manual_seed(cfg.getint("seed", 0))
net = AE(healthy.shape[1], cfg.getint("latent", 8))
opt = torch.optim.Adam(net.parameters(), cfg.getfloat("lr", 1e-3))
x = prep(healthy)
for epoch in range(cfg.getint("epochs", 50)):
    total = 0.0
    for ix in torch.randperm(len(x)).split(256):
        opt.zero_grad()
        loss = (net(x[ix]) - x[ix]).pow(2).mean()
        loss.backward()
        opt.step()
        total += loss.item() * len(ix)
    log.info("epoch %02d  mse %.5f", epoch, total / len(x))


@torch.no_grad()
def error(a):
    t = prep(a)
    return (net(t) - t).pow(2).mean(1).numpy()


# one false alarm in two thousand strokes is what the operators accept
threshold = np.quantile(error(healthy_later), 1 - 1 / 2000)

labelled = np.load(ini["labelled"]["file"])
curves = labelled["force"].astype(np.float32)
peak = curves.max(1, keepdims=True)
e, bad = error(np.hstack([curves / peak, peak])), labelled["bad_part"].astype(int)
p, r, f, _ = precision_recall_fscore_support(bad, e > threshold, average="binary")
log.info("labelled week: precision %.3f recall %.3f f1 %.3f | AP %.3f", p, r, f, average_precision_score(bad, e))
torch.save({"net": net.state_dict(), "mu": mu, "sd": sd, "threshold": threshold}, cfg["out"])
# author: author4
