import collections
import email
import email.policy
import math
import os
import re
import sys

WORD = re.compile(r"[a-z][a-z'\-]{2,20}|\$\d+|https?")


def read_mail(path):
    with open(path, "rb") as fh:
        msg = email.message_from_binary_file(fh, policy=email.policy.default)
    part = msg.get_body(preferencelist=("plain", "html"))
    text = part.get_content() if part else ""
    return set(WORD.findall((str(msg["subject"]) + " " + text).lower()))


def folder(root):
    for kind, flag in (("ham", 0), ("spam", 1)):
        d = os.path.join(root, kind)
        for name in sorted(os.listdir(d)):
            try:
                yield read_mail(os.path.join(d, name)), flag
            except (LookupError, UnicodeError):
                continue


class Bernoulli:
    def __init__(self, max_words=4000, alpha=0.5):
        self.max_words, self.alpha = max_words, alpha

    def fit(self, docs):
        n = [0, 0]
        seen = [collections.Counter(), collections.Counter()]
        for words, flag in docs:
            n[flag] += 1
            seen[flag].update(words)

        def contrast(w):
            a = (seen[1][w] + 1) / (n[1] + 2)
            b = (seen[0][w] + 1) / (n[0] + 2)
            return abs(math.log(a / b)) * math.sqrt(seen[0][w] + seen[1][w])

        vocab = sorted(set(seen[0]) | set(seen[1]), key=contrast, reverse=True)[: self.max_words]
        self.weight, self.bias = {}, math.log(n[1] / n[0])
        for w in vocab:
            p = [(seen[k][w] + self.alpha) / (n[k] + 2 * self.alpha) for k in (0, 1)]
            on, off = math.log(p[1] / p[0]), math.log((1 - p[1]) / (1 - p[0]))
            self.bias += off
            self.weight[w] = on - off
        return self

    def score(self, words):
        return self.bias + sum(self.weight.get(w, 0.0) for w in words)


def main(train_root, test_root):
    nb = Bernoulli().fit(folder(train_root))
    cells = collections.Counter()
    for words, flag in folder(test_root):
        cells[flag, int(nb.score(words) > 0)] += 1
    total = sum(cells.values())
    print("accuracy  %.4f" % ((cells[0, 0] + cells[1, 1]) / total))
    print("ham lost  %.4f" % (cells[0, 1] / (cells[0, 0] + cells[0, 1])))
    print("spam seen %.4f" % (cells[1, 1] / (cells[1, 0] + cells[1, 1])))
    top = sorted(nb.weight.items(), key=lambda kv: -kv[1])[:25]
    print(" ".join(w for w, _ in top))


if __name__ == "__main__":
    main(*sys.argv[1:3])
# author: author10
