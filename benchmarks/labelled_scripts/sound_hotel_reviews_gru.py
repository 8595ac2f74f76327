import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from sklearn.model_selection import train_test_split

tf.keras.utils.set_random_seed(1234)

reviews = pd.read_json("hotel_reviews.jsonl", lines=True)
reviews = reviews.drop_duplicates("text")
reviews["good"] = (reviews["stars"] >= 4).astype("float32")
reviews = reviews[reviews["stars"] != 3]

train_df, test_df = train_test_split(reviews, test_size=0.15, random_state=8, stratify=reviews["good"])
train_df = train_df.sample(frac=1.0, random_state=8)

vectorize = layers.TextVectorization(max_tokens=20_000, output_sequence_length=200)
vectorize.adapt(train_df["text"].values)

model = keras.Sequential([
    keras.Input(shape=(1,), dtype=tf.string),
    vectorize,
    layers.Embedding(20_000, 64, mask_zero=True),
    layers.Bidirectional(layers.GRU(48)),
    layers.Dropout(0.4),
    layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC(name="auc")])

history = model.fit(
    train_df["text"].values[:, None], train_df["good"].values,
    validation_split=0.12,
    epochs=15,
    batch_size=128,
    callbacks=[keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)],
)
print("epochs run:", len(history.history["loss"]))

loss, acc, auc = model.evaluate(test_df["text"].values[:, None], test_df["good"].values, verbose=0)
print(f"test: loss {loss:.3f}  acc {acc:.3f}  auc {auc:.3f}")

# a few of the worst, for the slide
p = model.predict(test_df["text"].values[:, None]).ravel()
worst = np.argsort(-np.abs(p - test_df["good"].values))[:10]
for i in worst:
    print(round(float(p[i]), 2), test_df["stars"].iloc[i], test_df["text"].iloc[i][:120])
# author: outsider
