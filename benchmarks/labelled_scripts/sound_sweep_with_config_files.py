import itertools
import yaml
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import log_loss

cfg = yaml.safe_load(open("sweep.yaml"))
train = pd.read_parquet(cfg["train"])
valid = pd.read_parquet(cfg["valid"])
test = pd.read_parquet(cfg["test"])
x, y = cfg["features"], cfg["label"]
grid = [dict(zip(cfg["grid"], values)) for values in itertools.product(*cfg["grid"].values())]
board = []
for params in grid:
    model = LGBMClassifier(**params).fit(train[x], train[y])
    board.append((log_loss(valid[y], model.predict_proba(valid[x])), params, model))
board.sort(key=lambda row: row[0])
loss, params, model = board[0]
print("chosen", params, loss)
print("test", log_loss(test[y], model.predict_proba(test[x])))
# author: maintainer
