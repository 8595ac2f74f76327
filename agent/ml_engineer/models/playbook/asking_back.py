"""Asking back: "why?", "so what?", "what would change your mind?" are about the answer before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

__all__ = ["AskedBack", "asked_back", "column_asked_about"]

AskedBack = Literal["why", "so_what", "path"]

LONGEST_ASKED = 16
"""Words of a question about the answer before; what is longer asks for something of its own."""

_OPEN = (
    r"^\W*(?:(?:but|and|ok(?:ay)?|so|hm+|no|well|sorry|wait|then|fine|right|huh|um|oh|alright|yes"
    r"|i see|thanks|please|can you tell me|tell me|fair enough|fair)\b[\s,.!:;-]*)*"
)
_CLOSE = (
    r"(?:[\s,]*(?:then|though|exactly|please|now|again|actually|that|really|here|for (?:me|us)|to"
    r" (?:me|us)|anyway|at all|so))*\W*$"
)
_IT = r"(?:that|this|it|these|those|they)"
_YES = (
    r"(?:a |an |your |the )?(?:yes|ok(?:ay)?|go|approval|green light|release|clearance|go-?ahead)"
)

_WAYS: Sequence[tuple[AskedBack, str]] = (
    ("path", rf"what (?:would|could|will|might|does|do) (?:it take|change (?:your|the|that|this)"
             rf" (?:mind|answer|verdict|decision|view)|change (?:{_IT}|things)|convince you|make"
             rf" you"
             rf" (?:say yes|change your mind|agree|happy|comfortable)|get (?:me|us) (?:to )?{_YES}"
             rf"|need to (?:change|happen|be (?:true|different|there|done))|you need|satisfy you"
             rf"|unblock (?:{_IT}|us|me)|move you|i need|we need|have to (?:change|happen)"
             rf"|persuade you)(?: to (?:say yes|agree|approve|get {_YES}|be {_YES}))?"
             rf"(?: for {_YES})?"),
    ("path", rf"what (?:do|would|must|should|can|could) (?:i|we|you) (?:have to |need to )?(?:do|"
             rf"bring|show|deliver|provide|give you|need|want|fix|change|prove)(?: (?:from (?:me"
             rf"|us)"
             rf"|first|next|to (?:say yes|get {_YES}|change your mind|get there|approve|agree"
             rf"|make {_IT} (?:a yes|happen)|unblock {_IT}|pass)|for {_YES}|before (?:{_IT}|we|you)"
             rf" (?:\w+ ?){{1,3}}))+"),
    ("path", rf"(?:what(?: i|')?s|which is|is there|give me|show me)? ?(?:the |a |my |our"
             rf" )?(?:quick"
             rf"|fast|short|easi|cheap)(?:est|er|y)? (?:way|path|route|road|option|thing)(?: (?:to"
             rf" (?:get (?:to )?|reach )?(?:{_YES}|there|this done|it live|live)|forward|out"
             rf"|i can do|we can do|for us))?"),
    ("path", rf"how (?:do|can|could|would|should) (?:i|we) (?:get (?:to )?(?:{_YES}|there|this|it"
             rf" (?:approved|released|live|through|unblocked))|convince you|change (?:your mind|"
             rf"{_IT})|make {_IT} (?:a yes|ok|happen|work|pass|right)|fix {_IT}|get you to (?:say"
             rf" yes|agree|approve)|pass|unblock {_IT}|satisfy {_IT})"),
    ("path", r"what(?: i|')?s (?:still |exactly )?(?:missing|blocking|stopping|needed|open|in the"
             r" way|holding (?:us|it|you|me)(?: back)?|left(?: to do)?|required|the blocker|keeping"
             r" (?:us|it))(?: (?:us|it|me|you))?(?: (?:for|to get|before|until) (?:\w+ ?){1,4})?"),
    ("path", rf"(?:under (?:what|which) (?:conditions?|circumstances)|when|what if anything)"
             rf" (?:would"
             rf"|will|could|do) (?:you|it|{_IT}) (?:say yes|agree|approve|be (?:a yes|ok|fine"
             rf"|allowed"
             rf"|possible|ready)|become a yes|change your mind|allow {_IT})"),
    ("path", r"(?:what are|list|name|give me) (?:the |your )?(?:conditions?|requirements?|blockers?"
             r"|open points?|missing (?:pieces|parts|items)|steps(?: to (?:a )?yes)?)"),
    ("path", rf"(?:can|could|is there (?:any|a|some) way|any way) (?:i|we|to)? ?(?:to )?(?:change"
             rf" your"
             rf" mind|get {_YES}|make {_IT} happen|unblock {_IT}|turn (?:{_IT}|the no) into a"
             rf" yes)"),
    ("so_what", r"(?:so what|so|and\?+|meaning|who cares|what now|now what|what follows|what(?: i"
                r"|')?s"
                r" the (?:point|consequence|impact|upshot|bottom line|takeaway)|which means"
                r"|what does (?:that|this|it|all that|all this) mean(?: for (?:me|us|the \w+|my \w+"
                r"|our \w+))?|why (?:should|would|do|does) (?:i|we|anyone|my \w+|it|that|this)"
                r" (?:care|matter|worry)|does (?:that|it|this) (?:matter|make a difference)|is"
                r" (?:that|"
                r"this|it) (?:a )?(?:bad|good|problem|serious|important|a big deal)(?: thing)?"
                r"|what do i do with (?:that|this|it)|how (?:bad|serious) is (?:that|it|this)"
                r"|and (?:now|then|what)|what does it matter|and that means)"),
    ("why", r"(?:why(?: not| no| so| is that| that| though| exactly)*|how come|because|says who"
            r"|on what"
            r" (?:grounds|basis)|for what reasons?|(?:what(?: i|')?s|give me) (?:the|your|a|one)"
            r" (?:reason(?:s|ing)?|rationale|argument|justification)(?: (?:for|behind) (?:that|this"
            r"|it))?|what makes you (?:say|think|believe) (?:that|so|this)|reasons?"
            r"|based on what|what(?: i|')?s (?:that|this|it) based on|how do you know(?: that)?"
            r"|what do you mean(?: by that)?|elaborate|explain yourself|justify (?:that|yourself)"
            r"|where does that come from|what for)"),
    ("why", rf"why (?:is|are|was|were|do|does|did|should|would|can'?t|can not|won'?t|isn'?t|not"
            rf"|must"
            rf"|don'?t|the) (?:{_IT}|you|i|we|the|no|not|yes|a|that'?s)?(?: ?(?:{_IT}|so"
            rf"|important|a"
            rf" problem|bad|wrong|needed|necessary|not|say|think|refus\w*|care|insist|block\w*|a"
            rf" no|no"
            rf"|matter|required|strict|such|big|deal|issue|an?|the|verdict|answer|case|wait|do|need"
            rf"|column|feature|model|one|result|conclusion|recommend\w*|suggest\w*|be|allowed|ok"
            rf"|fine"
            rf"|true|ship|go|live|just|refusal|score|caution|careful|warning))*"),
    ("why", r"why (?:that|this|the|these|those) (?:column|feature|verdict|answer|model|metric|split"
            r"|one|refusal|result|number|columns|conclusion|recommendation)s?"),
    ("why", rf"explain (?:{_IT}|why(?: {_IT})?)"),
)  # fmt: skip

_OF_COLUMN = (
    r"why (?:is|are|was|would|does|do)? ?(?:the )?(?:column |feature )?\W?{name}\W?(?: (?:a|an|the"
    r"|so|be|such|problem|bad|leak\w*|suspect|suspicious|wrong|flagged|not|ok|excluded|left|out"
    r"|issue|listed|there|dangerous|say\w*|too|much|risky|dropped|in|list))*",
    r"what(?: i|')?s (?:wrong|the (?:problem|issue|matter)|bad|suspicious|up) (?:with|about)"
    r" (?:the )?"
    r"(?:column )?\W?{name}\W?",
    r"what did {name} do wrong",
    r"why (?:did|do|have|are) (?:you|we|they) (?:drop|leav|left|remov|exclud|ignor|suspect|flag"
    r"|throw"
    r"|thrown)\w* (?:out )?(?:the )?(?:column )?\W?{name}\W?(?: (?:out|too|as well|away))*",
)


def asked_back(text: str) -> AskedBack | None:
    """Return what a message asks of the answer before it; None if it asks for something else."""
    said = " ".join(text.replace("\u2019", "'").split())
    said = re.sub(r"\bwhats\b", "what's", said, flags=re.IGNORECASE)
    if len(said.split()) > LONGEST_ASKED:
        return None
    whole = _compiled(rf"{_OPEN}(?:so what|and then|so)\W*$")
    if whole.match(said):
        return "so_what"
    return next(
        (asked for asked, way in _WAYS if _compiled(rf"{_OPEN}(?:{way}){_CLOSE}").match(said)), None
    )


def column_asked_about(text: str, columns: Sequence[str]) -> str | None:
    """Return the column of which a message asks why it is a problem; None if it asks none."""
    said = " ".join(text.replace("\u2019", "'").split())
    for name in columns:
        for way in _OF_COLUMN:
            pattern = way.replace("{name}", re.escape(name))
            if _compiled(rf"{_OPEN}(?:{pattern}){_CLOSE}").match(said):
                return name
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
