import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

values = pd.read_csv("stock.csv")["close"].values.reshape(-1, 1)
n = int(len(values) * 0.8)
train, test = values[:n], values[n:]
scaler = MinMaxScaler()
train = scaler.fit_transform(train)
test = scaler.transform(test)


def windows(a, k=60):
    xs, ys = [], []
    for i in range(k, len(a)):
        xs.append(a[i - k : i, 0])
        ys.append(a[i, 0])
    return np.array(xs)[..., None], np.array(ys)


x_train, y_train = windows(train)
x_test, y_test = windows(test)
model = Sequential([LSTM(50, input_shape=(60, 1)), Dense(1)])
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x_train, y_train, epochs=20, batch_size=32)
pred = scaler.inverse_transform(model.predict(x_test))
print(np.sqrt(np.mean((pred - scaler.inverse_transform(y_test.reshape(-1, 1))) ** 2)))
