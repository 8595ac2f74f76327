"""Writes train.parquet, valid.parquet and test.parquet plus stats.json."""
import argparse
import hashlib
import json
import sys
from pathlib import Path

import duckdb

SALT = "icu-2023-v2"


def part_of(patient_id: str) -> str:
    x = int.from_bytes(hashlib.blake2b(f"{SALT}{patient_id}".encode(), digest_size=4).digest(), "big") / 2**32
    if x < 0.70:
        return "train"
    return "valid" if x < 0.85 else "test"


def main(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("--raw", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args(argv)
    a.out.mkdir(parents=True, exist_ok=True)

    con = duckdb.connect()
    con.create_function("part_of", part_of, ["VARCHAR"], "VARCHAR")
    con.execute(f"""
        create table stays as
        select s.*, part_of(s.patient_id) as part
        from read_parquet('{a.raw}/stays.parquet') s
        where age >= 18
        qualify row_number() over (partition by patient_id order by admitted) = 1
    """)
    con.execute(f"""
        create table rows as
        select s.patient_id, s.part, s.age, s.sex, s.died_in_hospital,
               avg(v.value) filter (v.name = 'hr')   as hr_mean,
               min(v.value) filter (v.name = 'map')  as map_min,
               max(v.value) filter (v.name = 'temp') as temp_max,
               max(v.value) filter (v.name = 'lactate') as lactate_max
        from stays s left join read_parquet('{a.raw}/vitals.parquet') v
          on v.stay_id = s.stay_id and v.charted between s.admitted and s.admitted + interval 24 hour
        where s.discharged > s.admitted + interval 24 hour
        group by all
    """)

    numeric = ["age", "hr_mean", "map_min", "temp_max", "lactate_max"]
    stats = {}
    for c in numeric:
        med, m, s, lo, hi = con.execute(f"""
            select median({c}), avg({c}), stddev_samp({c}), quantile_cont({c}, .005), quantile_cont({c}, .995)
            from rows where part = 'train'""").fetchone()
        stats[c] = dict(median=med, mean=m, sd=s, lo=lo, hi=hi)
    exprs = ", ".join(
        f"(greatest({v['lo']}, least({v['hi']}, coalesce({c}, {v['median']}))) - {v['mean']}) / {v['sd']} as {c}, ({c} is null)::int as {c}_missing"
        for c, v in stats.items())
    counts = {}
    for part in ("train", "valid", "test"):
        con.execute(f"copy (select patient_id, sex, died_in_hospital, {exprs} from rows where part = '{part}') to '{a.out / part}.parquet'")
        counts[part] = con.execute("select count(*), count(distinct patient_id) from rows where part = ?", [part]).fetchone()
    (a.out / "stats.json").write_text(json.dumps(dict(salt=SALT, stats=stats, counts=counts), indent=1))
    print(counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
# author: author8
