"""Nightly scoring of new support tickets. Loads what train_router.py left in the release folder."""
import datetime as dt
import json
import os
import sqlite3

import numpy as np
import torch
from transformers import AutoTokenizer

REL = os.environ.get("ROUTER_RELEASE", "/srv/router/current")


class Router:
    def __init__(self, folder):
        self.tok = AutoTokenizer.from_pretrained(f"{folder}/tokenizer")
        self.net = torch.jit.load(f"{folder}/router.ts").eval()
        with open(f"{folder}/meta.json") as f:
            meta = json.load(f)
        self.queues, self.temp, self.cut = meta["queues"], meta["temperature"], meta["auto_cut"]
        self.len_mu, self.len_sd = meta["length_mean"], meta["length_std"]

    @torch.inference_mode()
    def __call__(self, texts):
        enc = self.tok(texts, truncation=True, max_length=256, padding=True, return_tensors="pt")
        n = torch.tensor([[np.log1p(len(t))] for t in texts], dtype=torch.float32)
        z = self.net(enc["input_ids"], enc["attention_mask"], (n - self.len_mu) / self.len_sd)
        return torch.softmax(z / self.temp, 1).numpy()


def batches(rows, size=64):
    for i in range(0, len(rows), size):
        yield rows[i:i + size]


def main():
    day = dt.date.today() - dt.timedelta(days=1)
    db = sqlite3.connect("/srv/tickets.db")
    rows = db.execute(
        "select id, subject || char(10) || body from ticket where date(opened) = ? and queue is null", (str(day),)
    ).fetchall()
    router = Router(REL)
    done, auto = [], 0
    for chunk in batches(rows):
        P = router([t for _, t in chunk])
        for (tid, _), p in zip(chunk, P):
            k = int(p.argmax())
            ok = bool(p[k] >= router.cut[router.queues[k]])
            auto += ok
            done.append((tid, router.queues[k], float(p[k]), int(ok), os.path.basename(os.path.realpath(REL))))
    with db:
        db.executemany("insert into suggestion(ticket, queue, prob, auto, release) values (?,?,?,?,?)", done)
    print(f"{day}: {len(done)} tickets, {auto} routed without a person")

    # agents' corrections of last week, as a running check on the released cut
    old = db.execute(
        "select s.queue = t.queue from suggestion s join ticket t on t.id = s.ticket "
        "where s.auto = 1 and t.closed >= date(?, '-7 day')", (str(day),)
    ).fetchall()
    if old:
        print(f"agreement of closed automatic tickets: {np.mean([o for (o,) in old]):.3f} (n={len(old)})")


if __name__ == "__main__":
    main()
# author: author6
