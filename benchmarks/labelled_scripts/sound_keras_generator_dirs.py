from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras import layers, models, callbacks

augment = ImageDataGenerator(rescale=1 / 255, rotation_range=20, horizontal_flip=True)
plain = ImageDataGenerator(rescale=1 / 255)
train = augment.flow_from_directory("coral/train", target_size=(128, 128), batch_size=32)
valid = plain.flow_from_directory("coral/valid", target_size=(128, 128), batch_size=32)
test = plain.flow_from_directory("coral/test", target_size=(128, 128), batch_size=32, shuffle=False)
net = models.Sequential([layers.Conv2D(16, 3, activation="relu"), layers.GlobalAveragePooling2D(), layers.Dense(4, activation="softmax")])
net.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
net.fit(train, validation_data=valid, epochs=30, callbacks=[callbacks.EarlyStopping(patience=3), callbacks.ModelCheckpoint("best.keras", save_best_only=True)])
net.load_weights("best.keras")
print(net.evaluate(test))
# author: maintainer
