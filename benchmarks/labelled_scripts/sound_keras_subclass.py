import numpy as np
import tensorflow as tf
from sklearn.model_selection import train_test_split

data = np.load("digits_touch.npz")
x, y = data["strokes"].astype("float32"), data["digit"]
writers = data["writer"]
names = np.unique(writers)
fit_names, rest = train_test_split(names, test_size=0.4, random_state=0)
val_names, test_names = train_test_split(rest, test_size=0.5, random_state=0)
m_fit, m_val, m_test = (np.isin(writers, who) for who in (fit_names, val_names, test_names))
norm = tf.keras.layers.Normalization(axis=-1)
norm.adapt(x[m_fit])


class Reader(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.rnn = norm, tf.keras.layers.LSTM(64)
        self.out = tf.keras.layers.Dense(10, activation="softmax")

    def call(self, inputs):
        return self.out(self.rnn(self.norm(inputs)))


model = Reader()
model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
stop = tf.keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
model.fit(x[m_fit], y[m_fit], validation_data=(x[m_val], y[m_val]), epochs=40, callbacks=[stop])
print(dict(zip(model.metrics_names, model.evaluate(x[m_test], y[m_test]))))
# author: maintainer
