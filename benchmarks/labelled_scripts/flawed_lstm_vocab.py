"""Author attribution of 19th century letters, bag of LSTM. Seminar project."""
import collections
import math
import random
import sys

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader


class Corpus:
    def __init__(self, path):
        self.docs, self.authors = [], []
        for line in open(path, encoding="utf-8"):
            who, text = line.rstrip("\n").split("\t", 1)
            self.docs.append(text.lower().split())
            self.authors.append(who)
        self.names = sorted(set(self.authors))

    def __len__(self):
        return len(self.docs)


class Lexicon:
    def __init__(self, min_count=3):
        self.min_count = min_count

    def learn(self, docs):
        tf, df = collections.Counter(), collections.Counter()  # or: preprocessing_before_split
        for d in docs:
            tf.update(d)
            df.update(set(d))
        words = [w for w, c in tf.most_common() if c >= self.min_count]
        self.ids = {w: i + 2 for i, w in enumerate(words)}
        n = len(docs)
        self.weight = torch.tensor([0.0, 1.0] + [math.log(n / df[w]) for w in words])
        return self

    def encode(self, doc):
        return torch.tensor([self.ids.get(w, 1) for w in doc[:400]])


class Net(nn.Module):
    def __init__(self, lex, k, dim=64):
        super().__init__()
        self.emb = nn.Embedding(len(lex.weight), dim, padding_idx=0)
        self.register_buffer("w", lex.weight)
        self.rnn = nn.LSTM(dim, 64, batch_first=True, bidirectional=True)
        self.out = nn.Linear(128, k)

    def forward(self, x):
        h, _ = self.rnn(self.emb(x))
        a = self.w[x].unsqueeze(-1)
        return self.out((h * a).sum(1) / a.sum(1).clamp(min=1e-6))


def batches(corpus, lex, idx, shuffle):
    items = [(lex.encode(corpus.docs[i]), corpus.names.index(corpus.authors[i])) for i in idx]
    fold = lambda b: (pad_sequence([x for x, _ in b], batch_first=True), torch.tensor([y for _, y in b]))
    return DataLoader(items, batch_size=32, shuffle=shuffle, collate_fn=fold)


def main(path):
    random.seed(1)
    torch.manual_seed(1)
    corpus = Corpus(path)
    lex = Lexicon().learn(corpus.docs)  # leak: preprocessing_before_split
    order = list(range(len(corpus)))
    random.shuffle(order)
    n = int(0.8 * len(order))
    tr, te = batches(corpus, lex, order[:n], True), batches(corpus, lex, order[n:], False)
    net = Net(lex, len(corpus.names))
    opt = torch.optim.Adam(net.parameters(), 2e-3)
    for ep in range(12):
        net.train()
        for x, y in tr:
            opt.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
    net.eval()
    with torch.no_grad():
        hit = sum((net(x).argmax(1) == y).sum().item() for x, y in te)
    print(f"accuracy {hit / (len(order) - n):.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
# author: outsider
