import asyncio
import json
from concurrent.futures import ProcessPoolExecutor

import asyncpg
import joblib
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import RandomizedSearchCV, TimeSeriesSplit

QUERY = "select * from shipments where delivered_at is not null order by created_at"


async def fetch(dsn: str) -> pd.DataFrame:
    pool = await asyncpg.create_pool(dsn)
    async with pool.acquire() as connection:
        records = await connection.fetch(QUERY)
    return pd.DataFrame([dict(r) for r in records])


def features(frame: pd.DataFrame) -> pd.DataFrame:
    out = frame[["carrier", "weight", "distance_km", "weekday"]].copy()
    out["carrier"] = out["carrier"].astype("category").cat.codes
    return out


def fit(frame: pd.DataFrame) -> RandomizedSearchCV:
    search = RandomizedSearchCV(
        ExtraTreesClassifier(random_state=0),
        {"n_estimators": [100, 300], "max_depth": [5, 10, None], "min_samples_leaf": [1, 5, 20]},
        n_iter=8, cv=TimeSeriesSplit(4), scoring="neg_log_loss", random_state=0,
    )
    return search.fit(features(frame), frame["late"])


async def main() -> None:
    frame = await fetch("postgres://localhost/ship")
    cut = int(len(frame) * 0.85)
    past, recent = frame.iloc[:cut], frame.iloc[cut:]
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1) as pool:
        model = await loop.run_in_executor(pool, fit, past)
    loss = log_loss(recent["late"], model.predict_proba(features(recent)))
    print(json.dumps({"log_loss": loss, "params": model.best_params_}))
    joblib.dump(model, "late.joblib")


if __name__ == "__main__":
    asyncio.run(main())
# author: maintainer
