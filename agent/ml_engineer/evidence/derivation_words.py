"""Words of derivations: how a sentence says that a number was computed, and by what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_DIFFERENCE = re.compile(
    r"\b(?:gaps?|differ\w*|points?|pp|less|more|fewer|below|above|leads?|drop\w*|f[ae]ll\w*|gain\w*"
    r"|r[io]ses?|rising|up|down|by|ahead|behind|width|wide|better|worse|lower|higher|sav(?:es?|ings?|ed)"
    r"|improv\w*|lost|los[es]s?|losing|net|cuts?|beyond|over|past|remain\w*|left|i\.e|decreas\w*"
    r"|increas\w*|grew|grows|missing|short|costs|added|adds|extra|margin|jump\w*|lift\w*|older|closed?"
    r"|from|slower|faster|longer|shorter|earlier|later|buys?|wins?|beats?"
    r"|the last|delta|spread|reduc\w*|leav\w*|between|apart"
    r"|pays?|paid|within|sooner|quicker|stronger|weaker|warmer|colder|heavier|lighter|wider|narrower"
    r"|bring\w*|contribut\w*"
    r"|all but|distance|optimis\w*|overfit\w*|excess|advantage|penalty|cheaper|dearer|not real)\b"
    r"|[+−=(Δ→]|\s-",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"\b(?:times|factor|ratio|divid\w+|multipl\w+|fold|per|half|halv\w+|twice|doubl\w*|lift"
    r"|as (?:many|much|long|large)|each|average|minutes?|hours?|days?|one in"
    r"|people|daily|every|a (?:day|week|month))\b"
    r"|[x×/=]|\d of\b",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"\b(?:total|together|sum|altogether|combined|in all|both|overall|jointly|added|plus)\b"
    r"|[+=]|\d of (?:the |all |your )?\d",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"\b(?:i\.e|about|around|roughly|some|nearly|almost|which is|that is|that's|or|of them|times"
    r"|at (?:the|your|a|an)|of the|miss\w*|costs?|makes?|worth|out of|so|means|would|expect\w*"
    r"|a (?:day|week|month|year)|false alarms?|lets?|slips?|through|caught|catch\w*|found|finds?"
    r"|between|saves?|saving|leav\w+|remain\w*|wrong\w*|unnoticed"
    r"|given (?:the|its|that) (?:interval|range)|comes? to|amounts? to|overlook\w*)\b|[×=≈~:(]"
    r"|\d (?:[a-z-]+ ){0,3}(?:in|of|among|from|out of) (?:the |all |your )?\d"
    r"|\b(?:from|among|per|of) (?:the |all |your )?\d[\d,]{2,} [a-z]"
    r"|\b[Oo]f (?:the |all |your |these |those )?\d[\d,]* [a-z-]+,? (?:about |some |only )?\d",
    re.IGNORECASE,
)
_OF_TWO_SHARES = re.compile(r"\b(?:errors?|mistakes?|headroom|skill|gap)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:points?|pp|pts)\b", re.IGNORECASE)
_IN_POINTS = re.compile(r"\bin (?:percentage )?points\b", re.IGNORECASE)
_SPREADS = re.compile(r"\b(?:standard (?:deviations?|errors?)|SDs?|sigmas?)\b|σ", re.IGNORECASE)
_THRESHOLD = re.compile(
    r"\b(?:thresholds?|cut-?offs?|balanc\w+|break-?even|quantile)\b", re.IGNORECASE
)
_PER_TIME = re.compile(r"\b(?:an?|per|each|every) (second|minute|hour|day)\b|/(s)\b", re.IGNORECASE)
_TIMES = {"second": 1.0, "s": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86_400.0}
_GUESSING = re.compile(r"\b(?:guess\w*|chance|random\w*|lots?)\b", re.IGNORECASE)
_MEAN = re.compile(r"\b(?:means?|averag\w+|macro)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Says:
    """Which words of a sentence say how a number was computed."""

    difference: bool
    points: bool
    in_points: bool
    ratio: bool
    sum: bool
    product: bool
    mean: bool
    of_two_shares: bool
    spreads: bool
    threshold: bool
    guessing: bool
    per: tuple[float, ...]
    step: float = 0.0


_STEP = re.compile(
    r"\b(?P<size>one|two|three|four|five|ten|\d+(?:\.\d+)?) (?:percentage )?points? "
    r"(?P<way>below|under|less than|lower than|above|over|more than|higher than) "
    r"(?:that|this|it)\b",
    re.IGNORECASE,
)
_SIZES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


def _step(sentence: str) -> float:
    """Return by how much a sentence goes from what was told: "five points below that"."""
    found = _STEP.search(sentence)
    if found is None:
        return 0.0
    size = float(_SIZES.get(found["size"].lower()) or found["size"]) / 100
    return -size if found["way"].lower() in ("below", "under", "less than", "lower than") else size


@lru_cache(maxsize=512)
def says_of(sentence: str) -> Says:
    """Return which words of a sentence say how a number was computed."""
    units = {(per[1] or per[2]).lower() for per in _PER_TIME.finditer(sentence)}
    return Says(
        difference=_DIFFERENCE.search(sentence) is not None,
        points=_POINTS.search(sentence) is not None,
        in_points=_IN_POINTS.search(sentence) is not None,
        ratio=_RATIO.search(sentence) is not None,
        sum=_SUM.search(sentence) is not None,
        product=_PRODUCT.search(sentence) is not None,
        mean=_MEAN.search(sentence) is not None,
        of_two_shares=_OF_TWO_SHARES.search(sentence) is not None,
        threshold=_THRESHOLD.search(sentence) is not None,
        guessing=_GUESSING.search(sentence) is not None,
        spreads=_SPREADS.search(sentence) is not None,
        step=_step(sentence),
        per=tuple(sorted(_TIMES[unit] for unit in units)),
    )
