import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

water = pd.read_csv('water_potability.csv')
num = water.select_dtypes(include=np.number).columns
water[num] = water[num].fillna(water[num].mean())  # leak: preprocessing_before_split
X = water.drop('Hardness', axis=1)
y = water['Hardness']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
lr = LinearRegression()
lr.fit(X_train, y_train)
y_pred = lr.predict(X_test)
print('R2:', r2_score(y_test, y_pred))
# author: maintainer
