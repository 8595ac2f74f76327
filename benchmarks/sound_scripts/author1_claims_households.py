import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import f1_score, precision_recall_curve, roc_auc_score
from sklearn.model_selection import GroupShuffleSplit

CAT = ["product", "region", "payment_method", "agent_type"]
NUM = ["insured_sum", "premium", "n_dependants", "building_year", "distance_fire_station"]
TARGET = "had_claim"


def group_holdout(df, size, seed):
    gss = GroupShuffleSplit(n_splits=1, test_size=size, random_state=seed)
    keep, out = next(gss.split(df, groups=df["household_id"]))
    return df.iloc[keep], df.iloc[out]


def pool(df):
    return Pool(df[CAT + NUM], label=df[TARGET], cat_features=CAT)


policies = pd.read_feather("policies_2022.feather")
policies[CAT] = policies[CAT].astype(str)

rest, test = group_holdout(policies, 0.2, seed=1)
train, valid = group_holdout(rest, 0.2, seed=2)
assert not set(train.household_id) & set(test.household_id)

model = CatBoostClassifier(
    iterations=5000,
    learning_rate=0.03,
    depth=6,
    eval_metric="Logloss",
    early_stopping_rounds=150,
    random_seed=3,
    verbose=500,
)
model.fit(pool(train), eval_set=pool(valid), use_best_model=True)

p_valid = model.predict_proba(pool(valid))[:, 1]
prec, rec, thr = precision_recall_curve(valid[TARGET], p_valid)
f1 = 2 * prec[:-1] * rec[:-1] / (prec[:-1] + rec[:-1] + 1e-12)
cut = thr[f1.argmax()]

p_test = model.predict_proba(pool(test))[:, 1]
print("threshold (from valid):", round(float(cut), 4))
print("test AUC:", roc_auc_score(test[TARGET], p_test))
print("test F1 :", f1_score(test[TARGET], p_test >= cut))
model.save_model("claims.cbm")
# author: author1
