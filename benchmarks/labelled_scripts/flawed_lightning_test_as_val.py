import numpy as np
import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader, TensorDataset
from sklearn.model_selection import train_test_split
from model import Net

z = np.load("gestures.npz")
Xa, Xb, ya, yb = train_test_split(z["x"], z["y"], test_size=0.2, random_state=0)
train = DataLoader(TensorDataset(torch.tensor(Xa), torch.tensor(ya)), 64, shuffle=True)
held = DataLoader(TensorDataset(torch.tensor(Xb), torch.tensor(yb)), 64)
trainer = pl.Trainer(max_epochs=100, callbacks=[pl.callbacks.EarlyStopping(monitor="val_loss", patience=5)])
net = Net(8)
trainer.fit(net, train, held)  # leak: early_stopping_on_test
trainer.test(net, held)
# author: maintainer
