"""Plain words: an answer for somebody who asked for it, or said that computers are not their trade.

No term, no command and no table: what it is worth against guessing, what to be careful of, and the
one thing to do next. Figures stay traced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited, columns_in_words
from ml_engineer.models.playbook.cost_free import told_of_a_free_error
from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.rule_notation import Intent

if TYPE_CHECKING:
    from ml_engineer.evidence.view import ViewFigure
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.scoreboard import Scoreboard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["answers_plainly", "no_specialist", "told_plainly", "wants_plain_words"]

ASKED = (
    r"\b(?:in|with|using|use) (?:very |really |more |a few )?(?:simple|plain|easy|everyday|normal"
    r"|human"
    r"|ordinary|non-?technical|layman'?s?|lay)(?:,? \w+)? (?:words?|english|language|terms?"
    r"|sentences?)"
    r"|\b(?:explain|say|put|tell|describe)\b[^.?!\n]{0,40}\b(?:simply|plainly|in english|like i'?m"
    r" (?:five|5|a child|stupid)|as if i (?:were|was|am)|for (?:dummies|beginners|a lay\w*"
    r"|non-?\w+))"
    r"|\bwithout (?:the |any |all the )?(?:jargon|technical \w+|tech\w*|statistics|math\w*)\b"
    r"|\bno jargon\b|\beli5\b|\beinfach(?:en worten)? erkl\w+"
)
"""How plain words are asked for."""

NO_SPECIALIST = (
    r"\bi\b[^.?!\n]{0,40}?\b(?:know|understand|have) (?:\w+ )?(?:nothing|little|not"
    r" (?:much|a thing)|no idea|no clue)"
    r"(?: at all)?(?: (?:about|of))? (?:\w+ ){0,2}?(?:computers?|technology|tech|statistics"
    r"|math\w*|ai"
    r"|machine learning|programming|software|this stuff|these things)\b"
    r"|\b(?:don'?t|do not|didn'?t|can'?t) (?:really )?(?:know|understand) (?:much |anything |a"
    r" thing )?"
    r"(?:about |of )?(?:computers?|technology|statistics|math\w*|ai|machine learning|programming)\b"
    r"|\bi(?:'m| am) (?:not (?:a |very |at all )?(?:technical|technician|computer person"
    r"|tech[- ]?savvy"
    r"|good with computers)|no (?:expert|technician|specialist|computer person|scientist)|a"
    r" (?:complete"
    r" )?lay(?:man|woman|person)|a (?:complete |total )?beginner|(?:only|just) an? \w+(?= and))"
    r"|\bnon-?technical (?:person|user|here)\b"
)
"""How people say that this is not their trade."""

MEASURED: frozenset[Intent] = frozenset(
    {"need_model", "baseline_question", "can_we_ship", "rollout_plan", "explain_for_audience",
     "leakage_question", "use_llm_or_deep_learning", "needs_language_model", "review_data",
     "more_data_or_better_model", "provide_information", "cost_threshold"}
)  # fmt: skip
"""What a plain answer can be given to: how good it is, and whether to use it."""

FIGURES_ASKED = (
    r"\b(?<!not )(?<!no )(?<!non-)(?<!non )(?<!not a )(?<!not very )"
    r"(?:figures?|numbers?|details?|everything|full|technical|table|scores?)\b"
)


def wants_plain_words(text: str) -> bool:
    """Tell whether a message asks for plain words."""
    return _compiled(ASKED).search(text.replace("\u2019", "'")) is not None


def no_specialist(texts: Sequence[str]) -> bool:
    """Tell whether somebody said of themselves that computers or figures are not their trade."""
    return any(_compiled(NO_SPECIALIST).search(text.replace("\u2019", "'")) for text in texts)


def answers_plainly(heard: Heard, intent: Intent) -> bool:
    """Tell whether the newest message gets its answer in plain words.

    Args:
        heard: what was said.
        intent: what the answer is about.
    """
    if intent in REFUSED:
        return False
    if wants_plain_words(heard.text):
        return True
    said = [heard.text, *(text for role, text in heard.before if role == "user")]
    figures = _compiled(FIGURES_ASKED).search(heard.text) is not None
    return intent in MEASURED and heard.asked.sure and not figures and no_specialist(said)


def told_plainly(situation: Situation) -> str:
    """Return the answer in plain words; "" where nobody needs it so, or it says too little."""
    if not situation.plain_words:
        return ""
    if situation.facts.target is None:
        return _without_target(situation) if situation.views else ""
    from ml_engineer.models.playbook.scoreboard import read_scoreboards

    boards = read_scoreboards(situation)
    if free := _for_nothing(situation):
        return f"{free}\n\nStands on: S1; P2, P4"
    worth = (_acting(situation) or _worth(boards[0])) if boards else ""
    if not worth:
        return ""
    parts = [worth, *_careful(situation), _next(situation), "Stands on: S1, S2; P2, P4"]
    return "\n\n".join(part for part in parts if part)


def _without_target(situation: Situation) -> str:
    proposed = (f for f in situation.figures("profile_dataset", "proposed_target") if f.value == 1)
    first = next((figure for figure in proposed if figure.column), None)
    maybe = f" It looks as if {columns_in_words([str(first.column)])} does." if first else ""
    return (
        "**Perhaps, and your list can show it. One thing is missing: which column holds the "
        f"outcome, how it came out in the end?**{maybe} Tell me its name, and I try how well it"
        f" can be foretold from"
        f" the "
        "rest.\n\nNothing is decided by that, and the list stays on this computer.\n\n"
        "Stands on: S1, S2; P2"
    )


def _worth(board: Scoreboard) -> str:
    """Return what the best honest guess is worth against guessing without a model."""
    best, trivial = board.best(board.honest), board.full.get("trivial")
    if best is None or trivial is None:
        return ""
    if board.metric in ("roc_auc", "macro_roc_auc"):
        return _of_pairs(best)
    better = float(best.value) < float(trivial.value)
    apart = _apart(best, trivial)
    if board.metric in ("mae", "rmse"):
        lead = (
            "**It helps.**" if better and apart else "**It does no better than the usual value.**"
        )
        return (
            f"{lead} Its guess is off by {cited(best)} on average; always saying the usual value "
            f"is off by {cited(trivial)}."
        )
    if board.metric == "cost_per_1000":
        lead = (
            "**It saves something.**" if better and apart
            else "**It saves nothing: you would do as well without it.**"
        )  # fmt: skip
        return (
            f"{lead} A thousand decisions cost {cited(best)} with it and {cited(trivial)} if you "
            "always did the same, in the money that you named."
        )
    return ""


def _acting(situation: Situation) -> str:
    """Return whom to act on by the costs that were told, and what that costs; "" without costs."""
    ratio = _told_costs(situation)
    found = [one for one in situation.findings("train_baselines") if one.check == "cost"]
    if ratio is None or not found:
        return ""
    alarm, _, miss = ratio.partition("=")[2].partition(":")
    spent = {f.model: f for f in situation.figures("train_baselines", "cost_per_1000")}
    chosen = next((f for name, f in spent.items() if name and name.endswith("cost_optimal")), None)
    always, never = spent.get("do_everything"), spent.get("do_nothing")
    if chosen is None or always is None or never is None:
        return ""
    constant = min(always, never, key=lambda figure: float(figure.value))
    same = "acted on every one" if constant is always else "acted on nobody"
    from_where = next(situation.figures("train_baselines", "cost_optimal_threshold"), None)
    says = found[0].statement
    if says.startswith("Act from") and from_where is not None:
        lead = (
            f"**Act on those for whom it says a chance of {cited(from_where)} or more; that "
            "saves something.**"
        )
    elif says.startswith("Act on"):
        whom = "every one of them" if constant is always else "nobody"
        lead = f"**Act on {whom}: sorting them out first saves nothing.**"
    else:
        lead = "**Whether it pays to sort them out first can't be told yet: there are too few.**"
    return (
        f"{lead} A thousand of them cost {cited(chosen)} with it, and {cited(constant)} if you "
        f"{same}. Counted as you wrote: to act for nothing costs {alarm}, and to overlook one "
        f"{miss}."
    )


def _for_nothing(situation: Situation) -> str:
    """Return what follows where one kind of error costs nothing; "" where both cost something."""
    ratio = _told_costs(situation)
    if ratio is None or not told_of_a_free_error(ratio):
        return ""
    alarm, _, miss = ratio.partition("=")[2].partition(":")
    if float(miss) <= 0:
        return (
            "**Leave it: as you wrote, to overlook one costs nothing, so that nothing is won by "
            "acting.** Is something lost with it after all?"
        )
    if float(alarm) > 0:
        return ""
    return (
        f"**Act on every one of them: as you wrote, to act for nothing costs nothing, and to "
        f"overlook one costs {miss}.** No list is needed for that. It is needed once you can't "
        "act on all of them: how many can you manage in a day?"
    )


def _told_costs(situation: Situation) -> str | None:
    supposed = situation.supposed.cost_ratio if situation.supposed is not None else None
    return supposed or situation.heard.known.cost_ratio


def _of_pairs(best: ViewFigure) -> str:
    value = float(best.value)
    low = best.interval[0] if best.interval is not None else value
    word = next(word for least, word in STRENGTHS if (low if least <= CHANCE else value) > least)
    return (
        f"**{word}** Take two cases of which you know how they came out, one of each kind: it"
        f" tells "
        f"which is which in {value:.1%} [{best.handle}] of such pairs. Tossing a coin would be "
        "right in half of them."
    )


CHANCE = 0.5
STRENGTHS = (
    (0.9, "It is very good at this, so good that it should be looked at again."),
    (0.75, "It is good at this, and still wrong now and then."),
    (0.6, "It is better than guessing, and it is often wrong."),
    (CHANCE, "It is hardly better than guessing."),
    (-1.0, "It is no better than guessing."),
)
"""Words for how often a pair is told apart: conventions, the strongest first."""


def _apart(best: ViewFigure, trivial: ViewFigure) -> bool:
    """Tell whether two scores are apart by their intervals, so that it is no accident."""
    if best.interval is None or trivial.interval is None:
        return True
    return best.interval[1] < trivial.interval[0] or trivial.interval[1] < best.interval[0]


def _careful(situation: Situation) -> Iterator[str]:
    suspects = situation.suspects
    if suspects:
        one = len(suspects) == 1
        yield (
            f"It was judged without {columns_in_words(suspects)}:"
            f" {'it says' if one else 'they say'} "
            f"so much of the outcome that {'it' if one else 'they'} may be written down only after "
            "it is known. To guess with that would be to look at the answer first."
        )
    if situation.intent in ("can_we_ship", "rollout_plan"):
        yield (
            "**Don't let it decide about anybody yet.** It has to be tried on cases that nobody "
            "has looked at, somebody has to watch it, and somebody has to answer for the list."
        )
    yield "Treat what it says as a hint of where to look first, and not as a fact about a person."


def _next(situation: Situation) -> str:
    suspects = situation.suspects
    if suspects:
        are = "is" if len(suspects) == 1 else "are"
        return f"What I need from you: when {are} {columns_in_words(suspects)} written down?"
    if situation.heard.known.cost_ratio is None:
        return (
            "What I need from you: what does it cost you to act for nothing, and what to overlook "
            "one? A rough guess is enough."
        )
    return 'For the details say "show me the figures".'


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
