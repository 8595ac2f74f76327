"""Old against new retina model on the frozen test list, one run before the release meeting.

Images of one person are resampled together.
"""
import click
import numpy as np
import pandas as pd
import torch
from PIL import Image
from sklearn.metrics import cohen_kappa_score
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

TF = transforms.Compose([
    transforms.Resize((512, 512)), transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])


class Fundus(Dataset):
    def __init__(self, csv):
        self.t = pd.read_csv(csv)

    def __len__(self):
        return len(self.t)

    def __getitem__(self, i):
        r = self.t.iloc[i]
        return TF(Image.open(r.image).convert("RGB")), int(r.grade)


@torch.inference_mode()
def grades(script, loader, device):
    net = torch.jit.load(script, map_location=device).eval()
    return np.concatenate([net(x.to(device)).argmax(1).cpu().numpy() for x, _ in loader])


qwk = lambda y, p: cohen_kappa_score(y, p, weights="quadratic", labels=range(5))


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--csv", default="test_frozen_2023.csv")
@click.option("--draws", default=4000)
@click.option("--device", default="cuda")
def main(old, new, csv, draws, device):
    ds = Fundus(csv)
    loader = DataLoader(ds, 16, num_workers=4)
    y = ds.t.grade.to_numpy()
    pred = {name: grades(path, loader, device) for name, path in (("old", old), ("new", new))}

    for name, p in pred.items():
        print(f"{name}: qwk {qwk(y, p):.4f}  accuracy {(y == p).mean():.4f}  "
              f"referable sensitivity {(p[y >= 2] >= 2).mean():.4f}")

    rng = np.random.default_rng(1)
    rows_of = list(ds.t.groupby("person").indices.values())
    delta = np.empty(draws)
    for b in range(draws):
        take = np.concatenate([rows_of[k] for k in rng.integers(len(rows_of), size=len(rows_of))])
        delta[b] = qwk(y[take], pred["new"][take]) - qwk(y[take], pred["old"][take])
    lo, hi = np.percentile(delta, [2.5, 97.5])
    print(f"difference {qwk(y, pred['new']) - qwk(y, pred['old']):+.4f}  95% [{lo:+.4f}, {hi:+.4f}]  persons {len(rows_of)}")


if __name__ == "__main__":
    main()
# author: author6
