#!/usr/bin/env python3
"""Frozen ViT embeddings of tiles, averaged per slide, linear head. Split by hospital patient number."""
import hashlib
import re
from pathlib import Path

import numpy as np
import timm
import torch
from PIL import Image
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold
from timm.data import create_transform, resolve_data_config

ROOT = Path("/data/colon_tiles")
CACHE = Path("slide_vectors.npz")


def bucket(patient):
    return int(hashlib.md5(patient.encode()).hexdigest(), 16) % 100


@torch.inference_mode()
def embed_all():
    net = timm.create_model("vit_small_patch16_224.dino", pretrained=True, num_classes=0).eval()
    tf = create_transform(**resolve_data_config({}, model=net))
    vecs, pats, labels = [], [], []
    for slide in sorted(ROOT.iterdir()):
        m = re.fullmatch(r"(P\d+)_S\d+_(msi|mss)", slide.name)
        if not m:
            continue
        tiles = torch.stack([tf(Image.open(t).convert("RGB")) for t in sorted(slide.glob("*.png"))[:300]])
        out = torch.cat([net(c) for c in tiles.split(64)])
        vecs.append(torch.cat([out.mean(0), out.std(0)]).numpy())
        pats.append(m[1])
        labels.append(m[2] == "msi")
    return np.array(vecs), np.array(pats), np.array(labels, dtype=int)


if CACHE.exists():
    z = np.load(CACHE)
    V, patient, msi = z["V"], z["patient"], z["msi"]
else:
    V, patient, msi = embed_all()
    np.savez(CACHE, V=V, patient=patient, msi=msi)

b = np.array([bucket(p) for p in patient])
work, locked = np.flatnonzero(b < 75), np.flatnonzero(b >= 75)
assert not set(patient[work]) & set(patient[locked])

V = V / np.linalg.norm(V, axis=1, keepdims=True)
splits = list(GroupKFold(5).split(V[work], msi[work], patient[work]))
head = LogisticRegressionCV(Cs=np.logspace(-2, 4, 13), cv=splits, scoring="roc_auc",
                            class_weight="balanced", max_iter=5000)
head.fit(V[work], msi[work])
print("C", head.C_[0])

p = head.predict_proba(V[locked])[:, 1]
slide_auc = roc_auc_score(msi[locked], p)
pat_ids = np.unique(patient[locked])
pat_p = np.array([p[patient[locked] == i].mean() for i in pat_ids])
pat_y = np.array([msi[locked][patient[locked] == i].max() for i in pat_ids])
print(f"slides {len(locked)}  AUC {slide_auc:.3f}")
print(f"patients {len(pat_ids)}  AUC {roc_auc_score(pat_y, pat_p):.3f}  "
      f"bal.acc {balanced_accuracy_score(pat_y, pat_p > 0.5):.3f}")
# author: author10
