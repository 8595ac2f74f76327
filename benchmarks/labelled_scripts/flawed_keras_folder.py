from pathlib import Path
import tensorflow as tf

ROOT = Path("leaves")
train_ds = tf.keras.utils.image_dataset_from_directory(ROOT / "train", image_size=(200, 200))
val_ds = tf.keras.utils.image_dataset_from_directory(ROOT / "test", image_size=(200, 200))
model = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Conv2D(16, 3), tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=40, callbacks=[tf.keras.callbacks.EarlyStopping(patience=4, restore_best_weights=True)])  # leak: early_stopping_on_test
print(model.evaluate(tf.keras.utils.image_dataset_from_directory(ROOT / "test", image_size=(200, 200))))
# author: maintainer
