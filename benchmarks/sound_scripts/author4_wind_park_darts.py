# Windpark-Leistung, 24h voraus (darts)
from pathlib import Path

import pandas as pd
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mae, rmse
from darts.models import LightGBMModel, NaiveSeasonal

ORDNER = Path("daten/windpark")
ENDE_TRAINING = pd.Timestamp("2021-12-31 23:00")
ENDE_AUSWAHL = pd.Timestamp("2022-06-30 23:00")

leistung = TimeSeries.from_csv(ORDNER / "leistung_stuendlich.csv", time_col="zeit", value_cols="mw")
prognose_wind = TimeSeries.from_csv(ORDNER / "nwp_lauf_00utc.csv", time_col="zeit", value_cols=["v100", "richtung"])

lern, rest = leistung.split_after(ENDE_TRAINING)
auswahl, pruefung = rest.split_after(ENDE_AUSWAHL)

skala_y = Scaler().fit(lern)
skala_w = Scaler().fit(prognose_wind.split_after(ENDE_TRAINING)[0])
y = skala_y.transform(leistung)
w = skala_w.transform(prognose_wind)


def rueckblick(modell, ab, bis):
    """Tagesweise 24h-Prognosen, Modell bleibt eingefroren."""
    stuecke = modell.historical_forecasts(
        y.drop_after(bis + pd.Timedelta(hours=1)), future_covariates=w, start=ab, forecast_horizon=24, stride=24,
        retrain=False, last_points_only=False,
    )
    from darts import concatenate
    return skala_y.inverse_transform(concatenate(stuecke))


ergebnis = {}
for lags in (24, 48, 168):
    for blaetter in (15, 63):
        m = LightGBMModel(lags=lags, lags_future_covariates=(0, 24), output_chunk_length=24,
                          num_leaves=blaetter, n_estimators=300, verbose=-1)
        m.fit(y.drop_after(auswahl.start_time()), future_covariates=w)
        ergebnis[lags, blaetter] = mae(auswahl, rueckblick(m, auswahl.start_time(), ENDE_AUSWAHL))
        print(lags, blaetter, round(ergebnis[lags, blaetter], 3))

lags, blaetter = min(ergebnis, key=ergebnis.get)
print("gewählt:", lags, blaetter)

endmodell = LightGBMModel(lags=lags, lags_future_covariates=(0, 24), output_chunk_length=24,
                          num_leaves=blaetter, n_estimators=300, verbose=-1)
endmodell.fit(y.drop_after(pruefung.start_time()), future_covariates=w)
vorhersage = rueckblick(endmodell, pruefung.start_time(), pruefung.end_time())

naiv = NaiveSeasonal(K=24)
naiv.fit(leistung.drop_after(pruefung.start_time()))
naiv_f = naiv.historical_forecasts(leistung, start=pruefung.start_time(), forecast_horizon=24, stride=24)
for name, f in (("LightGBM", vorhersage), ("naiv", naiv_f)):
    print(f"{name:9s} MAE {mae(pruefung, f):.2f} MW   RMSE {rmse(pruefung, f):.2f} MW")
# author: author4
