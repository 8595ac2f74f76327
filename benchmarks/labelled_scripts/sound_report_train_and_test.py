import pandas as pd
from sklearn.metrics import classification_report, log_loss
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

frame = pd.read_csv("seeds.csv")
parts = train_test_split(frame.drop(columns="kind"), frame["kind"], test_size=0.3, random_state=8, stratify=frame["kind"])
x_train, x_test, y_train, y_test = parts
model = make_pipeline(StandardScaler(), SVC(probability=True)).fit(x_train, y_train)
for name, (x, y) in {"train": (x_train, y_train), "test": (x_test, y_test)}.items():
    print(name, log_loss(y, model.predict_proba(x)))
    print(classification_report(y, model.predict(x)))
# author: maintainer
