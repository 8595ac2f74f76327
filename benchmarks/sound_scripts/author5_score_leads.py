#!/usr/bin/env python
"""Nightly scoring of open leads with the released model."""
import argparse
import logging
import pathlib

import joblib
import polars as pl

log = logging.getLogger("score_leads")


def read_open_leads(uri: str, day: str) -> pl.DataFrame:
    sql = f"""
        select l.lead_id, l.source, l.sector, l.employees, l.created_at,
               count(c.id) as contacts, max(c.at) as last_contact
        from leads l left join contacts c on c.lead_id = l.lead_id and c.at < date '{day}'
        where l.created_at < date '{day}' and l.state = 'open'
        group by 1, 2, 3, 4, 5
    """
    return pl.read_database_uri(sql, uri)


def featurise(df: pl.DataFrame, art: dict, day: str) -> pl.DataFrame:
    today = pl.lit(day).str.to_date()
    out = df.with_columns(
        pl.col("employees").fill_null(art["employees_median"]).log1p().alias("log_emp"),
        (today - pl.col("created_at").dt.date()).dt.total_days().alias("age"),
        (today - pl.col("last_contact").dt.date()).dt.total_days().fill_null(999).alias("silence"),
    )
    for col in ("source", "sector"):
        out = out.with_columns(pl.col(col).replace_strict(art["codes"][col], default=-1).alias(col))
    z = [((pl.col(c) - art["mean"][c]) / art["std"][c]).alias(c) for c in art["scaled"]]
    return out.with_columns(z)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("day")
    ap.add_argument("--uri", required=True)
    ap.add_argument("--release", type=pathlib.Path, default=pathlib.Path("/models/leads/current"))
    ap.add_argument("--out", type=pathlib.Path, default=pathlib.Path("/exports/leads"))
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO)

    model = joblib.load(a.release / "model.joblib")
    art = joblib.load(a.release / "artefacts.joblib")
    leads = read_open_leads(a.uri, a.day)
    if leads.is_empty():
        log.warning("no open leads on %s", a.day)
        return
    x = featurise(leads, art, a.day).select(art["columns"]).to_numpy()
    leads = leads.select("lead_id").with_columns(pl.Series("score", model.predict_proba(x)[:, 1]))
    leads = leads.with_columns(
        pl.col("score").qcut(10, labels=[str(i) for i in range(10, 0, -1)], allow_duplicates=True).alias("call_band"))
    leads.write_csv(a.out / f"{a.day}.csv")
    log.info("%d leads, mean score %.3f", leads.height, leads["score"].mean())


if __name__ == "__main__":
    main()
# author: author5
