# NIR spectra -> protein content of wheat. Everything in numpy because the lab PC has nothing else.
import numpy as np

rng = np.random.default_rng(31)
spectra = np.loadtxt("wheat_nir.txt")           # 523 samples x 700 wavelengths
protein = np.loadtxt("wheat_protein.txt")
field = np.loadtxt("wheat_field.txt", dtype=int)  # which field the sample came from

# first derivative along each spectrum
X = np.gradient(spectra, axis=1)
y = protein
lambdas = 10.0 ** np.arange(-4, 4)


def group_folds(groups, k):
    ids = rng.permutation(np.unique(groups))
    for chunk in np.array_split(ids, k):
        held = np.isin(groups, chunk)
        yield np.flatnonzero(~held), np.flatnonzero(held)


def fit(A, b, lam):
    m, s, b0 = A.mean(0), A.std(0) + 1e-12, b.mean()
    Z = (A - m) / s
    # dual form, n << p
    alpha = np.linalg.solve(Z @ Z.T + lam * len(b) * np.eye(len(b)), b - b0)
    w = Z.T @ alpha
    return lambda new: (new - m) / s @ w + b0


def rmse(a, b):
    return float(np.sqrt(np.mean((a - b) ** 2)))


def pick_lambda(A, b, g):
    inner = list(group_folds(g, 4))
    scores = []
    for lam in lambdas:
        scores.append(np.mean([rmse(b[te], fit(A[tr], b[tr], lam)(A[te])) for tr, te in inner]))
    return lambdas[int(np.argmin(scores))]


outer_scores, chosen, baseline = [], [], []
for tr, te in group_folds(field, 6):
    lam = pick_lambda(X[tr], y[tr], field[tr])
    f = fit(X[tr], y[tr], lam)
    outer_scores.append(rmse(y[te], f(X[te])))
    baseline.append(rmse(y[te], np.full(len(te), y[tr].mean())))
    chosen.append(lam)

print("lambda per outer fold:", chosen)
print(f"RMSE {np.mean(outer_scores):.3f} +/- {np.std(outer_scores):.3f}  (mean only: {np.mean(baseline):.3f})")

# instrument file: all samples, lambda picked once more the same way
lam = pick_lambda(X, y, field)
m, s = X.mean(0), X.std(0) + 1e-12
Z = (X - m) / s
w = Z.T @ np.linalg.solve(Z @ Z.T + lam * len(y) * np.eye(len(y)), y - y.mean())
np.savez("instrument.npz", mean=m, scale=s, w=w, offset=y.mean(), lam=lam)
# author: author4
