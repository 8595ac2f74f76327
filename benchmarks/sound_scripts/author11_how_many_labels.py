# Would more annotated abstracts help? Learning curve within the training part.
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import GroupShuffleSplit, GroupKFold, learning_curve
from sklearn.pipeline import make_pipeline

docs = pd.read_csv("abstracts.csv").drop_duplicates("doi")
dev, test = next(GroupShuffleSplit(1, test_size=0.25, random_state=0).split(docs, groups=docs.last_author))
dev, test = docs.iloc[dev], docs.iloc[test]

model = make_pipeline(
    TfidfVectorizer(min_df=3, ngram_range=(1, 2), sublinear_tf=True),
    SGDClassifier(loss="log_loss", alpha=1e-5, class_weight="balanced", random_state=0),
)
sizes, tr, va = learning_curve(
    model, dev.abstract, dev.relevant, groups=dev.last_author, cv=GroupKFold(5),
    train_sizes=np.linspace(0.1, 1.0, 8), scoring="f1", shuffle=True, random_state=0, n_jobs=4)

fig, ax = plt.subplots(figsize=(6, 4))
for name, s in (("training rows", tr), ("left-out authors", va)):
    ax.plot(sizes, s.mean(1), marker="o", label=name)
    ax.fill_between(sizes, s.mean(1) - s.std(1), s.mean(1) + s.std(1), alpha=0.2)
ax.set_xlabel("annotated abstracts")
ax.set_ylabel("F1")
ax.legend()
fig.savefig("curve.png", dpi=150)

slope = np.polyfit(np.log(sizes[-4:]), va.mean(1)[-4:], 1)[0]
print(f"F1 per doubling of labels: {slope * np.log(2):+.4f}")

model.fit(dev.abstract, dev.relevant)
print("accuracy on the authors set aside at the start:", model.score(test.abstract, test.relevant))
# author: author11
