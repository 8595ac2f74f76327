import torch
import torch.nn as nn
import pandas as pd
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, Dataset

PAD, UNK = 0, 1


class Vocab(dict):
    def __missing__(self, key):
        return UNK


class Sessions(Dataset):
    def __init__(self, frame, vocab):
        seqs = (torch.tensor([vocab[i] for i in g]) for _, g in frame.sort_values("ts").groupby("session")["item"])
        self.seqs = [s[-30:] for s in seqs if len(s) > 1]

    def __len__(self):
        return len(self.seqs)

    def __getitem__(self, k):
        return self.seqs[k]


def collate(batch):
    x = pad_sequence(batch, batch_first=True, padding_value=PAD)
    return x[:, :-1], x[:, 1:]


class NextClick(nn.Module):
    def __init__(self, n, d=100):
        super().__init__()
        self.emb = nn.Embedding(n, d, padding_idx=PAD)
        self.gru = nn.GRU(d, d, batch_first=True)

    def forward(self, x):
        return self.gru(self.emb(x))[0] @ self.emb.weight.T


@torch.no_grad()
def recall_mrr(net, loader, k=20):
    net.eval()
    hit = rr = n = 0
    for x, y in loader:
        real = y != PAD
        top, goal = net(x)[real].topk(k).indices, y[real]
        match = (top == goal[:, None]) & (goal != UNK)[:, None]
        hit += match.any(1).sum().item()
        rr += (match / torch.arange(1, k + 1)).sum().item()
        n += len(goal)
    return hit / n, rr / n


clicks = pd.read_parquet("clicks.parquet")
start = clicks.groupby("session")["ts"].transform("min").dt.normalize()
last = start.max()
when = {"fit": start < last - pd.Timedelta(days=1), "dev": start == last - pd.Timedelta(days=1), "eval": start == last}
complete = clicks["ts"].groupby(clicks["session"]).transform("max").dt.normalize() == start   # sessions over midnight go
frames = {k: clicks[m & complete] for k, m in when.items()}
vc = frames["fit"]["item"].value_counts()
vocab = Vocab({item: n for n, item in enumerate(vc.index[vc >= 5], 2)})
sets = {k: Sessions(f, vocab) for k, f in frames.items()}
load = {k: DataLoader(s, 256, shuffle=k == "fit", collate_fn=collate) for k, s in sets.items()}

torch.manual_seed(0)
net, ce, top = NextClick(len(vocab) + 2), nn.CrossEntropyLoss(ignore_index=PAD), (-1.0, None)
opt = torch.optim.Adagrad(net.parameters(), 0.05)
for epoch in range(20):
    net.train()
    for x, y in load["fit"]:
        opt.zero_grad()
        ce(net(x).flatten(0, 1), y.flatten()).backward()
        opt.step()
    r, m = recall_mrr(net, load["dev"])
    if r > top[0]:
        top = (r, {k: v.detach().clone() for k, v in net.state_dict().items()})
net.load_state_dict(top[1])
print("last day  recall@20 %.4f  mrr@20 %.4f" % recall_mrr(net, load["eval"]))
# author: author7
