"""Questions on method: a term with a plain question around it, and nothing of one's own case.

"Should I use SMOTE?", "data drift vs concept drift", "what PSI is bad?", "explain PSI to my boss".
The terms are taken out of the message first; what is left has to be one of a few frames.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ml_engineer.conversation import Audience, SessionFacts
from ml_engineer.models.playbook.audiences import audience_of
from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.memory import Heard
from ml_engineer.wording.statements import spelled_out
from ml_engineer_prompts import CONCEPTS, Concept, concept_of

__all__ = ["AskedOnMethod", "asked_on_method", "method_question"]

AskedFor = Literal["meaning", "difference", "advice", "convention"]

LONGEST_ASKED = 30
"""Words of a question on method; what is longer tells of a case."""

_T = r"(?:an? |the (?:concept|term|idea|word|notion) (?:of )?|using |doing |use of )?\u2020"
_WHO = (
    r"(?P<who>(?:me|us|my|our|the|a|an|somebody|someone|people|non\S*|management|leadership"
    r"|execs?|executives|customers|engineers|stakeholders|laymen)\b(?: [\w'-]+){0,4}?)"
)
_TAIL = (
    r"(?:,? (?:then|again|exactly|actually|please|though|anyway|in (?:short|general|one sentence"
    r"|a sentence|two sentences|plain (?:words|english)|simple (?:words|terms)|layman'?s? terms"
    r"|practice|ml|machine learning|business terms)|for (?:me|us|this)|here|at all|really"
    r"|briefly|simply|and why (?:does it matter|should i care|do i care)|and do i (?:care|need"
    r" (?:it|that))|like i am (?:five|5)|thanks?|in production|or not|now))*"
)
SPARE = (None, "A threshold", "Leakage")
"""Terms that may belong to what is asked of another one: "which threshold for PSI?"."""

_ONE = r"(?:i|we|one|you|people|anyone)"
FRAMES: Sequence[tuple[AskedFor, str]] = (
    ("difference", rf"(?:what is |what are |explain |is there |tell me )?(?:the |a |any )?"
                   rf"differences? (?:between|of) {_T} (?:and|vs\.?|versus|or|to|from) {_T}"),
    ("difference", rf"{_T},? (?:vs\.?|versus|or|against|compared (?:to|with)) {_T}"
                   r"(?:\W+(?:which (?:one|is better)|what is better|which one is better)\b.*)?"),
    ("difference", rf"(?:is|are) {_T} (?:\w+ )?(?:better|worse|safer|stronger|more \w+|simpler"
                   rf"|faster) than {_T}"),
    ("difference", rf"how (?:is|are|do|does) {_T} differ(?:ent)? (?:from|to) {_T}"),
    ("difference", rf"(?:which|what)(?: one)? (?:is|works?|would be) (?:better|best|preferable)"
                   rf"\W+{_T} or {_T}"),
    ("difference", rf"(?:should|would|do|shall) {_ONE} (?:rather )?(?:use|take|prefer|pick|choose"
                   rf"|go (?:with|for)|report|do) {_T} or {_T}"),
    ("difference", rf"(?:is|are) {_T} (?:just |really )?the same (?:thing )?(?:as|like) {_T}"),
    ("difference", rf"(?:is|are) {_T} and {_T} the same(?: thing)?"),
    ("difference", rf"when (?:should|do|would|to) ?{_ONE}? ?(?:use|take|prefer) {_T} (?:and when|"
                   rf"over|instead of|rather than|or) {_T}"),
    ("difference", rf"why (?:use |take )?{_T} (?:and not|instead of|rather than|over|not) {_T}"),
    ("convention", rf"(?:what|which) (?:is |are )?(?:an? |the )?(?:(?:good|bad|right|usual|typical"
                   rf"|high|acceptable|normal|common|standard|decent|reasonable|critical|safe) )?"
                   rf"(?:thresholds?|limits?|cut-?offs?|values?|scores?|numbers?|levels?) "
                   rf"(?:for|of|on|in) {_T}(?: (?:is|are|counts? as|should {_ONE} use|do {_ONE}"
                   rf" use|makes? sense)(?: (?:bad|good|ok|okay|high|too high|alarming|usual"
                   rf"|enough|critical|acceptable|considered (?:bad|good|high)))?)?"),
    ("convention", rf"(?:what|which) (?:is |are )?(?:an? )?(?:good|bad|acceptable|normal|usual|high"
                   rf"|typical|decent|reasonable) {_T}(?: (?:score|value|threshold|limit))?"),
    ("convention", rf"(?:what|which) {_T}(?: (?:value|score|threshold|limit))?s? (?:is|are|counts?"
                   rf" as|would be) (?:bad|good|ok|okay|high|too high|good enough|enough|alarming"
                   rf"|acceptable|critical|too (?:low|much))"),
    ("convention", rf"(?:when|from (?:when|where|what value)(?: on)?|at what point) (?:is|are) {_T}"
                   rf"(?: (?:value|score))? (?:bad|good|high|too high|a problem|alarming|ok|okay"
                   rf"|good enough|critical)"),
    ("convention", rf"how (?:high|low|large|big|good|bad|small) (?:must|should|does|has|can|may|is)"
                   rf" {_T}(?: (?:score|value))?(?: (?:be|have to be|to be|get|need to be|too"
                   rf" (?:high|large)|ok|okay|good enough|bad))+"),
    ("convention", rf"where (?:does|do|is|are) (?:the |that |this )?(?:usual |{_T} )?(?:threshold|"
                   rf"limit|rule of thumb|cut-?off|number)s? (?:for|of|on) {_T} (?:come|taken|from)"
                   r"(?: from)?"),
    ("convention", rf"where (?:does|do) (?:the |that |this )?{_T} (?:threshold|limit|rule of thumb|"
                   r"cut-?off|number|value)s? come from"),
    ("advice", rf"(?:should|shall|must|would|can|could|may) {_ONE} (?:\w+ )?(?:(?:use|do|try|apply"
               rf"|bother with|need|add|do|consider|avoid|remove|report|take|go for|have) )?{_T}"),
    ("advice", rf"(?:do|does|would) {_ONE} (?:really |even |actually |always )?(?:need|want|use|"
               rf"recommend|like|care about|have to (?:do|use)|bother with) {_T}"),
    ("advice", rf"(?:is|are|was) {_T} (?:\w+ )?(?:useful|worth (?:it|the \w+)|a good (?:idea|thing"
               rf"|choice)|needed|necessary|any good|recommended|ok|okay|overrated|harmful|good"
               rf"|bad|a bad idea|overkill|still (?:used|useful)|safe|dangerous)"),
    ("advice", rf"when (?:should|do|would|to|does|is) ?(?:{_ONE} )?(?:use|do|need|apply|useful"
               rf"|worth it)? ?{_T}(?: (?:make sense|pay off|help|useful|worth it|needed))?"),
    ("advice", rf"(?:would|does|do|will|can|could) {_T} (?:help|make sense|matter|work|hurt|pay"
               rf" off|improve (?:things|it|the model))"),
    ("advice", rf"how (?:do|should|would|can|does|to) ?{_ONE}? ?(?:best )?(?:deal with|handle|fix|"
               rf"treat|avoid|prevent|monitor(?: (?:a|the) models?)?|choose|pick|set|do|measure|"
               rf"detect|calculate|compute|cope with|tackle|check(?: for)?|validate|test(?: for)?|"
               rf"spot|find|notice) {_T}"),
    ("advice", rf"what (?:do|should|would|can) {_ONE} do (?:about|with|against) {_T}"),
    ("advice", rf"(?:is it|would it be) (?:ok|okay|fine|good|safe|wise|bad|smart) to (?:use|do|"
               rf"apply|remove|add) {_T}"),
    ("meaning", rf"(?:so )?what (?:is|are|was) (?:meant by |the (?:point|idea|purpose|meaning|use)"
                rf" (?:of|behind) )?{_T}(?: (?:good )?for| about)?"),
    ("meaning", rf"what (?:does|do) {_T} (?:mean|do|measure|tell (?:me|us)|say|stand for)"),
    ("meaning", rf"{_T}[\s,:;\u2013\u2014-]+what (?:is|are) (?:that|it|those|this)"),
    ("meaning", rf"{_T}[\s,:;\u2013\u2014-]+(?:should i care|do i care|do i need (?:it|that))"),
    ("meaning", rf"(?:explain|describe|define|clarify|break down)(?: (?:to )?{_WHO})? "
                rf"(?:what )?{_T}(?: is| means)?"),
    ("meaning", rf"(?:explain|describe|define|clarify|break down) (?:what )?{_T}(?: is| means)?"
                rf"(?: (?:to|for) {_WHO})?"),
    ("meaning", rf"(?:how (?:do|would|can|should) (?:i|we|you)|help me) (?:to )?(?:explain|describe"
                rf"|tell) (?:what )?{_T}(?: is| means)?(?: (?:to|for) {_WHO})?"),
    ("meaning", rf"tell {_WHO} (?:about |what ){_T}(?: is| means| are)?"),
    ("meaning", rf"how (?:does|do|is|are) {_T} (?:work|computed|calculated|defined|measured)"),
    ("meaning", rf"why (?:do|does|would|should) {_ONE} (?:even |really )?(?:need|use|want|have|do"
                rf"|care about|bother with) {_T}"),
    ("meaning", rf"why (?:is|are|does|do) {_T} (?:bad|a problem|important|matter|dangerous|needed"
                rf"|good|useful|so important)"),
    ("meaning", rf"(?:does|do|can|could|might|will) {_T} (?:leak|cause (?:leakage|leaks|a leak))"),
    ("meaning", rf"{_T},? (?:does|do|can|could|is) (?:that|it|this|they) (?:leak|leaky|a leak"
                rf"|cause leaks|leakage)"),
    ("advice", rf"{_T},? (?:is|are|was) (?:that|it|this|they) (?:\w+ )?(?:useful|worth it|good|bad"
               rf"|needed|necessary|ok|okay|any good|overkill|a good idea|recommended)"),
    ("advice", rf"{_T},? (?:do|should|would) {_ONE} (?:need|use|do|want) (?:that|it|this|them)"),
    ("meaning", rf"(?:is|are) {_T} (?:an? )?(?:leak(?:age|y)?|leaking)"),
    ("meaning", rf"(?:i |we )?(?:never heard of|do not (?:understand|get|know what)|am not sure"
                rf" what) {_T}(?: is| means| are)?"),
    ("meaning", rf"(?:meaning|definition|purpose) of {_T}"),
)  # fmt: skip
"""What is asked about a term, by what is left of the message when the term is taken out."""

GOES_ON = rf"(?:and|what about|how about)? ?{_T}"
"""Asks about the next term once one was explained: "and calibration?"."""

_PHRASES: Sequence[tuple[str, AskedFor, str]] = (
    ("Late labels", "advice",
     r"(?=.*\b(?:labels?|outcomes?|ground truth|truth)\b[^.?!]{0,40}\b(?:late|later|delay\w*|days?"
     r"|weeks?|months?|quarters?|years?|eventually)\b)(?=.*\b(?:how|what)\b)"
     r"(?=.*\b(?:monitor|watch|evaluat|know|judge|train|alert|check)\w*).*$"),
    ("Interpretability", "advice",
     r"(?=.*\b(?:explain|justify|reasons? for|account for)\b[^.?!]{0,40}\b(?:every|each|all|our"
     r"|the|any|a)\b[^.?!]{0,20}\b(?:rejection|decision|refusal|prediction|denial|score|case|loan"
     r"|decline)s?\b)(?=.*\b(?:which|what)\b[^.?!]{0,20}\b(?:models?|algorithm|learner|method)\b)"
     r".*\?\W*$"),
)  # fmt: skip
"""Questions that say a term in other words."""

_OPENING = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|but|sorry|hi|hello|hey|thanks|thank you|please|well|also|btw|by the"
    r" way|quick question|one (?:more )?(?:thing|question)|question|hm+|um|remind me|can you|could"
    r" you|would you|i am new (?:here|to this)|wait|now|then|just|tell me)\b[\s,.!:-]*)*",
    re.IGNORECASE,
)

MODELS = frozenset({"A random forest", "Gradient boosting", "Logistic regression", "Deep learning"})
"""Kinds of models: with a table at hand, which of them is better is measured."""


EXPLAINED = re.compile(
    r"^(?:\*\*[^*\n]+(?::\*\*|, in plain words\.\*\*)|\*\*[^*\n]+\*\*\n\n(?:[A-Z][^:\n]{2,50}:|-"
    r" \*\*))"
)
"""How an answer begins that explained a term."""


def method_question(heard: Heard, facts: SessionFacts) -> AskedOnMethod | None:
    """Return the question on method that the newest message is; None if it is none.

    What may be a wish that is refused is none, unless it only asks what a term means.
    """
    said = next((text for role, text in reversed(heard.before) if role == "assistant"), "")
    found = asked_on_method(
        heard.text,
        goes_on=EXPLAINED.match(said) is not None,
        measurable=facts.data is not None and facts.target is not None,
    )
    if found is None or found.asked_for != "advice":
        return found
    wished = set(REFUSED) & {heard.asked.intent, *heard.asked.options}
    return None if wished else found


@dataclass(frozen=True, slots=True)
class AskedOnMethod:
    """A question on method.

    Attributes:
        asked_for: what is asked about the terms.
        concepts: one, or the two that are to be told apart.
        audience: for whom; None where it isn't said.
    """

    asked_for: AskedFor
    concepts: tuple[Concept, ...]
    audience: Audience | None = None


def asked_on_method(
    text: str, *, goes_on: bool = False, measurable: bool = False
) -> AskedOnMethod | None:
    """Return the question on method that a message is, and nothing else; None if it is none.

    Args:
        text: the message.
        goes_on: whether the answer before explained a term, so that a bare term asks for the next.
        measurable: whether a table and its target are there: then which model to use is measured.
    """
    said = " ".join(_whole(text).split())
    if len(said.split()) > LONGEST_ASKED:
        return None
    for name, asked_for, pattern in _PHRASES:
        if _compiled(pattern).match(said):
            return AskedOnMethod(asked_for, (concept_of(name),))
    words = _OPENING.sub("", said).rstrip(" ?.!").lower()
    for spare in SPARE:
        found = _framed(*_masked(words, spare), goes_on)
        if found is not None:
            which = found.asked_for in ("difference", "advice")
            models = {concept.name for concept in found.concepts} <= MODELS
            return None if which and measurable and models else found
    return None


def _framed(masked: str, concepts: tuple[Concept, ...], goes_on: bool) -> AskedOnMethod | None:
    if not concepts:
        return None
    for asked_for, frame in (*FRAMES, ("meaning", GOES_ON)) if goes_on else FRAMES:
        found = _compiled(rf"{frame}{_TAIL}\W*$").match(masked)
        if found is None or len(concepts) != (2 if asked_for == "difference" else 1):
            continue
        who = found.groupdict().get("who")
        return AskedOnMethod(asked_for, concepts, audience_of(who) if who else None)
    return None


def _masked(words: str, spare: str | None) -> tuple[str, tuple[Concept, ...]]:
    """Return the message with its terms taken out, and the terms in their order.

    Args:
        words: the message.
        spare: a concept that is left in: "threshold" may belong to the question about a term.
    """
    found: list[tuple[int, int, Concept]] = []
    for concept in CONCEPTS:
        if concept.name == spare:
            continue
        found += [(*match.span(), concept) for match in _spelled(concept.name).finditer(words)]
    found.sort(key=lambda one: (one[0], -one[1]))
    parts: list[str] = []
    concepts: list[Concept] = []
    done = 0
    for start, end, concept in found:
        if start < done:
            continue
        parts += [words[done:start], "\u2020"]
        concepts.append(concept)
        done = end
    return "".join((*parts, words[done:])), tuple(concepts)


def _whole(text: str) -> str:
    """Return a message with its contractions opened, those without an apostrophe as well."""
    text = re.sub(r"\b(what|that|it)s\b", r"\1 is", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(is|do|does|are|should|ca)nt\b", r"\1n't", text, flags=re.IGNORECASE)
    return spelled_out(text)


@cache
def _spelled(name: str) -> re.Pattern[str]:
    spelled = "|".join(concept_of(name).spelled)
    return re.compile(rf"(?<![\w-])(?:{spelled})(?![\w-])", re.IGNORECASE)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
