import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("fraud.csv")
train, test = train_test_split(df, test_size=0.3, stratify=df.fraud, random_state=0)
pos, neg = train[train.fraud == 1], train[train.fraud == 0]
train = pd.concat([neg, resample(pos, replace=True, n_samples=len(neg), random_state=0)])
model = LogisticRegression(max_iter=1000).fit(train.drop(columns="fraud"), train["fraud"])
print(classification_report(test["fraud"], model.predict(test.drop(columns="fraud"))))
