import argparse
import pickle

import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, recall_score, roc_auc_score, roc_curve
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier


def get_args():
    ap = argparse.ArgumentParser()
    ap.add_argument('--input', required=True)
    ap.add_argument('--model', default='model.pkl')
    return ap.parse_args()


def youden(y_true, scores):
    fpr, tpr, thr = roc_curve(y_true, scores)
    return thr[np.argmax(tpr - fpr)]  # leak: threshold_on_test


def report(y_true, scores, threshold):
    pred = (scores >= threshold).astype(int)
    print(f'AUC         {roc_auc_score(y_true, scores):.3f}')
    print(f'threshold   {threshold:.3f}')
    print(f'accuracy    {accuracy_score(y_true, pred):.3f}')
    print(f'sensitivity {recall_score(y_true, pred):.3f}')
    print(f'specificity {recall_score(y_true, pred, pos_label=0):.3f}')


def main():
    args = get_args()
    df = pd.read_excel(args.input, sheet_name='clean')
    X_train, X_test, y_train, y_test = train_test_split(
        df.drop('diagnosis', axis=1), df['diagnosis'], test_size=0.3, stratify=df['diagnosis'], random_state=42)
    clf = XGBClassifier(max_depth=3, n_estimators=200, learning_rate=0.05)
    clf.fit(X_train, y_train)
    scores = clf.predict_proba(X_test)[:, 1]
    report(y_test, scores, youden(y_test, scores))
    pickle.dump(clf, open(args.model, 'wb'))


if __name__ == '__main__':
    main()
# author: maintainer
