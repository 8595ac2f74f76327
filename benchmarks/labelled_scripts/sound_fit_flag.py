import joblib
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import StratifiedGroupKFold


class Features:
    def __init__(self, k=20):
        self.scaler, self.pca = StandardScaler(), PCA(k)
        self.fitted = False

    def __call__(self, frame, fit=False):
        raw = frame.filter(regex="^s_").to_numpy()
        if fit:
            self.fitted = True
            return self.pca.fit_transform(self.scaler.fit_transform(raw))
        if not self.fitted:
            raise RuntimeError("fit first")
        return self.pca.transform(self.scaler.transform(raw))


signals = pd.read_parquet("emg.parquet")
scores = []
for tr, te in StratifiedGroupKFold(5).split(signals, signals["gesture"], signals["subject"]):
    make = Features()
    a, b = signals.iloc[tr], signals.iloc[te]
    model = RandomForestClassifier(300, random_state=0).fit(make(a, fit=True), a["gesture"])
    scores.append(f1_score(b["gesture"], model.predict(make(b)), average="macro"))
print(sum(scores) / len(scores))
joblib.dump(scores, "scores.joblib")
# author: maintainer
