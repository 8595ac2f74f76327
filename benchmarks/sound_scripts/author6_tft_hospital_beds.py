import lightning.pytorch as pl
import pandas as pd
import torch
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from pytorch_forecasting import Baseline, QuantileLoss, TemporalFusionTransformer, TimeSeriesDataSet
from pytorch_forecasting.data import GroupNormalizer, NaNLabelEncoder
from pytorch_forecasting.metrics import MAE

HORIZON, CONTEXT = 14, 84

beds = pd.read_csv("beds_daily.csv", parse_dates=["day"])
beds = beds.sort_values(["ward", "day"])
beds["t"] = (beds.day - beds.day.min()).dt.days
beds["dow"] = beds.day.dt.dayofweek.astype(str)
beds["month"] = beds.day.dt.month.astype(str)
beds["holiday"] = beds.holiday.fillna("none").astype(str)          # public calendar, known ahead
beds["occupied"] = beds.occupied.astype(float)

end = int(beds.t.max())
test_from = end - 6 * HORIZON + 1
val_from = test_from - 6 * HORIZON

train = TimeSeriesDataSet(
    beds[beds.t < val_from],
    time_idx="t", target="occupied", group_ids=["ward"],
    min_encoder_length=CONTEXT, max_encoder_length=CONTEXT, min_prediction_length=HORIZON, max_prediction_length=HORIZON,
    static_categoricals=["ward"],
    time_varying_known_categoricals=["dow", "month", "holiday"], time_varying_known_reals=["t"],
    time_varying_unknown_reals=["occupied", "admissions"],
    target_normalizer=GroupNormalizer(groups=["ward"], transformation="softplus"),
    categorical_encoders={"holiday": NaNLabelEncoder(add_nan=True)},
)


def later(first, last):
    """windows whose target days lie in first..last; encoder days may be older"""
    part = beds[beds.t <= last]
    return TimeSeriesDataSet.from_dataset(train, part, min_prediction_idx=first, stop_randomization=True)


val = later(val_from, test_from - 1)
test = later(test_from, end)
batches = {
    "train": train.to_dataloader(train=True, batch_size=128, num_workers=4),
    "val": val.to_dataloader(train=False, batch_size=512),
    "test": test.to_dataloader(train=False, batch_size=512),
}

pl.seed_everything(14)
scores = {}
for hidden in (16, 32, 64):
    tft = TemporalFusionTransformer.from_dataset(
        train, learning_rate=0.01, hidden_size=hidden, attention_head_size=2, dropout=0.15,
        hidden_continuous_size=hidden // 2, loss=QuantileLoss(), reduce_on_plateau_patience=3)
    ckpt = ModelCheckpoint(monitor="val_loss", dirpath=f"tft/{hidden}")
    trainer = pl.Trainer(max_epochs=40, gradient_clip_val=0.1, callbacks=[ckpt, EarlyStopping("val_loss", patience=6)])
    trainer.fit(tft, batches["train"], batches["val"])
    scores[hidden] = (ckpt.best_model_score.item(), ckpt.best_model_path)
    print(hidden, scores[hidden][0])

best = TemporalFusionTransformer.load_from_checkpoint(min(scores.values())[1])
for name, model in (("TFT", best), ("last value", Baseline())):
    out = model.predict(batches["test"], return_y=True, trainer_kwargs=dict(accelerator="auto", logger=False))
    print(f"{name:10s} MAE {MAE()(out.output, out.y).item():.2f} beds")

q = best.predict(batches["test"], mode="quantiles", return_y=True)
inside = (q.y[0] >= q.output[..., 1]) & (q.y[0] <= q.output[..., -2])
print("share inside the 10-90 band:", inside.float().mean().item())
torch.save(best.state_dict(), "tft/beds.pt")
# author: author6
