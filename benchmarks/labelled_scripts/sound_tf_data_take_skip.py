import tensorflow as tf

ds = tf.data.Dataset.from_tensor_slices((tf.random.normal((1000, 8)), tf.random.uniform((1000,), 0, 2, tf.int32)))
ds = ds.shuffle(1000, seed=0, reshuffle_each_iteration=False)
train = ds.take(700).batch(32)
rest = ds.skip(700)
val = rest.take(150).batch(32)
test = rest.skip(150).batch(32)
model = tf.keras.Sequential([tf.keras.layers.Dense(16, "relu"), tf.keras.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(train, validation_data=val, epochs=50, callbacks=[tf.keras.callbacks.EarlyStopping(patience=3)])
print(model.evaluate(test))
