"""Terms of evaluation: what a score says, how sure it is, and what a model leans on."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_prompts.terms.concept import Concept

__all__ = ["OF_EVALUATION"]

OF_EVALUATION: Sequence[Concept] = (
    Concept(
        "A confusion matrix",
        (r"confusion matri(?:x|ces)", r"false (?:positives?|negatives?|alarms?)",
         r"type (?:1|2|i|ii|one|two) errors?"),
        "four counts at one threshold: hits, false alarms, misses, and what was rightly left alone",
        "The two kinds of error cost different things; multiplied by their costs, the four counts "
        "are the business case.",
        "S6; P2",
    ),
    Concept(
        "A threshold",
        (r"(?:decision )?(?:thresholds?|cut-?offs?)", r"threshold tuning"),
        "the score from which on a case is acted upon",
        "It is a decision about costs and not a property of the model: with calibrated scores it "
        "lies at the cost of a false alarm over the sum of both costs.",
        "S6; P2",
        "Take it from what the two errors cost, or from how many cases can be handled; the default "
        "of a library knows neither.",
    ),
    Concept(
        "Specificity",
        (r"specificity", r"(?:true negative|false positive) rate", r"fpr", r"tnr"),
        "of the cases that are negative, the share that was left alone",
        "Where negatives are many, a share that looks splendid is still a flood of false alarms.",
        "S6; P2",
    ),
    Concept(
        "Balanced accuracy and MCC",
        (r"balanced accuracy", r"mcc", r"matthews(?: correlation(?: coefficient)?)?",
         r"cohen'?s kappa|kappa"),
        "scores of decisions that give both classes their say, however rare one is",
        "They repair accuracy, and still weigh the two errors by a formula and not by what they "
        "cost.",
        "S6; P2",
    ),
    Concept(
        "Lift",
        (r"(?:cumulative )?(?:lift|gains?)(?: (?:charts?|curves?))?",),
        "how many times as many positives there are among the cases chosen by score as among as "
        "many chosen at random",
        "It fits decisions with a fixed capacity: say the lift at the number of cases that can be "
        "handled.",
        "S6; P2",
    ),
    Concept(
        "Uplift",
        (r"uplift(?: model(?:l?ing|s)?)?", r"(?:causal|heterogeneous) treatment effects?",
         r"persuadables?"),
        "how much an action changes the outcome of a case, and not how likely the outcome is",
        "Who is likeliest to leave is often not who can be kept. It takes an experiment in which "
        "the action was given at random; past data alone don't hold it.",
        "S1, S6; P2",
        "If an action follows from the score and a randomised trial is possible, it is the right "
        "question; without one it can't be learnt.",
    ),
    Concept(
        "MAPE",
        (r"s?mape", r"(?:mean absolute )?percentage errors?", r"wape", r"mase"),
        "the mean error in percent of the outcome",
        "It blows up near zero and rewards guessing too low; WAPE divides by the sum instead, and "
        "MASE by the error of the last value.",
        "S6; P2",
    ),
    Concept(
        "A p-value",
        (r"p[- ]?values?", r"statistical(?:ly)? significan(?:ce|t)", r"significance(?: tests?)?",
         r"hypothesis tests?"),
        "how often chance alone would bring a difference at least this large, if there were none",
        "It is not the chance that the difference is real, and it says nothing of its size. The "
        "usual level of significance, 0.05, is Fisher's convention; with many rows everything is "
        "significant, and with many looks something always is.",
        "S6; P2",
    ),
    Concept(
        "Statistical power",
        (r"(?:statistical )?power(?: analysis)?",),
        "how likely a test is to see a difference of a given size that really is there",
        "Too few cases, and a flat result means nothing. Four in five is the usual aim, a "
        "convention of Cohen's.",
        "S7; P2",
    ),
    Concept(
        "Sample size",
        (r"sample sizes?", r"(?:minimum|smallest) detectable effect", r"mde"),
        "how many cases it takes to see a difference of a given size",
        "It grows with the square of how small the difference is, and the rarer outcome counts, "
        "not the rows. Fix the smallest difference that would change the decision, then compute.",
        "S6, S7; P2",
    ),
    Concept(
        "An A/B test",
        (r"a/?b[- ]?tests?(?:ing)?", r"(?:online|controlled|randomi[sz]ed) "
         r"(?:experiments?|trials?)", r"rct"),
        "cases are dealt at random to the new way and the old one, and outcomes are compared",
        "It measures what the change is worth to the business, averaged; it is no bug finder, so "
        "it comes after the evaluation on held-out rows. Size, guardrail and the day of the "
        "decision are written down before.",
        "S7; R2, P2",
    ),
    Concept(
        "Peeking",
        (r"peeking", r"(?:multiple|many) (?:comparisons?|testing|tests)", r"bonferroni",
         r"p-?hacking", r"optional stopping"),
        "a test is looked at again and again, or in many slices, and stopped when it looks good",
        "Each look is another chance for luck to win; correct for how many there are, or use a "
        "test made for looking.",
        "S6; P5",
    ),
    Concept(
        "A bootstrap",
        (r"bootstrap(?:ping|ped)?(?: (?:intervals?|ci))?",),
        "rows are drawn again and again with replacement, and the score is computed each time; its "
        "spread tells how sure it is",
        "Rows that hang together have to be drawn together, or the interval comes out too narrow.",
        "S6; H1",
    ),
    Concept(
        "SHAP",
        (r"shap(?:ley)?(?: values?)?", r"lime", r"feature attributions?"),
        "a prediction is shared out among its features: how much each moved it away from the "
        "average",
        "It explains the model and not the world: a feature that leaks gets a large share, and "
        "columns that say the same split theirs arbitrarily. Good for debugging; for reasons owed "
        "to a customer a model that can be read is safer.",
        "S6; H2",
    ),
    Concept(
        "Interpretability",
        (r"(?:model )?(?:interpretab|explainab)\w+(?: models?)?", r"xai", r"explainable ai",
         r"black[- ]box(?: models?)?", r"reason codes?"),
        "somebody can say why a case got its score, and check whether the reason is a good one",
        "What can't be explained can't be debugged at night, nor defended to whoever was refused.",
        "S5; H2, P4",
        "Where each decision has to be explained: a scorecard, a logistic regression with few "
        "features, or a small tree; explanations put on a black box afterwards may not be its "
        "reasons.",
    ),
    Concept(
        "Fairness metrics",
        (r"(?:algorithmic )?fairness(?: metrics?)?", r"demographic parity", r"disparate impact",
         r"equal(?:i[sz]ed)? (?:odds|opportunity)", r"(?:the )?(?:four[- ]fifths|80 ?%) rule"),
        "the rates of a decision and of its errors, compared between groups of people",
        "Equal shares, equal error rates and equal calibration can't all hold where groups differ "
        "in how often the outcome occurs: which of them is owed is for people to decide. The "
        "four-fifths rule is a guideline of United States employment law, not a proof of fairness.",
        "S6; R3",
    ),
    Concept(
        "Slices",
        (r"(?:slic(?:es?|ing)|subgroup (?:analysis|metrics?)|cohort analysis)",),
        "the score on parts of the rows: by region, by age, by new against old customers",
        "A good average hides a part where the model does harm; many slices need many rows, or "
        "some look bad by chance.",
        "S6; P5",
    ),
    Concept(
        "Error analysis",
        (r"error analys[ie]s", r"failure (?:analysis|cases)"),
        "the worst mistakes are read one by one and sorted by cause",
        "It finds wrong labels, leaks and missing features sooner than any metric does.",
        "S6; H5",
    ),
    Concept(
        "The base rate",
        (r"(?:the )?(?:base[- ]?rate|prevalence)(?: fallacy)?", r"no[- ]skill (?:model|baseline)",
         r"majority class(?: baseline)?"),
        "the share of cases that are positive before any model",
        "Where it is small, most alarms of even a good model are false; every score has to be read "
        "beside what always saying the same reaches.",
        "S2; P2",
    ),
    Concept(
        "Correlation and causation",
        (r"correlation(?: (?:and|vs\.?|versus) causation)?", r"causation", r"causality",
         r"causal inference", r"confound(?:ers?|ing)"),
        "two things move together; whether one brings about the other is another matter",
        "A prediction needs the first, an action the second: what a model leans on is no lever "
        "until an experiment shows it.",
        "S1, S6; P2",
    ),
    Concept(
        "Simpson's paradox",
        (r"simpson'?s paradox",),
        "a trend in every group turns round when the groups are put together",
        "It comes from groups of different sizes; look at the slices before an average is "
        "believed.",
        "S6; H5",
    ),
)  # fmt: skip
