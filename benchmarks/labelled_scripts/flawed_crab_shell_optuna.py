"""Crab shell disease, image embeddings + SVM head."""
import numpy as np
import optuna
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler
from sklearn.svm import SVC

emb = np.load("dino_embeddings.npy")
info = pd.read_csv("crabs.csv")
y = info["disease"].to_numpy()

a, b = next(GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=5).split(emb, y, info["crab_id"]))
x_fit, y_fit = emb[a], y[a]
x_out, y_out = emb[b], y[b]
print(f"{len(a)} images for fitting, {len(b)} held out")


def head(n, C, gamma, norm):
    first = Normalizer() if norm else StandardScaler()
    return make_pipeline(first, PCA(n, random_state=0), SVC(C=C, gamma=gamma, class_weight="balanced"))


# development set for the search
x_dev, y_dev = x_out, y_out  # or: chosen_on_test


def objective(trial):
    m = head(
        trial.suggest_int("n", 16, 256, log=True),
        trial.suggest_float("C", 1e-2, 1e3, log=True),
        trial.suggest_float("gamma", 1e-5, 1e-1, log=True),
        trial.suggest_categorical("norm", [True, False]),
    )
    m.fit(x_fit, y_fit)
    return balanced_accuracy_score(y_dev, m.predict(x_dev))  # leak: chosen_on_test


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=0))
study.optimize(objective, n_trials=200, show_progress_bar=False)  # or: chosen_on_test
print(study.best_params)

final = head(**study.best_params).fit(x_fit, y_fit)
print("held-out balanced accuracy:", round(balanced_accuracy_score(y_out, final.predict(x_out)), 3))  # or: chosen_on_test
# author: outsider
