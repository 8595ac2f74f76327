"""Stadsverwarming: 24-uurs verwachting van het afgenomen vermogen, N-HiTS met weer als verleden-covariaat."""
import pandas as pd
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mae, smape
from darts.models import NaiveSeasonal, NHiTSModel
from pytorch_lightning.callbacks import EarlyStopping

ruw = pd.read_csv("warmtenet_uur.csv", parse_dates=["tijd"]).set_index("tijd")
vermogen = TimeSeries.from_series(ruw["kW"], freq="h")
weer = TimeSeries.from_dataframe(ruw[["temp_gemeten", "wind_gemeten", "zon_gemeten"]], freq="h")

t_val, t_test = pd.Timestamp("2022-10-01"), pd.Timestamp("2023-01-01")
leer, rest = vermogen.split_before(t_val)
val, test = rest.split_before(t_test)

sy, sw = Scaler(), Scaler()
leer_s = sy.fit_transform(leer)
sw.fit(weer.drop_after(t_val))
alles_s, weer_s = sy.transform(vermogen), sw.transform(weer)

INVOER = 168
model = NHiTSModel(
    input_chunk_length=INVOER,
    output_chunk_length=24,
    num_stacks=3,
    layer_widths=256,
    batch_size=256,
    n_epochs=100,
    random_state=7,
    save_checkpoints=True,
    force_reset=True,
    model_name="nhits_warmte",
    pl_trainer_kwargs={"callbacks": [EarlyStopping(monitor="val_loss", patience=6)], "enable_progress_bar": False},
)
# het validatievenster mag terugkijken in het leerdeel
val_s = alles_s.slice(t_val - pd.Timedelta(hours=INVOER), t_test - pd.Timedelta(hours=1))
model.fit(leer_s, past_covariates=weer_s, val_series=val_s, val_past_covariates=weer_s)
model = NHiTSModel.load_from_checkpoint("nhits_warmte", best=True)

stukken = model.historical_forecasts(
    alles_s,
    past_covariates=weer_s,
    start=t_test,
    forecast_horizon=24,
    stride=24,
    retrain=False,
    last_points_only=False,
)
voorspeld = [sy.inverse_transform(s) for s in stukken]

naief = NaiveSeasonal(K=168)
naief_stukken = naief.historical_forecasts(
    vermogen, start=t_test, forecast_horizon=24, stride=24, retrain=True, last_points_only=False
)
for naam, lijst in (("nhits", voorspeld), ("vorige week", naief_stukken)):
    fout = [mae(vermogen, s) for s in lijst]
    rel = [smape(vermogen, s) for s in lijst]
    print(f"{naam:12s} MAE {pd.Series(fout).mean():8.1f} kW   sMAPE {pd.Series(rel).mean():.2f}%   dagen {len(lijst)}")
# author: author3
