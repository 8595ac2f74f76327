import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB

reviews = pd.read_csv("reviews.csv")
vec = TfidfVectorizer(min_df=3, ngram_range=(1, 2))
X = vec.fit_transform(reviews.text)  # leak: preprocessing_before_split
X_train, X_test, y_train, y_test = train_test_split(X, reviews.label, random_state=1)
nb = MultinomialNB()
nb.fit(X_train, y_train)
print(classification_report(y_test, nb.predict(X_test)))
