import duckdb
import statsmodels.api as sm
from sklearn.metrics import brier_score_loss, roc_auc_score

con = duckdb.connect("gym.duckdb", read_only=False)

# For a snapshot day t: visits up to t, label = cancelled within the 60 days after t.
con.execute("""
create or replace table snaps as
with days as (select unnest([date '2021-03-01', date '2021-06-01', date '2021-09-01',
                             date '2022-03-01']) as t)
select m.member_id, d.t,
       date_diff('day', m.joined, d.t)                                         as tenure,
       m.monthly_fee,
       count(v.at) filter (where v.at >= d.t - interval 30 day)                as visits30,
       count(v.at) filter (where v.at >= d.t - interval 90 day)                as visits90,
       coalesce(date_diff('day', max(v.at)::date, d.t), 400)                   as idle,
       coalesce((m.cancelled between d.t and d.t + interval 60 day), false)::int as y
from days d
join members m on m.joined < d.t and (m.cancelled is null or m.cancelled >= d.t)
left join visits v on v.member_id = m.member_id and v.at < d.t
group by all
""")

con.execute("""
create or replace table scale as
select unnest(['tenure','visits30','visits90','idle','monthly_fee']) as col,
       unnest([avg(tenure), avg(visits30), avg(visits90), avg(idle), avg(monthly_fee)]) as mu,
       unnest([stddev(tenure), stddev(visits30), stddev(visits90), stddev(idle), stddev(monthly_fee)]) as sd
from snaps where t <= date '2021-09-01'
""")
scale = {c: (m, s) for c, m, s in con.execute("from scale").fetchall()}


def design(where):
    cols = ", ".join(f"({c} - {m}) / {s} as {c}" for c, (m, s) in scale.items())
    df = con.execute(f"select y, {cols} from snaps where {where}").df()
    return sm.add_constant(df.drop(columns="y")), df["y"]


X, y = design("t <= date '2021-09-01'")
fit = sm.Logit(y, X).fit(disp=0)
print(fit.summary2().tables[1].round(3))

Xn, yn = design("t = date '2022-03-01'")
p = fit.predict(Xn)
print(f"March 2022: n={len(yn)} base rate={yn.mean():.3f} AUC={roc_auc_score(yn, p):.3f} Brier={brier_score_loss(yn, p):.4f}")
# author: author12
