import duckdb
import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import brier_score_loss, roc_auc_score

con = duckdb.connect("warehouse.duckdb", read_only=True)

con.execute("""
CREATE TEMP TABLE base AS
SELECT a.account_id,
       a.plan,
       a.country,
       date_diff('day', a.opened_on, DATE '2024-02-01')       AS tenure,
       coalesce(u.minutes_30d, 0)                              AS minutes_30d,
       coalesce(u.logins_30d, 0)                               AS logins_30d,
       coalesce(t.tickets_90d, 0)                              AS tickets_90d,
       CASE WHEN a.closed_on < DATE '2024-05-01' THEN 1 ELSE 0 END AS churned,
       CASE WHEN hash(a.account_id) % 10 < 7 THEN 'fit' ELSE 'check' END AS part
FROM accounts a
LEFT JOIN (SELECT account_id, sum(minutes) AS minutes_30d, count(*) AS logins_30d
           FROM usage WHERE day >= DATE '2024-01-02' AND day < DATE '2024-02-01' GROUP BY 1) u USING (account_id)
LEFT JOIN (SELECT account_id, count(*) AS tickets_90d
           FROM tickets WHERE day >= DATE '2023-11-03' AND day < DATE '2024-02-01' GROUP BY 1) t USING (account_id)
WHERE a.opened_on < DATE '2023-11-01'
  AND (a.closed_on IS NULL OR a.closed_on >= DATE '2024-02-01')
""")

con.execute("""
CREATE TEMP TABLE plan_rate AS
SELECT plan, (sum(churned) + 20 * any_value(g.r)) / (count(*) + 20) AS plan_churn
FROM base, (SELECT avg(churned) AS r FROM base WHERE part = 'fit') g
WHERE part = 'fit'
GROUP BY plan
""")

con.execute("""
CREATE TEMP TABLE scale AS
SELECT avg(ln(1 + minutes_30d)) AS m_mu, stddev_samp(ln(1 + minutes_30d)) AS m_sd,
       avg(logins_30d) AS l_mu, stddev_samp(logins_30d) AS l_sd,
       avg(tenure) AS t_mu, stddev_samp(tenure) AS t_sd
FROM base WHERE part = 'fit'
""")

QUERY = """
SELECT (ln(1 + b.minutes_30d) - s.m_mu) / s.m_sd AS minutes,
       (b.logins_30d - s.l_mu) / s.l_sd AS logins,
       (b.tenure - s.t_mu) / s.t_sd AS tenure,
       least(b.tickets_90d, 5) / 5.0 AS tickets,
       coalesce(p.plan_churn, (SELECT avg(churned) FROM base WHERE part = 'fit')) AS plan_churn,
       b.churned
FROM base b CROSS JOIN scale s LEFT JOIN plan_rate p USING (plan)
WHERE b.part = ?
"""


def pull(part):
    d = con.execute(QUERY, [part]).fetchnumpy()
    y = d.pop("churned")
    return np.column_stack(list(d.values())), y


X_fit, y_fit = pull("fit")
X_check, y_check = pull("check")
m = SGDClassifier(loss="log_loss", alpha=1e-4, max_iter=50, random_state=1).fit(X_fit, y_fit)
p = m.predict_proba(X_check)[:, 1]
print("accounts", len(y_fit), len(y_check))
print("auc %.3f brier %.4f" % (roc_auc_score(y_check, p), brier_score_loss(y_check, p)))
# author: author10
