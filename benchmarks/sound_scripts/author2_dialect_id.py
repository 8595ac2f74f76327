# Identification des dialectes arabes (MADAR-26) ; fichiers officiels train / dev / test
import sys
from pathlib import Path

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import classification_report, f1_score
from sklearn.model_selection import ParameterGrid
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

dossier = Path(sys.argv[1])


def lire(nom):
    t = pd.read_csv(dossier / f"MADAR-Corpus-26-{nom}.tsv", sep="\t", names=["phrase", "ville"], quoting=3)
    return t.phrase.str.normalize("NFKC"), t.ville


textes_app, villes_app = lire("train")
textes_dev, villes_dev = lire("dev")


def chaine(car_max, mot_max, C):
    traits = FeatureUnion([
        ("car", TfidfVectorizer(analyzer="char_wb", ngram_range=(1, car_max), sublinear_tf=True, min_df=2)),
        ("mot", TfidfVectorizer(analyzer="word", ngram_range=(1, mot_max), sublinear_tf=True)),
    ])
    return Pipeline([("traits", traits), ("svm", LinearSVC(C=C, dual=True))])


grille = ParameterGrid({"car_max": [4, 5, 6], "mot_max": [1, 2], "C": [0.1, 0.5, 1.0]})
essais = []
for reglage in grille:
    modele = chaine(**reglage).fit(textes_app, villes_app)
    note = f1_score(villes_dev, modele.predict(textes_dev), average="macro")
    essais.append((note, reglage))
    print(f"{note:.4f}", reglage)

meilleure_note, reglage = max(essais, key=lambda e: e[0])
print("retenu :", reglage, "F1 dev", round(meilleure_note, 4))

final = chaine(**reglage).fit(pd.concat([textes_app, textes_dev]), pd.concat([villes_app, villes_dev]))

textes_test, villes_test = lire("test")
print(classification_report(villes_test, final.predict(textes_test), digits=3))
# author: author2
