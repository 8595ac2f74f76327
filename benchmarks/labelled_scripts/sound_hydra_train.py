import logging
from typing import Optional

import hydra
import lightning as L
import numpy as np
import pandas as pd
import torch
from hydra.utils import instantiate, to_absolute_path
from omegaconf import DictConfig, OmegaConf
from sklearn.model_selection import GroupShuffleSplit
from sklearn.preprocessing import QuantileTransformer
from torch.utils.data import DataLoader, TensorDataset

log = logging.getLogger(__name__)


class TabularData(L.LightningDataModule):
    def __init__(self, path: str, target: str, group: str, batch_size: int, seed: int):
        super().__init__()
        self.save_hyperparameters()
        self.qt: Optional[QuantileTransformer] = None

    def _take(self, df, share, offset):
        gss = GroupShuffleSplit(1, test_size=share, random_state=self.hparams.seed + offset)
        a, b = next(gss.split(df, groups=df[self.hparams.group]))
        return df.iloc[a], df.iloc[b]

    def setup(self, stage=None):
        if self.qt is not None:
            return
        df = pd.read_parquet(to_absolute_path(self.hparams.path))
        rest, te = self._take(df, 0.15, 0)
        tr, va = self._take(rest, 0.15, 1)
        self.cols = [c for c in df.columns if c not in (self.hparams.target, self.hparams.group)]
        self.qt = QuantileTransformer(output_distribution="normal", subsample=200_000)
        self.qt.fit(tr[self.cols])
        self.y_mean, self.y_std = tr[self.hparams.target].mean(), tr[self.hparams.target].std()
        self.sets = {k: self._tensor(v) for k, v in {"tr": tr, "va": va, "te": te}.items()}
        log.info("sizes %s", {k: len(v) for k, v in self.sets.items()})

    def _tensor(self, part):
        x = np.nan_to_num(self.qt.transform(part[self.cols])).astype("float32")
        y = ((part[self.hparams.target] - self.y_mean) / self.y_std).to_numpy("float32")
        return TensorDataset(torch.from_numpy(x), torch.from_numpy(y))

    def train_dataloader(self):
        return DataLoader(self.sets["tr"], self.hparams.batch_size, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.sets["va"], 4096)

    def test_dataloader(self):
        return DataLoader(self.sets["te"], 4096)


@hydra.main(version_base="1.3", config_path="conf", config_name="train")
def main(cfg: DictConfig) -> float:
    log.info("\n%s", OmegaConf.to_yaml(cfg))
    L.seed_everything(cfg.seed)
    data = TabularData(**cfg.data, seed=cfg.seed)
    data.setup()
    model = instantiate(cfg.model, n_features=len(data.cols))
    ckpt = L.pytorch.callbacks.ModelCheckpoint(monitor="val_rmse", mode="min")
    stop = L.pytorch.callbacks.EarlyStopping("val_rmse", patience=cfg.patience)
    trainer = instantiate(cfg.trainer, callbacks=[ckpt, stop])
    trainer.fit(model, data)
    if cfg.final:
        # only switched on for the one run that goes in the paper
        trainer.test(ckpt_path="best", datamodule=data)
    return float(ckpt.best_model_score)       # the sweeper minimises this


if __name__ == "__main__":
    main()
# author: outsider
