"""Melting temperature from frozen ESM-2 embeddings.

clusters.tsv is the output of `mmseqs easy-cluster --min-seq-id 0.3`: representative <tab> member.
A family (cluster) is the unit of splitting.
"""
import numpy as np
import pandas as pd
import torch
from scipy.stats import spearmanr
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold, GroupShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from transformers import AutoTokenizer, EsmModel

prot = pd.read_csv("meltome.csv")
rep = pd.read_csv("clusters.tsv", sep="\t", names=["rep", "id"])
prot = prot.merge(rep, on="id", validate="many_to_one").drop_duplicates("sequence").reset_index(drop=True)

tok = AutoTokenizer.from_pretrained("facebook/esm2_t30_150M_UR50D")
esm = EsmModel.from_pretrained("facebook/esm2_t30_150M_UR50D").eval().cuda()


@torch.inference_mode()
def embed(seqs, bs=16):
    out = np.empty((len(seqs), esm.config.hidden_size), np.float32)
    for s in range(0, len(seqs), bs):
        b = tok(list(seqs[s:s + bs]), return_tensors="pt", padding=True, truncation=True, max_length=1000).to("cuda")
        h = esm(**b).last_hidden_state
        m = b["attention_mask"].unsqueeze(-1)
        out[s:s + bs] = ((h * m).sum(1) / m.sum(1)).cpu().numpy()
    return out


E = embed(prot.sequence)
tm = prot.tm.to_numpy()
fam = prot.rep.to_numpy()
length = np.log(prot.sequence.str.len().to_numpy())[:, None]

outer = GroupShuffleSplit(1, test_size=0.2, random_state=13)
work, test = next(outer.split(E, groups=fam))

candidates = {"length": length, "esm": E, "esm+length": np.hstack([E, length])}
cv = {}
for name, M in candidates.items():
    for alpha in np.logspace(0, 5, 6):
        rho = []
        for a, b in GroupKFold(5).split(work, groups=fam[work]):
            reg = make_pipeline(StandardScaler(), Ridge(alpha))
            reg.fit(M[work[a]], tm[work[a]])
            rho.append(spearmanr(reg.predict(M[work[b]]), tm[work[b]])[0])
        cv[name, alpha] = np.mean(rho)
        print(f"{name:12s} {alpha:8.0f} inner rho {cv[name, alpha]:.3f}")

pick = max(cv, key=cv.get)
M = candidates[pick[0]]
reg = make_pipeline(StandardScaler(), Ridge(pick[1])).fit(M[work], tm[work])
pred = reg.predict(M[test])
print(pick, "| unseen families: rho", round(spearmanr(pred, tm[test])[0], 3),
      "MAE", round(np.abs(pred - tm[test]).mean(), 2), "n", len(test), "families", len(set(fam[test])))
# author: author6
