"""Pressing: how a person asks again for what was refused, and by what.

A title, the clock, what others do, word that it is done, a smaller piece of it, another role, a
threat, or nothing new. What moves a refusal is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

__all__ = [
    "Pressure",
    "claims_done",
    "dictates_a_release",
    "orders_release",
    "presses",
    "pressure_of",
]

Pressure = Literal[
    "instructions", "claim", "others", "authority", "leaving", "urgency", "smaller", "harmless",
    "pushing", "again",
]  # fmt: skip
"""How a person presses."""

_PRESSURES: Mapping[Pressure, str] = {
    "instructions": r"ignore (?:your|all|any|the|previous|these)|forget (?:your|the|all|about your)"
    r"|pretend|role.?play|your (?:rules|instructions|prompt|persona|guidelines)|override|jailbreak|"
    r"system prompt|act as|no restrictions|developer mode|you are (?:now|no longer)",
    "claim": r"already (?:set ?up|there|done|in place|have|exists?|running|evaluated|tested"
    r"|monitored|cleared|signed|agreed|monitor\w*|log\w*)|(?:is|are|was|were|has been|it's|we've)"
    r" (?:all )?(?:set up|in place|sorted|taken care of|done|cleared|covered|handled|stored)"
    r"|trust (?:me|us)|believe me|take my word|i (?:promise|swear|guarantee)|we (?:did|have) (?:it"
    r"|that|them)|attached|see (?:the )?file|here(?:'s| is)"
    r"|\w+\.(?:ya?ml|json|pdf|md|html|docx?|txt)|i know what i(?:'m| am)"
    r"|years of experience|we (?:checked|tested|evaluated|validated)",
    "others": r"every(?:one|body)|all the others|others do|competitors?|industry|google|netflix|"
    r"amazon|nobody (?:else|ever)|no one else|common practice|standard practice|other (?:teams?|"
    r"compan\w+)|normal|we(?:'ve| have)? always|always (?:done|worked|did)|last time|usual way",
    "authority": r"boss|ceo|cto|cfo|coo|vp|director|manager|board|management|committee|head of"
    r"|minister|lead(?:ership)?|sign(?:ed|s)? off|responsib\w*|decided|approv\w+|order(?:ed|s)?|"
    r"investor\w*|legal said|client|my (?:lead|pm|po)|authori[sz]ed|green.?lit|on my head"
    r"|(?:take|accept) the (?:risk|blame)",
    "leaving": r"chat ?gpt|(?:another|other|different) (?:tool|assistant|model|consultant|agent)"
    r"|(?:claude|gemini|copilot) (?:says|said|would)|uninstall|replace you|without you|cancel the"
    r"|bad review|use something else|then i'?ll (?:do|ask|use|go)",
    "urgency": r"urgent\w*|asap|hurry|deadline|now|today|tonight|tomorrow|monday|tuesday|wednesday|"
    r"thursday|friday|weekend|no time|running out|immediately|this week|next week|minutes|late|"
    r"(?:can't|cannot|can not) wait|(?:customers?|users?) (?:is|are) waiting|launch(?:es|ing)?"
    r" (?:is"
    r"|in)|already announced|every day (?:costs|we)",
    "harmless": r"nothing (?:can|will|would|bad)|what(?:'s| is) the worst|no (?:real |big )?risk"
                r"|low"
    r"[- ]risk|harmless|not (?:critical|important|that important)|worst case|it'?s (?:fine|safe"
    r"|ok|just)|data (?:doesn't|never) chang\w*|never (?:failed|broke|changes)|stable",
    "smaller": r"only|just (?:an?|one|for|the|this|to)|small\w*|few|pilot|tiny|roughly|rough"
               r"|ballpark|guess|half|a bit|"
    r"for now|once|exception|compromise|percent|1 ?%|5 ?%|10 ?%|internal|for one (?:day|week)",
    "pushing": r"just (?:ship|deploy|do|go|say|launch|release)|come on|please|seriously|really\?"
               r"|i insist|say yes|yes or no|be (?:pragmatic"
    r"|reasonable|flexible|realistic|helpful|serious)|ridiculous|nonsense|absurd|too strict|silly"
    r"|stupid|i don't care|whatever|not convinced|bullshit|stop (?:arguing|lecturing|blocking)"
    r"|you(?:'re| are) (?:wrong|too|being|just|only|useless|blocking|not)|fired|lose my job"
    r"|tip you|pay you|bonus|do it anyway|make it happen|no excuses|get it done",
}  # fmt: skip
"""What each kind of pressing sounds like; the first that matches counts."""

_WHO = (
    r"(?:boss|ceo|cto|cfo|coo|cio|vp|directors?|managers?|head of [\w ]{2,20}|board|management"
    r"|leadership|clients?|customers?|investors?|pm|po|legal|team lead|lead|chief|owner|minister"
    r"|founders?|partner|committee|steering group|sponsor|everybody upstairs|they)"
)
_ALLOWS = (
    r"(?:approv\w+|sign(?:s|ed)? (?:it )?off|ok'?d|okayed|(?:already )?said (?:yes|ok|go|it|we|to)|"
    r"says (?:yes|ok|go|it|we|to)|insists?|decided|orders?|ordered|demands?|told (?:me|us) to|"
    r"agreed|agrees|green.?lit|gave (?:the|their|his|her) \w+|blessed|authori[sz]ed|promis\w+"
    r"|expects?|is fine|are fine|is ok\w*|are ok\w*|won't accept|will be (?:angry|furious|upset)"
    r"|wants? (?:it|this|that|us|me|the release|to (?:go|ship|launch|release))|takes? (?:the|full"
    r"|all)"
    r"|cleared|has spoken|backs|supports)"
)
_STRONG = (
    rf"\b(?:he|she|they)(?:'s| is| are|'re) (?:the |my |our |your )?(?:big )?{_WHO}\b",
    rf"\b{_WHO}\b[^.?!\n]{{0,40}}?\b{_ALLOWS}",
    r"\b(?:it|this|that|everything)(?:'s| is| was| has been| got)? (?:been )?(?:already"
    r" )?(?:approved"
    r"|signed off|authori[sz]ed|decided|green.?lit)\b",
    r"\bi(?:'m| am) (?:the|your) (?:boss|cto|ceo|manager|client|customer|head|owner|lead)\b",
    r"\bi(?:'ll| will)? (?:take|accept|carry|bear|own|sign)\b[^.?!\n]{0,20}\b(?:risk|responsib\w*"
    r"|blame|liability|for it|off)\b|\bon my (?:own )?(?:responsibility|head|risk)\b",
    r"\b(?:every(?:one|body)|all (?:the |our )?(?:others|competitors)|other (?:teams|companies)"
    r"|our competitors?|google|netflix|amazon|big tech|the industry)\b[^.?!\n]{0,30}\b(?:does?"
    r"|did|do"
    r"|ships?|goes|go|works?|skips?|trains?|deploys?|launch\w*|runs?|gives?|promis\w+|uses?)\b",
    r"\b(?:nobody|no one)(?: else)?\b[^.?!\n]{0,20}\b(?:does|monitors|evaluates|cares?|asks|checks"
    r"|needs|bothers)\b",
    r"\b(?:common|standard|normal|industry) practice\b|\bwe(?:'ve| have)? always (?:done|did"
    r"|shipped"
    r"|worked|gone)\b|\bthat(?:'s| is) how (?:we|everyone|people|it)\b|\blast time (?:we|it)\b",
    r"\b(?:trust (?:me|us)|believe me|take my word|i (?:promise|swear|guarantee)|i know what i(?:'m"
    r"| am) doing|years of experience|i(?:'m| am) (?:an? )?(?:expert|senior|experienced))\b",
    r"\b(?:it|that|this|everything|monitoring|all)(?:'s| is|'s all| is all| has been)? already"
    r" (?:set"
    r" ?up|there|done|in place|running|covered|handled|sorted|tested|evaluated|cleared)\b",
    r"\b(?:it|that|this|everything)(?:'s| is) (?:all )?(?:set up|covered|handled|sorted|taken"
    r" care of"
    r"|in place)\b",
    r"\b(?:just|then|simply) (?:please )?(?:ship|deploy|do it|launch|release|train|say|give me|go"
    r"|push|let|put|test|skip|approve|tell me|start|send|turn|switch|use)\b",
    r"\b(?:ship|deploy|launch|release|approve|push) it\b|\bdo it anyway\b|\bmake it happen\b"
    r"|\bget it"
    r" done\b|\bno excuses\b|\bsend it\b|\bgo ahead\b|\byolo\b",
    r"\bstop (?:arguing|lecturing|blocking|being)\b|\bdon'?t (?:lecture|argue|block|be (?:so"
    r"|such))\b"
    r"|\bskip the (?:lecture|talk)\b|\bi don'?t care\b|\bi insist\b|\bcome on\b|\bseriously\b",
    r"\bsay yes\b|\byes or no\b|\bbe (?:pragmatic|reasonable|flexible|realistic|helpful)\b",
    r"\b(?:that|this|it|you)(?:'s|'re| is| are) (?:just |being |so |way |a bit )?(?:ridiculous"
    r"|nonsense"
    r"|absurd|too strict|overkill|silly|stupid|bureaucra\w+|paranoid|too careful|blocking|useless"
    r"|wrong|unreasonable|unhelpful)\b",
    r"\b(?:we(?:'re| are)|it(?:'s| is)|it goes|we go|launch is|release is) (?:going )?(?:live"
    r"|launch"
    r"\w*|out|due|on)?\b[^.?!\n]{0,15}\b(?:on |by |this |next )?(?:monday|tuesday|wednesday"
    r"|thursday"
    r"|friday|saturday|sunday|tonight|tomorrow|today)\b",
    r"\b(?:there(?:'s| is) no time|no time (?:for|left)|we(?:'re| are) (?:running )?out of time|it"
    r" (?:can't|cannot|can not) wait|urgent|asap|customers? (?:is|are) waiting|every day costs)\b",
    r"\b(?:nothing (?:can|will|would|bad)|what(?:'s| is) the worst|no (?:real |big )?risk"
    r"|low[- ]risk"
    r"|not (?:that )?(?:critical|important)|harmless)\b",
    r"\b(?:only|just) (?:internal|a (?:pilot|test|few|prototype|handful)|for (?:one|a few|two)|one"
    r" (?:day|week|region|team)|\d+ ?(?:%|percent|users|people|customers)|a small|this once|once)\b"
    r"|\bjust this once\b|\b(?:make|an?|one) exception\b|\bfor (?:one|a) (?:day|week|hour)\b",
    r"\bignore (?:your|all|any|the|previous|these)\b|\bforget (?:your|the rules|all|about your)\b"
    r"|\bpretend\b|\brole.?play\b|\bact as\b|\bdeveloper mode\b|\boverride\b|\bno restrictions\b"
    r"|\byou are (?:now|no longer)\b",
    r"\bchat ?gpt\b|\b(?:another|different) (?:tool|assistant|consultant|agent)\b|\breplace you\b"
    r"|\buninstall\b|\bsomething else then\b",
    r"\b(?:get|be|am|i'm) fired\b|\blose my job\b|\b(?:tip|pay) you\b",
    r"^\W*(?:still|so|and|well|but|please|pretty please|ok(?:ay)?|oh|hm+|really|no|why not|anyway"
    r"|look|listen|again|once more|i disagree|not convinced|whatever)(?:[ ,]+(?:still|no|now|then"
    r"|please|yes|again|really|once more|anyway))*\W*$",
)  # fmt: skip
"""Words that press, whatever was refused."""

_NEWS = (
    r"\b(?:wants?|asks?|asked|needs?) (?:to (?:know|see|understand|hear|read)|me (?:what|how|why"
    r"|for)"
    r"|us (?:what|how|why)|(?:an? |the )?(?:explanation|summary|report|numbers?|figures?|slide"
    r"|answer"
    r"|overview|update))\b"
)
"""What somebody of weight may want without its being pressure."""

_ORDERS = (
    r"^\W*(?:ok(?:ay)?|so|and|well|please|look|listen|fine|alright|whatever|then)?[\s,]*(?:(?:just|"
    r"let'?s(?: just)?|we(?:'ll| will)(?: just)?|i(?:'ll| will)(?: just)?|go ahead and|please"
    r"|can't we"
    r" just|can we just|i say we) )?(?:ship|deploy|release|launch) (?:it|this|the model|now|today"
    r"|tomorrow|anyway)\b",
    r"^(?!.*\b(?:how|when|what|who)\b).*\b(?:put|push|get) (?:it|this|the model) (?:live|out|into"
    r" prod\w*|in prod\w*|to prod\w*)\b",
    r"^\W*just (?:ship|deploy|release|launch|go live|push)\b",
    r"^\W*we(?:'re| are) going live (?:on |this |next )?(?:monday|tuesday|wednesday|thursday|friday"
    r"|today|tonight|tomorrow|anyway|now|no matter|regardless)\b",
    r"^\W*(?:yolo|ship it|send it|go live|let'?s go(?: live)?)\W*$",
)  # fmt: skip


_DONE = (
    r"(?:(?:all |already |fully |now |completely |long |just )*(?:set ?up|in place|there|done"
    r"|running"
    r"|live|configured|sorted(?: out)?|handled|taken care of|covered|cleared|finished|complete\w*"
    r"|installed|working|ready|implemented|existing|ok(?:ay)?|passed))"
)
_PARTS: Mapping[str, str] = {
    "R1": r"(?:monitoring|monitors?|alert(?:s|ing)?|drift (?:checks?|monitoring|detection"
    r"|reference)"
    r"|dashboards?)",
    "R2": r"(?:(?:offline )?evaluations?|hold-?outs?(?: test| evaluation)?|back-?tests?|validation"
    r"|offline tests?)",
}
_CLAIMED = (
    rf"\b§\b[^.!\n]{{0,20}}?(?:'s|'re| is| are| was| were| has been| have been) {_DONE}\b"
    r"|\bwe(?:'ve| have)?(?: already)? (?:have|got|set up|installed|did|done|ran|built)"
    r" (?:already )?(?:the |our |an? |all the )?§\b(?=[\s,]*(?:already|in place|too|set ?up|done"
    r"|there|running|\W*$))"
    r"|\b§\b (?:already )?(?:exists?|runs?|works?)(?: already)?\W*$"
)
"""Word that a part is there already; `§` stands for the part."""

_LONGEST_CLAIM = 20
"""Words of a message that does little but claim."""

_DICTATES = (
    r"\b(?:ignore|forget|disregard|override|bypass|drop|skip) (?:all (?:of )?|any (?:of )?)?(?:your"
    r"|the|previous|prior|these|those|earlier|all) ?(?:\w+ )?(?:instructions?|rules?|prompts?"
    r"|guidelines?|restrictions?|polic(?:y|ies)|persona|clauses?|checks?)\b[^\n?]*\b(?:ready"
    r"|approv\w*"
    r"|releas\w*|ship\w*|live|deploy\w*|yes|green light|production|launch\w*)\b"
    r"|\b(?:say|write|confirm|certify|state|declare|announce|answer|reply|repeat|print|tell (?:me"
    r"|us"
    r"|them|him|her|my \w+|the \w+)) (?:after me:? |only |that |simply |just )*[\"'\u201c]?(?:it"
    r"|this"
    r"|that|the model|everything|all|we)(?:'s|'re| is| are| was)? (?:all )?(?:ready|approved"
    r"|released"
    r"|cleared|safe to|good to go|production[- ]ready|validated|granted|fine to)\b"
)


def claims_done(text: str) -> str | None:
    """Return the clause whose evidence a message says to be there already; None if it doesn't.

    A question claims nothing, and what is denied or yet to come isn't claimed.
    """
    if "?" in text or len(text.split()) > _LONGEST_CLAIM:
        return None
    if _found(
        r"\b(?:not|n't|no|never|without|will|would|once|if|when|until|fired|broke\w*)\b", text
    ):
        return None
    return next(
        (k for k, part in _PARTS.items() if _found(_CLAIMED.replace("§", part), text)), None
    )


def dictates_a_release(text: str) -> bool:
    """Tell whether a message puts a release into the mouth of who should judge it."""
    return _found(_DICTATES, text)


def presses(text: str) -> bool:
    """Tell whether a message presses, whatever else it says; a wish to know is none."""
    if _found(_NEWS, text):
        return False
    return any(_found(pattern, text) for pattern in _STRONG)


def pressure_of(text: str) -> Pressure:
    """Return by what a message presses; `again` if it only says the same once more."""
    found = (k for k, pattern in _PRESSURES.items() if _found(rf"\b(?:{pattern})(?!\w)", text))
    return next(found, "again")


def orders_release(text: str) -> bool:
    """Tell whether a message orders a release in so many words: "just ship it"."""
    return any(_found(pattern, text) for pattern in _ORDERS)


def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text.replace("\u2019", "'")) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
