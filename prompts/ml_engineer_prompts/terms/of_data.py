"""Terms of data and features: what a table is made of, and how it lies."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_prompts.terms.concept import Concept

__all__ = ["OF_DATA"]

OF_DATA: Sequence[Concept] = (
    Concept(
        "Target encoding",
        (r"(?:target|mean|likelihood|impact)[- ]?encod(?:ing|ed|ers?)",),
        "each level of a category is replaced by the mean outcome of the rows that have it",
        "Yes, it can leak: computed over all rows it puts each row's own outcome, and that of the "
        "test rows, into a feature. It has to be fitted inside each fold, on training rows alone, "
        "and smoothed towards the overall mean for rare levels.",
        "S4, S3; P5",
        "Use it for columns with many levels, fitted inside the folds; with few levels one-hot "
        "encoding does the same without that risk.",
    ),
    Concept(
        "One-hot encoding",
        (r"one[- ]?hot(?:[- ]?encod(?:ing|ed|ers?))?", r"dummy (?:variables?|encoding|coding)"),
        "one column of zeros and ones for each level of a category",
        "It is safe and readable with few levels; with very many it spreads the rows thin. Decide "
        "beforehand what a level does that was never seen in training.",
        "S4; H1",
        "Yes for few levels; for many, group the rare ones first or use target encoding inside "
        "the folds.",
    ),
    Concept(
        "Imputation",
        (r"imput(?:ation|ing|e)(?: (?:missing )?(?:values|data))?", r"missing[- ]value handling",
         r"missing values?"),
        "missing values are filled in, by a constant, a median, or a guess from other columns",
        "Why a value is missing often tells more than the value would: keep a flag that it was, "
        "and learn the fill on training rows alone, since serving must do the same.",
        "S4, S3; H5",
        "Find out first why they are missing. Then the simplest fill with a flag beside it; "
        "boosted trees take missing values as they are.",
    ),
    Concept(
        "Outliers",
        (r"outliers?(?: (?:removal|detection|handling|treatment))?",
         r"(?:remov\w+|dropp?\w*|clipp?\w*) outliers?", r"anomal(?:y|ies)"),
        "values far from the rest: an error of recording, another unit, or the rare case that "
        "matters most",
        "Taking them out before the split makes the score look better than it will be, since "
        "serving will meet them.",
        "S3, S4; H5",
        "Look at them one by one before anything is removed. Mend what is wrong at its source; "
        "what is real stays, clipped at limits that were learnt on training rows if need be.",
    ),
    Concept(
        "Feature scaling",
        (r"(?:feature )?(?:scaling|standardi[sz]ation|normali[sz]ation)",
         r"(?:scal|standardi[sz]|normali[sz])(?:e|ing) (?:the |my )?(?:data|features?)"),
        "numbers are brought to a common scale, by mean and spread or by range",
        "Linear models, neighbours and neural networks need it, trees don't. Fitted on all rows it "
        "leaks a little of the test into training.",
        "S4; P5",
        "For linear models and networks yes, fitted on training rows alone; for trees it changes "
        "nothing.",
    ),
    Concept(
        "A feature store",
        (r"feature[- ]?stores?",),
        "one place that computes features once, serves them to training and to the live service, "
        "and knows their values as of any past moment",
        "What it is for is that both sides see the same value; it is one more system to run and "
        "watch.",
        "S4, P1; P4",
        "Not for a first model: one shared function, or one SQL view with values as of a date, "
        "does it. It pays once several models share features that have to be fresh.",
    ),
    Concept(
        "A data contract",
        (r"data[- ]?contracts?",),
        "an agreement with whoever produces the data: columns, types, meanings, when they arrive, "
        "and who is told before any of it changes",
        "Most drops in quality begin with a change upstream that nobody announced.",
        "S3; P3",
        "Yes, for each source that a live model reads; a page and a check that fails loudly is "
        "enough to begin with.",
    ),
    Concept(
        "Data lineage",
        (r"(?:data )?(?:lineage|versioning)", r"data versions?"),
        "for each table, which sources and which code it came from, and which version a model saw",
        "Without it a result can't be made again, and a bad delivery can't be traced to the models "
        "that learnt from it.",
        "S3; P3",
    ),
    Concept(
        "Training-serving skew",
        (r"(?:train(?:ing)?[- /]?)?(?:serving|serve)[- ]?skew", r"train(?:ing)?[/ -]serv(?:e|ing)"
         r"(?: (?:skew|parity|mismatch))?", r"online[/ -]offline (?:skew|parity|mismatch)"),
        "a feature has another value in the live service than it had in training, for the same "
        "case",
        "Nothing fails: the model answers in time, from wrong inputs. It is found by logging what "
        "the service saw and comparing it, by key, with what training would have computed.",
        "S4; P5",
    ),
    Concept(
        "Label noise",
        (r"(?:label(?:l?ing)?[- ]?(?:noise|errors?|quality)|noisy labels?|mislabel\w*|wrong "
         r"labels)",),
        "some of the outcomes in the table are wrong, or two people would not have given the same",
        "It sets a ceiling that no model passes, and it hits the test rows as well, so the score "
        "itself is off. A sample labelled twice shows how large it is.",
        "S3, S6; H5, H3",
        "Have a sample labelled a second time before tuning anything: cleaner labels mostly bring "
        "more than a better model.",
    ),
    Concept(
        "Late labels",
        (r"(?:late|delayed|slow) (?:labels?|outcomes?|ground truth|feedback)",
         r"label (?:delay|latency|lag)"),
        "the outcome becomes known long after the prediction",
        "Until then no quality can be measured, so inputs and scores are what is watched: schema, "
        "missing values, each distribution against the reference, the share above the threshold. "
        "When outcomes arrive, they are joined to the score of their day and judged by cohort; an "
        "early proxy helps if its link to the outcome is checked each time. Training must leave "
        "out rows whose outcome wasn't known yet.",
        "S8, S3; R1, P5",
    ),
    Concept(
        "Selection bias",
        (r"(?:selection|sampling|survivorship) bias", r"reject inference"),
        "who is in the table was decided by something that hangs together with the outcome: loans "
        "that were refused have none",
        "The model learns the old filter, and no split of the same table shows it. It takes some "
        "cases that were let through at random, or an honest limit to whom it is used for.",
        "S3; R3, P3",
    ),
    Concept(
        "Embeddings",
        (r"(?:(?:word|text|vector|entity) )?embeddings?", r"vector (?:search|databases?|stores?)"),
        "texts, images or levels turned into rows of numbers, so that alike things lie near one "
        "another",
        "They bring meaning into a plain model at the price of features that nobody can read; a "
        "new version of the encoder makes all old vectors worthless.",
        "S4; H2, P4",
        "For text or images yes, with a plain classifier on top, against counted words as the "
        "baseline; for columns of a table rarely.",
    ),
)  # fmt: skip
