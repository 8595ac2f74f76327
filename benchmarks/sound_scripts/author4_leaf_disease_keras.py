import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

# leaves/train, leaves/val and leaves/test were photographed on different farms
SIZE, BATCH = (180, 180), 32


def folder(part, shuffle=False):
    return keras.utils.image_dataset_from_directory(
        f"leaves/{part}", label_mode="categorical", image_size=SIZE, batch_size=BATCH, shuffle=shuffle, seed=11)


train_ds, val_ds, test_ds = folder("train", True), folder("val"), folder("test")
classes = train_ds.class_names
assert classes == val_ds.class_names == test_ds.class_names

norm = layers.Normalization(axis=-1)
norm.adapt(train_ds.map(lambda x, y: x))

jitter = keras.Sequential([layers.RandomFlip("horizontal_and_vertical"),
                           layers.RandomRotation(0.2), layers.RandomContrast(0.15)])


def sep_block(x, width):
    skip = layers.Conv2D(width, 1, strides=2)(x)
    for _ in range(2):
        x = layers.SeparableConv2D(width, 3, padding="same")(layers.Activation("relu")(x))
        x = layers.BatchNormalization()(x)
    return layers.add([layers.MaxPooling2D(3, strides=2, padding="same")(x), skip])


inp = keras.Input(SIZE + (3,))
x = norm(jitter(inp))
x = layers.Conv2D(32, 3, strides=2, padding="same")(x)
for width in (64, 128, 256):
    x = sep_block(x, width)
x = layers.GlobalAveragePooling2D()(x)
out = layers.Dense(len(classes), activation="softmax")(layers.Dropout(0.4)(x))
net = keras.Model(inp, out)

net.compile(keras.optimizers.Adam(1e-3), "categorical_crossentropy",
            metrics=["accuracy", keras.metrics.TopKCategoricalAccuracy(3, name="top3")])
net.fit(
    train_ds, validation_data=val_ds, epochs=60,
    callbacks=[
        keras.callbacks.ReduceLROnPlateau("val_loss", patience=4, factor=0.3),
        keras.callbacks.EarlyStopping("val_loss", patience=10, restore_best_weights=True),
        keras.callbacks.CSVLogger("leaf_log.csv"),
    ],
)

loss, acc, top3 = net.evaluate(test_ds, verbose=0)
print(f"other farms: loss {loss:.3f}  acc {acc:.3f}  top-3 {top3:.3f}")
net.save("leaf.keras")
# author: author4
