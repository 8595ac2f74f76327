"""Courier ETA: which feature blocks earn their keep? (pricing & logistics, PR 418)

Blocks are dropped one at a time and judged on weeks 31-36. What survives is run on weeks 37-44.
"""
import logging
from functools import lru_cache

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error, mean_pinball_loss
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

log = logging.getLogger("eta")
BLOCKS = {
    "route": ["dist_km", "n_turns", "bridge"],
    "clock": ["hour", "dow", "holiday"],
    "kitchen": ["queue_at_order", "n_items"],
    "courier": ["courier_trips_so_far", "vehicle"],
    "weather": ["rain_fc_1h", "temp_fc_1h"],     # forecast issued before the order
    "zone": ["zone_from", "zone_to"],
}
CATS = {"vehicle", "zone_from", "zone_to"}


@lru_cache(maxsize=1)
def trips() -> pd.DataFrame:
    d = pd.read_parquet("trips_2023.parquet")
    # deliveries so far by this courier, the current one excluded
    d = d.sort_values("ordered_at")
    d["courier_trips_so_far"] = d.groupby("courier").cumcount()
    return d


def weeks(lo, hi):
    d = trips()
    return d[d.week.between(lo, hi)]


def build(blocks, **kw):
    cols = [c for b in blocks for c in BLOCKS[b]]
    cat = [c for c in cols if c in CATS]
    enc = ColumnTransformer([("cat", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), cat)],
                            remainder="passthrough")
    return cols, Pipeline([("enc", enc), ("gbm", HistGradientBoostingRegressor(
        loss="absolute_error", max_iter=400, early_stopping=False, random_state=0, **kw))])


def run(blocks, fit_on, look_at):
    cols, pipe = build(blocks)
    pipe.fit(fit_on[cols], fit_on.minutes)
    return pipe.predict(look_at[cols])


def main():
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    everything = tuple(BLOCKS)
    fit_on, look_at = weeks(1, 30), weeks(31, 36)
    base = mean_absolute_error(look_at.minutes, run(everything, fit_on, look_at))
    log.info("all blocks %.3f", base)

    gain = {}
    for b in everything:
        rest = tuple(x for x in everything if x != b)
        gain[b] = mean_absolute_error(look_at.minutes, run(rest, fit_on, look_at)) - base
        log.info("without %-8s %+.3f", b, gain[b])
    kept = tuple(b for b in everything if gain[b] > 0.02)

    fit_on, look_at = weeks(1, 36), weeks(37, 44)
    pred = run(kept, fit_on, look_at)
    log.info("kept %s", kept)
    log.info("weeks 37-44: MAE %.3f, P90 abs error %.2f, pinball50 %.3f", mean_absolute_error(look_at.minutes, pred),
             np.quantile(np.abs(look_at.minutes - pred), 0.9), mean_pinball_loss(look_at.minutes, pred))


if __name__ == "__main__":
    main()
# author: author9
