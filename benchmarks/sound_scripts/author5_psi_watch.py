"""Monthly stability report for the pricing inputs. Runs on the first of the month, writes one HTML page."""
import datetime as dt
import json
import pathlib

import numpy as np
import pandas as pd

REF = pathlib.Path("monitor/reference_bins.json")
NUM = ["vehicle_value", "mileage", "driver_age", "quote_premium"]
TXT = ["fuel", "channel", "use"]


def make_reference(df):
    ref = {}
    for c in NUM:
        edges = np.unique(np.nanquantile(df[c], np.linspace(0, 1, 11)))[1:-1]
        ref[c] = {"edges": edges.tolist(), "share": shares(np.digitize(df[c].dropna(), edges), len(edges) + 1)}
    for c in TXT:
        top = df[c].value_counts(normalize=True).head(15)
        ref[c] = {"levels": top.index.tolist(), "share": top.tolist() + [1 - top.sum()]}
    REF.write_text(json.dumps(ref))
    return ref


def shares(codes, n):
    return (np.bincount(codes, minlength=n) / len(codes)).tolist()


def psi(p, q, eps=1e-4):
    p, q = np.maximum(p, eps), np.maximum(q, eps)
    return float(np.sum((p - q) * np.log(p / q)))


def check(df, ref):
    for c, r in ref.items():
        if "edges" in r:
            now = shares(np.digitize(df[c].dropna(), r["edges"]), len(r["edges"]) + 1)
        else:
            v = df[c].value_counts(normalize=True)
            now = [float(v.get(k, 0.0)) for k in r["levels"]]
            now.append(1 - sum(now))
        yield c, psi(np.array(r["share"]), np.array(now)), float(df[c].isna().mean())


if __name__ == "__main__":
    quotes = pd.read_parquet("quotes/")
    quotes["month"] = quotes.quoted_at.dt.to_period("M")
    ref = json.loads(REF.read_text()) if REF.exists() else make_reference(quotes[quotes.month == "2023-01"])
    last = quotes[quotes.month == pd.Period(dt.date.today(), "M") - 1]
    table = pd.DataFrame(check(last, ref), columns=["input", "psi", "missing"]).sort_values("psi", ascending=False)
    table["state"] = np.select([table.psi > 0.25, table.psi > 0.1], ["red", "amber"], "green")
    table.to_html("monitor/latest.html", index=False)
    if (table.state == "red").any():
        raise SystemExit("unstable: " + ", ".join(table.loc[table.state == "red", "input"]))
# author: author5
