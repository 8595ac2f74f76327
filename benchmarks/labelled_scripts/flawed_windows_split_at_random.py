import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

series = pd.read_csv("temperature.csv")["temp"].values


def make_windows(data, size):
    X, y = [], []
    for i in range(len(data) - size):
        X.append(data[i : i + size])
        y.append(data[i + size])
    return np.array(X), np.array(y)


X, y = make_windows(series, 30)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)  # leak: random_split_of_time
model = Sequential([LSTM(32, input_shape=(30, 1)), Dense(1)])
model.compile("adam", "mse")
model.fit(X_train[..., None], y_train, epochs=10)
print("MSE", model.evaluate(X_test[..., None], y_test))
