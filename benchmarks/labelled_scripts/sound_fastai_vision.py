from fastai.vision.all import *

path = Path("fungi")
dls = ImageDataLoaders.from_folder(path, train="train", valid="valid", item_tfms=Resize(224))
learn = vision_learner(dls, resnet34, metrics=accuracy)
learn.fine_tune(5, cbs=[SaveModelCallback(monitor="accuracy")])
test_dl = dls.test_dl(get_image_files(path / "test"), with_labels=True)
print(learn.validate(dl=test_dl))
# author: maintainer
