import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.callbacks import ModelCheckpoint

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
model = tf.keras.Sequential([
    layers.Input((28, 28)),
    layers.Reshape((28, 28, 1)),
    layers.Conv2D(32, 3, activation='relu'),
    layers.MaxPooling2D(),
    layers.Conv2D(64, 3, activation='relu'),
    layers.Flatten(),
    layers.Dense(10),
])
model.compile(optimizer='adam', loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=['accuracy'])
cb = [ModelCheckpoint('best.keras', monitor='val_accuracy', save_best_only=True)]
model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test), callbacks=cb)  # leak: early_stopping_on_test
model = tf.keras.models.load_model('best.keras')
print('test', model.evaluate(x_test, y_test))
# author: maintainer
