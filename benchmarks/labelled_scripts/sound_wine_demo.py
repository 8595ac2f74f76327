from sklearn.datasets import load_wine
from sklearn.preprocessing import MinMaxScaler
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.decomposition import PCA
import numpy as np

# quick demo for the lab meeting
wine = load_wine()
data, labels = wine.data, wine.target

X, rest, y, rest_y = train_test_split(data, labels, test_size=60, random_state=3, stratify=labels)

# from here on X means "what we may touch"
ks = range(1, 16)
acc = []
for k in ks:
    p = make_pipeline(MinMaxScaler(), KNeighborsClassifier(k))
    acc.append(cross_val_score(p, X, y, cv=5).mean())
k = list(ks)[int(np.argmax(acc))]
print("k =", k)

scaler = MinMaxScaler()
X = scaler.fit_transform(X)
knn = KNeighborsClassifier(k).fit(X, y)

data = scaler.transform(rest)
print("accuracy:", knn.score(data, rest_y))

# a picture in 2d, only of the training bottles
pca = PCA(2)
Z = pca.fit_transform(X)
for c in np.unique(y):
    print(wine.target_names[c], Z[y == c].mean(0).round(2))
# author: outsider
