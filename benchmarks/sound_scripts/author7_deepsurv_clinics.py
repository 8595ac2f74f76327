"""DeepSurv for time to dialysis; clinics decide the part a patient belongs to."""
import numpy as np
import pandas as pd
import torch
import torchtuples as tt
from pycox.evaluation import EvalSurv
from pycox.models import CoxPH
from sklearn.preprocessing import StandardScaler
from sklearn_pandas import DataFrameMapper

np.random.seed(1234)
torch.manual_seed(1234)

df = pd.read_feather("ckd_cohort.feather").drop_duplicates("patient")
CONT = ["age", "egfr", "log_acr", "sbp", "hba1c", "bicarb"]
BIN = ["diabetes", "smoker", "male"]

clinics = pd.read_csv("clinic_roles.csv").set_index("clinic")["role"]      # fixed in the protocol
role = df["clinic"].map(clinics)
df_train, df_val, df_test = (df[role == r] for r in ("development", "tuning", "external"))

mapper = DataFrameMapper([([c], StandardScaler()) for c in CONT] + [(c, None) for c in BIN])
x_train = mapper.fit_transform(df_train).astype("float32")
x_val = mapper.transform(df_val).astype("float32")
x_test = mapper.transform(df_test).astype("float32")


def target(d):
    return d["years"].to_numpy("float32"), d["dialysis"].to_numpy("float32")


def net(width, drop):
    return tt.practical.MLPVanilla(x_train.shape[1], [width, width], 1, batch_norm=True, dropout=drop, output_bias=False)


best = None
for width in (16, 32, 64):
    for drop in (0.1, 0.4):
        model = CoxPH(net(width, drop), tt.optim.Adam(0.005))
        hist = model.fit(x_train, target(df_train), 256, 300, [tt.callbacks.EarlyStopping(patience=15)],
                         verbose=False, val_data=(x_val, target(df_val)), val_batch_size=len(x_val))
        loss = hist.to_pandas()["val_loss"].min()
        if best is None or loss < best[0]:
            best = loss, width, drop, model

loss, width, drop, model = best
print(f"width {width} dropout {drop} partial likelihood on tuning clinics {loss:.4f}")
model.compute_baseline_hazards()

durations, events = target(df_test)
surv = model.predict_surv_df(x_test)
ev = EvalSurv(surv, durations, events, censor_surv="km")
grid = np.linspace(np.quantile(durations, 0.05), np.quantile(durations, 0.9), 60)
print("external clinics")
print("  concordance_td    ", round(ev.concordance_td(), 4))
print("  integrated Brier  ", round(ev.integrated_brier_score(grid), 4))
print("  integrated NBLL   ", round(ev.integrated_nbll(grid), 4))
# author: author7
