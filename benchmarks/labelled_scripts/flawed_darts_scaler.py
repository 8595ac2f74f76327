import pandas as pd
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mape, rmse
from darts.models import NBEATSModel, ExponentialSmoothing

frame = pd.read_csv("energy_daily.csv", parse_dates=["date"])
series = TimeSeries.from_dataframe(frame, "date", "consumption").astype("float32")

scaler = Scaler()
scaled = scaler.fit_transform(series)  # leak: preprocessing_before_split
train, val = scaled[:-90], scaled[-90:]

model = NBEATSModel(input_chunk_length=60, output_chunk_length=30, n_epochs=40, random_state=0)
model.fit(train, verbose=True)
forecast = model.predict(n=90)

print("NBEATS MAPE", mape(scaler.inverse_transform(val), scaler.inverse_transform(forecast)))
baseline = ExponentialSmoothing()
baseline.fit(train)
print("ETS MAPE", mape(scaler.inverse_transform(val), scaler.inverse_transform(baseline.predict(90))))
# author: maintainer
