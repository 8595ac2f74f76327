import functools
import lightning as L
import optuna
import pandas as pd
import torch
from optuna.integration import PyTorchLightningPruningCallback
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchmetrics import MeanAbsoluteError, R2Score

# soil organic carbon from mid-infrared; several depths of a profile, several profiles of a farm
TARGET, GROUP = "soc", "farm"


@functools.lru_cache
def data():
    df = pd.read_parquet("mir_library.parquet")
    farms = pd.Series(df[GROUP].unique()).sample(frac=1.0, random_state=4).tolist()
    n = len(farms)
    role = {f: "test" if i < 0.2 * n else "val" if i < 0.35 * n else "train" for i, f in enumerate(farms)}
    df["role"] = df[GROUP].map(role)
    bands = [c for c in df if c.startswith("b")]
    base = df.loc[df.role == "train", bands]
    mean, std = base.mean(), base.std()
    out = {}
    for r, g in df.groupby("role"):
        x = torch.tensor(((g[bands] - mean) / std).to_numpy("float32"))
        out[r] = TensorDataset(x, torch.tensor(g[TARGET].to_numpy("float32")).log1p())
    return out


class Net(L.LightningModule):
    def __init__(self, width, depth, drop, lr, wd, nband):
        super().__init__()
        self.save_hyperparameters()
        dims = [nband] + [width // 2 ** k for k in range(depth)]
        body = [nn.Sequential(nn.Linear(a, b), nn.LayerNorm(b), nn.GELU(), nn.Dropout(drop)) for a, b in zip(dims, dims[1:])]
        self.f = nn.Sequential(*body, nn.Linear(dims[-1], 1), nn.Flatten(0))
        self.mae, self.r2 = MeanAbsoluteError(), R2Score()

    def training_step(self, b, _):
        return nn.functional.huber_loss(self.f(b[0]), b[1])

    def validation_step(self, b, _):
        self.log("val_loss", nn.functional.huber_loss(self.f(b[0]), b[1]))

    def test_step(self, b, _):
        p, y = self.f(b[0]).expm1(), b[1].expm1()
        self.mae(p, y), self.r2(p, y)
        self.log_dict({"mae": self.mae, "r2": self.r2}, on_epoch=True)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), self.hparams.lr, weight_decay=self.hparams.wd)


def run(hp, callbacks=()):
    L.seed_everything(12)
    parts = data()
    ckpt = L.pytorch.callbacks.ModelCheckpoint(monitor="val_loss")
    trainer = L.Trainer(max_epochs=100, logger=False, enable_progress_bar=False,
                        callbacks=[ckpt, L.pytorch.callbacks.EarlyStopping("val_loss", patience=10), *callbacks])
    trainer.fit(Net(nband=parts["train"].tensors[0].shape[1], **hp),
                DataLoader(parts["train"], 128, shuffle=True), DataLoader(parts["val"], 1024))
    return trainer, ckpt


def objective(trial):
    hp = dict(width=trial.suggest_categorical("width", [128, 256, 512]), depth=trial.suggest_int("depth", 1, 4),
              drop=trial.suggest_float("drop", 0, 0.5), lr=trial.suggest_float("lr", 1e-4, 5e-3, log=True),
              wd=trial.suggest_float("wd", 1e-6, 1e-1, log=True))
    _, ckpt = run(hp, [PyTorchLightningPruningCallback(trial, monitor="val_loss")])
    return ckpt.best_model_score.item()


if __name__ == "__main__":
    study = optuna.create_study(pruner=optuna.pruners.MedianPruner(n_warmup_steps=10), sampler=optuna.samplers.TPESampler(seed=1))
    study.optimize(objective, n_trials=60)
    print(study.best_params, study.best_value)
    trainer, ckpt = run(study.best_params)
    trainer.test(Net.load_from_checkpoint(ckpt.best_model_path), DataLoader(data()["test"], 1024))
# author: author6
