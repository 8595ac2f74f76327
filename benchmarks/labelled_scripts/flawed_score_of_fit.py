import statsmodels.api as sm
import statsmodels.formula.api as smf
from sklearn.metrics import mean_squared_error
import numpy as np

guerry = sm.datasets.get_rdataset("Guerry", "HistData").data.dropna()
model = smf.ols("Lottery ~ Literacy + np.log(Pop1831) + Region", data=guerry).fit()
print(model.summary())
predicted = model.predict(guerry)
print("RMSE of the model:", np.sqrt(mean_squared_error(guerry["Lottery"], predicted)))  # leak: evaluated_on_training
# author: maintainer
