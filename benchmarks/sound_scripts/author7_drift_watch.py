"""Nightly drift watch for the claims model: reference bins come from the training extract, alerts go to Slack."""
from __future__ import annotations

import datetime as dt
import json
import logging
import os
from pathlib import Path

import numpy as np
import pandas as pd
import requests

log = logging.getLogger("drift")
REF = Path("artefacts/reference.json")
WARN, ALARM = 0.10, 0.25


class Reference:
    def __init__(self, edges: dict, shares: dict, levels: dict):
        self.edges, self.shares, self.levels = edges, shares, levels

    @classmethod
    def from_training(cls, frame: pd.DataFrame, bins: int = 10):
        edges, shares, levels = {}, {}, {}
        for c in frame:
            if pd.api.types.is_numeric_dtype(frame[c]):
                e = np.unique(frame[c].quantile(np.linspace(0, 1, bins + 1)).to_numpy())[1:-1]
                edges[c] = e.tolist()
                shares[c] = cls._hist(frame[c], e).tolist()
            else:
                vc = frame[c].astype(str).value_counts(normalize=True).head(30)
                levels[c] = vc.to_dict()
        return cls(edges, shares, levels)

    @staticmethod
    def _hist(x, edges):
        code = np.where(x.isna(), len(edges) + 1, np.searchsorted(edges, x.fillna(0), side="right"))
        return np.bincount(code, minlength=len(edges) + 2) / max(len(x), 1)

    def psi(self, frame: pd.DataFrame) -> pd.Series:
        out = {}
        for c, e in self.edges.items():
            out[c] = self._psi(np.array(self.shares[c]), self._hist(frame[c], np.array(e)))
        for c, ref in self.levels.items():
            now = frame[c].astype(str).value_counts(normalize=True)
            keys = list(ref)
            p, q = np.array([ref[k] for k in keys]), np.array([now.get(k, 0.0) for k in keys])
            out[c] = self._psi(np.r_[p, max(1 - p.sum(), 0)], np.r_[q, max(1 - q.sum(), 0)])
        return pd.Series(out).sort_values(ascending=False)

    @staticmethod
    def _psi(p, q, eps=1e-4):
        p, q = np.clip(p, eps, None), np.clip(q, eps, None)
        return float(((p - q) * np.log(p / q)).sum())


def main():
    logging.basicConfig(level="INFO")
    if not REF.exists():
        ref = Reference.from_training(pd.read_parquet("artefacts/train_features.parquet"))
        REF.write_text(json.dumps(vars(ref)))
    ref = Reference(**json.loads(REF.read_text()))
    day = dt.date.today() - dt.timedelta(days=1)
    scores = ref.psi(pd.read_parquet(f"scored/{day:%Y/%m/%d}.parquet"))
    for col, v in scores[scores > WARN].items():
        log.warning("%s PSI %.3f", col, v)
    if (scores > ALARM).any():
        requests.post(os.environ["SLACK_HOOK"], json={"text": f"{day}: {scores[scores > ALARM].round(2).to_dict()}"}, timeout=10)


if __name__ == "__main__":
    main()
# author: author7
