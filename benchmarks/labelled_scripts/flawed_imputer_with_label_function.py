import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def clean(df):
    numbers = df.select_dtypes("number").columns.drop("dead")
    df[numbers] = df[numbers].fillna(df[numbers].median())
    df[numbers] = StandardScaler().fit_transform(df[numbers])  # leak: preprocessing_before_split
    return df


df = clean(pd.read_csv("icu.csv"))
train, test = train_test_split(df, test_size=0.25, stratify=df["dead"], random_state=11)
m = RandomForestClassifier(500).fit(train.drop(columns="dead"), train["dead"])
print(m.score(test.drop(columns="dead"), test["dead"]))
# author: maintainer
