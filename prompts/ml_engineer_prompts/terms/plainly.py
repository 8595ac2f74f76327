"""Terms for people who decide: what it means for risk and money, without a term of the trade."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PLAINLY"]

PLAINLY: Mapping[str, str] = {
    "PSI, the population stability index": (
        "One number per input that says how far today's customers look different from those the "
        "model learnt from. Small: business as usual. Large: the model may be guessing about "
        "people it doesn't know, and somebody should look before money is lost. It is a smoke "
        "detector and not the fire: what you decide is who answers when it goes off."
    ),
    "Drift": (
        "The world has moved on and the model hasn't. It keeps answering, with worse advice, and "
        "nothing turns red. What you decide is who notices, and what they may do then."
    ),
    "Data drift": (
        "Those who come now are not like those the model learnt from. It may cost nothing or a "
        "lot; the risk is that nobody looks. What you decide is who does."
    ),
    "Concept drift": (
        "The same kind of customer now behaves otherwise, so yesterday's lessons are wrong. Only "
        "real outcomes show it, so what you decide is to pay for collecting them."
    ),
    "Leakage": (
        "The model saw the answers during its exam. The score looks splendid, and the value is "
        "gone on the first real day. What you decide is not to commit to a score before that has "
        "been ruled out."
    ),
    "Holdout": (
        "Cases locked away until the end, as sealed exam questions. They are the one honest "
        "forecast of what the model is worth, and each look at them uses them up."
    ),
    "A baseline": (
        "What we'd get for nearly nothing: today's rule, or always the same answer. A model is "
        "worth what it adds to that, and if it adds nothing you have saved the project's money."
    ),
    "Calibration": (
        "Whether what it calls likely happens as often as it says. Without that a forecast can't "
        "be multiplied by money, so no business case on it holds."
    ),
    "ROC AUC": (
        "How well the model puts cases in order, with nothing said of money. Two models with the "
        "same figure may be worth very different sums; ask what the mistakes cost."
    ),
    "Precision": (
        "Of those we act upon, how many deserve it. The rest is wasted effort and annoyed people; "
        "what you decide is how much of that a caught case is worth."
    ),
    "Recall": (
        "Of those we should act upon, how many we find. The rest is loss that nobody sees; what "
        "you decide is what a missed one may cost."
    ),
    "A threshold": (
        "The line from which on we act. It trades wasted effort against missed cases, and so it is "
        "a decision about money that is yours, not the model's."
    ),
    "Overfitting": (
        "The model has learnt the past by heart. It shines in the presentation and disappoints in "
        "use; the only proof against it is a test on cases it has never seen."
    ),
    "A confidence interval": (
        "How far off the figure may be. If it includes no gain at all, you would be paying for "
        "luck."
    ),
    "A shadow deployment": (
        "The model works beside the present way and nobody acts on it. It costs a little time and "
        "takes most of the risk out of the launch."
    ),
    "A canary release": (
        "A few cases first, with a way back that was tried. It caps what a mistake can cost."
    ),
    "An A/B test": (
        "Half get the new way and half the old, by lot, and the difference is what it is worth. It "
        "measures value; it is no way of finding out whether the thing works at all."
    ),
    "Class imbalance": (
        "What we look for is rare. A model that never finds it is right nearly always, so being "
        "right in percent says nothing; money per case does."
    ),
    "Monitoring": (
        "A model that goes wrong keeps answering politely. Monitoring is the alarm; without it, "
        "how "
        "much is lost depends on when somebody happens to notice."
    ),
    "Model decay": (
        "Models age: the world moves, they don't. The loss is quiet, so what you decide is who "
        "watches and how often it is renewed."
    ),
    "Training-serving skew": (
        "The model is fed something else in operation than it was taught with. It fails silently; "
        "a comparison on the same cases finds it for little money."
    ),
    "A feedback loop": (
        "The model's own decisions become its next lessons, so it ends up agreeing with itself. A "
        "few cases decided without it keep us honest."
    ),
    "SHAP": (
        "A bill for each forecast: which facts moved it, and by how much. It explains the model's "
        "reasoning and doesn't prove that the reasoning is right."
    ),
    "Fairness metrics": (
        "Whether the model treats groups of people differently, in whom it picks and in whom it "
        "gets wrong. The exposure is legal and public; which kind of equality we owe is yours to "
        "decide, with a lawyer."
    ),
    "A data card": (
        "The papers of the data: where it comes from, whether we may use it, who signs for it. "
        "Without them the legal risk is in the product and can't be taken out again."
    ),
    "Hallucination": (
        "A language model can be wrong in a confident voice. The risk is that a customer acts on "
        "it; what you decide is where a person or a source must confirm."
    ),
    "Uplift": (
        "Not who will leave, but whom our offer keeps. The first costs discounts for people who "
        "would have stayed; the second takes an experiment."
    ),
    "Target encoding": (
        "A shortcut in preparing data that can hand the model the answers. Done carelessly the "
        "promised value doesn't arrive; it is checked before any figure is believed."
    ),
    "A p-value": (
        "How easily luck alone would produce such a result. It doesn't say how large the gain is, "
        "and that is what you are paying for."
    ),
}
"""For leadership and product people, by the concept's name."""
