"""Terms of serving and monitoring: how a model goes live, is watched, and is taken back."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_prompts.terms.concept import Concept

__all__ = ["OF_SERVING"]

OF_SERVING: Sequence[Concept] = (
    Concept(
        "Data drift",
        (r"(?:data|feature|covariate|input|distribution)[- ]?(?:drift|shift)",),
        "the inputs that arrive now are distributed otherwise than those of training",
        "It need not hurt, and it is seen at once, without labels.",
        "S8; P5",
    ),
    Concept(
        "Prediction drift",
        (r"(?:prediction|score|output|label|prior|target)[- ]?(?:drift|shift)",),
        "the distribution of scores, or the share of positives, has moved",
        "It comes first and needs no labels; whether inputs, a bug or the world moved it is the "
        "next question.",
        "S8; Q2",
    ),
    Concept(
        "Model decay",
        (r"(?:model )?(?:decay|degradation|staleness|rot)", r"stale models?"),
        "a model gets worse with time although nobody touched it, since the world moves on",
        "It raises no error: requests are answered in time, with worse content. Reference, "
        "scheduled comparison, and outcomes joined later are how it is noticed.",
        "S8; R1, B0",
    ),
    Concept(
        "Monitoring",
        (r"(?:model |ml )?(?:monitoring|observability)",),
        "inputs, scores and outcomes of a live model are compared with what was normal, and "
        "somebody is told",
        "A model that decays answers on time and raises no alarm; without it a customer is the "
        "first to notice.",
        "S8; R1",
    ),
    Concept(
        "Retraining cadence",
        (r"(?:re-?train(?:ing)?(?: (?:cadence|schedules?|frequency|policy|triggers?))?)",),
        "how often a model is trained anew, by the calendar or when something moved",
        "A calendar is simple and spreads a broken delivery just as regularly. Ask a backtest how "
        "fast a model ages, put each new one through the same gate, and keep the old one ready.",
        "S8, S5; R1, P1",
        "Let a backtest say how fast it ages, then take a rhythm somewhat shorter; each new model "
        "passes the evaluation that the first one passed.",
    ),
    Concept(
        "Champion and challenger",
        (r"champion(?:s)?(?:[ /-]*(?:and|vs\.?|/|-)?[ /-]*challengers?)?", r"challengers?"
         r"(?: models?)?"),
        "the model that decides, and one that runs beside it on the same cases and decides nothing",
        "It is the fair way to replace one: same cases, same outcomes, a margin fixed beforehand.",
        "S7, S5; H1",
    ),
    Concept(
        "A kill switch",
        (r"kill[- ]?switch(?:es)?", r"roll-?backs?", r"fall-?backs?(?: (?:logic|rules?))?"),
        "one step, tried beforehand, after which today's practice decides again",
        "When a model fails at night nobody should have to think; what was never tried doesn't "
        "work.",
        "S7; R1",
    ),
    Concept(
        "A feedback loop",
        (r"feedback loops?",),
        "what the model decides shapes the data that it is next trained on",
        "It proves itself right: whoever it never shows has no chance of an outcome. A small share "
        "of cases decided at random keeps a view of the world.",
        "S8; P5",
    ),
    Concept(
        "Cold start",
        (r"cold[- ]?starts?",),
        "a new user, item or market of which nothing is known yet",
        "The model has nothing to go by there; what those cases get, a rule or the average, is "
        "decided beforehand and judged as its own slice.",
        "S1, S6; A2",
    ),
    Concept(
        "Online and batch serving",
        (r"(?:online|real[- ]?time|batch)(?: and batch)?[- ](?:serving|inference|scoring|"
         r"predictions?)",),
        "answers are computed when they are asked for, or for all cases ahead of time",
        "Scores in a table, computed each night, are far simpler to run and to watch; an answer at "
        "the moment of asking pays where a feature is minutes old.",
        "S7; P4, A3",
        "Batch, unless the decision needs something that happened since last night.",
    ),
    Concept(
        "Online learning",
        (r"(?:online|incremental|continual|continuous) (?:learning|training)",),
        "a live model is changed by each new case",
        "It changes without a test and takes in a broken feed as readily as a real trend: it needs "
        "outcomes that arrive quickly, and a guard that can put it back.",
        "S8; A2, R1",
        "Rarely: a scheduled training that passes the same gate gives most of it and can be "
        "undone.",
    ),
    Concept(
        "A model registry",
        (r"model registr(?:y|ies)", r"experiment tracking", r"mlflow"),
        "a record of each model: its data, code, settings, score, and where it runs",
        "Without it nobody can say which model answered on a given day, or put the one before "
        "back.",
        "S5, S7; P3",
    ),
    Concept(
        "A service level",
        (r"(?:sla|slo)s?", r"service[- ]levels?(?: (?:objectives?|agreements?))?", r"p9[59]",
         r"(?:tail |serving )?latency(?: budgets?)?"),
        "what a service owes its callers: how fast, how often available, how fresh, and what "
        "happens when it isn't",
        "For a model it includes the answer that is given in time when the model can't: the "
        "fallback is part of the contract.",
        "S7; A3",
    ),
    Concept(
        "A model card",
        (r"model cards?",),
        "what a model is for, what it was trained on, how it does for whom, and where not to use "
        "it",
        "It is what an auditor or a successor reads first; kept beside the version, or it lies.",
        "S7; H2",
    ),
    Concept(
        "MLOps",
        (r"ml ?ops",),
        "what keeps a model working once it is live: versioned data and code, a repeatable "
        "training, a gate before release, monitoring, a way back",
        "Begin with the smallest of each; a platform before the second model is a cost without a "
        "user.",
        "S7, S8; P1, B0",
    ),
)  # fmt: skip
