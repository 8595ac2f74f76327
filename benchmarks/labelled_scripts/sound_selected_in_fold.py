import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold

soil = pd.read_csv("soil_spectra.csv")
y = soil["carbon"]
bands = soil.filter(like="nm_")
r2 = []
for tr, te in KFold(10, shuffle=True, random_state=1).split(bands):
    r = bands.iloc[tr].apply(lambda c: np.corrcoef(c, y.iloc[tr])[0, 1]).abs()
    keep = r.nlargest(25).index
    m = LinearRegression().fit(bands.iloc[tr][keep], y.iloc[tr])
    r2.append(m.score(bands.iloc[te][keep], y.iloc[te]))
print(np.mean(r2))
# author: maintainer
