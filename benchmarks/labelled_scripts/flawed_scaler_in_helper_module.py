import pandas as pd
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PowerTransformer

DROP = ["match_id", "winner"]


def symmetric(frame):
    pt = PowerTransformer()
    return pd.DataFrame(pt.fit_transform(frame), columns=frame.columns, index=frame.index)  # leak: preprocessing_before_split


matches = pd.read_csv("matches.csv").set_index("match_id", drop=False)
inputs = symmetric(matches.drop(columns=DROP))
seen, unseen = train_test_split(matches.index, test_size=0.2, random_state=4)
clf = LogisticRegressionCV(max_iter=1000).fit(inputs.loc[seen], matches.loc[seen, "winner"])
print(log_loss(matches.loc[unseen, "winner"], clf.predict_proba(inputs.loc[unseen])))
# author: maintainer
