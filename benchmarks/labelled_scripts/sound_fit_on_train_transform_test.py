import pandas as pd
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("cells.csv")
X, y = df.iloc[:, 1:].to_numpy(), df.iloc[:, 0].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
imp, sc, pca = SimpleImputer(), StandardScaler(), PCA(20)
X_train = pca.fit_transform(sc.fit_transform(imp.fit_transform(X_train)))
X_test = pca.transform(sc.transform(imp.transform(X_test)))
svc = SVC().fit(X_train, y_train)
print(accuracy_score(y_test, svc.predict(X_test)))
