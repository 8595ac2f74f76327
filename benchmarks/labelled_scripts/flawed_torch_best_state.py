import copy

import torch
import torch.nn as nn
import torchvision
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")
data_transforms = {
    "train": transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor()]),
    "test": transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor()]),
}
image_datasets = {x: datasets.ImageFolder(f"hymenoptera/{x}", data_transforms[x]) for x in ["train", "test"]}
dataloaders = {x: DataLoader(image_datasets[x], batch_size=16, shuffle=x == "train") for x in ["train", "test"]}
sizes = {x: len(image_datasets[x]) for x in ["train", "test"]}


def train_model(model, criterion, optimizer, num_epochs=25):
    best_wts = copy.deepcopy(model.state_dict())
    best_acc = 0.0
    for epoch in range(num_epochs):
        for phase in ["train", "test"]:
            model.train(phase == "train")
            corrects = 0
            for inputs, labels in dataloaders[phase]:
                inputs, labels = inputs.to(device), labels.to(device)
                optimizer.zero_grad()
                with torch.set_grad_enabled(phase == "train"):
                    outputs = model(inputs)
                    _, preds = torch.max(outputs, 1)
                    loss = criterion(outputs, labels)
                    if phase == "train":
                        loss.backward()
                        optimizer.step()
                corrects += torch.sum(preds == labels.data)
            acc = corrects.double() / sizes[phase]
            if phase == "test" and acc > best_acc:  # leak: chosen_on_test
                best_acc = acc
                best_wts = copy.deepcopy(model.state_dict())
    print(f"Best test acc: {best_acc:.4f}")
    model.load_state_dict(best_wts)
    return model


net = models.resnet18(weights="IMAGENET1K_V1")
net.fc = nn.Linear(net.fc.in_features, 2)
net = net.to(device)
train_model(net, nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9))
# author: maintainer
