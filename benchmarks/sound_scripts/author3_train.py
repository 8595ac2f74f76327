"""PV plant: 15-minute power, four steps ahead, from the last six hours."""
import argparse
import random

import numpy as np
import torch
import yaml
from torch.utils.data import DataLoader

from pvlab.data import WindowSet, day_lists, fit_scaler
from pvlab.models import build_model
from pvlab.tracking import RunLog


def seed_all(s):
    random.seed(s)
    np.random.seed(s)
    torch.manual_seed(s)


def epoch(model, dl, opt=None, device="cpu"):
    model.train(opt is not None)
    tot = n = 0.0
    with torch.set_grad_enabled(opt is not None):
        for x, y in dl:
            x, y = x.to(device), y.to(device)
            loss = torch.nn.functional.smooth_l1_loss(model(x), y)
            if opt is not None:
                opt.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                opt.step()
            tot += loss.item() * len(x)
            n += len(x)
    return tot / n


@torch.no_grad()
def predict(model, dl, device):
    model.eval()
    pairs = [(model(x.to(device)).cpu(), y) for x, y in dl]
    return torch.cat([p for p, _ in pairs]).numpy(), torch.cat([t for _, t in pairs]).numpy()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("config")
    ap.add_argument("--device", default="cuda")
    a = ap.parse_args()
    cfg = yaml.safe_load(open(a.config))
    seed_all(cfg["seed"])

    # windows never cross midnight; lists are cut at fixed calendar dates from the config
    days = day_lists(cfg["archive"], train_until=cfg["train_until"], val_until=cfg["val_until"])
    scaler = fit_scaler(cfg["archive"], days["train"])
    sets = {k: WindowSet(cfg["archive"], d, scaler, history=24, ahead=4) for k, d in days.items()}
    dls = {k: DataLoader(s, cfg["batch"], shuffle=(k == "train"), num_workers=4) for k, s in sets.items()}

    model = build_model(**cfg["model"]).to(a.device)
    opt = torch.optim.Adam(model.parameters(), cfg["lr"])
    log = RunLog(cfg["run_dir"])
    best = float("inf")
    for ep in range(cfg["epochs"]):
        tl = epoch(model, dls["train"], opt, a.device)
        vl = epoch(model, dls["val"], None, a.device)
        log.scalars(ep, train=tl, val=vl)
        if vl < best:
            best = vl
            torch.save(model.state_dict(), log.path("best.pt"))

    model.load_state_dict(torch.load(log.path("best.pt"), map_location=a.device))
    p, t = predict(model, dls["test"], a.device)
    p, t = scaler.inverse_power(p), scaler.inverse_power(t)
    for h in range(4):
        rmse = np.sqrt(np.mean((p[:, h] - t[:, h]) ** 2))
        log.final(f"rmse_{15 * (h + 1)}min", rmse)
        print(f"+{15 * (h + 1)} min  RMSE {rmse:.1f} kW")


if __name__ == "__main__":
    main()
# author: author3
