# Lab 3 - logistic regression on WDBC
# Name: R. Oyelaran
import numpy as np
import matplotlib.pyplot as plt
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_curve, auc

data = load_breast_cancer()
X = data.data
y = data.target

# 1. normalise
scaler = StandardScaler()
X = scaler.fit_transform(X)  # leak: preprocessing_before_split

# 2. split 70/30
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)

# 3. train
model = LogisticRegression(max_iter=1000)
model.fit(X_train, y_train)

# 4. evaluate
y_pred = model.predict(X_test)
print("Accuracy:", accuracy_score(y_test, y_pred))
fpr, tpr, _ = roc_curve(y_test, model.predict_proba(X_test)[:, 1])
print("AUC:", auc(fpr, tpr))

plt.plot(fpr, tpr)
plt.plot([0, 1], [0, 1], "--")
plt.xlabel("FPR")
plt.ylabel("TPR")
plt.savefig("roc.png")

order = np.argsort(np.abs(model.coef_[0]))[::-1]
for i in order[:10]:
    print(data.feature_names[i], round(model.coef_[0, i], 3))
# author: outsider
