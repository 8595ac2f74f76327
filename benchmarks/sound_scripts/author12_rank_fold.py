import sys
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
from sklearn.datasets import load_svmlight_file
from sklearn.metrics import ndcg_score


@dataclass
class Part:
    X: object
    y: np.ndarray
    sizes: np.ndarray

    @classmethod
    def read(cls, path):
        X, y, qid = load_svmlight_file(path, query_id=True)
        cut = np.flatnonzero(np.diff(qid)) + 1
        sizes = np.diff(np.r_[0, cut, len(qid)])
        return cls(X, y, sizes)

    def as_lgb(self, ref=None):
        return lgb.Dataset(self.X, self.y, group=self.sizes, reference=ref, free_raw_data=False)

    def ndcg(self, scores, k=10):
        vals, at = [], 0
        for n in self.sizes:
            rel, s = self.y[at:at + n], scores[at:at + n]
            at += n
            if n > 1 and rel.max() > 0:
                vals.append(ndcg_score([rel], [s], k=k))
        return float(np.mean(vals))


def one_fold(folder):
    tr, va, te = (Part.read(f"{folder}/{n}.txt") for n in ("train", "vali", "test"))
    dtr = tr.as_lgb()
    champion = (None, -1.0, None)
    for leaves in (31, 63, 127):
        for lr in (0.03, 0.1):
            params = dict(objective="lambdarank", metric="ndcg", eval_at=[10], num_leaves=leaves,
                          learning_rate=lr, min_data_in_leaf=50, verbosity=-1, seed=1)
            m = lgb.train(params, dtr, 2000, valid_sets=[va.as_lgb(dtr)],
                          callbacks=[lgb.early_stopping(80, verbose=False)])
            got = va.ndcg(m.predict(va.X, num_iteration=m.best_iteration))
            print(folder, leaves, lr, m.best_iteration, f"{got:.4f}")
            if got > champion[1]:
                champion = (m, got, (leaves, lr))
    m = champion[0]
    s = m.predict(te.X, num_iteration=m.best_iteration)
    return {k: te.ndcg(s, k) for k in (1, 5, 10)}


if __name__ == "__main__":
    root = sys.argv[1] if len(sys.argv) > 1 else "MSLR-WEB10K"
    res = [one_fold(f"{root}/Fold{i}") for i in range(1, 6)]
    for k in (1, 5, 10):
        col = np.array([r[k] for r in res])
        print(f"NDCG@{k}: {col.mean():.4f} +- {col.std():.4f}")
# author: author12
