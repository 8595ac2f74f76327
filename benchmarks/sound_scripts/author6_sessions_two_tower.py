"""Podcast recommender: everything is ordered by time, models only see plays before the cut they are asked about."""
import duckdb
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

con = duckdb.connect("plays.duckdb", read_only=True)
PLAYS = "select user_id u, show_id i, min(ts) t from play where seconds > 300 group by all"


def before(cut):
    return con.sql(f"select * from ({PLAYS}) where t < timestamp '{cut}' order by t").df()


def first_new(cut, until):
    """min(ts) is the first play of a pair, so a row here is a show that is new to the user"""
    return con.sql(f"select u, arg_min(i, t) i from ({PLAYS}) where t >= timestamp '{cut}' and t < timestamp '{until}' group by u").df()


class Towers(nn.Module):
    def __init__(self, nu, ni, d):
        super().__init__()
        self.u, self.i = nn.Embedding(nu, d), nn.Embedding(ni, d)
        for e in (self.u, self.i):
            nn.init.normal_(e.weight, std=0.05)

    def loss(self, u, i, logq, tau=0.1):
        s = F.normalize(self.u(u), dim=1) @ F.normalize(self.i(i), dim=1).T / tau - logq[i]
        return F.cross_entropy(s, torch.arange(len(u), device=s.device))


class Fitted:
    def __init__(self, cut, d, epochs):
        hist = before(cut)
        self.users = {u: k for k, u in enumerate(hist.u.unique())}
        self.items = {i: k for k, i in enumerate(hist.i.unique())}
        u = torch.tensor(hist.u.map(self.users).to_numpy())
        i = torch.tensor(hist.i.map(self.items).to_numpy())
        count = torch.bincount(i, minlength=len(self.items)).float()
        logq = (count / count.sum()).log()
        torch.manual_seed(d)
        self.net = Towers(len(self.users), len(self.items), d)
        opt = torch.optim.Adam(self.net.parameters(), 2e-3)
        for _ in range(epochs):
            for b in torch.randperm(len(u)).split(4096):
                opt.zero_grad()
                self.net.loss(u[b], i[b], logq).backward()
                opt.step()
        self.seen = hist.groupby("u").i.agg(set)
        self.pop = count

    def recall(self, ask, k=20, popular=False):
        ask = ask[ask.u.isin(self.users.keys())]
        I = F.normalize(self.net.i.weight.detach(), dim=1)
        hit = []
        for u, i in ask.itertuples(index=False):
            s = self.pop.clone() if popular else I @ F.normalize(self.net.u.weight.detach()[self.users[u]], dim=0)
            s[[self.items[x] for x in self.seen[u]]] = -torch.inf
            top = set(s.topk(k).indices.tolist())
            hit.append(self.items.get(i, -1) in top)
        return float(np.mean(hit))


A, B, C = "2023-03-01", "2023-04-01", "2023-05-01"
tune = {(d, e): Fitted(A, d, e).recall(first_new(A, B)) for d in (32, 64, 128) for e in (5, 10, 20)}
print(tune)
d, e = max(tune, key=tune.get)
# April: the chosen setting learns again from everything before it
final = Fitted(B, d, e)
april = first_new(B, C)
print("chosen", d, e, "| recall@20 April", final.recall(april), "| most popular", final.recall(april, popular=True))
# author: author6
