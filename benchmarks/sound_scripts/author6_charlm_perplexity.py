#!/usr/bin/env python
# Character model of a newspaper's archive, bits per character on later volumes.
import math, pathlib, time
import torch, torch.nn as nn, torch.nn.functional as F

volumes = sorted(pathlib.Path("archive").glob("vol_*.txt"))       # vol_1881.txt ... vol_1913.txt
year = lambda p: int(p.stem[-4:])
read = lambda lo, hi: "\n".join(p.read_text(encoding="utf8") for p in volumes if lo <= year(p) <= hi)

text = read(1881, 1905)
chars = sorted(set(text))
stoi = {c: i + 1 for i, c in enumerate(chars)}                      # 0 is for anything the early volumes do not have
V, T, B = len(chars) + 1, 256, 64
code = lambda s: torch.tensor([stoi.get(c, 0) for c in s], dtype=torch.long)
train = code(text)

text = read(1906, 1908)
val = code(text)


class Block(nn.Module):
    def __init__(s, d, h):
        super().__init__()
        s.h = h
        s.n1, s.n2 = nn.LayerNorm(d), nn.LayerNorm(d)
        s.qkv, s.o = nn.Linear(d, 3 * d, bias=False), nn.Linear(d, d, bias=False)
        s.ff = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d), nn.Dropout(0.1))

    def forward(s, x):
        b, t, d = x.shape
        q, k, v = s.qkv(s.n1(x)).view(b, t, 3, s.h, d // s.h).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + s.o(a.transpose(1, 2).reshape(b, t, d))
        return x + s.ff(s.n2(x))


class LM(nn.Module):
    def __init__(s, d=256, n=6, h=8):
        super().__init__()
        s.e, s.p = nn.Embedding(V, d), nn.Embedding(T, d)
        s.b = nn.Sequential(*[Block(d, h) for _ in range(n)], nn.LayerNorm(d))
        s.y = nn.Linear(d, V)

    def forward(s, x):
        return s.y(s.b(s.e(x) + s.p.weight[: x.shape[1]]))


@torch.no_grad()
def bpc(net, ids):
    net.eval()
    tot = cnt = 0
    for i in range(0, len(ids) - T - 1, T * B):
        w = [ids[j:j + T + 1] for j in range(i, min(i + T * B, len(ids) - T - 1), T)]
        w = torch.stack(w).cuda()
        l = F.cross_entropy(net(w[:, :-1]).flatten(0, 1), w[:, 1:].flatten(), reduction="sum")
        tot, cnt = tot + l.item(), cnt + w[:, 1:].numel()
    net.train()
    return tot / cnt / math.log(2)


torch.manual_seed(1881)
net = LM().cuda()
opt = torch.optim.AdamW(net.parameters(), 6e-4, betas=(0.9, 0.95), weight_decay=0.1)
low, t0 = math.inf, time.time()
for it in range(1, 20001):
    j = torch.randint(len(train) - T - 1, (B,))
    w = torch.stack([train[k:k + T + 1] for k in j]).cuda()
    loss = F.cross_entropy(net(w[:, :-1]).flatten(0, 1), w[:, 1:].flatten())
    opt.zero_grad(); loss.backward(); opt.step()
    if it % 500 == 0:
        v = bpc(net, val)
        print(it, f"{loss.item() / math.log(2):.3f} {v:.3f} {time.time() - t0:.0f}s", flush=True)
        if v < low:
            low = v
            torch.save(net.state_dict(), "lm.pt")
net.load_state_dict(torch.load("lm.pt"))
text = read(1909, 1913)
print("bits per character 1909-1913:", round(bpc(net, code(text)), 4))
# author: author6
