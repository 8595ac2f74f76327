# wycena mieszkań dla działu hipotek
import pandas as pd
import numpy as np
from catboost import CatBoostRegressor, Pool

KAT = ["miasto", "dzielnica", "rynek", "material", "stan"]
LICZ = ["metraz", "pietro", "pieter_w_bloku", "rok_budowy", "liczba_pokoi", "odl_centrum_km", "odl_tramwaj_m"]


def wczytaj(sciezka):
    t = pd.read_excel(sciezka, parse_dates=["data_aktu"])
    t = t[(t.metraz.between(12, 300)) & (t.cena > 30_000)]
    t[KAT] = t[KAT].fillna("brak").astype(str)
    t["log_m2"] = np.log(t.cena / t.metraz)
    return t.sort_values("data_aktu").reset_index(drop=True)


def pula(t):
    return Pool(t[KAT + LICZ], t["log_m2"], cat_features=KAT)


def raport(t, p):
    blad = np.exp(p) / np.exp(t["log_m2"]) - 1
    return pd.Series({
        "MdAPE": blad.abs().median(),
        "w_10proc": (blad.abs() < 0.10).mean(),
        "w_20proc": (blad.abs() < 0.20).mean(),
        "obciazenie": blad.median(),
    })


akty = wczytaj("akty_2019_2023.xlsx")
a = akty[akty.data_aktu < "2022-10-01"]
b = akty[(akty.data_aktu >= "2022-10-01") & (akty.data_aktu < "2023-04-01")]
c = akty[akty.data_aktu >= "2023-04-01"]
print(len(a), len(b), len(c))

wyniki = []
for glebokosc in (6, 8):
    for l2 in (3, 10):
        m = CatBoostRegressor(iterations=4000, depth=glebokosc, l2_leaf_reg=l2, learning_rate=0.05,
                              loss_function="MAE", random_seed=11, verbose=0)
        m.fit(pula(a), eval_set=pula(b), early_stopping_rounds=120)
        wyniki.append((m.get_best_score()["validation"]["MAE"], glebokosc, l2, m.get_best_iteration() + 1))
_, glebokosc, l2, drzewa = min(wyniki)
print("wybrano", glebokosc, l2, drzewa)

# ponowne uczenie na a+b stałą liczbą drzew
koncowy = CatBoostRegressor(iterations=drzewa, depth=glebokosc, l2_leaf_reg=l2, learning_rate=0.05,
                            loss_function="MAE", random_seed=11, verbose=0)
koncowy.fit(pula(pd.concat([a, b])))
pc = koncowy.predict(pula(c))
print(raport(c, pc))
print(c.assign(p=pc).groupby("miasto")[["log_m2", "p"]].apply(lambda g: raport(g, g["p"])).round(3))
koncowy.save_model("wycena.cbm")
# author: author3
