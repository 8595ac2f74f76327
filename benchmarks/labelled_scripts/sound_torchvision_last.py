import torch
import torchvision
from torchvision import transforms
from torch.utils.data import DataLoader

tf = transforms.ToTensor()
train_loader = DataLoader(torchvision.datasets.SVHN("data", split="train", transform=tf), 128, shuffle=True)
test_loader = DataLoader(torchvision.datasets.SVHN("data", split="test", transform=tf), 256)
model = torchvision.models.resnet18(num_classes=10)
opt = torch.optim.SGD(model.parameters(), 0.1)
loss_fn = torch.nn.CrossEntropyLoss()
for epoch in range(90):
    model.train()
    for x, y in train_loader:
        opt.zero_grad()
        loss_fn(model(x), y).backward()
        opt.step()
    torch.save(model.state_dict(), "last.pt")
model.eval()
hits = total = 0
with torch.no_grad():
    for x, y in test_loader:
        hits += (model(x).argmax(1) == y).sum().item()
        total += y.numel()
print("accuracy", hits / total)
# author: maintainer
