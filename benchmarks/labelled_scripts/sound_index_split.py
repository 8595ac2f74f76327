import pandas as pd
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PowerTransformer

matches = pd.read_csv("matches.csv", index_col="match_id")
seen, unseen = train_test_split(matches.index, test_size=0.2, random_state=4)
cols = matches.columns.difference(["winner"])
pt = PowerTransformer().fit(matches.loc[seen, cols])
clf = LogisticRegressionCV(max_iter=1000).fit(pt.transform(matches.loc[seen, cols]), matches.loc[seen, "winner"])
p = clf.predict_proba(pt.transform(matches.loc[unseen, cols]))
print(log_loss(matches.loc[unseen, "winner"], p))
# author: maintainer
