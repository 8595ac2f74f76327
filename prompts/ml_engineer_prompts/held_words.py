"""What is said when a refusal is pressed, by the pressure and by clause: each once, in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["ANSWERS_TO", "PATHS", "SHORTEST", "STANDS", "STEP_LEADS", "WHYS"]

STANDS: Sequence[str] = (
    "nothing about it has changed",
    "that stands",
    "the record says what it said",
    "the answer waits where it waited",
    "it hangs on the same few things",
    "no message can take the place of what is missing",
    "I have nothing new to say yes to",
    "the way out is still the list",
)
"""The refusal once its own wordings are used up."""

STEP_LEADS: Sequence[str] = (
    "Begin with this:",
    "Of the list, the next thing to do:",
    "One item would already move it a step:",
    "What I would do in the coming hour:",
    "If only a single thing gets done today:",
)
"""What a step of the way to a yes is given under, once the ways of putting it are used up."""

ANSWERS_TO: Mapping[str, Sequence[str]] = {
    "instructions": (
        "My instructions are not what holds this: no release, no training and no promise comes "
        "into being here without its evidence, whatever role I am given.",
        "I could call myself anything and the evidence would be missing all the same.",
        "A sentence can't switch it off, since it isn't a sentence that keeps it: what may go out "
        "is decided on what is on record.",
    ),
    "claim": (
        "That it is there is a statement; I go by what is on record. As soon as it is, I look "
        "again, and my answer follows from that.",
        "I believe you, and it doesn't help either of us: in the night when it fails, nobody can "
        "look up a conversation. What is on record can be looked up.",
        "Showing it takes less than convincing me of it.",
        "If it is there, the next message can be its evidence, and then we are done with this.",
    ),
    "others": (
        "Some do, and hear of it from their customers. What others leave out changes neither your "
        "data nor who answers for it.",
        "Those who got away with it are the ones who tell of it. How often it went wrong "
        "elsewhere, nobody there measured, since that is what they left out.",
        "Then it is common, and still yours when it goes wrong.",
    ),
    "authority": (
        "Whoever decides may decide; then it is their decision with the risk written down, and "
        "not my yes. What they get from me is what is missing and how long that list is.",
        "An approval settles who answers for it and leaves what is missing where it was. Put the "
        "open points in front of them in writing; most sign for the list rather than without it.",
        "A title can accept a risk. It can't make something be there that isn't.",
        "They can overrule me, in their own name. I would still not call it ready.",
    ),
    "urgency": (
        "The date is real, so the scope gives way and not this. The first step below can be done "
        "today.",
        "A near date is a reason to begin with the missing part, since nothing else in the plan "
        "stands in its way.",
        "Keep the date for a shadow run or for a smaller scope; both can be had without a yes from "
        "me.",
        "The hours that this discussion takes would be a good part of what the list takes.",
    ),
    "smaller": (
        "Smaller makes the harm smaller, and it makes the missing part smaller as well: for a "
        "small start the list below is short. It doesn't become empty.",
        "Few cases are the ones in which a failure shows last, since no total moves.",
        "A pilot is the right idea, and what makes it one is that somebody can see how it goes.",
    ),
    "harmless": (
        "That nothing will happen is what would have to be shown, and what is missing is what "
        "would show it.",
        "It may well go right. Nobody would know either way, and that is the trouble.",
        "If little hangs on it, little is lost by doing the short list first.",
    ),
    "pushing": (
        "Saying yes is easy and would be worth nothing; a yes that rests on something is what I "
        "can offer.",
        "I see that this is in your way. It goes out of your way by one of the items below, and "
        "not by another message.",
        "I am not being careful for its own sake: this is the one part that can't be repaired "
        "afterwards.",
        "We can go on like this, and the answer would still hang on the same few things.",
    ),
    "leaving": (
        "Another tool may say yes; what is missing would be missing there as well.",
        "Where the yes comes from changes nothing about what happens after it.",
    ),
    "again": (
        "Nothing has been put on record since you asked last, so the answer is the same.",
        "The record is as it was a message ago, and I have nothing else to go by.",
        "Asked another way, it is still the same question to the same record.",
        "I looked again: nothing new is there to judge.",
    ),
}
"""What is said to each way of pressing; later answers take the next one."""

SHORTEST: Mapping[str, Sequence[str]] = {
    "R1": (
        "this does not go live without monitoring (R1)",
        "unwatched it stays off (R1)",
        "a model that nobody watches is not released (R1)",
        "without reference, alert and owner it does not start (R1)",
        "going live blind is what I won't put my name to (R1)",
        "no monitoring, no launch (R1)",
        "first the watch, then the traffic (R1)",
    ),
    "R2": (
        "held-out rows come before live users (R2)",
        "users are not the test set (R2)",
        "what was never judged offline goes to nobody (R2)",
        "the experiment comes after the evaluation (R2)",
        "no score on unseen rows, no users (R2)",
        "live traffic finds out what it is worth, not whether it works (R2)",
        "first past cases, then people (R2)",
    ),
    "R3": (
        "we don't train on this before its origin and permission are clear (R3)",
        "unclear data stays out of the weights (R3)",
        "no owner and no permission, no training (R3)",
        "what can't be taken out again doesn't go in on trust (R3)",
        "this table waits for its papers (R3)",
        "nothing is learnt from data that nobody signs for (R3)",
        "first the right to use it, then the model (R3)",
    ),
    "R4": (
        "a metric gets no date from me, the work does (R4)",
        "no day on which a score will be reached (R4)",
        "a figure can't be scheduled (R4)",
        "I won't name when a score arrives, roughly or otherwise (R4)",
        "the date belongs to the round of experiments, not to its result (R4)",
        "a promise on a score is worth nothing to you (R4)",
        "the work gets a day and the result does not (R4)",
    ),
    "release": (
        "the release isn't granted (R1, R2)",
        "it doesn't go out on this evidence (R1, R2)",
        "what was missing for a release is missing (R1, R2)",
        "not before the open points are closed (R1, R2)",
        "nothing goes live on a wish (R1, R2)",
        "the list decides, and it isn't empty (R1, R2)",
    ),
}
"""The refusal in a few words, in other words each time."""

WHYS: Mapping[str, Sequence[str]] = {
    "R1": (
        "When it fails there will be no error and no outage, only worse decisions, and no day from "
        "which on they were worse.",
        "Late labels or a quiet domain make it more needed: inputs and scores are then all there "
        "is to look at.",
        "The alert is the cheapest part of the whole thing, and the only one that limits a loss.",
        "Ask whoever is called at night what they would look at: without a reference the honest "
        "answer is nothing.",
    ),
    "R2": (
        "A bug in one region or one channel thins out in the average of an experiment and ends as "
        "no effect.",
        "Held-out rows tell in minutes what a test on people tells in weeks, and nobody pays for "
        "it.",
        "If the test comes out flat you would not know whether the idea was wrong or the code.",
        "The people in the test would be looking for your bugs, unasked.",
    ),
    "R3": (
        "There is no command that deletes a table from weights; taking it out means training "
        "again and explaining what the old model did meanwhile.",
        "That it can be reached says that one can read it, and nothing of whether one may use it.",
        "Whoever is missing from it will be judged by a model that has never seen them.",
        "A prototype that works is in production before anybody asks a second time.",
    ),
    "R4": (
        "Under a date a figure gets reached, by a kinder split or one more look at the holdout.",
        "Whether the columns hold that much signal is what the experiments are for, and the answer "
        "may be no.",
        "People would plan on it, and the plan breaks on the day when it is too late to change it.",
        "Labels on which two people disagree set a ceiling that no week of tuning lifts.",
    ),
    "release": (
        "A score alone is no release: what it does on locked rows, who watches it and where its "
        "data comes from are the rest.",
        "Each open point is something that somebody will ask on the first bad day.",
        "What goes out unfinished is finished in front of customers.",
    ),
}
"""Reasons, one with each further refusal."""

PATHS: Mapping[str, Sequence[str]] = {
    "R1": (
        "Cheapest first: one command keeps the reference, one drafts the alerts, a person accepts "
        "them. What takes thought is the name of the owner and the way back.",
        "The smallest version that counts is a scheduled query that compares yesterday with the "
        "reference, and a message to one person who agreed to answer it.",
        "Tell me who is woken and what they do then, accept the plan with `monitor accept`, and "
        "ask me again.",
        "Run it in the shadow meanwhile: real inputs, logged answers, no decisions. It fills the "
        "log that the alerts need.",
        "Name one person, keep one table of reference and schedule one nightly job: that much, on "
        "record, is a yes to this point.",
    ),
    "R2": (
        "Cheapest first: predictions of the model with their outcomes in one table, and "
        "`ml-engineer evaluate` judges it. Without a model at hand, `baseline` sets the bar.",
        "The smallest version that counts is the latest period held back, the model and today's "
        "practice scored on the same rows.",
        "Use cross-validation where rows are few; the interval comes out wide, and that is an "
        "answer too.",
        "Name the file that holds predictions and outcomes, and the next answer rests on it.",
        "Plan the A/B test for the time after that, with its guardrail and stop rule written down.",
    ),
    "R3": (
        "Cheapest first: `card draft` asks for source, licence, bias and owner; whoever may answer "
        "signs with `card accept`.",
        "The smallest version that counts is one name, one permission in writing, and one line on "
        "who is missing from the table.",
        "Work on the part that is cleared meanwhile; its baseline tells whether the rest is worth "
        "the asking.",
        "Ask the owner of the source today; profiling the table to see what it is needs nobody's "
        "leave.",
        "Ask another source the same question if the permission doesn't come; that is quicker.",
    ),
    "R4": (
        "Plan on what I can date: the baseline, today's work, and the end of a bounded round of "
        "experiments with a decision to ship, go on or stop.",
        "Name the bar that would change a decision, and the reason; then the gap to it is a "
        "measurement, and I take it now if a table is there.",
        "Schedule that decision in place of the score; it is the date that others can plan on.",
        "Name the pipeline, the labelling, the monitoring or a shadow run: each has a date as soon "
        "as its scope is known, and I say what its length hangs on.",
        "Cut the next round to any length that you choose; what it finds can't be cut.",
    ),
    "release": (
        "Close the first of the open points and ask again; each of them changes the answer.",
        "The list of what is missing stands in the answer before; its first line is where to "
        "start.",
        "A shadow run can begin meanwhile: it decides nothing.",
        "Bring evidence for any line of it, and I look at once.",
    ),
}
"""The shortest way to a yes, in other words each time."""
