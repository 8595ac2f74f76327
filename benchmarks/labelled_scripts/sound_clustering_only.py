import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("customers.csv")
X = StandardScaler().fit_transform(df[["recency", "frequency", "monetary"]])
best_k = max(range(2, 10), key=lambda k: silhouette_score(X, KMeans(k, n_init=10).fit_predict(X)))
labels = KMeans(best_k, n_init=10).fit_predict(X)
xy = PCA(2).fit_transform(X)
print(best_k, silhouette_score(X, labels), xy.shape)
