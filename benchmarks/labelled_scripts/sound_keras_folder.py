import os
import tensorflow as tf

ROOT = os.environ["LEAVES"]
load = tf.keras.utils.image_dataset_from_directory
train_ds = load(os.path.join(ROOT, "train"), validation_split=0.2, subset="training", seed=1)
val_ds = load(os.path.join(ROOT, "train"), validation_split=0.2, subset="validation", seed=1)
test_ds = load(os.path.join(ROOT, "test"))
model = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=40, callbacks=[tf.keras.callbacks.EarlyStopping(patience=4)])
print(model.evaluate(test_ds))
# author: maintainer
