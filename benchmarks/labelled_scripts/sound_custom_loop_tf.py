import tensorflow as tf

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
x_val, y_val = x_train[-5000:], y_train[-5000:]
x_train, y_train = x_train[:-5000], y_train[:-5000]
train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(1024).batch(64)
val = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(256)
test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(256)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(128, "relu"), tf.keras.layers.Dense(10)])
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
opt = tf.keras.optimizers.Adam()
train_acc, val_acc = tf.keras.metrics.SparseCategoricalAccuracy(), tf.keras.metrics.SparseCategoricalAccuracy()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits)
    grads = tape.gradient(loss, model.trainable_weights)
    opt.apply_gradients(zip(grads, model.trainable_weights))
    train_acc.update_state(y, logits)


@tf.function
def eval_step(x, y):
    val_acc.update_state(y, model(x, training=False))


for epoch in range(5):
    for x, y in train:
        train_step(x, y)
    for x, y in val:
        eval_step(x, y)
    print(epoch, float(train_acc.result()), float(val_acc.result()))
    train_acc.reset_state()
    val_acc.reset_state()
for x, y in test:
    eval_step(x, y)
print("test accuracy", float(val_acc.result()))
# author: maintainer
