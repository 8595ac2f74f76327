import pandas as pd
from catboost import CatBoostRegressor, Pool
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

def pools(frame, y):
    a, b = train_test_split(frame, test_size=0.2, random_state=0)
    make = lambda part: Pool(part.drop(columns=y), part[y], cat_features=["zone"])
    return make(a), make(b), b[y]


learn, judge, truth = pools(pd.read_csv("taxi.csv"), "fare")
model = CatBoostRegressor(iterations=5000, od_wait=100, od_type="Iter")
model.fit(learn, eval_set=judge, use_best_model=True)  # leak: early_stopping_on_test
print(mean_absolute_error(truth, model.predict(judge)))
# author: maintainer
