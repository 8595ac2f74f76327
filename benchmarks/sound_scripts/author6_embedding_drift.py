"""Weekly look at whether product photos still resemble the ones the tagger was built from."""
import pathlib
import sys
from datetime import date, timedelta

import numpy as np
import open_clip
import polars as pl
import torch
from PIL import Image

REF = pathlib.Path("/models/tagger-2023-09/reference.npz")   # embeddings of the tagger's training photos
PHOTOS = pathlib.Path("/srv/photos")
N_PERM = 500


def embedder():
    net, _, tf = open_clip.create_model_and_transforms("ViT-B-32", pretrained="laion2b_s34b_b79k")
    net.eval()

    @torch.inference_mode()
    def run(paths, bs=64):
        out = []
        for i in range(0, len(paths), bs):
            x = torch.stack([tf(Image.open(p).convert("RGB")) for p in paths[i:i + bs]])
            e = net.encode_image(x)
            out.append((e / e.norm(dim=-1, keepdim=True)).numpy())
        return np.concatenate(out)
    return run


def mmd(K, n):
    a, b, c = K[:n, :n], K[n:, n:], K[:n, n:]
    m = len(K) - n
    return (a.sum() - np.trace(a)) / (n * (n - 1)) + (b.sum() - np.trace(b)) / (m * (m - 1)) - 2 * c.mean()


def main():
    until = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else date.today()
    log = pl.read_parquet("/srv/photos/index.parquet")
    week = log.filter(pl.col("uploaded").is_between(until - timedelta(days=7), until, closed="left"))
    if week.height < 100:
        print("too few photos:", week.height)
        return 0
    week = week.sample(min(800, week.height), seed=0)
    ref = np.load(REF)
    base, centre, radius = ref["emb"], ref["centre"], float(ref["radius95"])
    now = embedder()([PHOTOS / p for p in week["file"]])

    rng = np.random.default_rng(until.toordinal())
    base = base[rng.choice(len(base), len(now), replace=False)]
    both = np.concatenate([base, now])
    sq = 2 - 2 * both @ both.T
    K = np.exp(-sq / np.median(sq[np.triu_indices(len(sq), 1)]))
    stat = mmd(K, len(base))
    null = []
    for _ in range(N_PERM):
        j = rng.permutation(len(K))
        null.append(mmd(K[np.ix_(j, j)], len(base)))
    p = (1 + np.sum(np.array(null) >= stat)) / (N_PERM + 1)
    outside = np.mean(np.linalg.norm(now - centre, axis=1) > radius)
    print(f"{until} n={len(now)} mmd2={stat:.5f} p={p:.3f} outside_radius={outside:.1%} (expected about 5%)")
    worst = np.argsort(-np.linalg.norm(now - centre, axis=1))[:12]
    week[worst.tolist()].select("file", "shop", "uploaded").write_csv(f"far_{until}.csv")
    return int(p < 0.01 and outside > 0.15)


if __name__ == "__main__":
    sys.exit(main())
# author: author6
