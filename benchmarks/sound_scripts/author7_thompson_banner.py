import numpy as np
import matplotlib.pyplot as plt


class BetaArms:
    def __init__(self, n, rng):
        self.a = np.ones(n)
        self.b = np.ones(n)
        self.rng = rng

    def choose(self):
        return int(np.argmax(self.rng.beta(self.a, self.b)))

    def learn(self, arm, reward):
        self.a[arm] += reward
        self.b[arm] += 1 - reward


class Greedy:
    def __init__(self, n, rng, eps=0.05):
        self.s, self.n, self.rng, self.eps = np.zeros(n), np.zeros(n), rng, eps

    def choose(self):
        if self.rng.random() < self.eps or not self.n.all():
            return int(self.rng.integers(len(self.n)))
        return int(np.argmax(self.s / self.n))

    def learn(self, arm, reward):
        self.s[arm] += reward
        self.n[arm] += 1


class UCB(Greedy):
    def choose(self):
        if not self.n.all():
            return int(np.argmin(self.n))
        return int(np.argmax(self.s / self.n + np.sqrt(2 * np.log(self.n.sum()) / self.n)))


def play(policy, p, rounds, rng):
    regret = np.empty(rounds)
    for t in range(rounds):
        arm = policy.choose()
        policy.learn(arm, float(rng.random() < p[arm]))
        regret[t] = p.max() - p[arm]
    return regret.cumsum()


def main(worlds=200, rounds=5000, arms=8):
    curves = {}
    for make in (BetaArms, Greedy, UCB):
        runs = []
        for w in range(worlds):
            p = np.random.default_rng(w).beta(2, 40, arms)
            runs.append(play(make(arms, np.random.default_rng(10_000 + w)), p, rounds, np.random.default_rng(20_000 + w)))
        curves[make.__name__] = np.array(runs)
    fig, ax = plt.subplots(figsize=(6, 4))
    for name, r in curves.items():
        m, s = r.mean(0), r.std(0, ddof=1) / np.sqrt(worlds)
        ax.plot(m, label=name)
        ax.fill_between(range(rounds), m - 2 * s, m + 2 * s, alpha=0.2)
        print(f"{name:<9} regret after {rounds}: {m[-1]:.1f} +/- {2 * s[-1]:.1f}")
    ax.legend()
    fig.savefig("regret.pdf")


if __name__ == "__main__":
    main()
# author: author7
