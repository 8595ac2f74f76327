import itertools
import random
from collections import defaultdict

import sklearn_crfsuite
from seqeval.metrics import classification_report, f1_score


def read_conll(path):
    """yields (note_id, [(token, pos, tag), ...]) for every sentence"""
    note, sent = None, []
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if line.startswith("#note="):
            note = line.split("=")[1]
        elif not line:
            if sent:
                yield note, sent
            sent = []
        else:
            sent.append(tuple(line.split("\t")))


def shape(w):
    return "".join(k for k, _ in itertools.groupby("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in w))


def feats(sent, i):
    f = {"bias": 1.0}
    for off in (-2, -1, 0, 1, 2):
        j = i + off
        if 0 <= j < len(sent):
            w, pos, _ = sent[j]
            f.update({f"{off}:w": w.lower(), f"{off}:pos": pos, f"{off}:shape": shape(w)})
            if off == 0:
                f.update({"suf3": w[-3:].lower(), "pre3": w[:3].lower(), "title": w.istitle()})
        else:
            f[f"{off}:pad"] = True
    return f


docs = defaultdict(list)
for note, s in read_conll("discharge_notes.conll"):
    docs[note].append(s)

# one note per admission, the prefix is the patient
patients = sorted({n.split("-")[0] for n in docs})
random.Random(31).shuffle(patients)
a, b = int(.7 * len(patients)), int(.85 * len(patients))
role = {p: "train" if i < a else "dev" if i < b else "test" for i, p in enumerate(patients)}
data = {"train": ([], []), "dev": ([], []), "test": ([], [])}
for n, sents in docs.items():
    X, Y = data[role[n.split("-")[0]]]
    for s in sents:
        X.append([feats(s, i) for i in range(len(s))])
        Y.append([t[2] for t in s])


def fit(c1, c2):
    crf = sklearn_crfsuite.CRF("lbfgs", c1=c1, c2=c2, max_iterations=120, all_possible_transitions=True)
    return crf.fit(*data["train"])


def dev_f1(crf):
    return f1_score(data["dev"][1], crf.predict(data["dev"][0]))


models = [fit(c1, c2) for c1 in (.01, .1, .5) for c2 in (.01, .1)]
crf = max(models, key=dev_f1)
print("dev", dev_f1(crf), crf.c1, crf.c2)
print(classification_report(data["test"][1], crf.predict(data["test"][0]), digits=3))
# author: author2
