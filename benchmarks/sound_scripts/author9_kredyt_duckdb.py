# -*- coding: utf-8 -*-
"""Opóźnienia w spłacie: cechy w SQL na dzień decyzji, trzy okna czasowe."""
import duckdb
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

ZAPYTANIE = """
with kandydaci as (
    select w.wniosek, w.klient, w.data_decyzji, w.kwota, w.okres, w.kanal,
           w.opoznienie_30_w_5m as cel        -- 30 dni po terminie w pierwszych 5 miesiącach
    from wnioski w
    where w.data_decyzji >= $od and w.data_decyzji < $do
    qualify row_number() over (partition by w.klient order by w.data_decyzji) = 1
), historia as (
    select k.wniosek,
           count(*)                                             as n_rat,
           sum(case when r.dni_po_terminie > 5 then 1 else 0 end) as n_spoznionych,
           max(r.dni_po_terminie)                               as najgorsza,
           avg(r.kwota)                                         as srednia_rata
    from kandydaci k join raty r
      on r.klient = k.klient and r.data_wplaty < k.data_decyzji
     and r.data_wplaty >= k.data_decyzji - interval 24 month
    group by 1
), konto as (
    select k.wniosek, s.saldo, s.wplywy_3m, s.debet_dni
    from kandydaci k asof left join stan_konta s
      on s.klient = k.klient and s.dzien < k.data_decyzji
)
select k.*, h.* exclude (wniosek), c.* exclude (wniosek)
from kandydaci k left join historia h using (wniosek) left join konto c using (wniosek)
order by k.data_decyzji
"""

OKNA = {
    "uczace": ("2018-01-01", "2020-01-01"),
    "walidacja": ("2020-06-01", "2020-10-01"),
    "test": ("2021-06-01", "2022-01-01"),
}
NIE_CECHY = {"wniosek", "klient", "data_decyzji", "cel", "kanal"}

con = duckdb.connect("kredyty.duckdb", read_only=True)
okno = {n: con.execute(ZAPYTANIE, {"od": a, "do": b}).df() for n, (a, b) in OKNA.items()}

kanaly = {k: i for i, k in enumerate(okno["uczace"].kanal.value_counts().index)}
for o in okno.values():
    o["kanal_nr"] = o.kanal.map(kanaly).fillna(len(kanaly))
    o["rata_do_wplywow"] = o.kwota / o.okres / o.wplywy_3m.clip(lower=1)

cechy = [c for c in okno["uczace"].columns if c not in NIE_CECHY]
u, w = okno["uczace"], okno["walidacja"]
wyniki = {}
for lisci in (8, 16, 31):
    for l2 in (0.0, 5.0):
        m = HistGradientBoostingClassifier(max_leaf_nodes=lisci, l2_regularization=l2, learning_rate=0.05,
                                           max_iter=300, early_stopping=False, random_state=0).fit(u[cechy], u.cel)
        wyniki[lisci, l2] = roc_auc_score(w.cel, m.predict_proba(w[cechy])[:, 1]), m
        print(lisci, l2, round(wyniki[lisci, l2][0], 4))

_, m = max(wyniki.values(), key=lambda x: x[0])
w = okno["test"]
p = m.predict_proba(w[cechy])[:, 1]
print("test: Gini", round(2 * roc_auc_score(w.cel, p) - 1, 4), " górny decyl", round(w.cel[p >= np.quantile(p, 0.9)].mean(), 4), "średnio", round(w.cel.mean(), 4))
# author: author9
