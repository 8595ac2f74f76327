import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

SIZE = (180, 180)
# three greenhouses, three folders: nothing is shared between them
load = lambda d, shuffle: keras.utils.image_dataset_from_directory(
    f"leaves/{d}", image_size=SIZE, batch_size=32, shuffle=shuffle, label_mode="int")
train_ds = load("greenhouse_A", True)
val_ds = load("greenhouse_B", False)
test_ds = load("greenhouse_C", False)
names = train_ds.class_names
assert names == val_ds.class_names == test_ds.class_names

augment = keras.Sequential([
    layers.RandomFlip("horizontal_and_vertical"),
    layers.RandomRotation(0.2),
    layers.RandomContrast(0.2),
])
norm = layers.Normalization(axis=-1)
norm.adapt(train_ds.map(lambda x, y: x))

train_ds = train_ds.map(lambda x, y: (norm(augment(x, training=True)), y)).prefetch(tf.data.AUTOTUNE)
val_ds = val_ds.map(lambda x, y: (norm(x), y)).prefetch(tf.data.AUTOTUNE)
test_ds = test_ds.map(lambda x, y: (norm(x), y)).prefetch(tf.data.AUTOTUNE)


def build(drop):
    inp = keras.Input(SIZE + (3,))
    x = inp
    for f in (32, 64, 128):
        x = layers.Conv2D(f, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D()(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(drop)(x)
    m = keras.Model(inp, layers.Dense(len(names), activation="softmax")(x))
    m.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return m


results = {}
for drop in (0.2, 0.5):
    keras.utils.set_random_seed(1)
    model = build(drop)
    h = model.fit(train_ds, validation_data=val_ds, epochs=40, verbose=2, callbacks=[
        keras.callbacks.EarlyStopping("val_loss", patience=5, restore_best_weights=True)])
    results[drop] = (min(h.history["val_loss"]), model)

drop, (vloss, model) = min(results.items(), key=lambda kv: kv[1][0])
print("dropout", drop, "val loss", vloss)
loss, acc = model.evaluate(test_ds)
print(f"greenhouse C: loss {loss:.3f} acc {acc:.3f}")
model.save("leaves.keras")
# author: author11
