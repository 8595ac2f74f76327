import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras

images = np.load("images.npy")
labels = np.load("labels.npy")
flipped = images[:, :, ::-1]
X = np.concatenate([images, flipped])  # leak: duplicates_before_split
y = np.concatenate([labels, labels])
x_train, x_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = keras.Sequential([
    keras.layers.Conv2D(32, 3, activation="relu"),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)
print(model.evaluate(x_test, y_test))
