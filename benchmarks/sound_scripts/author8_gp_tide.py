# Gaussian process for hourly tide-gauge levels; forecasts one day ahead, day by day
import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

t, h = np.loadtxt("levels_brest.txt", unpack=True)
order = np.argsort(t)
t, h = t[order], h[order]

T_END = 24 * 60          # first sixty days
H = 24
past = t < T_END
level = h[past].mean()


def kernel(a, b, p):
    amp, ell, per_amp, per_ell = np.exp(p[:4])
    d = np.abs(a[:, None] - b[None, :])
    quasi = per_amp * np.exp(-2 * np.sin(np.pi * d / 12.42) ** 2 / per_ell ** 2)
    return amp * np.exp(-0.5 * (d / ell) ** 2) + quasi


def neg_log_ml(p, a, r):
    K = kernel(a, a, p) + np.exp(p[4]) * np.eye(len(a))
    try:
        c = cho_factor(K, lower=True)
    except np.linalg.LinAlgError:
        return 1e10
    return 0.5 * r @ cho_solve(c, r) + np.log(np.diag(c[0])).sum()


start = np.array([-2., 2., -2., 0., -4.])
opt = minimize(neg_log_ml, start, args=(t[past], h[past] - level), method="Nelder-Mead",
               options={"maxiter": 600})
p = opt.x
print("hyperparameters", np.exp(p).round(3))

errors, inside, persist = [], [], []
origin = T_END
while origin + H <= t[-1]:
    seen = (t < origin) & (t >= origin - 24 * 20)
    ahead = (t >= origin) & (t < origin + H)
    K = kernel(t[seen], t[seen], p) + np.exp(p[4]) * np.eye(seen.sum())
    c = cho_factor(K, lower=True)
    Ks = kernel(t[ahead], t[seen], p)
    mean = level + Ks @ cho_solve(c, h[seen] - level)
    var = np.diag(kernel(t[ahead], t[ahead], p) - Ks @ cho_solve(c, Ks.T)) + np.exp(p[4])
    e = h[ahead] - mean
    errors.extend(e)
    inside.extend(np.abs(e) < 1.96 * np.sqrt(var))
    persist.extend(h[ahead] - h[seen][-1])
    origin += H

rms = lambda v: np.sqrt(np.mean(np.square(v)))
print(f"GP {rms(errors):.3f} m, persistence {rms(persist):.3f} m, 95% band covers {np.mean(inside):.1%}")
# author: author8
