# Preço por m2, vendas de 2019-2022 com escritura. Treino, ajuste e teste por data.
from functools import cached_property
import geopandas as gpd, numpy as np, pandas as pd
from scipy.spatial import cKDTree
from lightgbm import LGBMRegressor, early_stopping
from sklearn.metrics import mean_absolute_percentage_error as mape

class Vizinhos:
    """Mediana do preço dos k vizinhos vendidos ANTES da data do anúncio, dentro de um conjunto de referência."""
    def __init__(self, ref, k=15, dias=540):
        self.ref, self.k, self.dias = ref.sort_values("escritura"), k, np.timedelta64(dias, "D")

    @cached_property
    def arvore(self):
        return cKDTree(np.c_[self.ref.geometry.x, self.ref.geometry.y])

    def __call__(self, casas):
        q = np.c_[casas.geometry.x, casas.geometry.y]
        viz = self.arvore.query_ball_point(q, r=1500)
        esc, pm2, ids = self.ref.escritura.to_numpy(), self.ref.pm2.to_numpy(), self.ref.imovel.to_numpy()
        out = np.full(len(casas), np.nan)
        for i, (quando, eu, js) in enumerate(zip(casas.anuncio.to_numpy(), casas.imovel.to_numpy(), viz)):
            js = np.asarray(js, int)
            js = js[(esc[js] < quando) & (esc[js] >= quando - self.dias) & (ids[js] != eu)]
            if len(js):
                d = np.hypot(*(q[i] - self.arvore.data[js]).T)
                out[i] = np.median(pm2[js[np.argsort(d)[: self.k]]])
        return out

casas = gpd.read_file("vendas.gpkg").to_crs(3763)
for c in ("anuncio", "escritura"):
    casas[c] = pd.to_datetime(casas[c])
casas["pm2"] = casas.preco / casas.area

c1, c2 = pd.Timestamp("2021-07-01"), pd.Timestamp("2022-01-01")
treino = casas[casas.escritura < c1]
ajuste = casas[(casas.anuncio >= c1) & (casas.escritura < c2)]
teste = casas[casas.anuncio >= c2]

NUM = ["area", "quartos", "ano", "piso", "dist_metro", "dist_mar", "eficiencia", "viz"]

def tabela(d, ref):
    d = d.copy()
    d["viz"] = Vizinhos(ref)(d)
    d["eficiencia"] = d.certificado.map({k: i for i, k in enumerate("ABCDEF")})
    return d[NUM]

# as vendas já escrituradas são públicas: em cada data conhece-se o passado de todas as freguesias
publicas = casas[["imovel", "escritura", "pm2", "geometry"]]
Xt, Xa = tabela(treino, publicas), tabela(ajuste, publicas)
yt, ya = np.log(treino.pm2), np.log(ajuste.pm2)

melhor = None
for folhas in (15, 31, 63):
    m = LGBMRegressor(n_estimators=3000, learning_rate=0.03, num_leaves=folhas, objective="mae", verbose=-1)
    m.fit(Xt, yt, eval_set=[(Xa, ya)], callbacks=[early_stopping(100, verbose=False)])
    e = mape(np.exp(ya), np.exp(m.predict(Xa)))
    print(folhas, m.best_iteration_, round(e, 4))
    melhor = min(melhor or (e, m), (e, m), key=lambda t: t[0])

X = tabela(teste, publicas)
p = np.exp(melhor[1].predict(X))
print("teste MAPE", round(mape(teste.pm2, p), 4), " só vizinhos", round(mape(teste.pm2, X.viz.fillna(treino.pm2.median())), 4))
# author: author9
