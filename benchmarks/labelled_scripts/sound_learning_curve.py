import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import learning_curve, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

d = pd.read_csv("frames.csv")
dev, test = train_test_split(d, test_size=0.2, random_state=0, stratify=d["kind"])
pipe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
sizes, seen, held = learning_curve(pipe, dev.drop(columns="kind"), dev["kind"], cv=5)
plt.plot(sizes, seen.mean(1), label="train")
plt.plot(sizes, held.mean(1), label="validation")
plt.savefig("curve.png")
pipe.fit(dev.drop(columns="kind"), dev["kind"])
print("train", pipe.score(dev.drop(columns="kind"), dev["kind"]))
print("test", pipe.score(test.drop(columns="kind"), test["kind"]))
# author: maintainer
