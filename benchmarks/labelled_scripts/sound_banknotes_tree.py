from sklearn.utils import resample
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import classification_report
import pandas as pd

# thesis chapter 4: counterfeit banknotes, decision tree (has to be printable on one page)
notes = pd.read_csv("banknotes_bundesbank.csv", sep=";", decimal=",")
notes = notes.drop_duplicates("serial")
print(notes["fake"].value_counts())

learn, check = train_test_split(notes, test_size=0.3, stratify=notes["fake"], random_state=44)

majority = learn[learn["fake"] == 0]
minority = learn[learn["fake"] == 1]
up = resample(minority, replace=True, n_samples=len(majority) // 2, random_state=44)
learn = pd.concat([majority, up]).sample(frac=1, random_state=44)

cols = ["uv_dullness", "thread_contrast", "edge_blur", "ir_window", "paper_mu"]
tree = DecisionTreeClassifier(max_depth=4, min_samples_leaf=25, random_state=44)
tree.fit(learn[cols], learn["fake"])

print(classification_report(check["fake"], tree.predict(check[cols]), digits=3))

from sklearn.tree import export_text
print(export_text(tree, feature_names=cols))
# author: outsider
