"""Subtype classifier, ported from my R script. Discovery cohort -> replication cohort -> external (other lab). One tumour a patient."""
import numpy as np
import pandas as pd
from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score

rng = np.random.default_rng(17)


def counts(name):
    m = pd.read_csv(f"{name}_counts.tsv.gz", sep="\t", index_col=0).T          # samples x genes
    meta = pd.read_csv(f"{name}_samples.tsv", sep="\t", index_col=0)
    return m.loc[meta.index], meta.subtype


def logcpm(m):
    return np.log2(m.div(m.sum(axis=1), axis=0) * 1e6 + 1)                     # library size of the sample itself


def ranks(m, genes):
    """Rank of the chosen genes inside each sample, 0..1; labs differ in scale, ranks do not."""
    return m.reindex(columns=genes, fill_value=0).rank(axis=1) / len(genes)


class NearestShrunken:
    def __init__(self, delta):
        self.delta = delta

    def fit(self, X, y):
        self.cls = np.unique(y)
        mu = X.mean(0)
        s = np.sqrt(sum(((X[y == c] - X[y == c].mean(0)) ** 2).sum(0) for c in self.cls) / (len(X) - len(self.cls)))
        s0 = np.median(s)
        self.s, self.cent = s + s0, []
        for c in self.cls:
            m = np.sqrt(1 / (y == c).sum() - 1 / len(X))
            d = (X[y == c].mean(0) - mu) / (m * self.s)
            d = np.sign(d) * np.maximum(np.abs(d) - self.delta, 0)
            self.cent.append(mu + m * self.s * d)
        self.prior = np.array([(y == c).mean() for c in self.cls])
        return self

    def predict(self, X):
        dist = np.stack([(((X - c) / self.s) ** 2).sum(1) for c in self.cent], 1) - 2 * np.log(self.prior)
        return self.cls[dist.argmin(1)]


def top_genes(m, y, k):
    """Kruskal-like between/within variance of log counts."""
    g = m.groupby(y.to_numpy())
    between = g.mean().var()
    within = g.var().mean()
    return (between / (within + 0.1)).nlargest(k).index


disc, y_disc = counts("discovery")
disc = logcpm(disc.loc[:, (disc > 10).mean() > 0.2])
repl, y_repl = counts("replication")
repl = logcpm(repl)

trail = []
for k in (50, 200, 800):
    genes = top_genes(disc, y_disc, k)
    A, B = ranks(disc, genes).to_numpy(), ranks(repl, genes).to_numpy()
    for delta in (0.0, 0.5, 1.0, 2.0):
        nsc = NearestShrunken(delta).fit(A, y_disc.to_numpy())
        trail.append((balanced_accuracy_score(y_repl, nsc.predict(B)), k, delta))
print(pd.DataFrame(trail, columns=["replication", "genes", "delta"]).sort_values("replication", ascending=False).head())
_, k, delta = max(trail)

genes = top_genes(disc, y_disc, k)
nsc = NearestShrunken(delta).fit(ranks(disc, genes).to_numpy(), y_disc.to_numpy())
ext, y_ext = counts("external")
call = nsc.predict(ranks(logcpm(ext), genes).to_numpy())
boot = [balanced_accuracy_score(y_ext.iloc[i], call[i]) for i in (rng.integers(0, len(call), len(call)) for _ in range(1000))]
print(f"external n={len(call)}: balanced accuracy {balanced_accuracy_score(y_ext, call):.3f} "
      f"[{np.quantile(boot, .025):.3f}, {np.quantile(boot, .975):.3f}], kappa {cohen_kappa_score(y_ext, call):.3f}")
# author: author9
