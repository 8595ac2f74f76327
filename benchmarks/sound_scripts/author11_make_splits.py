#!/usr/bin/env python
"""Write train/valid/test shards of the call-centre corpus. One caller lands in exactly one shard."""
import argparse
import gzip
import hashlib
import json
import logging
from collections import Counter
from pathlib import Path

log = logging.getLogger("splits")
SHARES = (("train", 80), ("valid", 90), ("test", 100))


def part_of(caller, salt):
    v = int(hashlib.md5(f"{salt}:{caller}".encode()).hexdigest()[:8], 16) % 100
    for name, upper in SHARES:
        if v < upper:
            return name


def clean(text):
    return " ".join(text.replace("\u00a0", " ").split()).lower()


def calls(folder):
    for p in sorted(Path(folder).glob("*.jsonl.gz")):
        with gzip.open(p, "rt") as f:
            for line in f:
                yield json.loads(line)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("src")
    ap.add_argument("dst", type=Path)
    ap.add_argument("--salt", default="2023")
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO)
    a.dst.mkdir(parents=True, exist_ok=True)
    out = {n: open(a.dst / f"{n}.jsonl", "w") for n, _ in SHARES}
    seen, counts = set(), Counter()
    for c in calls(a.src):
        text = clean(c["transcript"])
        h = hashlib.sha1(text.encode()).digest()
        if len(text) < 20 or h in seen:
            counts["skipped"] += 1
            continue
        seen.add(h)
        name = part_of(c["caller_id"], a.salt)
        out[name].write(json.dumps({"text": text, "label": c["reason"]}) + "\n")
        counts[name] += 1
    for f in out.values():
        f.close()

    # the vocabulary file that the trainer reads comes from the training shard
    words = Counter()
    with open(a.dst / "train.jsonl") as f:
        for line in f:
            words.update(json.loads(line)["text"].split())
    (a.dst / "vocab.txt").write_text("\n".join(w for w, n in words.most_common(50_000) if n > 2))
    log.info("%s", dict(counts))


if __name__ == "__main__":
    main()
# author: author11
