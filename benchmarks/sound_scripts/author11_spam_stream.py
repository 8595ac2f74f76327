"""Progressive validation of a spam filter on mails in order of arrival."""
import json
import sys

from river import compose, drift, feature_extraction, linear_model, metrics, optim, preprocessing


def mails(path):
    last = ""
    with open(path) as f:
        for line in f:
            m = json.loads(line)
            assert m["received"] >= last, "stream must be in order"
            last = m["received"]
            yield {"text": m["subject"] + " " + m["body"]}, bool(m["is_spam"])


def fresh():
    return compose.Pipeline(
        ("words", feature_extraction.TFIDF(on="text")),
        ("scale", preprocessing.MaxAbsScaler()),
        ("lr", linear_model.LogisticRegression(optim.SGD(0.05))),
    )


def main(path, report_every=5000):
    model = fresh()
    detector = drift.ADWIN()
    whole, recent = metrics.ROCAUC(), metrics.Accuracy()
    resets = 0
    for n, (x, y) in enumerate(mails(path), 1):
        p = model.predict_proba_one(x).get(True, 0.5)
        whole.update(y, p)
        recent.update(y, p > 0.5)
        model.learn_one(x, y)
        detector.update(int((p > 0.5) != y))
        if detector.drift_detected:
            model = fresh()
            resets += 1
        if n % report_every == 0:
            print(n, "AUC so far", round(whole.get(), 4), "recent acc", round(recent.get(), 4), "resets", resets)
            recent = metrics.Accuracy()
    print("prequential AUC", whole.get())


if __name__ == "__main__":
    main(sys.argv[1])
# author: author11
