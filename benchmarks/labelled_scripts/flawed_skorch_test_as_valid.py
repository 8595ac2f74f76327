import numpy as np
import torch
from sklearn.datasets import make_classification
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from skorch import NeuralNetClassifier
from skorch.callbacks import Checkpoint, EarlyStopping
from skorch.dataset import Dataset
from skorch.helper import predefined_split

X, y = make_classification(5000, 40, n_informative=10, random_state=0)
X = X.astype(np.float32)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
net = NeuralNetClassifier(
    torch.nn.Sequential(torch.nn.Linear(40, 100), torch.nn.ReLU(), torch.nn.Linear(100, 2)),
    criterion=torch.nn.CrossEntropyLoss,
    max_epochs=100,
    train_split=predefined_split(Dataset(X_test, y_test)),
    callbacks=[EarlyStopping(patience=5), Checkpoint(monitor="valid_acc_best")],
)
net.fit(X_train, y_train)  # leak: early_stopping_on_test
print(accuracy_score(y_test, net.predict(X_test)))
# author: maintainer
