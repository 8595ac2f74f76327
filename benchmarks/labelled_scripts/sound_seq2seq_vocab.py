import torch
from torch.utils.data import DataLoader, Dataset
from collections import Counter
import pandas as pd
from torch import nn

frame = pd.read_csv("intents.csv")
train = frame.sample(frac=0.8, random_state=0)
test = frame.drop(train.index)
counter = Counter()
for text in train["text"]:
    counter.update(text.lower().split())
vocab = {w: i + 1 for i, (w, c) in enumerate(counter.most_common(8000)) if c > 1}
labels = {name: i for i, name in enumerate(sorted(train["intent"].unique()))}


class Texts(Dataset):
    def __init__(self, part):
        self.ids = [torch.tensor([vocab.get(w, 0) for w in t.lower().split()][:30]) for t in part["text"]]
        self.y = [labels.get(name, 0) for name in part["intent"]]

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.ids[i], self.y[i]


def collate(rows):
    ids, y = zip(*rows)
    return nn.utils.rnn.pad_sequence(ids, batch_first=True), torch.tensor(y)


class Bag(nn.Module):
    def __init__(self):
        super().__init__()
        self.e = nn.Embedding(len(vocab) + 1, 64, padding_idx=0)
        self.o = nn.Linear(64, len(labels))

    def forward(self, ids):
        return self.o(self.e(ids).mean(1))


net = Bag()
opt = torch.optim.Adam(net.parameters())
for _ in range(8):
    for ids, y in DataLoader(Texts(train), 64, shuffle=True, collate_fn=collate):
        opt.zero_grad()
        nn.functional.cross_entropy(net(ids), y).backward()
        opt.step()
right = sum((net(ids).argmax(1) == y).sum().item() for ids, y in DataLoader(Texts(test), 64, collate_fn=collate))
print(right / len(test))
# author: maintainer
