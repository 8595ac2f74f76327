#!/usr/bin/env python3
"""Writes train/valid/test manifests of the dialect corpus.

usage: make_manifests.py CORPUS OUT [--hours-cap 6]
"""
import argparse
import collections
import json
import logging
import pathlib
import zlib

import torchaudio

LOG = logging.getLogger(__name__)


def part_of(speaker):
    x = zlib.crc32(speaker.encode()) / 2 ** 32
    if x < 0.08:
        return "test"
    return "valid" if x < 0.16 else "train"


def utterances(corpus):
    for wav in sorted(corpus.rglob("*.wav")):
        speaker, session, _ = wav.stem.split("_", 2)
        txt = wav.with_suffix(".txt")
        if not txt.exists():
            LOG.warning("no transcript: %s", wav)
            continue
        info = torchaudio.info(str(wav))
        text = " ".join(txt.read_text(encoding="utf8").lower().split())
        yield {
            "audio": str(wav.relative_to(corpus)), "speaker": speaker, "session": session,
            "seconds": round(info.num_frames / info.sample_rate, 3), "text": text,
        }


def main(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("corpus", type=pathlib.Path)
    p.add_argument("out", type=pathlib.Path)
    p.add_argument("--hours-cap", type=float, default=6.0, help="per speaker, train only")
    a = p.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    a.out.mkdir(parents=True, exist_ok=True)

    lines = collections.defaultdict(list)
    used = collections.Counter()
    for u in utterances(a.corpus):
        if not 0.5 <= u["seconds"] <= 30 or not u["text"]:
            continue
        part = part_of(u["speaker"])
        if part == "train" and used[u["speaker"]] > a.hours_cap * 3600:
            continue
        used[u["speaker"]] += u["seconds"]
        lines[part].append(u)

    # read prompts recur between speakers; a sentence of a later list is taken out of the earlier ones
    for part, later in (("valid", ("test",)), ("train", ("valid", "test"))):
        heard = {u["text"] for k in later for u in lines[k]}
        kept = [u for u in lines[part] if u["text"] not in heard]
        LOG.info("%s: dropped %d shared prompts", part, len(lines[part]) - len(kept))
        lines[part] = kept
    alphabet = sorted({c for u in lines["train"] for c in u["text"]})
    (a.out / "alphabet.json").write_text(json.dumps(alphabet, ensure_ascii=False))

    for part, us in lines.items():
        with (a.out / f"{part}.jsonl").open("w", encoding="utf8") as f:
            f.writelines(json.dumps(u, ensure_ascii=False) + "\n" for u in us)
        LOG.info("%s: %d utterances, %d speakers, %.1f h", part, len(us), len({u["speaker"] for u in us}),
                 sum(u["seconds"] for u in us) / 3600)


if __name__ == "__main__":
    main()
# author: author6
