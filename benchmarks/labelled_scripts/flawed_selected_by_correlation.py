import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold

soil = pd.read_csv("soil_spectra.csv")
y = soil["carbon"]
bands = soil.filter(like="nm_")
r = bands.apply(lambda c: np.corrcoef(c, y)[0, 1]).abs()  # leak: selection_before_split
best = bands[r[r > 0.6].index]
r2 = []
for tr, te in KFold(10, shuffle=True, random_state=1).split(best):
    m = LinearRegression().fit(best.iloc[tr], y.iloc[tr])
    r2.append(m.score(best.iloc[te], y.iloc[te]))
print(np.mean(r2))
# author: maintainer
