import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from scipy.sparse import csr_matrix, hstack

# Waste sorting line: thumbnails + the text the OCR found. One photo per item.
z = np.load("items.npz", allow_pickle=True)
img = z["thumb"].astype("float32") / 255.0            # 32x32x3
gray = img @ np.array([0.299, 0.587, 0.114], dtype="float32")
weight_kg = z["weight_g"] / 1000.0
temp_c = (z["temp_f"] - 32) / 1.8
bins = np.array([0.01, 0.05, 0.2, 1.0, 5.0])
weight_bin = np.digitize(weight_kg, bins)

LINES = ["north", "south", "glass", "bulk"]
line = pd.Categorical(z["line"], categories=LINES)
line_oh = pd.get_dummies(line).to_numpy(dtype="float32")

hv = HashingVectorizer(n_features=2**14, alternate_sign=False, analyzer="char_wb", ngram_range=(2, 4))
text = hv.transform(z["ocr"].astype(str))

edges = np.abs(np.diff(gray, axis=1)).mean(axis=(1, 2))
dense = np.c_[gray[:, ::4, ::4].reshape(len(gray), -1), edges, np.log1p(weight_kg), weight_bin / len(bins), temp_c / 40, line_oh]
X = hstack([csr_matrix(dense), text]).tocsr()
y = z["material"]

i_train, i_test = train_test_split(np.arange(len(y)), test_size=0.2, stratify=y, random_state=12)
clf = SGDClassifier(loss="log_loss", alpha=1e-5, max_iter=50, tol=None, random_state=12)
clf.fit(X[i_train], y[i_train])
print("macro F1:", f1_score(y[i_test], clf.predict(X[i_test]), average="macro").round(3))
# author: outsider
