import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

d = pd.read_csv("wages.csv")
print(smf.ols("np.log(wage) ~ educ + exper + I(exper**2)", d).fit(cov_type="HC1").summary())
test = d.sample(frac=0.2, random_state=3)
train = d.drop(test.index)
fit = smf.ols("np.log(wage) ~ educ + exper + I(exper**2)", train).fit()
error = np.log(test["wage"]) - fit.predict(test)
print("out of sample R2", 1 - (error**2).sum() / ((np.log(test["wage"]) - np.log(train["wage"]).mean()) ** 2).sum())
# author: maintainer
