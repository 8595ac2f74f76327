# Demanda diaria de pan por tienda; el pedido a la planta se cierra dos días antes (D-2 a las 20:00)
import polars as pl
from lightgbm import LGBMRegressor
import numpy as np

ventas = pl.read_csv("ventas_pan.csv", try_parse_dates=True).sort("tienda", "producto", "dia")
clave = ["tienda", "producto"]

ventas = ventas.with_columns(
    [pl.col("uds").shift(k).over(clave).alias(f"r{k}") for k in (3, 4, 7, 14, 21)]
    + [pl.col("uds").shift(3).rolling_mean(28).over(clave).alias("media28"),
       pl.col("uds").shift(3).rolling_std(28).over(clave).alias("desv28"),
       pl.col("dia").dt.weekday().alias("ds"), pl.col("dia").dt.month().alias("mes")]
).drop_nulls()

cortes = {
    "ajuste": ("2021-01-01", "2022-12-31"),
    "eleccion": ("2023-01-01", "2023-04-30"),
    "examen": ("2023-05-01", "2023-12-31"),
}
trozo = {n: ventas.filter(pl.col("dia").is_between(pl.lit(a).str.to_date(), pl.lit(b).str.to_date()))
         for n, (a, b) in cortes.items()}

antes = ventas.filter(pl.col("dia") < pl.lit("2021-01-01").str.to_date())
nivel = antes.group_by(clave).agg(pl.col("uds").mean().alias("nivel"))
general = antes["uds"].mean()
trozo = {n: t.join(nivel, on=clave, how="left").with_columns(pl.col("nivel").fill_null(general))
         for n, t in trozo.items()}

xs = [c for c in trozo["ajuste"].columns if c not in clave + ["dia", "uds"]]


def entrena(t, alfa, hojas):
    return LGBMRegressor(objective="quantile", alpha=alfa, num_leaves=hojas, n_estimators=500,
                         learning_rate=0.05, verbose=-1).fit(t[xs].to_numpy(), t["uds"].to_numpy())


def coste(m, t, falta=1.9, sobra=0.6):
    d = t["uds"].to_numpy() - m.predict(t[xs].to_numpy())
    return float(np.where(d > 0, falta * d, -sobra * d).mean())


pruebas = [(coste(entrena(trozo["ajuste"], a, h), trozo["eleccion"]), a, h)
           for a in (0.65, 0.7, 0.75, 0.8) for h in (15, 31, 63)]
_, a, h = min(pruebas)
m = entrena(pl.concat([trozo["ajuste"], trozo["eleccion"]]), a, h)
ex = trozo["examen"]
d0 = ex["uds"].to_numpy() - ex["r7"].to_numpy()
print(f"alfa {a}, hojas {h}; coste por línea {coste(m, ex):.3f}; semana anterior "
      f"{np.where(d0 > 0, 1.9 * d0, -0.6 * d0).mean():.3f}")
# author: author5
