import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split

WINDOW, HOP = 128, 32
frames = pd.read_csv("har.csv")  # subject, t, ax, ay, az, activity


def windows(group):
    values = group[["ax", "ay", "az"]].to_numpy()
    labels = group["activity"].to_numpy()
    for start in range(0, len(values) - WINDOW, HOP):
        yield values[start : start + WINDOW], labels[start + WINDOW // 2]


xs, ys = [], []
for _, group in frames.groupby("subject"):
    for x, y in windows(group.sort_values("t")):
        xs.append(x)
        ys.append(y)
X, y = np.stack(xs), np.array(ys)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)  # leak: random_split_of_time # or: random_split_of_groups
model = tf.keras.Sequential([
    tf.keras.layers.Conv1D(64, 5, activation="relu", input_shape=(WINDOW, 3)),
    tf.keras.layers.GlobalMaxPooling1D(),
    tf.keras.layers.Dense(6, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=30, batch_size=64, verbose=0)
print("accuracy", model.evaluate(X_test, y_test, verbose=0)[1])
# author: maintainer
