import numpy as np
import pandas as pd
from sklearn.naive_bayes import GaussianNB

df = pd.read_csv("plants.csv")
rng = np.random.RandomState(0)
mask = rng.rand(len(df)) < 0.75
train, test = df[mask], df[~mask]
med = train.median(numeric_only=True)
train, test = train.fillna(med), test.fillna(med)
nb = GaussianNB().fit(train.drop("kind", axis=1), train["kind"])
print("accuracy", (nb.predict(test.drop("kind", axis=1)) == test["kind"]).mean())
