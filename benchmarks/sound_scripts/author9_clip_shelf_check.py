"""Zero-shot shelf audit: does an off-the-shelf CLIP do? Prompts come from the planogram glossary, nothing is fitted."""
from itertools import islice
from pathlib import Path

import open_clip
import pandas as pd
import torch
import typer
from PIL import Image
from sklearn.metrics import average_precision_score, top_k_accuracy_score

app = typer.Typer()
TEMPLATES = ("a photo of {} on a supermarket shelf", "{} packaging, close up", "{}")


def batches(seq, n):
    it = iter(seq)
    while chunk := list(islice(it, n)):
        yield chunk


class Zero:
    def __init__(self, arch="ViT-B-32", weights="laion2b_s34b_b79k"):
        self.net, _, self.prep = open_clip.create_model_and_transforms(arch, pretrained=weights)
        self.tok = open_clip.get_tokenizer(arch)
        self.net.eval()

    @torch.no_grad()
    def words(self, names):
        out = []
        for n in names:
            v = self.net.encode_text(self.tok([t.format(n) for t in TEMPLATES]))
            v = (v / v.norm(dim=-1, keepdim=True)).mean(0)
            out.append(v / v.norm())
        return torch.stack(out)

    @torch.no_grad()
    def pictures(self, paths):
        for b in batches(paths, 64):
            v = self.net.encode_image(torch.stack([self.prep(Image.open(p).convert("RGB")) for p in b]))
            yield v / v.norm(dim=-1, keepdim=True)


@app.command()
def audit(crops: Path, glossary: Path, out: Path = Path("shelf_zero.csv")):
    gl = pd.read_csv(glossary)                       # sku_class, description
    lab = pd.read_csv(crops / "labels.csv")          # file, sku_class, store
    z = Zero()
    text = z.words(gl.description)
    image = torch.cat(list(z.pictures(crops / f for f in lab.file)))
    p = (100 * image @ text.T).softmax(1).numpy()
    y = pd.Categorical(lab.sku_class, categories=gl.sku_class).codes
    assert (y >= 0).all()

    n = range(len(gl))
    print(f"top-1 {top_k_accuracy_score(y, p, k=1, labels=n):.3f}   top-5 {top_k_accuracy_score(y, p, k=5, labels=n):.3f}")
    per = pd.DataFrame({"sku_class": gl.sku_class, "n": [(y == k).sum() for k in n],
                        "ap": [average_precision_score(y == k, p[:, k]) if (y == k).any() else None for k in n]})
    per.to_csv(out, index=False)
    store = lab.assign(hit=p.argmax(1) == y).groupby("store").hit.agg(["mean", "size"])
    typer.echo(store.sort_values("mean").round(3).to_string())


if __name__ == "__main__":
    app()
# author: author9
