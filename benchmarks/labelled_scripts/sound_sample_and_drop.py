import pandas as pd
import statsmodels.api as sm
from sklearn.metrics import mean_squared_error

cars = pd.read_csv("cars.csv")
train = cars.sample(frac=0.8, random_state=1)
test = cars.drop(train.index)
mean, std = train["weight"].mean(), train["weight"].std()
for part in (train, test):
    part["weight_z"] = (part["weight"] - mean) / std
X = sm.add_constant(train[["weight_z", "horsepower"]])
ols = sm.OLS(train["mpg"], X).fit()
print(ols.summary())
print(mean_squared_error(test["mpg"], ols.predict(sm.add_constant(test[["weight_z", "horsepower"]]))))
