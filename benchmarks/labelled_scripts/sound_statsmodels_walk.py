import numpy as np
import pandas as pd
import statsmodels.api as sm

s = pd.read_csv("rides.csv", parse_dates=["week"], index_col="week")["rides"]
cut = int(len(s) * 0.8)
history, errors, naive = list(s[:cut]), [], []
for t in range(cut, len(s)):
    fit = sm.tsa.SARIMAX(history, order=(1, 1, 1)).fit(disp=False)
    guess = fit.forecast(1)[0]
    errors.append(abs(s.iloc[t] - guess))
    naive.append(abs(s.iloc[t] - history[-1]))
    history.append(s.iloc[t])
print(np.mean(errors), np.mean(naive))
# author: maintainer
