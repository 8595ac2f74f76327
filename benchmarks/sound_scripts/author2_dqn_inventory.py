"""Double DQN for a perishable inventory simulator.  Demand paths for evaluation come from seeds that training never draws."""
import argparse
import collections
import copy
import random

import gymnasium as gym
import numpy as np
import torch
from torch import nn

import perishable_env  # noqa: F401  registers Perishable-v0

TRAIN_SEEDS = range(0, 5_000)
MODEL_SEL_SEEDS = range(50_000, 50_050)
FINAL_SEEDS = range(90_000, 90_500)


def mlp(i, o):
    return nn.Sequential(nn.Linear(i, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, o))


def rollout(env, q, seeds):
    rets = []
    for s in seeds:
        o, _ = env.reset(seed=s)
        tot, done = 0.0, False
        while not done:
            with torch.no_grad():
                a = q(torch.as_tensor(o).float()).argmax().item()
            o, r, term, trunc, _ = env.step(a)
            tot += r
            done = term or trunc
        rets.append(tot)
    return np.array(rets)


def main(episodes, gamma, lr, seed):
    random.seed(seed); np.random.seed(seed); torch.manual_seed(seed)
    env, probe = gym.make("Perishable-v0"), gym.make("Perishable-v0")
    q = mlp(env.observation_space.shape[0], env.action_space.n)
    tgt = copy.deepcopy(q)
    opt = torch.optim.Adam(q.parameters(), lr)
    buf = collections.deque(maxlen=200_000)
    best, best_q, step = -np.inf, None, 0
    for ep in range(episodes):
        o, _ = env.reset(seed=random.choice(TRAIN_SEEDS))
        done, eps = False, max(0.05, 1 - ep / (0.5 * episodes))
        while not done:
            a = env.action_space.sample() if random.random() < eps else int(q(torch.as_tensor(o).float()).argmax())
            o2, r, term, trunc, _ = env.step(a)
            buf.append((o, a, r, o2, term)); o, done = o2, term or trunc
            step += 1
            if len(buf) >= 2_000:
                S, A, R, S2, T = map(np.array, zip(*random.sample(buf, 128)))
                S, S2 = torch.tensor(S).float(), torch.tensor(S2).float()
                with torch.no_grad():
                    nxt = tgt(S2).gather(1, q(S2).argmax(1, keepdim=True))[:, 0]
                    y = torch.tensor(R).float() + gamma * nxt * (1 - torch.tensor(T).float())
                l = nn.functional.smooth_l1_loss(q(S).gather(1, torch.tensor(A)[:, None])[:, 0], y)
                opt.zero_grad(); l.backward(); opt.step()
            if step % 1_000 == 0:
                tgt.load_state_dict(q.state_dict())
        if ep % 100 == 99:
            m = rollout(probe, q, MODEL_SEL_SEEDS).mean()
            if m > best:
                best, best_q = m, copy.deepcopy(q)
            print(ep + 1, f"eps {eps:.2f} return {m:.1f}")
    g = rollout(probe, best_q, FINAL_SEEDS)
    print(f"seed {seed}: {g.mean():.2f} +- {1.96 * g.std(ddof=1) / len(g) ** .5:.2f}")


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--episodes", type=int, default=3000)
    p.add_argument("--gamma", type=float, default=0.99)
    p.add_argument("--lr", type=float, default=5e-4)
    p.add_argument("--seed", type=int, default=0)
    main(**vars(p.parse_args()))
# author: author2
