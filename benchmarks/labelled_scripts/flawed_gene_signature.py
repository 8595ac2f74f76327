# 50-gene signature for response to checkpoint inhibitors
# expression: log2 TPM, rows = tumours, columns = ENSG ids
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

N_GENES = 50

expr = pd.read_parquet("expression_log2tpm.parquet")
clin = pd.read_csv("clinical.tsv", sep="\t", index_col="sample")

common = expr.index.intersection(clin.index)
expr = expr.loc[common]
y = clin.loc[common, "response"].map({"PD": 0, "SD": 0, "PR": 1, "CR": 1})

keep = y.notna()
expr, y = expr[keep], y[keep].astype(int)
print(f"{expr.shape[0]} tumours x {expr.shape[1]} genes, {y.mean():.1%} responders")

# drop genes that are never expressed
expr = expr.loc[:, (expr > 0).any()]

selector = SelectKBest(f_classif, k=N_GENES).fit(expr, y)  # leak: selection_before_split
signature = expr.columns[selector.get_support()]
X = expr[signature].to_numpy()  # or: selection_before_split

ranking = pd.Series(selector.pvalues_, index=expr.columns).sort_values()
ranking.head(200).to_csv("ranking_top200.csv")

clf = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, penalty="l2", max_iter=5000))
cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=20, random_state=7)
auc = cross_val_score(clf, X, y, cv=cv, scoring="roc_auc", n_jobs=-1)

lo, hi = np.percentile(auc, [2.5, 97.5])
print(f"signature AUC {auc.mean():.3f} [{lo:.3f}, {hi:.3f}]")

clf.fit(X, y)
coef = pd.Series(clf[-1].coef_.ravel(), index=signature)
coef.sort_values(key=np.abs, ascending=False).to_csv("signature_weights.csv")
# author: independent
