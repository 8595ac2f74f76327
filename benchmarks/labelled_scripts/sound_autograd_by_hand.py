import numpy as np

raw = np.genfromtxt("concrete.csv", delimiter=",", skip_header=1)
rng = np.random.default_rng(7)
rng.shuffle(raw)
n = int(0.75 * len(raw))
train, test = raw[:n], raw[n:]
mu, sigma = train[:, :-1].mean(0), train[:, :-1].std(0)
X, y = (train[:, :-1] - mu) / sigma, train[:, -1]
Z, t = (test[:, :-1] - mu) / sigma, test[:, -1]
w, b = np.zeros(X.shape[1]), y.mean()
for step in range(2000):
    r = X @ w + b - y
    w -= 0.01 * X.T @ r / len(y)
    b -= 0.01 * r.mean()
    if step % 500 == 0:
        print(step, "train rmse", np.sqrt((r ** 2).mean()))
print("test rmse", np.sqrt(((Z @ w + b - t) ** 2).mean()))
# author: maintainer
