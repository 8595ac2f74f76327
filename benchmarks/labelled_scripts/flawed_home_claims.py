# insurance fraud, simple balance + decision forest
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report

claims = pd.read_csv("home_claims.csv")
claims["report_delay"] = (pd.to_datetime(claims.reported) - pd.to_datetime(claims.event)).dt.days
cols = ["amount", "report_delay", "policy_age_m", "n_prev_claims", "has_police_report", "n_documents", "night"]
claims = claims.dropna(subset=cols + ["fraud"])
print(claims.fraud.mean())

fraud = claims[claims.fraud == 1]
legit = claims[claims.fraud == 0]
balanced = pd.concat([legit] + [fraud] * 20, ignore_index=True)  # leak: duplicates_before_split
print(balanced.fraud.mean())

tr, te = train_test_split(balanced, test_size=0.25, random_state=5, stratify=balanced.fraud)  # or: duplicates_before_split
rf = RandomForestClassifier(300, n_jobs=-1, random_state=5).fit(tr[cols], tr.fraud)
print(classification_report(te.fraud, rf.predict(te[cols]), digits=3))
# author: outsider
