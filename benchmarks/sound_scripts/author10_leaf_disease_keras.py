import keras
import tensorflow as tf
from keras import layers

IMG = (192, 192)
BATCH = 32

# directories were made by orchard: 14 orchards train, 3 val, 4 test
train_ds = keras.utils.image_dataset_from_directory("leaves/train", image_size=IMG, batch_size=BATCH, label_mode="categorical", seed=9)
val_ds = keras.utils.image_dataset_from_directory("leaves/val", image_size=IMG, batch_size=BATCH, label_mode="categorical", shuffle=False)
test_ds = keras.utils.image_dataset_from_directory("leaves/test", image_size=IMG, batch_size=BATCH, label_mode="categorical", shuffle=False)
names = train_ds.class_names
assert names == val_ds.class_names == test_ds.class_names

norm = layers.Normalization(axis=-1)
norm.adapt(train_ds.map(lambda x, _: x))

augment = keras.Sequential([
    layers.RandomFlip("horizontal_and_vertical"),
    layers.RandomRotation(0.2),
    layers.RandomContrast(0.2),
], name="augment")


def conv_block(x, filters):
    y = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.Activation("swish")(y)
    y = layers.SeparableConv2D(filters, 3, padding="same", strides=2, use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    short = layers.Conv2D(filters, 1, strides=2, padding="same")(x)
    return layers.Activation("swish")(layers.add([y, short]))


inp = keras.Input((*IMG, 3))
h = norm(augment(inp))
for f in (32, 64, 128, 256):
    h = conv_block(h, f)
h = layers.GlobalAveragePooling2D()(h)
h = layers.Dropout(0.4)(h)
out = layers.Dense(len(names), activation="softmax")(h)
model = keras.Model(inp, out)

model.compile(
    optimizer=keras.optimizers.AdamW(1e-3, weight_decay=1e-4),
    loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.05),
    metrics=["accuracy", keras.metrics.TopKCategoricalAccuracy(2, name="top2")],
)
model.fit(
    train_ds.prefetch(tf.data.AUTOTUNE),
    validation_data=val_ds,
    epochs=120,
    callbacks=[
        keras.callbacks.ReduceLROnPlateau(patience=5, factor=0.3),
        keras.callbacks.EarlyStopping("val_loss", patience=15, restore_best_weights=True),
        keras.callbacks.CSVLogger("leaf_log.csv"),
    ],
)
for k, v in model.evaluate(test_ds, return_dict=True).items():
    print(f"{k:10s}{v:.4f}")
model.save("leaf.keras")
# author: author10
