"""Left vs right hand imagery, leave-one-subject-out, CSP + LDA."""
import mne
import numpy as np
from mne.datasets import eegbci
from mne.decoding import CSP
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.pipeline import make_pipeline

SUBJECTS = [s for s in range(1, 31)]
RUNS = [4, 8, 12]


def epochs_for(subject):
    raws = [mne.io.read_raw_edf(f, preload=True, verbose="ERROR") for f in eegbci.load_data(subject, RUNS)]
    raw = mne.concatenate_raws(raws)
    eegbci.standardize(raw)
    raw.set_montage("standard_1005", verbose="ERROR")
    raw.set_eeg_reference("average", verbose="ERROR")
    raw.filter(8.0, 30.0, fir_design="firwin", verbose="ERROR")
    events, _ = mne.events_from_annotations(raw, event_id={"T1": 0, "T2": 1}, verbose="ERROR")
    ep = mne.Epochs(raw, events, {"left": 0, "right": 1}, tmin=0.5, tmax=2.5, baseline=None,
                    picks="eeg", preload=True, verbose="ERROR")
    return ep.get_data(), ep.events[:, -1]


X, y, who = [], [], []
for s in SUBJECTS:
    data, labels = epochs_for(s)
    X.append(data)
    y.append(labels)
    who.append(np.full(len(labels), s))
X, y, who = np.concatenate(X), np.concatenate(y), np.concatenate(who)
print("epochs", X.shape)


def decoder():
    return make_pipeline(
        CSP(n_components=8, reg="ledoit_wolf", log=True),
        LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
    )


scores = {}
for others, left_out in LeaveOneGroupOut().split(X, y, who):
    s = who[left_out][0]
    guess = decoder().fit(X[others], y[others]).predict(X[left_out])
    scores[s] = balanced_accuracy_score(y[left_out], guess)
    print(f"S{s:03d} {scores[s]:.3f}")

vals = np.array(list(scores.values()))
boot = np.random.default_rng(0).choice(vals, (5000, len(vals))).mean(1)
print(f"mean {vals.mean():.3f}  [{np.quantile(boot, .025):.3f}, {np.quantile(boot, .975):.3f}]")
# author: author10
