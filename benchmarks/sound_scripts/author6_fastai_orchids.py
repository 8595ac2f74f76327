from pathlib import Path

import pandas as pd
from fastai.vision.all import *

# photos.csv: file, species, plant (the same plant is photographed many times), site
SITE_HELD_OUT = "Saaremaa"
root = Path("~/orchids").expanduser()
photos = pd.read_csv(root / "photos.csv")
outside = photos[photos.site == SITE_HELD_OUT]
photos = photos[photos.site != SITE_HELD_OUT].copy()

plants = pd.Series(photos.plant.unique()).sample(frac=1, random_state=21)
photos["is_valid"] = photos.plant.isin(plants[: len(plants) // 6])

species = sorted(photos.loc[~photos.is_valid, "species"].unique())
photos = photos[photos.species.isin(species)]
outside = outside[outside.species.isin(species)]

block = DataBlock(
    blocks=(ImageBlock, CategoryBlock(vocab=species)),
    get_x=ColReader("file", pref=str(root / "img") + "/"),
    get_y=ColReader("species"),
    splitter=ColSplitter("is_valid"),
    item_tfms=Resize(460),
    batch_tfms=[*aug_transforms(size=224, min_scale=0.7), Normalize.from_stats(*imagenet_stats)],
)
dls = block.dataloaders(photos, bs=48)

learn = vision_learner(
    dls, resnet50, metrics=[accuracy, F1Score(average="macro")],
    cbs=[SaveModelCallback(monitor="f1_score", fname="orchid_best"), EarlyStoppingCallback("f1_score", patience=5)],
)
lr = learn.lr_find(suggest_funcs=(valley,)).valley
learn.fine_tune(20, lr)
learn.load("orchid_best")

test_dl = learn.dls.test_dl(outside, with_labels=True)
loss, acc, f1 = learn.validate(dl=test_dl)
print(f"{SITE_HELD_OUT}: n={len(outside)} accuracy={acc:.3f} macroF1={f1:.3f}")

interp = ClassificationInterpretation.from_learner(learn, dl=test_dl)
interp.plot_confusion_matrix(figsize=(10, 10), dpi=80)
plt.savefig("confusion_saaremaa.png")
learn.export("orchids.pkl")
# author: author6
