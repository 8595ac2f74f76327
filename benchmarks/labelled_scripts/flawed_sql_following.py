import duckdb
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

QUERY = """
    SELECT visit, day, age, dose, outcome,
           avg(dose) OVER (PARTITION BY patient ORDER BY day ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING) AS dose_around
    FROM 'visits.parquet'
"""
rows = duckdb.sql(QUERY).df()  # leak: future_in_features
train, test = rows[rows.day < "2023-06-01"], rows[rows.day >= "2023-06-01"]
cols = ["age", "dose", "dose_around"]
model = LogisticRegression().fit(train[cols], train["outcome"])
print(roc_auc_score(test["outcome"], model.predict_proba(test[cols])[:, 1]))
# author: maintainer
