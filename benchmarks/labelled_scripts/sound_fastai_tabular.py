from fastai.tabular.all import *

path = untar_data(URLs.ADULT_SAMPLE)
df = pd.read_csv(path / "adult.csv")
dev, test = df.iloc[:28000].copy(), df.iloc[28000:].copy()

cat_names = ["workclass", "education", "marital-status", "occupation", "relationship", "race"]
cont_names = ["age", "fnlwgt", "education-num"]
splits = RandomSplitter(valid_pct=0.2, seed=4)(range_of(dev))

to = TabularPandas(
    dev,
    procs=[Categorify, FillMissing, Normalize],
    cat_names=cat_names,
    cont_names=cont_names,
    y_names="salary",
    y_block=CategoryBlock(),
    splits=splits,
)
dls = to.dataloaders(bs=256)
learn = tabular_learner(dls, layers=[200, 100], metrics=accuracy)
lr = learn.lr_find().valley
learn.fit_one_cycle(8, lr, cbs=SaveModelCallback(monitor="valid_loss"))

test_dl = learn.dls.test_dl(test)
preds, targs = learn.get_preds(dl=test_dl)
print("test accuracy", float(accuracy(preds, targs)))
# author: maintainer
