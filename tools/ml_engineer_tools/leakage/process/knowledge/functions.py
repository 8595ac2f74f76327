"""Functions of libraries by name: readers, splits, metrics, and those that change row sets."""

from __future__ import annotations

import re

READERS = frozenset(
    {"read_csv", "read_parquet", "read_excel", "read_json", "read_feather", "read_pickle",
     "read_sql", "read_sql_query", "read_table", "read_hdf", "read_orc", "read_ipc",
     "scan_csv", "scan_parquet", "scan_ndjson", "read_ndjson", "read_sas", "read_stata",
     "read_html", "read_fwf", "read_spss", "read_sql_table", "read_gbq", "read_arff", "loadtxt",
     "genfromtxt", "loadmat", "load_svmlight_file", "load_npz", "imread", "get_data",
     "read_database", "read_delta", "ImageFolder", "flow_from_directory",
     "image_dataset_from_directory", "text_dataset_from_directory", "load_from_disk",
     "TFRecordDataset", "import_file", "read_epochs"}
)  # fmt: skip
"""Functions that bring a table; each call with other arguments brings other rows."""

DATASET_PREFIXES = ("load_", "fetch_", "make_")
"""Functions of scikit-learn and others that bring a data set begin so."""

READING_PATHS = frozenset(
    {"csv.reader", "csv.DictReader",
     "numpy.load", "np.load", "PIL.Image.open", "Image.open", "librosa.load", "nibabel.load",
     "soundfile.read", "cv2.imread", "torchaudio.load", "keras.utils.load_img"}
)  # fmt: skip
"""Dotted names of functions that bring arrays, whose last word alone doesn't tell."""

READING_METHODS = frozenset({"parquet", "csv", "json", "orc", "table", "load", "jdbc", "text"})
"""Methods of `spark.read` that bring a table."""

MADE_BY_FUNCTION = frozenset(
    {"early_stopping", "create_study", "load_study", "record_best", "ols", "logit", "glm", "wls",
     "gls", "poisson", "quantreg", "mixedlm", "cKDTree", "index_factory"}
)  # fmt: skip
"""Functions that give back an object to be kept apart, as a class would."""

KEEP_COLUMNS = frozenset(
    {"get_dummies", "array", "asarray", "copy", "deepcopy", "shuffle", "DMatrix", "Dataset", "Pool",
     "tensor", "Tensor", "FloatTensor", "from_numpy", "TensorDataset", "DataLoader", "from_pandas",
     "csr_matrix", "nan_to_num", "log1p", "log", "sqrt", "round", "from_tensor_slices", "float32",
     "QuantileDMatrix", "ascontiguousarray", "astype", "add_constant", "list", "permutation"}
)  # fmt: skip
"""Functions whose result has all the columns of what they are given."""

SPLITTERS = {
    "KFold": "fold", "StratifiedKFold": "fold", "RepeatedKFold": "fold",
    "RepeatedStratifiedKFold": "fold", "ShuffleSplit": "fold", "StratifiedShuffleSplit": "fold",
    "LeaveOneOut": "fold", "LeavePOut": "fold", "MultilabelStratifiedKFold": "fold",
    "IterativeStratification": "fold", "GroupKFold": "group", "StratifiedGroupKFold": "group",
    "GroupShuffleSplit": "group", "LeaveOneGroupOut": "group", "LeavePGroupsOut": "group",
    "TimeSeriesSplit": "time", "PurgedGroupTimeSeriesSplit": "time", "PredefinedSplit": "given",
    "PurgedKFold": "time", "BlockingTimeSeriesSplit": "time", "GroupTimeSeriesSplit": "time",
    "SlidingWindowSplitter": "time", "ExpandingWindowSplitter": "time",
    "CombinatorialPurgedKFold": "time", "PurgedTimeSeriesSplit": "time",
}  # fmt: skip
"""Splitters, and what they respect: nothing (`fold`), entities, or time."""

CROSS_VALIDATIONS = frozenset(
    {"cross_val_score", "cross_validate", "cross_val_predict", "learning_curve",
     "validation_curve", "permutation_test_score"}
)  # fmt: skip

PLAIN_METRICS = frozenset(
    {"classification_report", "confusion_matrix", "roc_curve", "precision_recall_curve",
     "det_curve", "precision_recall_fscore_support", "mean_squared_error",
     "root_mean_squared_error", "mean_absolute_error", "median_absolute_error", "log_loss",
     "brier_score_loss", "hamming_loss", "zero_one_loss", "max_error", "r2_score",
     "roc_auc_score", "accuracy_score", "f1_score", "fbeta_score", "precision_score",
     "recall_score", "cohen_kappa_score", "matthews_corrcoef", "balanced_accuracy_score",
     "average_precision_score", "jaccard_score", "top_k_accuracy_score",
     "explained_variance_score", "mean_absolute_percentage_error", "mean_squared_log_error",
     "ndcg_score", "mean_pinball_loss", "d2_absolute_error_score", "calibration_curve",
     "hinge_loss", "concordance_index", "mean_poisson_deviance", "mean_gamma_deviance",
     "mean_tweedie_deviance", "dcg_score", "multilabel_confusion_matrix",
     "root_mean_squared_log_error", "auc_score", "rmse", "mae", "mape", "smape", "qwk",
     "rmsle", "gini", "word_error_rate", "quadratic_weighted_kappa", "bleu_score"}
)  # fmt: skip
"""Functions (y_true, y_pred) whose result says how good a prediction is."""

METRIC_NAMES = re.compile(
    r"(?:^|_)(?:score|error|loss|auc|auroc|auprc|accuracy|acc|f1|mse|rmse|mae|mape|smape|r2|kappa|mcc|"
    r"concordance|cindex|c_index|brier|ece|deviance|precision|recall|likelihood|nll|gini|dice|iou|"
    r"miou|wer|cer|bleu|rouge|ndcg|map|crps|pinball)(?:_|$)"
)
"""Names of functions that tell, where they are given predictions, how good these are."""

CURVES = frozenset({"roc_curve", "precision_recall_curve", "det_curve"})
"""Metrics over all thresholds: what is chosen on them is a threshold."""

LABELLED_STATISTICS = frozenset(
    {"mutual_info_classif", "mutual_info_regression", "f_classif", "f_regression", "chi2",
     "r_regression", "pointbiserialr", "information_value", "permutation_importance", "corrwith",
     "ttest_ind", "chi2_contingency", "mannwhitneyu", "f_oneway", "ks_2samp"}
)  # fmt: skip
"""Functions that relate features to the label: a choice by their result is a selection."""

PAIR_CORRELATIONS = frozenset({"corrcoef", "pearsonr", "spearmanr", "kendalltau"})
"""Functions that correlate one column with another, which may be the label."""

CHOOSERS = frozenset(
    {"argmax", "argmin", "nanargmax", "nanargmin", "max", "min", "idxmax", "idxmin", "nlargest",
     "nsmallest", "amax", "amin"}
)  # fmt: skip
"""Functions whose result is the best of many."""

PLACES = frozenset({"argmax", "argmin", "nanargmax", "nanargmin", "idxmax", "idxmin"})
"""Those that tell where the best is, not how good."""

WINDOWS = frozenset({"sliding_window_view", "as_strided", "view_as_windows", "segment_signal"})
"""Functions that cut a series into windows, each beginning a little after the one before."""

SMOOTHERS = frozenset(
    {"savgol_filter", "gaussian_filter1d", "uniform_filter1d", "filtfilt", "sosfiltfilt", "medfilt",
     "hpfilter", "lowess", "seasonal_decompose", "denoise_wavelet", "wiener", "bkfilter",
     "cffilter", "wavedec", "waverec", "dwt", "idwt", "swt", "iswt", "VMD", "svmd"}
)  # fmt: skip
"""Functions that smooth a series, or take it apart, by what comes before and after each value."""

DECOMPOSITIONS = frozenset({"STL", "MSTL", "EMD", "EEMD", "CEEMDAN", "VMD", "SSA",
                            "SingularSpectrumAnalysis", "DecomposeResult"})  # fmt: skip
"""Classes that take a series apart."""
DECOMPOSING_METHODS = frozenset({"emd", "eemd", "ceemdan", "iceemdan", "vmd"})

RANKERS = frozenset({"sorted", "sort", "argsort", "sort_values", "most_common", "lexsort"})
"""Functions that put the best first or last: taking an end of their result is a choice."""

STACKERS = frozenset(
    {"concat", "vstack", "append", "concatenate", "r_", "row_stack", "cat", "ConcatDataset",
     "concatenate_datasets", "hstack"}
)  # fmt: skip
"""Functions that put the rows of several tables under each other (unless told `axis=1`)."""

AUGMENTATIONS = frozenset(
    {"rotate", "hflip", "vflip", "fliplr", "flipud", "rot90", "flip", "adjust_brightness",
     "adjust_contrast", "adjust_saturation", "adjust_hue", "adjust_gamma", "add_noise", "augment",
     "jitter", "random_flip", "random_rotation", "random_crop", "gaussian_blur", "time_stretch",
     "pitch_shift", "time_warp", "random_erasing", "elastic_transform", "affine", "perspective",
     "gaussian_noise", "Brightness", "Contrast", "Sharpness", "rotate90", "warpAffine",
     "synonym_replacement", "back_translate", "mirror", "random_swap"}
)  # fmt: skip
"""Functions whose result is a variant of what they are given, and as good as a copy of it."""

OBJECTIVE_CALLERS = {
    "fmin": "fn", "minimize": "fun", "minimize_scalar": "fun", "gp_minimize": "func",
    "differential_evolution": "func", "dual_annealing": "func", "forest_minimize": "func",
    "basinhopping": "func", "brute": "func", "BayesianOptimization": "f", "agent": "function",
}  # fmt: skip
"""Optimisers that call a function of the script, and the name of that argument."""

MODEL_MAKERS = re.compile(
    r"^(?:torchvision\.models|tv\.models|models|keras\.applications|tf\.keras\.applications|"
    r"tensorflow\.keras\.applications)\.(?:\w+\.)?\w+$|create_model$"
)
"""Functions that make a network."""

PATHS = ("os.path.join", "path.join", "Path", "PurePath", "PosixPath")
"""How functions that put paths together are called at their end."""

FITTING_FUNCTIONS = frozenset(
    {"nnls", "lstsq", "lsq_linear", "curve_fit", "least_squares", "polyfit", "leastsq", "solve"}
)
"""Functions that fit numbers to data: given predictions, they weigh them by the labels."""

PRINTERS = frozenset(
    {"print", "display", "info", "log", "log_metric", "log_metrics", "warning", "debug", "echo",
     "pprint", "write", "savefig", "to_csv", "dump", "metric", "report"}
)  # fmt: skip
"""Functions that show a value to somebody."""

SAVERS = frozenset(
    {"save", "dump", "deepcopy", "clone", "save_model", "save_weights", "state_dict", "copy",
     "save_pretrained", "save_checkpoint", "checkpoint", "get_weights", "save_state"}
)  # fmt: skip
"""Functions that keep a model as it is: under a condition on a score, they keep the best one."""

TRANSFORMING_FUNCTIONS = {
    "scale": "scaling", "minmax_scale": "scaling", "robust_scale": "scaling",
    "maxabs_scale": "scaling", "power_transform": "scaling", "quantile_transform": "scaling",
    "zscore": "scaling",
}  # fmt: skip
"""Functions that fit and transform at once."""

READ_ONCE = frozenset({"arange", "permutation", "randperm", "rand", "random", "randn", "choice",
                       "randint", "integers", "uniform", "shuffle", "binomial",
                       "random_sample"})  # fmt: skip
"""Functions that make positions or random numbers: rows are chosen by them."""

EARLY_STOPPERS = frozenset(
    {"EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau", "early_stopping", "Checkpoint",
     "EarlyStoppingCallback", "record_best", "SaveModelCallback"}
)  # fmt: skip
"""Callbacks that choose an epoch or round by the score on validation rows."""

EARLY_STOPPING_OPTIONS = frozenset(
    {"early_stopping_rounds", "early_stopping_round", "early_stopping", "od_wait", "od_type",
     "n_iter_no_change", "use_best_model", "load_best_model_at_end"}
)  # fmt: skip

VALIDATION_OPTIONS = ("eval_set", "validation_data", "valid_sets", "evals", "eval_dataset",
                      "val_dataloaders", "X_val", "dvalid", "valid_set",
                      "validation_frame", "train_split")  # fmt: skip
"""Arguments of a fit that bring rows to be validated on."""
