import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

def clean(df, medians=None):
    numbers = df.select_dtypes("number").columns.drop("dead")
    medians = df[numbers].median() if medians is None else medians
    df = df.copy()
    df[numbers] = df[numbers].fillna(medians)
    return df, medians


train, test = train_test_split(pd.read_csv("icu.csv"), test_size=0.25, random_state=11)
train, medians = clean(train)
test, _ = clean(test, medians)
m = RandomForestClassifier(500).fit(train.drop(columns="dead"), train["dead"])
print(m.score(test.drop(columns="dead"), test["dead"]))
# author: maintainer
