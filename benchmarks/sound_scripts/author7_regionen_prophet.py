import argparse
import json
from pathlib import Path

import pandas as pd
from prophet import Prophet

SCHRITTE = [0.005, 0.05, 0.3]
MODI = ["additive", "multiplicative"]


def baue(cps, modus):
    m = Prophet(changepoint_prior_scale=cps, seasonality_mode=modus, weekly_seasonality=True, daily_seasonality=False)
    m.add_country_holidays("DE")
    return m


def fehler(ist, prognose):
    return float((ist - prognose).abs().sum() / ist.abs().sum())


def lerne_und_messe(df, bis, messe_bis, cps, modus):
    bekannt = df[df.ds < bis]
    ziel = df[(df.ds >= bis) & (df.ds < messe_bis)]
    m = baue(cps, modus)
    m.fit(bekannt)
    p = m.predict(ziel[["ds"]])
    return fehler(ziel.y.reset_index(drop=True), p.yhat), m


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("ordner", type=Path)
    ap.add_argument("--val", default="2021-07-01")
    ap.add_argument("--test", default="2022-07-01")
    ap.add_argument("--ende", default="2023-07-01")
    a = ap.parse_args()

    ergebnis = {}
    for datei in sorted(a.ordner.glob("region_*.csv")):
        df = pd.read_csv(datei, parse_dates=["datum"]).rename(columns={"datum": "ds", "verbrauch_mwh": "y"})
        df = df.sort_values("ds").dropna(subset=["y"])
        wertung = {}
        for cps in SCHRITTE:
            for modus in MODI:
                wertung[cps, modus], _ = lerne_und_messe(df, a.val, a.test, cps, modus)
        wahl = min(wertung, key=wertung.get)
        wape, m = lerne_und_messe(df, a.test, a.ende, *wahl)
        ergebnis[datei.stem] = {"wahl": wahl, "val": wertung[wahl], "test": wape}
        print(f"{datei.stem:>14}  {wahl}  val {wertung[wahl]:.3f}  test {wape:.3f}")

    tafel = pd.DataFrame(ergebnis).T
    print("Mittel test-WAPE:", tafel.test.astype(float).mean().round(4))
    Path("ergebnis.json").write_text(json.dumps(ergebnis, indent=1))


if __name__ == "__main__":
    main()
# author: author7
