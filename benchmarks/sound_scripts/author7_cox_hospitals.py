import sys

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.utils import concordance_index

HOSPITALS = {
    "learn": ["AMC", "LUMC", "UMCG", "MST", "Isala"],
    "choose": ["Radboud", "Catharina"],
    "judge": ["Erasmus", "MUMC"],
}


def prepare(df, state=None):
    df = df.copy()
    df["log_crp"] = np.log1p(df["crp"])
    num = ["age", "log_crp", "albumin", "bmi", "ecog"]
    if state is None:
        state = {"fill": df[num].median(), "mu": df[num].mean(), "sd": df[num].std()}
    df[num] = (df[num].fillna(state["fill"]) - state["mu"]) / state["sd"]
    df["female"] = (df["sex"] == "F").astype(int)
    return df[num + ["female", "months", "died"]], state


def cindex(model, part):
    return concordance_index(part["months"], -model.predict_partial_hazard(part), part["died"])


def brier_at(model, part, t):
    known = part[(part["months"] >= t) | (part["died"] == 1)]
    km = KaplanMeierFitter().fit(part["months"], 1 - part["died"])
    alive = (known["months"] > t).astype(float)
    weight = 1 / km.survival_function_at_times(np.minimum(known["months"], t)).clip(lower=0.05).to_numpy()
    s = model.predict_survival_function(known, times=[t]).iloc[0].to_numpy()
    return float(np.sum(weight * (alive.to_numpy() - s) ** 2) / len(part))


def main(path):
    df = pd.read_csv(path)
    df = df.sort_values(["patient_id", "admitted"]).drop_duplicates("patient_id")
    groups = {k: df[df["hospital"].isin(v)] for k, v in HOSPITALS.items()}

    data, st = prepare(groups["learn"])
    val, _ = prepare(groups["choose"], st)
    scores = {}
    for pen in (0.0, 0.01, 0.1, 0.5):
        for l1 in (0.0, 0.5):
            m = CoxPHFitter(penalizer=pen, l1_ratio=l1).fit(data, "months", "died")
            scores[pen, l1] = cindex(m, val)
    pen, l1 = max(scores, key=scores.get)

    data, st = prepare(pd.concat([groups["learn"], groups["choose"]]))
    model = CoxPHFitter(penalizer=pen, l1_ratio=l1).fit(data, "months", "died")
    model.print_summary()
    unseen, _ = prepare(groups["judge"], st)
    print("penalizer", pen, "l1", l1)
    print("external c-index", round(cindex(model, unseen), 3), "| Brier 12m", round(brier_at(model, unseen, 12), 3))


if __name__ == "__main__":
    main(sys.argv[1])
# author: author7
