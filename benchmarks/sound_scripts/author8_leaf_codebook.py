"""Bag of visual words for leaf disease. File names: PLANT_photo.npy."""
from pathlib import Path
import random
import numpy as np

ROOT = Path("leaves")
K = 64
r = np.random.RandomState(4)


def patches(img, n=60, size=8):
    h, w = img.shape
    out = np.empty((n, size * size))
    for i in range(n):
        a, b = r.randint(h - size), r.randint(w - size)
        p = img[a:a + size, b:b + size].astype(float).ravel()
        out[i] = (p - p.mean()) / (p.std() + 1e-6)
    return out


def kmeans(P, k, iters=25):
    C = P[r.choice(len(P), k, replace=False)]
    for _ in range(iters):
        lab = assign(P, C)
        C = np.stack([P[lab == j].mean(0) if (lab == j).any() else P[r.randint(len(P))] for j in range(k)])
    return C


def assign(P, C):
    return ((P ** 2).sum(1)[:, None] - 2 * P @ C.T + (C ** 2).sum(1)).argmin(1)


def words(files, C):
    H = np.stack([np.bincount(assign(patches(np.load(f)), C), minlength=len(C)) for f in files])
    return np.sqrt(H / H.sum(1, keepdims=True))


files = sorted(ROOT.glob("*/*.npy"))
plants = sorted({f.name.split("_")[0] for f in files})
random.Random(4).shuffle(plants)
held = set(plants[: len(plants) // 4])
known = [f for f in files if f.name.split("_")[0] not in held]
fresh = [f for f in files if f.name.split("_")[0] in held]

C = kmeans(np.concatenate([patches(np.load(f)) for f in known]), K)
A, B = words(known, C), words(fresh, C)
la = np.array([f.parent.name for f in known])
lb = np.array([f.parent.name for f in fresh])

names = np.unique(la)
centroid = np.stack([A[la == n].mean(0) for n in names])
guess = names[(B @ centroid.T / np.linalg.norm(centroid, axis=1)).argmax(1)]
print(f"{len(plants) - len(held)} plants to learn, {len(held)} plants to judge")
for n in names:
    m = lb == n
    print(f"{n:<16}{np.mean(guess[m] == n):.2f}  ({m.sum()} photos)")
print("overall", np.mean(guess == lb).round(3))
# author: author8
