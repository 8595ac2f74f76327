"""Bi-encoder for citizens' questions to articles of law. Articles (and so the questions that cite them) are divided."""
import csv
import hashlib
from collections import defaultdict

from datasets import Dataset
from sentence_transformers import (SentenceTransformer, SentenceTransformerTrainer,
                                   SentenceTransformerTrainingArguments)
from sentence_transformers.evaluation import InformationRetrievalEvaluator
from sentence_transformers.losses import MultipleNegativesRankingLoss
from sentence_transformers.training_args import BatchSamplers

with open("articles.tsv", encoding="utf8") as f:
    corpus = {r["aid"]: r["text"] for r in csv.DictReader(f, delimiter="\t")}
with open("questions.tsv", encoding="utf8") as f:
    asked = [(r["question"], r["aid"]) for r in csv.DictReader(f, delimiter="\t")]


def chapter(aid):
    return aid.rsplit("-", 1)[0]


def part(aid):
    h = hashlib.sha1(chapter(aid).encode()).digest()[0]
    return "test" if h < 38 else "dev" if h < 64 else "train"


# a question that was sent in twice belongs to its first article
first = {}
for q, a in asked:
    first.setdefault(" ".join(q.lower().split()), (q, a))
qs = defaultdict(list)
for q, a in first.values():
    qs[part(a)].append((q, a))


def evaluator(name):
    queries = {f"{name}{i}": q for i, (q, _) in enumerate(qs[name])}
    relevant = {f"{name}{i}": {a} for i, (_, a) in enumerate(qs[name])}
    return InformationRetrievalEvaluator(queries, corpus, relevant, name=name, mrr_at_k=[10], ndcg_at_k=[10], accuracy_at_k=[1, 5, 20])


model = SentenceTransformer("intfloat/multilingual-e5-small", prompts={"query": "query: ", "passage": "passage: "})
train = Dataset.from_list([{"anchor": "query: " + q, "positive": "passage: " + corpus[a]} for q, a in qs["train"]])
dev, test = evaluator("dev"), evaluator("test")

before = test(model)
args = SentenceTransformerTrainingArguments(
    "statutes", num_train_epochs=6, per_device_train_batch_size=64, learning_rate=2e-5, warmup_ratio=0.1,
    batch_sampler=BatchSamplers.NO_DUPLICATES, eval_strategy="steps", eval_steps=200, save_steps=200,
    load_best_model_at_end=True, metric_for_best_model="eval_dev_cosine_ndcg@10", fp16=True, seed=10,
)
trainer = SentenceTransformerTrainer(model, args, train_dataset=train, loss=MultipleNegativesRankingLoss(model), evaluator=dev)
trainer.train()
after = test(model)

print({k: len(v) for k, v in qs.items()}, "articles", len(corpus))
for key in ("accuracy@1", "accuracy@5", "accuracy@20", "mrr@10", "ndcg@10"):
    print(f"{key:12s} pretrained {before[f'test_cosine_{key}']:.3f}   tuned {after[f'test_cosine_{key}']:.3f}")
model.save_pretrained("statutes/final")
# author: author6
