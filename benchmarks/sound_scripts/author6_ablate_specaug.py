"""Ablation of the augmentation chain of the bird-call model. Everything here is read on the validation recorders;
the test recorders are kept for the paper and are not on this machine."""
import itertools
import json
import statistics as st

import lightning as L
import torch
import torchaudio.transforms as AT
from torch import nn
from torchmetrics.classification import MultilabelAveragePrecision

from birds.data import RecorderModule      # splits by recorder, reads recorders_train.txt / recorders_valid.txt
from birds.nets import PannsLike

PIECES = {
    "freqmask": lambda: AT.FrequencyMasking(16),
    "timemask": lambda: AT.TimeMasking(60),
    "gain": lambda: RandomGain(6.0),
    "mixup": None,
}


class RandomGain(nn.Module):
    def __init__(self, db):
        super().__init__()
        self.db = db

    def forward(self, x):
        return x + (torch.rand(x.shape[0], 1, 1, 1, device=x.device) * 2 - 1) * self.db


class Run(L.LightningModule):
    def __init__(self, pieces, classes):
        super().__init__()
        self.net = PannsLike(classes)
        self.aug = nn.Sequential(*[PIECES[p]() for p in pieces if PIECES[p]])
        self.mix = "mixup" in pieces
        self.map = MultilabelAveragePrecision(classes)

    def training_step(self, batch, _):
        x, y = batch
        x = self.aug(x)
        if self.mix:
            lam = torch.distributions.Beta(0.4, 0.4).sample().to(x)
            j = torch.randperm(len(x), device=x.device)
            x, y = lam * x + (1 - lam) * x[j], lam * y + (1 - lam) * y[j]
        return nn.functional.binary_cross_entropy_with_logits(self.net(x), y)

    def validation_step(self, batch, _):
        x, y = batch
        self.map.update(self.net(x).sigmoid(), y.int())

    def on_validation_epoch_end(self):
        self.log("val_map", self.map.compute())
        self.map.reset()

    def configure_optimizers(self):
        opt = torch.optim.AdamW(self.parameters(), 1e-3)
        return [opt], [torch.optim.lr_scheduler.CosineAnnealingLR(opt, self.trainer.max_epochs)]


def one(pieces, seed):
    L.seed_everything(seed, workers=True)
    dm = RecorderModule("cfg/data.yaml", batch_size=64)
    dm.setup("fit")
    trainer = L.Trainer(max_epochs=30, logger=False, enable_checkpointing=False, check_val_every_n_epoch=30)
    trainer.fit(Run(pieces, dm.num_classes), dm)
    return trainer.callback_metrics["val_map"].item()


table = {}
every = tuple(PIECES)
for pieces in [(), every, *itertools.combinations(every, len(every) - 1)]:
    vals = [one(pieces, s) for s in (1, 2, 3)]
    table["+".join(pieces) or "none"] = {"mean": st.mean(vals), "sd": st.stdev(vals)}
    print(pieces, table["+".join(pieces) or "none"], flush=True)
json.dump(table, open("ablation_valid.json", "w"), indent=2)
# author: author6
