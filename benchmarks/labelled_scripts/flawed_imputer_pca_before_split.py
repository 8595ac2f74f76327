import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

data = pd.read_csv("sensor.csv").values
features, labels = data[:, :-1], data[:, -1]
features = SimpleImputer(strategy="median").fit_transform(features)  # leak: preprocessing_before_split
pca = PCA(n_components=10).fit(features)  # leak: preprocessing_before_split
features = pca.transform(features)
tr_x, te_x, tr_y, te_y = train_test_split(features, labels, stratify=labels)
model = SVC(kernel="rbf").fit(tr_x, tr_y)
print(np.mean(model.predict(te_x) == te_y))
