import tomllib
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance
from sklearn.preprocessing import MinMaxScaler, StandardScaler


@dataclass(frozen=True, slots=True)
class Config:
    path: str
    split: dict = field(default_factory=dict)
    scaler: str = "standard"
    alpha: float = 1.0

    @classmethod
    def read(cls, name: str) -> "Config":
        with open(name, "rb") as handle:
            return cls(**tomllib.load(handle))


def parts(frame: pl.DataFrame, how: dict) -> tuple[pl.DataFrame, pl.DataFrame]:
    match how:
        case {"kind": "time", "at": at}:
            return frame.filter(pl.col("day") < at), frame.filter(pl.col("day") >= at)
        case {"kind": "share", "share": share}:
            n = int(frame.height * share)
            return frame.head(n), frame.tail(frame.height - n)
        case other:
            raise ValueError(f"unknown split {other}")


def main() -> None:
    cfg = Config.read("calls.toml")
    frame = pl.read_csv(cfg.path, try_parse_dates=True).sort("day")
    names = [c for c in frame.columns if c not in ("day", "calls")]
    before, after = parts(frame, cfg.split)
    match cfg.scaler:
        case "standard":
            scaler = StandardScaler()
        case "minmax":
            scaler = MinMaxScaler()
    x = scaler.fit_transform(before.select(names).to_numpy())
    model = PoissonRegressor(alpha=cfg.alpha).fit(x, before["calls"].to_numpy())
    mu = model.predict(scaler.transform(after.select(names).to_numpy()))
    print("deviance", mean_poisson_deviance(after["calls"].to_numpy(), mu))
    print("constant", mean_poisson_deviance(
        after["calls"].to_numpy(), np.full(after.height, before["calls"].mean())))


main()
# author: maintainer
