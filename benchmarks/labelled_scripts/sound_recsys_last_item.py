import implicit
import numpy as np
import pandas as pd
import scipy.sparse as sp

log = pd.read_csv("plays.csv").sort_values("at")
log["user"] = log["user"].astype("category").cat.codes
log["item"] = log["item"].astype("category").cat.codes
last = log.groupby("user").tail(1)
rest = log.drop(last.index)
matrix = sp.csr_matrix((np.ones(len(rest)), (rest["user"], rest["item"])))
model = implicit.als.AlternatingLeastSquares(factors=64)
model.fit(matrix)
ids, _ = model.recommend(last["user"].to_numpy(), matrix[last["user"].to_numpy()], N=20)
print("recall@20", np.mean([item in row for item, row in zip(last["item"], ids)]))
# author: maintainer
