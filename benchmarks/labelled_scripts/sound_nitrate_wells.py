#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Groundwater nitrate at wells. Three spatial blocks sets (train / val / test) were drawn by the hydrologist."""
import itertools
import logging
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import r2_score, mean_squared_error
from sklearn.pipeline import Pipeline

logging.basicConfig(format="%(levelname)s %(message)s", level=logging.INFO)

wells = pd.read_csv("wells.csv", dtype={"block": str})
blocks = pd.read_csv("block_roles.csv", dtype={"block": str}).set_index("block").role
role = wells.block.map(blocks)
target = np.log10(wells.no3_mg_l.clip(lower=0.1))
cols = ["depth", "sand_pct", "clay_pct", "n_surplus", "recharge", "dist_river", "landuse_arable", "redox_class"]


def make(leaf, feats, trees=500):
    return Pipeline([
        ("imp", SimpleImputer(strategy="median", add_indicator=True)),
        ("rf", RandomForestRegressor(trees, min_samples_leaf=leaf, max_features=feats, n_jobs=-1, random_state=10)),
    ])


def part(*names):
    m = role.isin(names)
    return wells.loc[m, cols], target[m]


Xt, yt = part("train")
Xv, yv = part("val")
board = []
for leaf, feats in itertools.product((1, 3, 8, 20), (0.2, 0.4, 0.8)):
    s = r2_score(yv, make(leaf, feats).fit(Xt, yt).predict(Xv))
    board.append((s, leaf, feats))
    logging.info("leaf %2d feats %.1f  val r2 %.3f", leaf, feats, s)
s, leaf, feats = max(board)

X, y = part("train", "val")
final = make(leaf, feats, trees=1500).fit(X, y)
Xe, ye = part("test")
hat = final.predict(Xe)
logging.info("TEST r2 %.3f rmse(log10) %.3f", r2_score(ye, hat), mean_squared_error(ye, hat) ** 0.5)
# author: outsider
