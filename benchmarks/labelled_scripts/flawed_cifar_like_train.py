import argparse
import torch
import torch.nn as nn
import torch.optim as optim
import torchvision
from torchvision import transforms

parser = argparse.ArgumentParser(description="Traffic sign training")
parser.add_argument("--lr", default=0.1, type=float)
parser.add_argument("--epochs", default=200, type=int)
parser.add_argument("--resume", "-r", action="store_true")
args = parser.parse_args()

device = "cuda" if torch.cuda.is_available() else "cpu"
best_acc = 0
start_epoch = 0

tf_train = transforms.Compose([
    transforms.Resize((32, 32)), transforms.RandomCrop(32, padding=4), transforms.ToTensor(),
    transforms.Normalize((0.34, 0.31, 0.32), (0.27, 0.26, 0.27)),
])
tf_test = transforms.Compose([
    transforms.Resize((32, 32)), transforms.ToTensor(),
    transforms.Normalize((0.34, 0.31, 0.32), (0.27, 0.26, 0.27)),
])
trainset = torchvision.datasets.GTSRB("data", split="train", download=True, transform=tf_train)
testset = torchvision.datasets.GTSRB("data", split="test", download=True, transform=tf_test)
trainloader = torch.utils.data.DataLoader(trainset, batch_size=128, shuffle=True, num_workers=2)
testloader = torch.utils.data.DataLoader(testset, batch_size=256, shuffle=False, num_workers=2)

net = torchvision.models.resnet18(num_classes=43).to(device)
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=args.lr, momentum=0.9, weight_decay=5e-4)
scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=args.epochs)
if args.resume:
    ck = torch.load("checkpoint/ckpt.pth")
    net.load_state_dict(ck["net"])
    best_acc, start_epoch = ck["acc"], ck["epoch"]


def train(epoch):
    net.train()
    total = 0.0
    for x, y in trainloader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(epoch, "loss", total / len(trainloader))


def test(epoch):
    global best_acc
    net.eval()
    hit = n = 0
    with torch.no_grad():
        for x, y in testloader:
            pred = net(x.to(device)).argmax(1).cpu()
            hit += (pred == y).sum().item()
            n += y.size(0)
    acc = 100.0 * hit / n
    if acc > best_acc:  # leak: chosen_on_test
        print("Saving..", acc)
        torch.save({"net": net.state_dict(), "acc": acc, "epoch": epoch}, "checkpoint/ckpt.pth")
        best_acc = acc  # or: chosen_on_test


for epoch in range(start_epoch, start_epoch + args.epochs):
    train(epoch)
    test(epoch)
    scheduler.step()
print("Best test accuracy: %.2f" % best_acc)  # or: chosen_on_test
# author: outsider
