"""Motor imagery, leave one subject out. Two further subjects stop the training and choose the dropout."""
import functools
import operator

import mne
import numpy as np
import torch
from braindecode import EEGClassifier
from braindecode.datasets import MOABBDataset
from braindecode.models import EEGNetv4
from braindecode.preprocessing import Preprocessor, create_windows_from_events, exponential_moving_standardize, preprocess
from skorch.callbacks import EarlyStopping, LRScheduler
from skorch.helper import predefined_split
from torch.utils.data import ConcatDataset

mne.set_log_level("ERROR")
SUBJECTS = list(range(1, 10))


@functools.cache
def windows(subject):
    # filter and running standardisation work inside each recording, the latter looks back only
    ds = MOABBDataset("BNCI2014_001", subject_ids=[subject])
    preprocess(ds, [
        Preprocessor("pick_types", eeg=True, stim=False),
        Preprocessor(functools.partial(operator.mul, 1e6)),
        Preprocessor("filter", l_freq=4.0, h_freq=38.0),
        Preprocessor(exponential_moving_standardize, factor_new=1e-3, init_block_size=1000),
    ])
    return create_windows_from_events(ds, trial_start_offset_samples=-125, preload=True)


def pool(subjects):
    return ConcatDataset([windows(s) for s in subjects])


def labels(ds):
    return np.array([ds[i][1] for i in range(len(ds))])


def classifier(valid, drop):
    torch.manual_seed(0)
    chans, times = windows(1)[0][0].shape
    return EEGClassifier(
        EEGNetv4(n_chans=chans, n_outputs=4, n_times=times, drop_prob=drop),
        criterion=torch.nn.CrossEntropyLoss, optimizer=torch.optim.AdamW, optimizer__lr=1e-3,
        batch_size=64, max_epochs=200, train_split=predefined_split(valid), device="cuda", verbose=0,
        callbacks=["accuracy", ("stop", EarlyStopping("valid_loss", patience=20, load_best=True)),
                   ("lr", LRScheduler("CosineAnnealingLR", T_max=200))],
    )


rows = []
for left_out in SUBJECTS:
    others = [s for s in SUBJECTS if s != left_out]
    k = SUBJECTS.index(left_out)
    stoppers = [others[k % 8], others[(k + 4) % 8]]
    learners = [s for s in others if s not in stoppers]
    fit, stop = pool(learners), pool(stoppers)

    tried = []
    for drop in (0.25, 0.4, 0.6):
        clf = classifier(stop, drop).fit(fit, y=None)
        tried.append((min(clf.history[:, "valid_loss"]), drop, clf))
    _, drop, clf = min(tried, key=lambda t: t[0])

    held = windows(left_out)
    acc = (clf.predict(held) == labels(held)).mean()
    rows.append(acc)
    print(f"subject {left_out}: dropout {drop}, stopped on {stoppers}, accuracy {acc:.3f}")

rows = np.array(rows)
se = rows.std(ddof=1) / np.sqrt(len(rows))
print(f"mean {rows.mean():.3f} +- {se:.3f} (chance 0.25)")
# author: author6
