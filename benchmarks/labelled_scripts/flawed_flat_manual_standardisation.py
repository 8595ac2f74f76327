import numpy as np

data = np.genfromtxt("data.csv", delimiter=",", skip_header=1)
X = data[:, 0:8]
y = data[:, 8]
mu = X.mean(axis=0)  # leak: preprocessing_before_split
sd = X.std(axis=0)
X = (X - mu) / sd
n = int(0.7 * len(X))
Xtr = X[:n]
Xte = X[n:]
ytr = y[:n]
yte = y[n:]
A = np.c_[np.ones(len(Xtr)), Xtr]
w = np.linalg.lstsq(A, ytr, rcond=None)[0]
p = np.c_[np.ones(len(Xte)), Xte] @ w
print("rmse", np.sqrt(np.mean((p - yte) ** 2)))
