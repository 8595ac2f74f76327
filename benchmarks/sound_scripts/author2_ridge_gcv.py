import sys
import numpy as np
from numpy.linalg import svd, norm

# near infrared spectra of wheat -> protein, ridge with the penalty from generalised cross-validation


def snv(A):
    return (A - A.mean(1, keepdims=True)) / A.std(1, keepdims=True)


def savgol1(A, w=7):
    t = np.arange(-(w // 2), w // 2 + 1)
    k = t / (t ** 2).sum()
    return np.apply_along_axis(lambda r: np.convolve(r, k[::-1], "valid"), 1, A)


class GCVRidge:
    def __init__(self, grid=np.logspace(-6, 4, 60)):
        self.grid = grid

    def fit(self, X, y):
        self.xm, self.ym = X.mean(0), y.mean()
        U, s, Vt = svd(X - self.xm, full_matrices=False)
        c = U.T @ (y - self.ym)
        r0 = norm(y - self.ym) ** 2 - norm(c) ** 2
        n = len(y)
        scores = []
        for lam in self.grid:
            h = s ** 2 / (s ** 2 + lam)
            rss = r0 + (((1 - h) * c) ** 2).sum()
            scores.append(n * rss / (n - 1 - h.sum()) ** 2)
        self.lam = self.grid[int(np.argmin(scores))]
        self.w = Vt.T @ (s / (s ** 2 + self.lam) * c)
        return self

    def predict(self, X):
        return (X - self.xm) @ self.w + self.ym


def main(path):
    d = np.load(path)
    spectra, protein, season = d["A"], d["protein"], d["season"]
    Z = savgol1(snv(spectra))              # row by row
    last = season.max()
    old, new = season < last, season == last
    model = GCVRidge().fit(Z[old], protein[old])
    e = model.predict(Z[new]) - protein[new]
    print(f"lambda {model.lam:.2e}; {old.sum()} samples up to {last - 1}, {new.sum()} from {last}")
    print(f"RMSEP {np.sqrt((e ** 2).mean()):.3f}  bias {e.mean():+.3f}  SEP {e.std(ddof=1):.3f}  "
          f"RPD {protein[new].std(ddof=1) / e.std(ddof=1):.2f}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "wheat_nir.npz")
# author: author2
