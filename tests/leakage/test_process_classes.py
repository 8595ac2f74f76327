"""Classes of code in training scripts, each once flawed and once sound."""

from __future__ import annotations

import pytest

from ml_engineer_tools.leakage.process.analysis import analyse
from ml_engineer_tools.leakage.process.diagnosis import diagnose
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.script import Script

HEAD = """\
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X, y = df.drop(columns=["y"]), df["y"]
A, B, a, b = train_test_split(X, y, random_state=0)
"""


def flaws(text: str) -> list[Flaw]:
    script = Script("train.py", "0", text.count("\n") + 1, text)
    return [flaw for flaw in diagnose(analyse(script)) if flaw.weight != "info"]


def kinds(text: str) -> set[str]:
    return {flaw.kind for flaw in flaws(text)}


FORECAST = """\
import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.sarimax import SARIMAX
y = pd.read_csv("stays.csv", index_col="month", parse_dates=True)["stays"]
train, {parts}, test = {cut}
def error(truth, said):
    return np.mean((truth - said) ** 2)
tried = []
for order in [(0, 1, 1), (1, 1, 0)]:
    said = SARIMAX(train, order=order).fit().forecast(len({parts}))
    tried.append((order, error({parts}, said)))
best = pd.DataFrame(tried, columns=["order", "error"]).sort_values("error").iloc[0]
said = SARIMAX(train, order=best["order"]).fit().forecast(len(test))
print(error(test, said))
"""


def test_a_forecast_that_names_no_rows_is_scored_on_those_of_its_labels() -> None:
    flawed = FORECAST.format(parts="test", cut="y[:-24], y[-24:], y[-24:]")
    assert kinds(flawed) == {"chosen_on_test"}
    sound = FORECAST.format(parts="late", cut="y[:-48], y[-48:-24], y[-24:]")
    assert kinds(sound) == set()


FOLDS = """\
import numpy as np
z = np.load("spectra.npz")
X, y = z["flux"], z["type"]
{before}
parts = np.array_split(np.random.permutation(len(X)), 5)
errors = []
for i, held in enumerate(parts):
    rest = np.concatenate([part for j, part in enumerate(parts) if j != i])
    C, D = X[rest], X[held]
    {within}
    w = np.linalg.lstsq(C, y[rest])[0]
    errors.append(np.abs(D @ w - y[held]).mean())
print(np.mean(errors))
"""
BASIS = "mu, basis = X.mean(axis=0), np.linalg.svd(X - X.mean(axis=0))[2]; X = (X - mu) @ basis.T"
INNER = "mu = C.mean(axis=0); C, D = C - mu, D - mu"


def test_folds_cut_by_hand_are_folds() -> None:
    found = flaws(FOLDS.format(before=BASIS, within="pass"))
    assert {(flaw.kind, flaw.line) for flaw in found} == {("preprocessing_before_split", 4)}
    assert flaws(FOLDS.format(before="pass", within=INNER)) == []


def test_a_list_of_rows_and_their_variants_holds_copies() -> None:
    gather = (
        HEAD.partition("df =")[0]
        + """\
from PIL import Image
from torchvision.transforms.functional import rotate
images = []
for path in ["a.jpg", "b.jpg"]:
    image = Image.open(path)
    images.append({first})
    images.append({second})
A, B = train_test_split(np.stack(images))
"""
    )
    assert kinds(gather.format(first="image", second="rotate(image, 20)")) == {
        "duplicates_before_split"
    }
    assert kinds(gather.format(first="rotate(image, 20)", second="rotate(image, 9)")) == set()


def test_a_score_on_training_rows_beside_a_part_that_is_never_scored() -> None:
    fit = HEAD + "m = Ridge().fit(A, a, eval_set=(C, c))\n".replace("C, c", "X_val, y_val")
    fit = fit.replace("m = ", "A, X_val, a, y_val = train_test_split(A, a)\nm = ")
    seen = "print(mean_absolute_error(a, m.predict(A)))\n"
    assert kinds(fit + seen) == {"evaluated_on_training"}
    assert kinds(fit + seen + "print(mean_absolute_error(b, m.predict(B)))\n") == set()
    assert kinds(fit + seen + "import reports\nreports.show(m, B, b)\n") == set()


def test_each_part_of_a_literal_is_followed_by_itself() -> None:
    sound = (
        HEAD
        + """\
m = Ridge().fit(A, a)
for name, rows, labels in [("train", A, a), ("test", B, b)]:
    print(name, mean_absolute_error(labels, m.predict(rows)))
parts = {name: rows.astype(float) for name, rows in {"fit": A, "ask": B}.items()}
print(mean_absolute_error(b, Ridge().fit(parts["fit"], a).predict(parts["ask"])))
"""
    )
    assert kinds(sound) == set()


def test_a_best_score_that_rides_along_in_a_tuple() -> None:
    best = (
        HEAD
        + """\
best = (np.inf, None)
for alpha in range(30):
    m = Ridge(alpha).fit(A, a)
    error = mean_absolute_error(b, m.predict(B))
    if error < best[0]:
        best = (error, m)
error, m = best
print(error)
"""
    )
    assert kinds(best) == {"chosen_on_test"}


def test_the_line_that_calls_a_helper_is_told() -> None:
    text = (
        HEAD
        + """\
def reduced(rows):
    return PCA(3).fit_transform(rows)
Z = reduced(X)
C, D, c, d = train_test_split(Z, y, random_state=0)
print(mean_absolute_error(d, Ridge().fit(C, c).predict(D)))
"""
    )
    (flaw,) = flaws(text)
    assert (flaw.line, flaw.site) == (11, 12)


LIGHTNING = """\
import pytorch_lightning as pl
from pytorch_lightning.callbacks import EarlyStopping
from torch.utils.data import DataLoader, random_split
class Data(pl.LightningDataModule):
    def setup(self, stage=None):
        self.fit, self.stop, self.ask = random_split(torch.load("a.pt"), [800, 100, 100])
    def train_dataloader(self):
        return DataLoader(self.fit)
    def val_dataloader(self):
        return DataLoader(self.{stop})
    def test_dataloader(self):
        return DataLoader(self.ask)
data, net = Data(), Net()
trainer = pl.Trainer(callbacks=[EarlyStopping("val_loss")])
trainer.fit(net, datamodule=data)
print(trainer.test(net, datamodule=data))
"""


@pytest.mark.parametrize(("stop", "told"), [("ask", {"early_stopping_on_test"}), ("stop", set())])
def test_a_lightning_trainer_stops_on_the_loader_of_its_data_module(
    stop: str, told: set[str]
) -> None:
    text = LIGHTNING.format(stop=stop).replace("torch.load", "load_table")
    assert kinds(text) == told
