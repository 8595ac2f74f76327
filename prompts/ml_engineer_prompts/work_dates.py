"""Dates for the work: what each piece consists of, what decides its length, and one question.

No duration is invented: how long it takes follows from answers that only the asker has (R4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["WORK", "Work", "work_answer"]


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work that can be estimated.

    Attributes:
        name: as the answer calls it.
        spelled: how people write it, as a regular expression.
        parts: what it consists of, in order.
        decides: what its length hangs on.
        question: the one that says most about it.
        smallest: the smallest version that is of use.
        clauses: what the answer stands on.
    """

    name: str
    spelled: str
    parts: Sequence[str]
    decides: str
    question: str
    smallest: str
    clauses: str


WORK: Mapping[str, Work] = {
    "monitoring": Work(
        "the monitoring",
        r"monitor\w*|alert(?:s|ing)?|drift (?:checks?|detection)|observability|dashboards?",
        (
            "keep the distributions of the training table as the reference",
            "log inputs and scores, with time and model version",
            "schedule the comparison and send the alert to its owner",
            "try the way back once",
        ),
        "whether inputs and scores are logged already, and whether somebody has agreed to answer "
        "an alert. The reference and the draft of the alerts are two commands on the table",
        "Are inputs and scores of the service logged today, with their time?",
        "a nightly comparison of one day with the reference, and a message to one person",
        "S8; R4, R1, P1",
    ),
    "labelling": Work(
        "the labelling",
        r"label(?:l?ing|s)?|annotat\w+|ground truth",
        (
            "write the definition of the label down, with the doubtful cases",
            "have a sample labelled twice, and see how often two people agree",
            "label the rest, the cases that decide most first",
        ),
        "how many cases there are, how long one takes a person, and how often two people disagree; "
        "an hour of labelling tells the first two",
        "How many cases does one person label in an hour?",
        "as many as the interval of the score needs, and not one more",
        "S3; R4, P3",
    ),
    "serving": Work(
        "the service",
        r"serv(?:ice|ing)|api|endpoint|deployment|deploy(?:ing)?|integrat\w+|roll-?out|shadow"
        r"(?: run| mode| deployment)?|canary|container\w*|infrastructure|infra",
        (
            "fix the contract: inputs with types, the score, the model's version, the timeout",
            "compute the features from the same code as in training",
            "log every request and score; fallback and off switch, both tried",
            "a shadow run on real traffic, then a small share",
        ),
        "whether every feature can be had at request time, and how many teams have to change "
        "something; the model itself is the small part",
        "Which of the features is not available where the request is made?",
        "a nightly batch of scores in a table, which needs no endpoint",
        "S7, S4; R4, A3",
    ),
    "retraining": Work(
        "the retraining",
        r"re-?train\w*|automat\w+ (?:the )?training|training job",
        (
            "one script from raw tables to a model, with versions and seed",
            "the same evaluation and gate for each new model",
            "a schedule, and the old model kept ready",
        ),
        "whether the training runs today without anybody's hands in between",
        "Can somebody else run today's training from a clean checkout?",
        "one command that a person runs and another can repeat",
        "S5, S8; R4, P1",
    ),
    "evaluation": Work(
        "the evaluation",
        r"(?:offline )?evaluat\w+|back-?test\w*|validation|hold-?out",
        (
            "hold rows back the way the model will be used",
            "score the model and today's practice on the same rows, with intervals",
            "slices, calibration, the worst errors read one by one",
        ),
        "whether the table with outcomes exists; then the measuring is minutes of a machine, and "
        "the reading of errors is what takes a person",
        "Is there a table with the outcomes, and from which period?",
        "one table of predictions with their outcomes, judged here",
        "S6; R4, R2",
    ),
    "papers": Work(
        "the data card",
        r"data ?card|licen[cs]e|legal review|consent|clearance|approval",
        (
            "name the owner, the source, the period of collection",
            "get the permission for this use in writing",
            "write down who is missing and who labelled; a person signs",
        ),
        "who has to answer, and whether they have been asked; the writing is an hour",
        "Who may say that this data may be used, and have they been asked?",
        "the part of the data that is cleared already",
        "S3; R4, R3",
    ),
    "features": Work(
        "the features",
        r"features?(?: store| engineering| pipeline)?",
        (
            "for each column: when is it known, and where is it written",
            "values as of the moment of prediction, from one piece of code for both sides",
            "a comparison of both sides on the same keys",
        ),
        "how many sources they come from, and whether those keep their history",
        "Do the sources keep past values, or only the present ones?",
        "the few columns that carry most of the score",
        "S4; R4, P1",
    ),
    "pipeline": Work(
        "the pipeline",
        r"pipelines?|etl|ingestion|data (?:work|platform|flow|preparation|engineering)|"
        r"first version|mvp|prototype|baselines?(?: models?)?|project|proof of concept|poc|set-?up|"
        r"migration|the work|work",
        (
            "bring the sources together, with a check of schema, counts and missing values each",
            "cut the split the way the model will be used, and write the label down",
            "compute the features as of the moment of prediction",
            "train and evaluate in one run that can be repeated, versions recorded",
        ),
        "how many sources there are and who has to give access, whether they keep their history, "
        "and whether a definition of the label is agreed. Access tends to take longer than code",
        "How many sources does the table come from, and do you have access to all of them?",
        "one source, one label, a plain model and a nightly batch",
        "S3, S4; R4, P1",
    ),
}
"""Kinds of work; the first whose words a message holds is meant."""


def work_answer(kind: str, *, asked_before: bool = False) -> str:
    """Return the answer to how long a piece of work takes, as Markdown.

    Args:
        kind: a key of `WORK`.
        asked_before: whether a date for a metric was refused just before.
    """
    work = WORK[kind]
    lead = f"**Yes, {work.name} can have a date: it is work, and work can be estimated (R4).**"
    if asked_before:
        lead = f"**That one can have a date: {work.name} is work, unlike a score (R4).**"
    parts = "\n".join(f"{number}. {part}." for number, part in enumerate(work.parts, start=1))
    return (
        f"{lead} I name no days that I would have to make up; what it consists of:\n\n"
        f"{parts[0].upper()}{parts[1:]}\n\n"
        f"Its length hangs on {work.decides}. If it has to be short: {work.smallest}.\n\n"
        f"{work.question} With that, each step gets a length from whoever does it, and the sum is "
        f"your date.\n\nStands on: {work.clauses}"
    )
