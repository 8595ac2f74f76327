"""Tutoring programme: doubly robust effect with folds made of whole schools and clustered errors."""
import numpy as np
import pandas as pd
import statsmodels.api as sm
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.model_selection import GroupKFold


def nuisance(df, covs, k=6):
    df = df.copy()
    df[["e", "mu0", "mu1"]] = np.nan
    small = dict(n_estimators=150, num_leaves=7, min_child_samples=40, learning_rate=0.05, verbose=-1)
    for others, mine in GroupKFold(k).split(df, groups=df["school"]):
        o, me = df.iloc[others], df.index[mine]
        df.loc[me, "e"] = LGBMClassifier(**small).fit(o[covs], o["tutored"]).predict_proba(df.loc[me, covs])[:, 1]
        for a in (0, 1):
            oa = o[o["tutored"] == a]
            df.loc[me, f"mu{a}"] = LGBMRegressor(**small).fit(oa[covs], oa["score_post"]).predict(df.loc[me, covs])
    return df


def aipw(df, clip=0.03):
    e = df["e"].clip(clip, 1 - clip)
    a, y = df["tutored"], df["score_post"]
    return df["mu1"] - df["mu0"] + a * (y - df["mu1"]) / e - (1 - a) * (y - df["mu0"]) / (1 - e)


def clustered_mean(x, groups):
    fit = sm.OLS(x.to_numpy(), np.ones(len(x))).fit(cov_type="cluster", cov_kwds={"groups": groups.to_numpy()})
    return fit.params[0], fit.bse[0], fit.conf_int()[0]


def balance(df, covs):
    w = np.where(df["tutored"] == 1, 1 / df["e"], 1 / (1 - df["e"]))
    t = df["tutored"].to_numpy() == 1
    num = np.average(df[covs][t], axis=0, weights=w[t]) - np.average(df[covs][~t], axis=0, weights=w[~t])
    return pd.Series(num / df[covs].std().to_numpy(), covs)


def main():
    df = pd.read_spss("tutoring_wave2.sav").reset_index(drop=True)
    covs = ["score_pre", "absences_pre", "age_m", "books_home", "class_size", "share_free_lunch"]
    df = df.dropna(subset=["score_post", "tutored"] + covs).reset_index(drop=True)
    df = nuisance(df, covs)
    print("propensity range", df["e"].quantile([0, 0.01, 0.5, 0.99, 1]).round(3).tolist())
    print("standardised differences after weighting\n", balance(df, covs).round(3))
    est, se, ci = clustered_mean(aipw(df), df["school"])
    print(f"ATE {est:.2f} points (se {se:.2f}, 95% {ci[0]:.2f} to {ci[1]:.2f})")
    for name, g in df.groupby(df["score_pre"] < 0):
        est, se, _ = clustered_mean(aipw(g), g["school"])
        print("below average before" if name else "others", round(est, 2), "+/-", round(1.96 * se, 2))


main()
# author: author7
