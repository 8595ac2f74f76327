"""Rating prediction for a board game shop: SVD vs. baselines with scikit-surprise."""
import random

import pandas as pd
from surprise import SVD, BaselineOnly, Dataset, KNNBaseline, Reader, accuracy, dump
from surprise.model_selection import GridSearchCV

random.seed(6)

ratings = pd.read_csv("bgg_ratings.csv", usecols=["user", "game", "rating"])
ratings = ratings.groupby(["user", "game"], as_index=False)["rating"].mean()
data = Dataset.load_from_df(ratings[["user", "game", "rating"]], Reader(rating_scale=(1, 10)))

rows = data.raw_ratings
random.shuffle(rows)
border = int(0.9 * len(rows))
open_rows, sealed_rows = rows[:border], rows[border:]

data.raw_ratings = open_rows    # the search below sees these only

searches = {
    "svd": GridSearchCV(
        SVD, {"n_factors": [20, 60, 120], "n_epochs": [20, 40], "lr_all": [0.005, 0.01], "reg_all": [0.02, 0.08]},
        measures=["rmse"], cv=3, n_jobs=-2),
    "knn": GridSearchCV(
        KNNBaseline, {"k": [20, 40], "sim_options": {"name": ["pearson_baseline"], "user_based": [False],
                                                    "min_support": [3, 8]}},
        measures=["rmse"], cv=3, n_jobs=2),
}
for name, gs in searches.items():
    gs.fit(data)
    print(f"{name}: cv rmse {gs.best_score['rmse']:.4f}  {gs.best_params['rmse']}")

trainset = data.build_full_trainset()
testset = data.construct_testset(sealed_rows)

fitted = {name: gs.best_estimator["rmse"].fit(trainset) for name, gs in searches.items()}
fitted["baseline"] = BaselineOnly(verbose=False).fit(trainset)

for name, algo in fitted.items():
    preds = algo.test(testset)
    impossible = sum(p.details["was_impossible"] for p in preds)
    print(f"{name:9s} rmse {accuracy.rmse(preds, verbose=False):.4f} "
          f"mae {accuracy.mae(preds, verbose=False):.4f} fallback {impossible}")

dump.dump("svd.dump", algo=fitted["svd"])
# author: author4
