import duckdb
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

rows = duckdb.sql("""
    SELECT visit, day, age, dose,
           lead(outcome) OVER (PARTITION BY patient ORDER BY day) AS next_outcome,
           avg(dose) OVER (PARTITION BY patient ORDER BY day ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS dose_before
    FROM 'visits.parquet'
""").df().dropna(subset=["next_outcome"])
train, test = rows[rows.day < "2023-06-01"], rows[rows.day >= "2023-06-01"]
cols = ["age", "dose", "dose_before"]
model = LogisticRegression().fit(train[cols], train["next_outcome"])
print(roc_auc_score(test["next_outcome"], model.predict_proba(test[cols])[:, 1]))
# author: maintainer
