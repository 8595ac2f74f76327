import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def loaders(root, batch):
    tf = transforms.Compose([transforms.Resize(224), transforms.CenterCrop(224), transforms.ToTensor()])
    sets = {k: datasets.ImageFolder(f"{root}/{k}", tf) for k in ("train", "val", "test")}
    return {k: DataLoader(v, batch, shuffle=(k == "train")) for k, v in sets.items()}


def step(model, batch, criterion):
    images, labels = (t.to(DEVICE) for t in batch)
    out = model(images)
    return criterion(out, labels), (out.argmax(1) == labels).sum().item(), len(labels)


def epoch(model, loader, criterion, optimizer=None):
    training = optimizer is not None
    model.train() if training else model.eval()
    loss_sum = hits = seen = 0
    for batch in loader:
        with torch.set_grad_enabled(training):
            loss, right, n = step(model, batch, criterion)
        if training:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        loss_sum += loss.item() * n
        hits += right
        seen += n
    return loss_sum / seen, hits / seen


def main():
    data = loaders("birds", 64)
    model = models.resnet34(weights="DEFAULT")
    model.fc = nn.Linear(model.fc.in_features, 20)
    model = model.to(DEVICE)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    best = 0.0
    for k in range(25):
        tr = epoch(model, data["train"], criterion, optimizer)
        va = epoch(model, data["val"], criterion)
        print(k, tr, va)
        if va[1] > best:
            best = va[1]
            torch.save(model.state_dict(), "birds.pt")
    model.load_state_dict(torch.load("birds.pt"))
    print("test", epoch(model, data["test"], criterion))


main()
# author: maintainer
