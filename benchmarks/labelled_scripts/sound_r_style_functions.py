"""All in functions that give back tuples; the same helper reads every season."""
import pandas as pd
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance
from sklearn.preprocessing import OneHotEncoder
import scipy.sparse as sp


def season(root, year):
    frame = pd.read_csv(root / f"{year}.csv")
    return frame[["home", "away", "rest"]], frame["goals"]


def design(enc, x):
    return sp.hstack([enc.transform(x[["home", "away"]]), sp.csr_matrix(x[["rest"]])])


def main(root):
    xs, ys = zip(*(season(root, y) for y in (2019, 2020, 2021)))
    x, y = pd.concat(xs), pd.concat(ys)
    enc = OneHotEncoder(handle_unknown="ignore").fit(x[["home", "away"]])
    model = PoissonRegressor(alpha=0.1, max_iter=1000).fit(design(enc, x), y)
    for year in (2022, 2023):
        a, b = season(root, year)
        print(year, mean_poisson_deviance(b, model.predict(design(enc, a))))


if __name__ == "__main__":
    import pathlib
    main(pathlib.Path("seasons"))
# author: maintainer
