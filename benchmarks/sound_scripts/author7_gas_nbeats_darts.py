import numpy as np
import pandas as pd
import torch
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mae, rmse
from darts.models import NBEATSModel, NaiveSeasonal
from pytorch_lightning.callbacks import EarlyStopping

torch.manual_seed(5)
LOOK, OUT = 168, 24

frame = pd.read_csv("gas_hourly.csv", parse_dates=["utc"])
names = [c for c in frame.columns if c.startswith("node_")]
everything = [TimeSeries.from_dataframe(frame, "utc", n, freq="h").astype(np.float32) for n in names]

VAL0, TEST0 = pd.Timestamp("2021-10-01"), pd.Timestamp("2022-01-01")
parts = {"fit": [], "stop": [], "all": []}
scalers = []
for s in everything:
    head, tail = s.split_before(TEST0)
    head, mid = head.split_before(VAL0)
    sc = Scaler()
    parts["fit"].append(sc.fit_transform(head))
    parts["stop"].append(sc.transform(head[-LOOK:].append(mid)))
    parts["all"].append(sc.transform(s))
    scalers.append(sc)

model = NBEATSModel(
    input_chunk_length=LOOK,
    output_chunk_length=OUT,
    num_blocks=2,
    n_epochs=80,
    save_checkpoints=True,
    force_reset=True,
    model_name="gas",
    pl_trainer_kwargs={"callbacks": [EarlyStopping("val_loss", patience=6)]},
)
model.fit(parts["fit"], val_series=parts["stop"])
model = NBEATSModel.load_from_checkpoint("gas", best=True)

scores = []
for name, raw, scaled, sc in zip(names, everything, parts["all"], scalers):
    fc = model.historical_forecasts(
        scaled, start=TEST0, forecast_horizon=OUT, stride=OUT, retrain=False, last_points_only=False
    )
    fc = [sc.inverse_transform(f) for f in fc]
    errs = [(mae(raw, f), rmse(raw, f)) for f in fc]
    naive = NaiveSeasonal(K=168).historical_forecasts(
        raw, start=TEST0, forecast_horizon=OUT, stride=OUT, retrain=True, last_points_only=False
    )
    scores.append((name, *np.mean(errs, axis=0), np.mean([mae(raw, f) for f in naive])))

print(pd.DataFrame(scores, columns=["node", "mae", "rmse", "mae_naive"]).round(2).to_string(index=False))
# author: author7
