import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

d = pd.read_csv("heart.csv")
train, test = train_test_split(d, test_size=0.25, random_state=1, stratify=d.target)
scaler = StandardScaler().fit(train.drop(columns="target"))
xa, ya = scaler.transform(train.drop(columns="target")), train.target.to_numpy()
xb, yb = scaler.transform(test.drop(columns="target")), test.target.to_numpy()
inputs = tf.keras.Input((xa.shape[1],))
hidden = tf.keras.layers.Dense(32, "relu")(inputs)
outputs = tf.keras.layers.Dense(1, "sigmoid")(hidden)
model = tf.keras.Model(inputs, outputs)
model.compile("adam", "binary_crossentropy", metrics=[tf.keras.metrics.AUC(name="auc")])
history = model.fit(xa, ya, validation_split=0.2, epochs=60, verbose=0, callbacks=[tf.keras.callbacks.EarlyStopping("val_auc", mode="max", patience=6, restore_best_weights=True)])
print("best validation", max(history.history["val_auc"]))
print("test", model.evaluate(xb, yb, return_dict=True))
# author: maintainer
