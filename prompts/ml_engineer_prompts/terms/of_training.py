"""Terms of splitting and training: how a model comes about, and how it fools its maker."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_prompts.terms.concept import Concept

__all__ = ["OF_TRAINING"]

OF_TRAINING: Sequence[Concept] = (
    Concept(
        "A GPU",
        (r"gpus?", r"graphics cards?", r"cuda"),
        "hardware that multiplies large matrices fast",
        "Linear models and boosted trees on a table train on an ordinary processor in seconds to "
        "minutes; it pays for deep networks on images, sound or text, once a plain model has "
        "fallen short.",
        "S5, S2; P4, H1",
        "Not for a table: whoever wants one should first show what a plain model falls short of.",
    ),
    Concept(
        "SMOTE and resampling",
        (r"smote", r"(?:over|under|re)[- ]?sampl(?:e|ing)", r"class[- ]weights?",
         r"(?:balanc\w+|rebalanc\w+) (?:the )?(?:classes|data(?:set)?)"),
        "rare cases are copied, made up between neighbours, or given more weight, so that training "
        "sees as many of them as of the others",
        "It moves where the scores lie, so they stop being probabilities, and it seldom improves "
        "their order. Done before the split it leaks: a made-up row of training stands beside its "
        "parent in the test.",
        "S5, S6; P2, H1",
        "Mostly no. Train on the classes as they come, choose the threshold from what the two "
        "errors cost, and judge by average precision and by cost. If you try it, resample inside "
        "the training folds alone and calibrate afterwards.",
    ),
    Concept(
        "A random forest",
        (r"random[- ]?forests?", r"bagging"),
        "many deep trees, each grown on other rows and columns, that vote",
        "It is hard to get wrong and needs hardly any tuning; its scores crowd towards the middle "
        "and want calibrating.",
        "S5; H1, P4",
    ),
    Concept(
        "Gradient boosting",
        (r"(?:gradient )?boost(?:ing|ed trees)?", r"xg ?boost", r"light ?gbm", r"cat ?boost",
         r"gbms?", r"gbdt"),
        "many small trees, each grown on what those before it got wrong",
        "On tables it is often the strongest, and it overfits if nothing stops it: early stopping "
        "belongs on rows that are not the test.",
        "S5; H1, P4",
        "After a rule and a linear model, yes; keep it if it beats them by a margin that moves a "
        "decision, since it is harder to explain and to watch.",
    ),
    Concept(
        "Logistic regression",
        (r"logistic regressions?", r"linear (?:models?|regressions?)"),
        "a weighted sum of the features, turned into a probability or a number",
        "Each weight can be read, it trains in seconds and is hard to break; what a person knows "
        "of steps and combinations has to be put into the features.",
        "S2, S5; H1, H2",
        "Yes, as the first model after a rule. Leave it only for something that beats it by a "
        "margin that counts.",
    ),
    Concept(
        "Deep learning",
        (r"(?:deep learning|neural net(?:work)?s?)(?: on tab(?:ular|les?)(?: data)?)?",
         r"tabular transformers?"),
        "layers of weighted sums that learn their own features from raw input",
        "It earns its cost on text, images, sound and very many rows; on tables of columns boosted "
        "trees mostly do as well, faster and easier to explain.",
        "S5; Q3, P4",
    ),
    Concept(
        "Regularisation",
        (r"regulari[sz](?:ation|ing)", r"l[12](?: (?:penalty|norm))?", r"lasso", r"ridge",
         r"elastic net", r"weight decay", r"drop-?out"),
        "a price on complicated models during training, so that a pattern has to be worth it",
        "It trades a worse fit of the training rows for a better one of new rows; how strong it is "
        "gets chosen inside the training data.",
        "S5; P4",
    ),
    Concept(
        "Early stopping",
        (r"early[- ]?stopping",),
        "training ends when the score on rows that were set aside no longer gets better",
        "Those rows have then helped to choose, so their score flatters: they must not be the test "
        "rows, and in time they lie between training and test.",
        "S5; P5",
        "Yes, on a validation set of its own.",
    ),
    Concept(
        "Hyperparameter tuning",
        (r"hyper-?parameters?(?: (?:tuning|search|optimi[sz]ation))?", r"grid search",
         r"random search", r"bayesian optimi[sz]ation", r"optuna"),
        "settings of the learner are chosen by trying many and keeping the best",
        "The best of many tries is partly luck: its score has to be told on rows that took no part "
        "in choosing. Mostly it brings less than one more honest feature or cleaner labels.",
        "S5; H3, H4",
        "Late, and with a budget: after baseline, leakage check and an error analysis.",
    ),
    Concept(
        "The bias-variance trade-off",
        (r"(?:the )?bias[- /]variance(?: trade-?off)?", r"under-?fit(?:ting)?"),
        "too simple a model misses the pattern everywhere, too flexible a one learns the noise of "
        "its rows",
        "If training and validation are both poor, it needs better features; if they lie far "
        "apart, more rows or a simpler model.",
        "S5; P4",
    ),
    Concept(
        "Group folds",
        (r"group(?:ed)?[- ]?(?:k-?)?folds?(?: cv| cross[- ]validation)?", r"group(?:ed)? split\w*",
         r"group(?:ed)? (?:cv|cross[- ]validation)"),
        "all rows of one customer, machine or patient lie in the same fold",
        "Else the model recognises the customer, and the score says nothing of the next one.",
        "S3; P5",
        "Yes as soon as several rows belong to one entity and the model will meet new ones.",
    ),
    Concept(
        "Stratification",
        (r"stratif(?:ication|ied)(?: (?:k-?folds?|splits?|sampling|cv))?",),
        "each fold gets the same share of every class",
        "It keeps folds comparable where positives are rare; it does not keep apart what belongs "
        "together, nor the future out of the past.",
        "S3; P5",
    ),
    Concept(
        "Nested cross-validation",
        (r"nested (?:cv|cross[- ]validation)",),
        "an inner round of folds chooses the settings, an outer round judges what was chosen",
        "It tells what the whole procedure is worth, choice included; it costs as many trainings "
        "as both rounds multiply to.",
        "S6; P5",
    ),
    Concept(
        "Backtesting",
        (r"back-?test(?:s|ing)?", r"walk[- ]forward(?: validation)?",
         r"rolling[- ](?:origin|window)(?: \w+)?", r"time[- ]?series (?:cv|cross[- ]validation|"
         r"split)"),
        "the model is trained on all that was known at a past moment and judged on what came next, "
        "moment after moment",
        "It is the rehearsal of how it will be used, with the same horizon and the same delay of "
        "data; a single cut may have met a lucky month.",
        "S3, S6; P5",
        "Yes for anything that predicts the future, against the last value and the same value a "
        "season ago.",
    ),
    Concept(
        "Purging and embargo",
        (r"purg(?:ing|ed)(?: and embargo)?(?: (?:cv|folds?))?", r"embargo(?:ing|es)?(?: periods?)?",
         r"(?:a )?gap between train(?:ing)? and test"),
        "rows whose outcome overlaps in time with the test are taken out of training, and so is a "
        "stretch right behind it",
        "Without it an outcome that spans thirty days of the test is already in training, and the "
        "score borrows from it. The gap is as long as the outcome takes to be known.",
        "S3; P5",
    ),
    Concept(
        "An ensemble",
        (r"ensembl(?:es?|ing)", r"stacking", r"blending", r"model averaging"),
        "several models whose answers are averaged, or weighed by a further model",
        "A little better, and several times as much to run, watch and explain.",
        "S5; P4, H1",
        "Rarely in production: show first that the gain moves a decision.",
    ),
    Concept(
        "Feature selection",
        (r"feature selection", r"(?:recursive feature elimination|rfe)"),
        "columns are left out because the model does as well without them",
        "Each column is a thing that can break in serving, so fewer is cheaper. Chosen on all "
        "rows, before the folds, it leaks the outcome.",
        "S4; P4",
    ),
    Concept(
        "Transfer learning",
        (r"transfer learning", r"pre-?train(?:ed|ing)(?: models?)?"),
        "a model that was trained on much other data is taken over and adapted to little of one's "
        "own",
        "It saves labels for text and images. What it had seen is part of its provenance, and so "
        "is its licence.",
        "S5; R3, H1",
    ),
    Concept(
        "Active learning",
        (r"active learning",),
        "the cases that the model is least sure of are labelled next",
        "It saves labels, and it makes the labelled rows unlike the world: judge on rows that were "
        "drawn at random.",
        "S3; H3",
    ),
    Concept(
        "A seed",
        (r"(?:random )?seeds?", r"reproducib(?:ility|le)(?: \w+)?"),
        "the number from which all chance of a training run follows, so that it can be made again",
        "A result that holds for one seed alone is luck: the spread over seeds is part of the "
        "score.",
        "S5; P3",
    ),
)  # fmt: skip
