import cv2
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras

table = pd.read_csv("moles.csv")
images, labels = [], []
for path, label in zip(table.file, table.malignant):
    image = cv2.resize(cv2.imread(path), (64, 64))
    for version in (image, np.fliplr(image), np.rot90(image)):
        images.append(version)  # leak: duplicates_before_split
        labels.append(label)
X, y = np.array(images) / 255, np.array(labels)  # or: duplicates_before_split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=7)
net = keras.Sequential([keras.layers.Conv2D(16, 3, activation="relu"), keras.layers.Flatten(), keras.layers.Dense(1, "sigmoid")])
net.compile("adam", "binary_crossentropy", ["accuracy"])
net.fit(X_train, y_train, epochs=12)
print(net.evaluate(X_test, y_test))
# author: maintainer
