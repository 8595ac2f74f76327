"""How many labelled leaves do we need? Curve over nested parts of the training trees, judged on validation trees."""
import csv
import random
from collections import defaultdict

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import timm
import torch
from torch.utils.data import DataLoader
from torchvision.io import ImageReadMode, read_image
from torchvision.transforms import v2

DISEASES = ["healthy", "rust", "scab", "mildew"]
trees = defaultdict(list)
for r in csv.DictReader(open("leaves.csv")):
    trees[r["tree"]].append((f"jpg/{r['photo']}", DISEASES.index(r["state"])))

ids = sorted(trees)
random.Random(77).shuffle(ids)
n = len(ids)
train_ids, valid_ids, test_ids = ids[: n * 7 // 10], ids[n * 7 // 10: n * 85 // 100], ids[n * 85 // 100:]
flat = lambda some: [leaf for t in some for leaf in trees[t]]

std = [v2.ToDtype(torch.float32, scale=True), v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])]
plain = v2.Compose([v2.Resize(256), v2.CenterCrop(224), *std])
rich = v2.Compose([v2.RandomResizedCrop(224, (0.5, 1)), v2.RandomHorizontalFlip(), v2.ColorJitter(0.2, 0.2), *std])


def batches(items, tf, shuffle=False):
    def collate(part):
        return torch.stack([tf(read_image(p, ImageReadMode.RGB)) for p, _ in part]), torch.tensor([y for _, y in part])
    return DataLoader(items, 32, shuffle=shuffle, collate_fn=collate, num_workers=6)


def train(items, steps=1500):
    torch.manual_seed(0)
    net = timm.create_model("resnet34", pretrained=True, num_classes=len(DISEASES)).cuda()
    opt = torch.optim.SGD(net.parameters(), 0.01, 0.9, weight_decay=1e-4)
    sch = torch.optim.lr_scheduler.OneCycleLR(opt, 0.02, total_steps=steps)
    done = 0
    while done < steps:
        for x, y in batches(items, rich, True):
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x.cuda()), y.cuda()).backward()
            opt.step(); sch.step()
            done += 1
            if done == steps:
                break
    return net.eval()


def balanced(net, items):
    hit, tot = torch.zeros(len(DISEASES)), torch.zeros(len(DISEASES))
    with torch.no_grad():
        for x, y in batches(items, plain):
            ok = net(x.cuda()).argmax(1).cpu() == y
            hit.index_add_(0, y, ok.float())
            tot.index_add_(0, y, torch.ones(len(y)))
    return (hit / tot.clamp(min=1)).mean().item()


curve = []
for share in (0.1, 0.2, 0.4, 0.7, 1.0):
    some = train_ids[: max(8, int(share * len(train_ids)))]
    net = train(flat(some))
    curve.append((len(flat(some)), balanced(net, flat(valid_ids))))
    print(share, curve[-1])

plt.semilogx(*zip(*curve), "o-")
plt.xlabel("labelled leaves"); plt.ylabel("balanced accuracy, validation trees")
plt.savefig("learning_curve.png", dpi=120)
print("full network on the test trees:", round(balanced(net, flat(test_ids)), 3))
# author: author6
