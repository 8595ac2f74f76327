import pandas as pd
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split


class Table:
    def __init__(self, path, label):
        frame = pd.read_csv(path)
        self.y = frame.pop(label)
        self.x = frame

    def prepared(self):
        z = StandardScaler().fit_transform(self.x)  # leak: preprocessing_before_split
        return z


t = Table("bands.csv", "ripe")
x1, x2, y1, y2 = train_test_split(t.prepared(), t.y, random_state=0)
print(SVC().fit(x1, y1).score(x2, y2))
# author: maintainer
