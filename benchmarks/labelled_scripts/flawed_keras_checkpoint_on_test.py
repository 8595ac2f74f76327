import pandas as pd
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import Dense, Dropout
from keras.models import Sequential
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

data = pd.read_csv("wine.csv", sep=";")
X = data.drop(columns=["quality"]).values
y = (data["quality"] > 6).astype(int).values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
sc = StandardScaler().fit(X_train)
X_train, X_test = sc.transform(X_train), sc.transform(X_test)
model = Sequential()
model.add(Dense(64, activation="relu", input_dim=11))
model.add(Dropout(0.3))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
callbacks = [EarlyStopping(patience=10, restore_best_weights=True), ModelCheckpoint("best.keras", save_best_only=True)]
model.fit(X_train, y_train, epochs=200, batch_size=32, validation_data=(X_test, y_test), callbacks=callbacks)  # leak: early_stopping_on_test
loss, acc = model.evaluate(X_test, y_test)
print("accuracy", acc)
