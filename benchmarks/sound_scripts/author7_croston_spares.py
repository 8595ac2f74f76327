"""Spare parts with many zero months: Croston family written out, one smoothing constant per part family."""
from collections import defaultdict

import numpy as np

METHODS = {}


def method(f):
    METHODS[f.__name__] = f
    return f


@method
def croston(y, a):
    z = p = None
    gap = 1
    for v in y:
        if v > 0:
            z, p = (v, gap) if z is None else (z + a * (v - z), p + a * (gap - p))
            gap = 1
        else:
            gap += 1
    return 0.0 if z is None else z / p


@method
def sba(y, a):
    return (1 - a / 2) * croston(y, a)


@method
def tsb(y, a):
    first = np.flatnonzero(y > 0)
    if not len(first):
        return 0.0
    z, prob = y[first[0]], 1 / (first[0] + 1)
    for v in y[first[0] + 1 :]:
        prob += a * ((v > 0) - prob)
        if v > 0:
            z += a * (v - z)
    return z * prob


def read(path):
    for line in open(path):
        part, family, *months = line.rstrip().split(";")
        yield part, family, np.array(months, float)


def lead_time_errors(y, origins, f, a, lead=3):
    """Cumulated demand over the lead time, as the planner needs it."""
    return [lead * f(y[:o], a) - y[o : o + lead].sum() for o in origins]


def main():
    series = list(read("spares.csv"))
    n = len(series[0][2])
    origins = {"choose": range(n - 30, n - 14, 2), "report": range(n - 12, n - 2, 3)}

    cost = defaultdict(lambda: defaultdict(list))
    for part, family, y in series:
        for name, f in METHODS.items():
            for a in (0.05, 0.1, 0.2, 0.3):
                cost[family][name, a] += [abs(e) for e in lead_time_errors(y, origins["choose"], f, a)]
    choice = {fam: min(c, key=lambda k: np.mean(c[k])) for fam, c in cost.items()}

    total, mean12, demand = defaultdict(list), defaultdict(list), defaultdict(list)
    for part, family, y in series:
        name, a = choice[family]
        total[family] += [abs(e) for e in lead_time_errors(y, origins["report"], METHODS[name], a)]
        mean12[family] += [abs(e) for e in lead_time_errors(y, origins["report"], lambda h, _: h[-12:].mean(), None)]
        demand[family] += [y[o : o + 3].sum() for o in origins["report"]]
    for fam, (name, a) in sorted(choice.items()):
        d = np.mean(demand[fam])
        print(f"{fam:<12} {name:<8} a={a:<4} error/demand {np.mean(total[fam]) / d:.3f}   mean of 12 months {np.mean(mean12[fam]) / d:.3f}")


if __name__ == "__main__":
    main()
# author: author7
