"""Terms that everybody meets: leakage, holdout, the usual metrics, drift, the first releases."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_prompts.terms.concept import Concept

__all__ = ["BASICS"]

BASICS: Sequence[Concept] = (
    Concept(
        "Leakage",
        (r"(?:data |target |label |train[- ]test )?leak(?:age|s)?",),
        "the training data hold something that will not be there when the model predicts: the "
        "answer in disguise, rows of the test, or the future",
        "The score looks splendid offline and falls on the first day of use, so it is looked for "
        "before any score is believed.",
        "S3, S4; H5",
    ),
    Concept(
        "Holdout",
        (r"hold-?outs?(?: sets?)?", r"test[- ]?sets?", r"test data"),
        "rows that are locked away at the beginning and looked at when the choice of the model is "
        "made",
        "It keeps the last score honest; each look at it is counted, since choosing by it wears it "
        "out.",
        "S6; R2",
    ),
    Concept(
        "A validation set",
        (r"(?:validation|dev)[- ]?(?:sets?|data)",),
        "rows kept out of training on which models, thresholds and stopping points are chosen",
        "What was chosen on them looks better on them than it is, which is why the holdout exists.",
        "S6; P5",
    ),
    Concept(
        "A baseline",
        (r"base-?lines?(?: models?)?", r"trivial models?", r"dummy (?:model|classifier)s?"),
        "the cheapest thing that could work: always the commonest answer, the last value, one rule",
        "A model earns its place by what it adds to that, not by its score alone.",
        "S2; P4",
    ),
    Concept(
        "Drift",
        (r"(?:drift|shift)",),
        "the data that arrive now are distributed otherwise than those that the model was trained "
        "on",
        "It need not hurt: it matters where it touches what the model uses, so it is measured with "
        "outcomes wherever there are any.",
        "S8; P5",
    ),
    Concept(
        "Concept drift",
        (r"concept (?:drift|shift)",),
        "the same inputs lead to other outcomes than they did",
        "Inputs alone can't show it; it takes fresh labels.",
        "S8; Q2",
    ),
    Concept(
        "PSI, the population stability index",
        (r"psi", r"population stability index"),
        "it compares two distributions of one column: cut it into bins, and weigh by how much each "
        "bin's share has moved",
        "The rule of thumb, 0.1 for some and 0.25 for much, comes from credit scoring and is "
        "derived from nothing: on few rows PSI is that large by chance alone. So the drift check "
        "here takes what chance makes of it at that number of rows, plus 0.1 as the usual limit "
        "of a small move.",
        "S8; P5",
        "Yes, as one number a column beside a look at its distribution; with a limit that knows "
        "the number of rows.",
    ),
    Concept(
        "Calibration",
        (
            r"calibrat(?:ion|ed)(?: (?:curves?|plots?|probabilities|scores))?",
            r"reliability (?:curves?|diagrams?)",
        ),
        "scores that can be taken as probabilities: among the cases that get the same score, as "
        "many come true as it says",
        "A threshold from costs needs it; a model can rank well and be badly calibrated.",
        "S6; P5",
        "You need it as soon as a score is multiplied by money or held against a threshold from "
        "costs; if you only call the first so many of a list, you don't. A mapping from score to "
        "probability, fitted on rows of its own, mends it.",
    ),
    Concept(
        "ROC AUC",
        (r"(?:roc[- ]?)?auc(?:[- ]?roc)?", r"roc(?: curves?)?", r"area under the (?:roc )?curve"),
        "the chance that a random positive case gets a higher score than a random negative one",
        "It speaks of ranking alone: nothing of the threshold, of costs, or of rare positives that "
        "drown in false alarms.",
    ),
    Concept(
        "Average precision",
        (r"average precision", r"pr[- ]?auc", r"precision[- ]recall curves?"),
        "precision averaged over all recalls, from the strictest threshold to the loosest",
        "Its floor is the share of positives, so it tells more than ROC AUC where they are rare.",
    ),
    Concept(
        "Precision",
        (r"precision", r"positive predictive value", r"ppv"),
        "of the cases that were flagged, the share that really is positive",
        "It falls where positives get rarer, with the same model; read it beside recall.",
    ),
    Concept(
        "Recall",
        (r"recall", r"sensitivity", r"true positive rate", r"tpr"),
        "of the cases that really are positive, the share that was flagged",
        "Whoever flags everybody gets all of it; read it beside precision.",
    ),
    Concept(
        "F1",
        (r"f[- ]?1(?:[- ]?scores?)?",),
        "the harmonic mean of precision and recall at one threshold",
        "It weighs both errors by a formula and not by what they cost you; costs are better where "
        "they are known.",
        "S6; P2",
    ),
    Concept(
        "The Brier score",
        (r"(?:the )?brier(?:[- ]?scores?)?",),
        "the mean squared distance between the probability that was said and what came",
        "Smaller is better; it holds ranking and calibration at once, so compare it with that of "
        "always saying the base rate.",
    ),
    Concept(
        "Log loss",
        (r"log[- ]?loss", r"cross[- ]?entropy"),
        "how surprised somebody is who believed the scores: the mean negative logarithm of the "
        "probability that was given to what came",
        "One confident mistake costs it dearly.",
    ),
    Concept(
        "Accuracy",
        (r"accurac(?:y|ies)",),
        "the share of decisions that are right",
        "Always saying the commonest class reaches that class's share: read it beside that floor.",
        "S2, S6; P4",
    ),
    Concept(
        "R squared",
        (r"r[- ]?(?:2|squared|\u00b2)", r"coefficient of determination"),
        "the share of the target's variance that the predictions account for",
        "It depends on how much the target varies, so it doesn't compare across tables; below "
        "zero, the mean would have done better.",
    ),
    Concept(
        "MAE and RMSE",
        (r"mae", r"rmse", r"mean absolute error", r"(?:root )?mean squared error", r"mse"),
        "the mean distance between prediction and outcome, in the target's own unit; RMSE squares "
        "the distances first",
        "RMSE is ruled by a few large errors, MAE is not; choose by what a large error costs.",
        "S6; P2",
    ),
    Concept(
        "Overfitting",
        (r"over-?fit(?:ting)?",),
        "the model has learnt what is peculiar to its training rows, and does worse on others",
        "It is told by the distance between the two scores, on rows that were split as they will "
        "be met.",
        "S5; P5",
    ),
    Concept(
        "Cross-validation",
        (r"cross[- ]?validation", r"cv", r"k-?fold(?: cv)?"),
        "the rows are dealt into folds; each is judged by a model that was trained on the others",
        "Folds have to keep together what belongs together, and the future out of the past; else "
        "the score flatters.",
        "S3; P5",
    ),
    Concept(
        "A confidence interval",
        (r"(?:confidence )?intervals?", r"error bars?"),
        "the range of values that the data leave plausible: made so that nearly all such ranges "
        "hold the truth",
        "Without one a difference of scores can't be told from luck; it has to know which rows "
        "hang together.",
        "S6; H1",
    ),
    Concept(
        "A shadow deployment",
        (r"shadow(?:[- ](?:mode|deployment|release|run(?:s|ning)?))?",),
        "the model gets the real inputs beside what runs today, and its answers are logged and "
        "used by nobody",
        "It shows what serving does to the features before anybody is hurt by it.",
        "S7; R1",
    ),
    Concept(
        "A canary release",
        (r"canar(?:y|ies)(?:[- ](?:release|deployment)s?)?",),
        "a small share of the traffic gets the new model while guardrail metrics are watched",
        "If one of them is crossed the share goes back to nothing: decide who does so beforehand.",
        "S7; R1",
    ),
    Concept(
        "Class imbalance",
        (r"(?:class )?imbalance", r"(?:im|un)balanced (?:classes|data(?:sets?)?)"),
        "one class is much rarer than the other",
        "It is no defect to be cured by resampling: accuracy misleads there, and the threshold has "
        "to follow from costs.",
        "S6; P2",
        "Leave the classes as they come, judge by average precision and by cost, and choose the "
        "threshold from what the two errors cost.",
    ),
    Concept(
        "Permutation importance",
        (r"permutation importances?", r"feature importances?"),
        "how much worse the score gets when one column is shuffled",
        "Columns that say the same share it; and it tells what the model uses, not what causes "
        "what.",
        "S6; H3",
    ),
    Concept(
        "A feature",
        (r"features?", r"predictors?", r"independent variables?"),
        "a column that the model may use to predict",
        "It has to be there, with the same meaning, at the moment of prediction.",
        "S4; P5",
    ),
    Concept(
        "The target",
        (r"targets?", r"labels?", r"dependent variables?"),
        "the outcome that is to be predicted, known for past cases",
        "When it becomes known, and who decides it, limits what can be learnt and monitored.",
        "S1; P2",
    ),
    Concept(
        "A data card",
        (r"data ?cards?",),
        "what is attested of a table: its source, licence or consent, how labels came about, known "
        "bias, and who owns it",
        "Nothing is trained for a release on data without one.",
        "S1; R3",
    ),
)
