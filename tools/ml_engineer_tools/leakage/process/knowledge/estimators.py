"""Estimators by class name: what a fit of each does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["transformer", "resampler", "predictor", "search", "composite", "clusterer"]


@dataclass(frozen=True, slots=True)
class Estimator:
    """What is known of a class.

    Attributes:
        role: what it is for.
        influence: what its fit does to what it transforms; "" for nothing that matters.
        asked_by: a method by which it is asked for predictions, beside the usual ones.
        stops_early: it chooses when to stop on the rows of `eval_set` without being told to.
    """

    role: Role
    influence: str = ""
    asked_by: str = ""
    stops_early: bool = False


_TRANSFORMERS = {
    "scaling": "StandardScaler MinMaxScaler RobustScaler MaxAbsScaler PowerTransformer "
    "QuantileTransformer KBinsDiscretizer SplineTransformer YeoJohnsonTransformer Normalization "
    "BoxCoxTransformer Winsorizer EqualFrequencyDiscretiser EqualWidthDiscretiser Discretizer "
    "Scaler BoxCox QuantileDiscretizer",
    "imputation": "SimpleImputer Imputer MeanMedianImputer CategoricalImputer",
    "imputation_with_target": "KNNImputer IterativeImputer MissForest IterativeSVD KNN",
    "reduction": "PCA IncrementalPCA KernelPCA SparsePCA TruncatedSVD NMF FastICA FactorAnalysis "
    "LatentDirichletAllocation MiniBatchDictionaryLearning DictionaryLearning TSNE UMAP Isomap "
    "PHATE PaCMAP FAMD MCA LocallyLinearEmbedding SpectralEmbedding Nystroem MiniBatchNMF "
    "MiniBatchSparsePCA MDS",
    "vectorising": "TfidfVectorizer CountVectorizer TfidfTransformer DictVectorizer Tokenizer "
    "IDF TextVectorization Word2Vec Doc2Vec FastText Dictionary TfidfModel StringLookup",
    "encoding": "OneHotEncoder OrdinalEncoder LabelEncoder LabelBinarizer MultiLabelBinarizer "
    "BinaryEncoder BaseNEncoder HelmertEncoder CountEncoder FrequencyEncoder RareLabelEncoder "
    "CountFrequencyEncoder IntegerLookup StringIndexer",
    "unsupervised_selection": "VarianceThreshold DropCorrelatedFeatures DropConstantFeatures",
    "feature_selection": "SelectKBest SelectPercentile SelectFpr SelectFdr SelectFwe "
    "ChiSqSelector UnivariateFeatureSelector "
    "GenericUnivariateSelect RFE RFECV SelectFromModel SequentialFeatureSelector BorutaPy Boruta "
    "LinearDiscriminantAnalysis NeighborhoodComponentsAnalysis ReliefF SelectByShuffling "
    "PLSRegression MDLP OptimalBinning BinningProcess BoostBoruta BoostRFE BorutaShap CSP SPoC "
    "Xdawn LMNN LFDA MLKR PLSCanonical CCA ContinuousOptimalBinning MulticlassOptimalBinning "
    "Combiner DecisionTreeDiscretiser",
    "target_encoding": "TargetEncoder MeanEncoder LeaveOneOutEncoder CatBoostEncoder WOEEncoder "
    "JamesSteinEncoder MEstimateEncoder GLMMEncoder QuantileEncoder SummaryEncoder WoEEncoder "
    "TargetMeanEncoder LikelihoodEncoder WOETransformer WeightOfEvidence DecisionTreeEncoder",
    "": "FunctionTransformer Normalizer Binarizer HashingVectorizer FeatureHasher HashingEncoder "
    "PolynomialFeatures FeatureUnion MissingIndicator LabelEncoderTransformer Identity "
    "AdditiveChi2Sampler KernelCenterer TableVectorizer DatetimeEncoder "
    "VectorAssembler Bucketizer VectorIndexer SQLTransformer HashingTF",
}  # fmt: skip

_RESAMPLERS = {
    "oversampling": "SMOTE SMOTENC SMOTEN BorderlineSMOTE SVMSMOTE KMeansSMOTE ADASYN "
    "RandomOverSampler SMOTEENN SMOTETomek",
    "undersampling": "RandomUnderSampler NearMiss TomekLinks EditedNearestNeighbours "
    "ClusterCentroids OneSidedSelection NeighbourhoodCleaningRule CondensedNearestNeighbour "
    "InstanceHardnessThreshold AllKNN RepeatedEditedNearestNeighbours",
}  # fmt: skip

_SEARCHES = (
    "GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV BayesSearchCV "
    "CrossValidator TrainValidationSplit ForecastingGridSearchCV ForecastingRandomizedSearchCV "
    "OptunaSearchCV TuneSearchCV TuneGridSearchCV EvolutionaryAlgorithmSearchCV GASearchCV"
)
_COMPOSITES = (
    "Pipeline ColumnTransformer FeatureUnion TransformedTargetRegressor CalibratedClassifierCV "
    "make_pipeline make_column_transformer make_union VotingClassifier VotingRegressor "
    "StackingClassifier StackingRegressor BaggingClassifier BaggingRegressor OneVsRestClassifier "
    "OneVsOneClassifier MultiOutputClassifier MultiOutputRegressor ClassifierChain imbpipeline "
    "ImbPipeline AdaBoostClassifier AdaBoostRegressor TunedThresholdClassifierCV "
    "FixedThresholdClassifier SelfTrainingClassifier EasyEnsembleClassifier"
)
_CLUSTERERS = (
    "KMeans MiniBatchKMeans DBSCAN HDBSCAN AgglomerativeClustering Birch GaussianMixture MeanShift "
    "SpectralClustering OPTICS AffinityPropagation BayesianGaussianMixture IsolationForest "
    "OneClassSVM LocalOutlierFactor EllipticEnvelope NearestNeighbors KernelDensity"
)
_STOP_EARLY = "CatBoostClassifier CatBoostRegressor CatBoost CatBoostRanker"
_PREDICTOR_ENDINGS = (
    "Classifier", "Regressor", "Regression", "Ranker", "SVC", "SVR", "NB", "Ridge", "Lasso",
    "RidgeCV", "LassoCV", "ElasticNet", "ElasticNetCV", "RegressionCV", "Perceptron", "Prophet",
    "ARIMA", "SARIMAX", "OLS", "Logit", "GLM", "Sequential", "Model", "Module", "Learner",
    "Trainer", "ClassifierCV", "RegressorCV", "GAM", "Predictor", "Discriminant",
    "DiscriminantAnalysis", "Booster", "Network", "Net", "Forecaster", "Smoothing", "Holt", "Theta",
    "SARIMA", "AutoReg", "VAR", "VARMAX", "AutoARIMA", "AutoETS", "StatsForecast", "NeuralForecast",
    "PHFitter", "AFTFitter", "AdditiveFitter", "SurvivalForest", "SurvivalAnalysis",
    "AutoML", "UnobservedComponents", "Croston", "TBATS", "BATS", "WLS", "GLS", "Probit", "MNLogit",
)  # fmt: skip


_RECOMMENDERS = (
    "SVD SVDpp KNNBasic KNNWithMeans KNNWithZScore KNNBaseline BaselineOnly SlopeOne CoClustering "
    "NormalPredictor"
)
"""Models of ratings, whose tables hold the label: `test(rows)` asks them."""


def _table() -> dict[str, Estimator]:
    table: dict[str, Estimator] = {}
    for influence, names in _TRANSFORMERS.items():
        table |= {name: Estimator("transformer", influence) for name in names.split()}
    for influence, names in _RESAMPLERS.items():
        table |= {name: Estimator("resampler", influence) for name in names.split()}
    table |= {name: Estimator("search") for name in _SEARCHES.split()}
    table |= {name: Estimator("composite") for name in _COMPOSITES.split()}
    table |= {name: Estimator("clusterer") for name in _CLUSTERERS.split()}
    table |= {name: Estimator("predictor", asked_by="test") for name in _RECOMMENDERS.split()}
    table |= {name: Estimator("predictor", stops_early=True) for name in _STOP_EARLY.split()}
    return table


ESTIMATORS = _table()


def estimator(name: str) -> Estimator | None:
    """Return what is known of the class with this (last part of a dotted) name."""
    last = name.rpartition(".")[2]
    if last in ESTIMATORS:
        return ESTIMATORS[last]
    if last[:1].isupper() and last.endswith(_PREDICTOR_ENDINGS):
        return Estimator("predictor")
    return None
