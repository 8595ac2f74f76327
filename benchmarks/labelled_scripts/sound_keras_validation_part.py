import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

games = pd.read_csv("games.csv")
labels = games.pop("won").to_numpy()
rest, test, y_rest, y_test = train_test_split(games.to_numpy("float32"), labels, test_size=0.15, random_state=1)
train, val, y_train, y_val = train_test_split(rest, y_rest, test_size=0.15, random_state=1)

normalise = keras.layers.Normalization()
normalise.adapt(train)
inputs = keras.Input((train.shape[1],))
hidden = keras.layers.Dense(128, activation="relu")(normalise(inputs))
hidden = keras.layers.Dropout(0.3)(hidden)
outputs = keras.layers.Dense(1, activation="sigmoid")(hidden)
model = keras.Model(inputs, outputs)
model.compile(keras.optimizers.Adam(1e-3), "binary_crossentropy", metrics=["AUC"])
history = model.fit(
    train, y_train, validation_data=(val, y_val), epochs=200, batch_size=512,
    callbacks=[keras.callbacks.EarlyStopping("val_loss", patience=10, restore_best_weights=True)],
)
print("best epoch", int(np.argmin(history.history["val_loss"])))
print(dict(zip(model.metrics_names, model.evaluate(test, y_test, verbose=0))))
# author: maintainer
