# Dysarthria detection: wav2vec2 embeddings + small head, speed-perturbed copies of the training speech
import hashlib
from pathlib import Path

import numpy as np
import torch
import torchaudio
import torchaudio.functional as AF
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

bundle = torchaudio.pipelines.WAV2VEC2_BASE          # frozen
w2v = bundle.get_model().eval()
CACHE = Path(".emb"); CACHE.mkdir(exist_ok=True)


def embed(path, speed=1.0):
    key = CACHE / (hashlib.sha1(f"{path}|{speed}".encode()).hexdigest() + ".npy")
    if key.exists():
        return np.load(key)
    w, sr = torchaudio.load(path)
    if speed != 1.0:
        w = AF.resample(w, int(sr * speed), sr)
    w = AF.resample(w.mean(0, keepdim=True), sr, bundle.sample_rate)
    with torch.inference_mode():
        h = w2v.extract_features(w)[0][8][0]
    v = torch.cat([h.mean(0), h.std(0)]).numpy()
    np.save(key, v)
    return v


def utterances():
    # TORGO layout: <F|M>[C]<nr>/Session*/wav_headMic/*.wav ; a C marks controls
    for spk in sorted(Path("TORGO").iterdir()):
        for w in sorted(spk.glob("Session*/wav_headMic/*.wav")):
            yield w, spk.name, int("C" not in spk.name)


rows = list(utterances())
speaker = np.array([s for _, s, _ in rows])
label = np.array([l for *_, l in rows])
plain = np.stack([embed(p) for p, *_ in rows])

p_spk = {}
for held in np.unique(speaker):
    fit = np.flatnonzero(speaker != held)
    X = np.vstack([plain[fit]] + [[embed(rows[i][0], sp) for i in fit] for sp in (0.9, 1.1)])
    t = np.tile(label[fit], 3)
    head = make_pipeline(StandardScaler(), LogisticRegression(C=1e-3, class_weight="balanced", max_iter=2000))
    head.fit(X, t)
    p_spk[held] = head.predict_proba(plain[speaker == held])[:, 1].mean()

truth = {s: int("C" not in s) for s in p_spk}
s = sorted(p_spk)
print("speaker-level AUC", roc_auc_score([truth[k] for k in s], [p_spk[k] for k in s]))
print("accuracy at 0.5  ", np.mean([(p_spk[k] > .5) == truth[k] for k in s]))

# same without the perturbed copies
q = cross_val_predict(make_pipeline(StandardScaler(), LogisticRegression(C=1e-3, class_weight="balanced", max_iter=2000)),
                      plain, label, groups=speaker, cv=LeaveOneGroupOut(), method="predict_proba")[:, 1]
print("without copies   ", roc_auc_score([truth[k] for k in s], [q[speaker == k].mean() for k in s]))
# author: author2
