"""Name transliteration (Georgian -> Latin), GRU seq2seq; successive halving over settings by hand."""
import itertools
import random
from dataclasses import dataclass, replace

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

PAD, BOS, EOS, UNK = range(4)


@dataclass(frozen=True)
class Setting:
    emb: int
    hidden: int
    lr: float
    drop: float
    epochs_done: int = 0


def read(path):
    with open(path, encoding="utf8") as fh:
        return [tuple(line.rstrip("\n").split("\t")) for line in fh]


class Alphabet:
    def __init__(self, words):
        self.ix = {c: i + 4 for i, c in enumerate(sorted({c for w in words for c in w}))}
        self.back = {i: c for c, i in self.ix.items()}

    def encode(self, w):
        return torch.tensor([BOS] + [self.ix.get(c, UNK) for c in w] + [EOS])

    def __len__(self):
        return len(self.ix) + 4


class Seq2Seq(nn.Module):
    def __init__(self, s, n_src, n_tgt):
        super().__init__()
        self.es, self.et = nn.Embedding(n_src, s.emb, PAD), nn.Embedding(n_tgt, s.emb, PAD)
        self.enc = nn.GRU(s.emb, s.hidden, batch_first=True, bidirectional=True)
        self.dec = nn.GRU(s.emb + 2 * s.hidden, 2 * s.hidden, batch_first=True)
        self.out = nn.Sequential(nn.Dropout(s.drop), nn.Linear(2 * s.hidden, n_tgt))

    def forward(self, src, tgt):
        _, h = self.enc(self.es(src))
        ctx = torch.cat([h[0], h[1]], -1)
        inp = torch.cat([self.et(tgt), ctx[:, None].expand(-1, tgt.shape[1], -1)], -1)
        return self.out(self.dec(inp, ctx[None])[0])

    @torch.no_grad()
    def spell(self, src, back, limit=40):
        seq = torch.tensor([[BOS]])
        while seq.shape[1] < limit and seq[0, -1] != EOS:
            seq = torch.cat([seq, self(src[None], seq)[:, -1:].argmax(-1)], 1)
        return "".join(back.get(i, "") for i in seq[0].tolist())


random.seed(5)
torch.manual_seed(5)
train, dev, test = (read(f"names.{p}.tsv") for p in ("train", "dev", "test"))
src_abc, tgt_abc = Alphabet([a for a, _ in train]), Alphabet([b for _, b in train])


def more_epochs(state, n):
    s, net, opt = state
    net.train()
    for _ in range(n):
        random.shuffle(train)
        for k in range(0, len(train), 64):
            src = pad_sequence([src_abc.encode(a) for a, _ in train[k:k + 64]], True, PAD)
            tgt = pad_sequence([tgt_abc.encode(b) for _, b in train[k:k + 64]], True, PAD)
            opt.zero_grad()
            nn.functional.cross_entropy(net(src, tgt[:, :-1]).transpose(1, 2), tgt[:, 1:], ignore_index=PAD).backward()
            opt.step()
    return replace(s, epochs_done=s.epochs_done + n), net, opt


def exact(net, pairs):
    net.eval()
    return sum(net.spell(src_abc.encode(a), tgt_abc.back) == b for a, b in pairs) / len(pairs)


pool = []
for emb, hidden, lr, drop in itertools.product((32, 64), (64, 128), (3e-4, 1e-3), (0.1, 0.3)):
    s = Setting(emb, hidden, lr, drop)
    net = Seq2Seq(s, len(src_abc), len(tgt_abc))
    pool.append((s, net, torch.optim.Adam(net.parameters(), lr)))

budget = 2
while len(pool) > 1:
    pool = [more_epochs(st, budget) for st in pool]
    ranked = sorted(pool, key=lambda st: exact(st[1], dev), reverse=True)
    pool, budget = ranked[: len(ranked) // 2], budget * 2
    print(len(pool), "left, leader", pool[0][0])

winner = pool[0]
print(f"dev {exact(winner[1], dev):.3f}  test {exact(winner[1], test):.3f}  {winner[0]}")
# author: author4
