"""Questions about the conversation's own record: sum it up, compare two runs, one number, shorter.

Each is read by its form, as a whole; what else a message asks for keeps its own way.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

__all__ = ["OF_WHAT_WAS_SAID", "AskedOfRecord", "asked_of_record"]

AskedOfRecord = Literal[
    "summary", "comparison", "begun", "number", "shorter", "next_step", "certainty"
]

OF_WHAT_WAS_SAID: frozenset[AskedOfRecord] = frozenset(
    {"summary", "comparison", "begun", "shorter", "certainty"}
)
"""What can be asked only of a conversation that holds an answer."""

LONGEST_ASKED = 18
"""Words of a question about the record; what is longer asks for more."""

_OPEN = (
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|well|hm+|now|then|please|also|thanks?|thank you|many thanks"
    r"|fine|good|great|right|sorry|hey|hi|hello|just|come on|stop|enough|no more tables"
    r"|(?:stop|enough|drop|skip|spare me|no)(?: it)?(?: with| of)? (?:the |all |these |those )*"
    r"(?:tables?|lists?|details?|talk\w*|text|words)|(?:can|could|would|will|may) (?:you|i|we)"
    r"(?: (?:please|kindly|just|perhaps|be so kind(?: as to)?|ask you to))?"
    r"|i(?:'d| would) (?:like|love)(?: you)? to|i (?:just )?(?:want|need)(?: you)?(?: to)?"
    r"|let(?:'s| us)|kindly|if i may ask)\b[\s,.!:;-]*)*"
)
_CLOSE = (
    r"(?:[\s,.!;-]*\b(?:please|pls|then|now|again|though|at all|if you please|if you would|thanks"
    r"|thank you|here|really|exactly|in (?:this|our|the|your) (?:conversation|chat|session)"
    r"|so far|until now|up to now|today|for me|for us|(?:for|to) (?:my|our|the) [\w-]+"
    r"(?: [\w-]+)?|nothing else|no more|not more|that's (?:it|all)|is enough|ok(?:ay)?))*\W*$"
)
_ALL = (
    r"(?:what(?:ever)? (?:we|you|i)(?:'ve| have| had| did)? (?:found(?: out)?|learn(?:ed|t)?|know"
    r"|seen?|measured?|discuss\w*|establish\w*|do|done|got|have)"
    r"|(?:it|this|that|these)(?: all)?"
    r"|(?:everything|all)(?: (?:of )?(?:this|that|it))?(?: (?:that )?(?:we|you|i)(?:'ve| have)?"
    r" (?:found(?: out)?|learn(?:ed|t)?|measured|discuss\w*|said|talked about|did|done|know|got))?"
    r"|(?:the |our |all (?:the )?|your )?(?:findings?|results?|conversation|discussion|session|chat"
    r"|measurements?|state of (?:things|play)|facts|main points|key points|whole thing|story))"
)
_RUN = (
    r"(?:runs?|results?|measurements?|ones?|versions?|models?|answers?|figures?|numbers?|scores?"
    r"|variants?|settings?|splits?|evaluations?)"
)
_TWO = (
    rf"(?:(?:the|these|those|both|all|last|first|two|my|our|your|of)\s+)*(?:two|both|them|these"
    rf"|those|{_RUN})(?: (?:{_RUN}|of (?:them|those|these)))?"
)
_EARLIER = (
    r"(?:(?:the|that|your|what (?:you|we) (?:had|said|got|measured)|it was|this was|we were)\s*)*"
    r"(?:before|earlier|previous(?:ly)?|first|last time|the (?:first|last|previous|earlier|old)"
    rf"(?: {_RUN})?|{_RUN} before|the start|the beginning)"
)

WAYS: tuple[tuple[AskedOfRecord, str], ...] = (
    ("summary", rf"(?:summari[sz]e|sum up|sum|recap(?:itulate)?|wrap up|give (?:me |us )?(?:a |an"
                rf" |the )?(?:\w+ )?(?:summary|recap|overview|wrap.?up)(?: of)?|(?:a |the )?(?:\w+"
                rf" )?(?:summary|recap)(?: of)?)(?: {_ALL})?(?: up)?(?: (?:in|into|as) [\w ]"
                rf"{{2,30}})?"),
    ("summary", r"(?:what|which things) (?:have|did|do) (?:we|you|i) (?:found?|find(?: out)?"
                r"|found out|learn(?:ed|t)?|know|measured?|establish\w*|got|get)(?: out)?"),
    ("summary", r"(?:where|what) (?:do|are|is) (?:we|things|the state)(?: (?:stand|at|now))?(?: (?:"
                r"stand|of (?:things|play|affairs)))?"),
    ("summary", r"what (?:don't|do not|didn't) (?:we|you|i) know(?: (?:yet|still))?|what is still"
                r" (?:un"
                r"known|open|unclear)|(?:what are )?(?:the )?open questions"),
    ("certainty", r"how (?:sure|certain|confident) (?:are|can|should) (?:you|we|i)(?: be)?(?:"
                  r" (?:of|"
                  r"about|in|with) (?:that|it|this|the \w+)| that \S+ (?:is|beats|does)"
                  r" [\w ]{2,40})?"),
    ("certainty", rf"(?:is|are|was) (?:the|that|this|their) (?:\w+ )?(?:differences?|diff|gap|gain)"
                  rf"(?: (?:between|of) {_TWO})? (?:even |really |statistically )?(?:significant"
                  rf"|real"
                  rf"|meaningful|noise|luck|chance|random)"),
    ("certainty", r"(?:is|are|was) (?:it|that|this|they) (?:even |really |statistically"
                  r" )?(?:significant"
                  r"|just (?:noise|luck|chance))|(?:could|might|can) (?:it|that|this) (?:just "
                  r"|simply )?"
                  r"be (?:just |pure |only )?(?:noise|luck|chance|random)"),
    ("comparison", rf"compare (?:{_TWO}|(?:it|this|that)? ?(?:with|to|against) {_EARLIER}"
                   rf"|{_TWO} (?:with|to|against) (?:each other|one another))(?: to each other"
                   rf"| side by side)?"),
    ("comparison", rf"(?:what(?:'s| is| are| was)? (?:the )?differences? between {_TWO}"
                   rf"|how (?:do|does|did) {_TWO} (?:differ|compare)"
                   rf"|which (?:one )?(?:of {_TWO} )?(?:is|was|are|were) (?:the )?(?:better|best"
                   rf"|worse|higher)(?: of {_TWO})?"
                   rf"|(?:put |show )?{_TWO} (?:side by side|next to each other|compared)"
                   rf"|how (?:does|did) (?:it|this|that) compare (?:with|to) {_EARLIER}"
                   rf"|(?:is|was) (?:it|this|that) (?:any )?(?:better|worse|higher|lower) than"
                   rf" {_EARLIER}"
                   rf"|(?:did|has) (?:it|this|that|the score) (?:get|got|become) (?:any )?(?:better"
                   rf"|worse)(?: than {_EARLIER})?)"),
    ("begun", r"(?:what|where) (?:did|have) (?:we|you|i) (?:start(?:ed)?|begin|begun|beg[ai]n)"
              r"(?: out)?(?: (?:with|from|at))?"),
    ("begun", r"(?:what (?:was|were) (?:the |our |your )?(?:first|original|initial|earlier"
              r"|starting) (?:result|number|score|figure|answer|point|measurement)s?)"),
    ("number", r"(?:(?:give me |tell me |show me |say |i want |only |to )*(?:(?:just |only )*(?:one"
               r"|a single|1|the) (?:one |single |only )?(?:number|figure|value)\b(?: only)?"
               r"|(?:just|only) (?:the |a )?(?:number|figure|score|value)s?))"
               r"(?: (?:that|which) (?:counts|matters|answers (?:it|that|this))| without \w+"
               r"| to remember)?"),
    ("shorter", r"(?:(?:tell|give|say|put|write|explain|make|repeat|send|get)(?: (?:me|us|it|this"
                r"|that|him|her|them))*(?: \w+)? ?(?:(?:in|into|as|down to) (?:just |only |at most"
                r" )?(?:one|two|three|a|1|2|3|a couple of|a few|simple|short) ?(?:short )?(?:lines?"
                r"|sentences?|words?|bullets?|tweet|minute)|shorter|brief(?:ly|er)?|(?:a )?short"
                r"(?:er)? version))"),
    ("shorter", r"(?:in (?:one|two|three|a few|1|2|3) (?:short )?(?:lines?|sentences?|words?)"
                r"|tl;?dr|(?:the |a )?short(?:er)?(?: version)?|too long|shorter|briefly)"),
    ("next_step", r"(?:what|how) would you (?:do|decide|act|recommend|suggest|advise|go (?:on|about"
                  r" it)|proceed)(?: (?:next|first|now))?(?: (?:in my (?:place|shoes|position"
                  r"|situation|stead)|if you were (?:me|in my \w+)|with (?:this|that|it)|here"
                  r"|about (?:it|this|that)|instead))*"),
    ("next_step", r"(?:if you were (?:me|in my \w+)|in my (?:place|shoes|position))\W*(?:what|how)?"
                  r"(?: would you (?:do|decide|act))?"),
    ("next_step", r"what(?:'?s| is| would be)? (?:your|the) (?:advice|recommendation|suggestion"
                  r"|best (?:next )?step|next step|best thing to do)(?: (?:now|here|next"
                  r"|for (?:me|us)))?"),
    ("next_step", r"what (?:do|would|can) you (?:recommend|advise|suggest|propose)(?: (?:i|we"
                  r"|me|us)(?: to)? do)?(?: (?:next|now|first|here))?"),
)  # fmt: skip


def asked_of_record(text: str) -> AskedOfRecord | None:
    """Return what a message asks of the record; None if it asks for something else."""
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_ASKED:
        return None
    for asked, way in WAYS:
        if _compiled(rf"{_OPEN}(?:{way}){_CLOSE}").match(said):
            return asked
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
