import json
from dataclasses import dataclass
from pathlib import Path

import evaluate
import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader
from transformers import (AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq,
                          get_linear_schedule_with_warmup)


@dataclass
class Cfg:
    ckpt: str = "google/flan-t5-base"
    # council minutes by year: 2012-2019 / 2020 / 2021
    folder: Path = Path("minutes")
    bs: int = 8
    lr: float = 1e-4
    epochs: int = 6
    beams: int = 4


cfg = Cfg()
acc = Accelerator(mixed_precision="bf16", gradient_accumulation_steps=4)
tok = AutoTokenizer.from_pretrained(cfg.ckpt)
model = AutoModelForSeq2SeqLM.from_pretrained(cfg.ckpt)


def rows(name):
    for line in (cfg.folder / f"{name}.jsonl").open(encoding="utf8"):
        d = json.loads(line)
        enc = tok("summarize: " + d["body"], truncation=True, max_length=1024)
        enc["labels"] = tok(text_target=d["abstract"], truncation=True, max_length=160)["input_ids"]
        yield dict(enc)


coll = DataCollatorForSeq2Seq(tok, model)
dl = {n: DataLoader(list(rows(n)), cfg.bs, shuffle=n == "train", collate_fn=coll) for n in ("train", "dev", "test")}
opt = torch.optim.AdamW(model.parameters(), cfg.lr)
model, opt, dl["train"], dl["dev"], dl["test"] = acc.prepare(model, opt, dl["train"], dl["dev"], dl["test"])
sched = get_linear_schedule_with_warmup(opt, 100, cfg.epochs * len(dl["train"]) // 4)


def rouge(name):
    metric = evaluate.load("rouge", experiment_id=name)
    model.eval()
    for b in dl[name]:
        with torch.no_grad():
            g = acc.unwrap_model(model).generate(
                b["input_ids"], attention_mask=b["attention_mask"], num_beams=cfg.beams, max_new_tokens=160)
        g = acc.pad_across_processes(g, dim=1, pad_index=tok.pad_token_id)
        y = acc.pad_across_processes(b["labels"], dim=1, pad_index=-100)
        g, y = acc.gather_for_metrics((g, y))
        y = torch.where(y < 0, tok.pad_token_id, y)
        metric.add_batch(predictions=tok.batch_decode(g, skip_special_tokens=True),
                         references=tok.batch_decode(y, skip_special_tokens=True))
    return metric.compute(use_stemmer=True)


best = 0.0
for ep in range(cfg.epochs):
    model.train()
    for b in dl["train"]:
        with acc.accumulate(model):
            acc.backward(model(**b).loss)
            opt.step(); sched.step(); opt.zero_grad()
    r = rouge("dev")
    acc.print(ep, {k: round(float(v), 4) for k, v in r.items()})
    if r["rougeL"] > best:
        best = r["rougeL"]
        acc.save_state("best_state")
acc.wait_for_everyone()
acc.load_state("best_state")
acc.print("2021:", rouge("test"))
# author: author6
