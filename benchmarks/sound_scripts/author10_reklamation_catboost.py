from catboost import CatBoostClassifier, Pool
import pandas as pd
from sklearn import metrics

daten = pd.read_csv("lieferungen.csv", parse_dates=["lieferdatum"], dtype={"plz": str})
daten["plz2"] = daten["plz"].str[:2]
daten["wochentag"] = daten["lieferdatum"].dt.day_name()
daten["monat"] = daten["lieferdatum"].dt.month.astype(str)

kategorisch = ["plz2", "spediteur", "produktgruppe", "verpackung", "wochentag", "monat", "lager"]
zahlen = ["gewicht_kg", "volumen_l", "warenwert", "distanz_km", "stueckzahl"]
merkmale = kategorisch + zahlen
daten[kategorisch] = daten[kategorisch].fillna("unbekannt")

jahr = daten["lieferdatum"].dt.year
halb2 = daten["lieferdatum"].dt.month > 6
teile = {
    "lernen": daten[jahr < 2022],
    "stopp": daten[(jahr == 2022) & ~halb2],
    "pruefung": daten[(jahr == 2022) & halb2],
}
pools = {k: Pool(t[merkmale], t["reklamiert"], cat_features=kategorisch) for k, t in teile.items()}

modell = CatBoostClassifier(
    iterations=4000,
    learning_rate=0.04,
    depth=6,
    l2_leaf_reg=6,
    eval_metric="Logloss",
    od_type="Iter",
    od_wait=150,
    random_seed=3,
    verbose=200,
)
modell.fit(pools["lernen"], eval_set=pools["stopp"], use_best_model=True)

p = modell.predict_proba(pools["pruefung"])[:, 1]
y = teile["pruefung"]["reklamiert"]
bericht = {
    "AUC": metrics.roc_auc_score(y, p),
    "AP": metrics.average_precision_score(y, p),
    "Brier": metrics.brier_score_loss(y, p),
    "LogLoss": metrics.log_loss(y, p),
    "Basisrate": y.mean(),
    "mittlere Vorhersage": p.mean(),
    "MCC bei 0.5": metrics.matthews_corrcoef(y, p > 0.5),
}
for name, wert in bericht.items():
    print(f"{name:22s}{wert:.4f}")

je_spediteur = (
    teile["pruefung"].assign(p=p)
    .groupby("spediteur")
    .agg(n=("p", "size"), erwartet=("p", "sum"), gesehen=("reklamiert", "sum"))
)
print(je_spediteur.sort_values("n", ascending=False).head(15).round(1))
modell.save_model("reklamation.cbm")
# author: author10
