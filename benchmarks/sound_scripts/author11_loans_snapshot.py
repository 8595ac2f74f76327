"""Default within 12 months, features from the ledger as it stood on the decision day."""
import sqlite3
from contextlib import closing

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

FEATURES = """
SELECT a.application_id,
       a.decided_on,
       a.amount, a.term_months, a.stated_income,
       (SELECT COUNT(*) FROM loans l WHERE l.client_id = a.client_id AND l.opened_on < a.decided_on) AS earlier_loans,
       (SELECT COALESCE(SUM(p.late), 0) FROM payments p
         WHERE p.client_id = a.client_id AND p.due_on < a.decided_on AND p.booked_on < a.decided_on) AS late_before,
       (SELECT julianday(a.decided_on) - julianday(MAX(p.due_on)) FROM payments p
         WHERE p.client_id = a.client_id AND p.late = 1 AND p.booked_on < a.decided_on) AS days_since_late,
       (SELECT AVG(b.balance) FROM balances b
         WHERE b.client_id = a.client_id
           AND b.day >= date(a.decided_on, '-90 day') AND b.day < a.decided_on) AS mean_balance_90
FROM applications a
WHERE a.approved = 1 AND a.decided_on >= :since AND a.decided_on < :until
"""
OUTCOME = """
SELECT a.application_id,
       EXISTS (SELECT 1 FROM defaults d WHERE d.application_id = a.application_id
               AND d.day < date(a.decided_on, '+12 months')) AS bad
FROM applications a
"""


def cohort(con, since, until):
    f = pd.read_sql_query(FEATURES, con, params={"since": since, "until": until}, index_col="application_id")
    y = pd.read_sql_query(OUTCOME, con, index_col="application_id")["bad"].reindex(f.index)
    return f.drop(columns="decided_on"), y


with closing(sqlite3.connect("ledger.sqlite")) as con:
    # twelve empty months between cohorts let every label ripen before the next one begins
    train = cohort(con, "2015-01-01", "2016-01-01")
    valid = cohort(con, "2017-01-01", "2017-07-01")
    test = cohort(con, "2018-07-01", "2019-01-01")

fits = {}
for depth in (3, 5, None):
    for l2 in (0.0, 10.0):
        m = HistGradientBoostingClassifier(max_depth=depth, l2_regularization=l2, learning_rate=0.05,
                                           max_iter=250, early_stopping=False, random_state=0).fit(*train)
        fits[depth, l2] = m, roc_auc_score(valid[1], m.predict_proba(valid[0])[:, 1])

choice = max(fits, key=lambda k: fits[k][1])
model, v = fits[choice]
print(choice, "valid AUC", v)
t = roc_auc_score(test[1], model.predict_proba(test[0])[:, 1])
print(f"test AUC {t:.4f}, Gini {2 * t - 1:.4f}")
# author: author11
