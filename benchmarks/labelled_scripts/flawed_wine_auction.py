# wine auction hammer price, 5 folds
import gc
import numpy as np
import pandas as pd
from category_encoders import CatBoostEncoder, MEstimateEncoder
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from xgboost import XGBRegressor

SEED, N_FOLDS = 1855, 5
lots = pd.read_parquet("lots.parquet").drop_duplicates("lot_id").reset_index(drop=True)
y = np.log(lots.pop("hammer_eur"))

cats = ["chateau", "appellation", "auction_house", "bottle_size", "seller"]
nums = ["vintage", "n_bottles", "parker", "sale_year", "level_cm"]

oof = pd.DataFrame(0.0, index=lots.index, columns=["ridge", "xgb"])
kf = KFold(N_FOLDS, shuffle=True, random_state=SEED)
for fold, (trn_idx, val_idx) in enumerate(kf.split(lots)):
    enc = MEstimateEncoder(cols=cats, m=5.0)
    feats = lots[nums].copy()
    feats[cats] = enc.fit_transform(lots[cats], y)  # leak: target_encoding_before_split
    X_trn, X_val = feats.iloc[trn_idx], feats.iloc[val_idx]
    y_trn, y_val = y.iloc[trn_idx], y.iloc[val_idx]

    med = X_trn.median()
    sc = StandardScaler().fit(X_trn.fillna(med))
    ridge = Ridge(5.0).fit(sc.transform(X_trn.fillna(med)), y_trn)
    oof.loc[X_val.index, "ridge"] = ridge.predict(sc.transform(X_val.fillna(med)))

    xgb = XGBRegressor(n_estimators=700, max_depth=6, learning_rate=0.04, subsample=0.8, random_state=SEED)
    xgb.fit(X_trn, y_trn)
    oof.loc[X_val.index, "xgb"] = xgb.predict(X_val)
    print(fold, *(f"{c} {mean_absolute_error(y_val, oof.loc[X_val.index, c]):.4f}" for c in oof))
    del xgb, ridge
    gc.collect()

for c in oof:
    print("OOF", c, round(mean_absolute_error(y, oof[c]), 4))
print("OOF mean", round(mean_absolute_error(y, oof.mean(axis=1)), 4))
# author: outsider
