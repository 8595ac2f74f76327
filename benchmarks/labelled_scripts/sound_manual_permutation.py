import numpy as np

rng = np.random.RandomState(3)
raw = np.genfromtxt("airfoil.csv", delimiter=",", skip_header=1)
rng.shuffle(raw)
n = raw.shape[0] * 3 // 4
train, test = raw[:n], raw[n:]
mean, scale = train[:, :-1].mean(0), train[:, :-1].std(0)


def design(rows):
    z = (rows[:, :-1] - mean) / scale
    return np.hstack([z, z ** 2, np.ones((len(z), 1))])


best = None
for lam in 10.0 ** np.arange(-4, 3):
    errors = []
    for k in range(5):
        held = np.arange(len(train)) % 5 == k
        A, b = design(train[~held]), train[~held, -1]
        w = np.linalg.solve(A.T @ A + lam * np.eye(A.shape[1]), A.T @ b)
        errors.append(((train[held, -1] - design(train[held]) @ w) ** 2).mean())
    if best is None or np.mean(errors) < best[0]:
        best = np.mean(errors), lam
A, b = design(train), train[:, -1]
w = np.linalg.solve(A.T @ A + best[1] * np.eye(A.shape[1]), A.T @ b)
print("lambda", best[1], "test RMSE", np.sqrt(((test[:, -1] - design(test) @ w) ** 2).mean()))
# author: maintainer
