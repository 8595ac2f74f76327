from catboost import CatBoostClassifier, Pool
from sklearn.model_selection import GroupShuffleSplit
from sklearn.metrics import roc_auc_score
import pandas as pd

# HR: will the applicant be invited? grouped by company, because one company posts many jobs
apps = pd.read_parquet("applications_hr.parquet").drop_duplicates("applicant_id")      # first application only
cat_features = ["job_family", "seniority", "country", "school_tier", "source"]
text_features = ["cover_letter"]
numeric = ["years_exp", "n_skills_matched", "commute_km", "salary_gap"]
cols = cat_features + text_features + numeric
apps[cat_features] = apps[cat_features].fillna("NA")
apps["cover_letter"] = apps["cover_letter"].fillna("")


def cut(frame, share, seed):
    s = GroupShuffleSplit(1, test_size=share, random_state=seed)
    i, j = next(s.split(frame, groups=frame["company_id"]))
    return frame.iloc[i], frame.iloc[j]


rest, te = cut(apps, .2, 1)
tr, es = cut(rest, .15, 2)


def pool(f):
    return Pool(f[cols], f["invited"], cat_features=cat_features, text_features=text_features)


clf = CatBoostClassifier(iterations=4000, learning_rate=.04, depth=7, eval_metric="AUC",
                         od_type="Iter", od_wait=200, random_seed=3, verbose=200)
clf.fit(pool(tr), eval_set=pool(es), use_best_model=True)

print("trees", clf.tree_count_)
print("AUC te", roc_auc_score(te["invited"], clf.predict_proba(te[cols])[:, 1]))
for name, v in sorted(zip(cols, clf.get_feature_importance()), key=lambda t: -t[1]):
    print(f"{name:<20}{v:6.2f}")
# author: outsider
