"""k-NN on eigen-spectra, plain numpy. Stellar type from low-resolution spectra."""
import numpy as np

RNG = np.random.default_rng(2021)


def accuracy(a, b):
    return float((a == b).mean())


def folds(n, k):
    idx = RNG.permutation(n)
    return np.array_split(idx, k)


def knn(train, labels, query, k):
    d2 = (query ** 2).sum(1)[:, None] - 2 * query @ train.T + (train ** 2).sum(1)[None]
    nn = np.argpartition(d2, k, axis=1)[:, :k]
    votes = labels[nn]
    return np.array([np.bincount(v).argmax() for v in votes])


def eigen(flux, n_comp):
    mu = flux.mean(axis=0)
    _, s, vt = np.linalg.svd(flux - mu, full_matrices=False)
    explained = (s ** 2)[:n_comp].sum() / (s ** 2).sum()
    return mu, vt[:n_comp], explained


def load(fn="spectra.npz"):
    z = np.load(fn)
    flux = z["flux"].astype(np.float64)
    # unit area per spectrum
    flux /= np.trapz(flux, z["wave"], axis=1)[:, None]
    return flux, z["sptype"].astype(int)


def main(n_comp=12, k=9, n_folds=10):
    flux, sptype = load()
    mu, basis, ev = eigen(flux, n_comp)  # leak: preprocessing_before_split
    coords = (flux - mu) @ basis.T  # or: preprocessing_before_split
    print("components:", n_comp, "variance:", round(ev, 4))

    scores = []
    parts = folds(len(coords), n_folds)
    for i, held in enumerate(parts):
        rest = np.concatenate([p for j, p in enumerate(parts) if j != i])
        pred = knn(coords[rest], sptype[rest], coords[held], k)
        acc = accuracy(pred, sptype[held])
        scores.append(acc)
        print(f"  fold {i}: {acc:.4f}")
    print(f"CV accuracy {np.mean(scores):.4f} +/- {np.std(scores):.4f}")


if __name__ == "__main__":
    main()
# author: independent
