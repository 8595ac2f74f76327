"""Stated: what a sentence itself computes or counts, where it comes out otherwise.

"6.6 of 23.5 is 23 %", "from 9.9 to 19.2 %, so it has tripled", "four columns exceed 0.2" say what
they are of. Whatever else would give the number, it has to be that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ml_engineer.evidence.citations import CITATION
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.operands import figures_of
from ml_engineer.evidence.places import Place
from ml_engineer_tools.evidence import Figure

MOST_COUNTED = 20
"""More than so many are hardly counted from a list, and so many numbers on either side are seen."""
LONGEST_LINK = 60
"""Characters between a part of a whole and the percentage that it is said to be."""

_OF = re.compile(r"(?:\s[a-z-]+){0,2}\s(?:out\s)?of\s(?:the\s|all\s|your\s)?[$€£]?")
_WHOLE = re.compile(r"\bof (?:the |your |our |all )*\Z", re.IGNORECASE)
_IS = re.compile(
    r"(?:\s[A-Za-z'-]+){0,4}?\s?(?:,|\(|=|–|—|:)?\s?"
    r"(?:(?:is|are|was|were|i\.e\.|or|which (?:is|are)|that(?:'s| is)|makes?|about|roughly|only"
    r"|just|some|so|exactly)\s){0,3}"
)
_LEAVES = re.compile(
    r"\b(?:leaves?|leaving|miss(?:es|ing)|los(?:es|ing)|the (?:other|remaining|rest,?))\s\Z", re.I
)
_SO = re.compile(r"\A\s?(?:[a-z-]+\s){0,3}[a-z-]*\s?,?\s(?:so|and so|i\.e\.|which means)\s\Z", re.I)
_IS_LEFT = re.compile(
    r"(?:\s[a-z-]+)?\s(?:slip|slipped|are missed|were missed|go un\w+|went un\w+|escap\w+|remain\w*"
    r"|are left|left)\b",
    re.IGNORECASE,
)
_SHORT_OF = re.compile(r"(?:\s[a-z]+)?\s(?:short of|above|below|over|under|beyond)\s(?:your|the)\s")
_BEFORE_WORD = re.compile(r"(?:\s[a-z]+){0,3}\s?,?\s(?:so |i\.e\. |which is |that is )?")
_OF_ANOTHER = re.compile(
    r"\s?(?:more|less|fewer|higher|lower|better|worse|above|below|points?|interval|of|band|level"
    r"|precision|recall|target|limit|faster|slower|cheaper)\b|-",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"doubled|doubling|tripled|trebled|quadrupled|halved|halving", re.IGNORECASE)
_IN_HALF = re.compile(
    r"(?<!up )(?<!rose )(?<!risen )(?<!grew )(?<!grown )(?<!rises )(?<!increased )"
    r"\b(?:by|in) half\Z",
    re.IGNORECASE,
)
"""Not of what rose by half, which is one and a half times as much."""
_AS_MUCH = re.compile(
    r"\s?(?:times\s)?(?:as (?:(?:much|many)(?! again)|high|large|big|often|long|low|small|good|bad"
    r"|wide|far)\b|(?:of )?(?:that|what|those) (?:of|with|the|for|it)\b"
    r"|(?:de )?(?:than|wie|celle|celui|quella)\b)",
    re.IGNORECASE,
)
"""Behind "half" or "three times": what it is compared with."""
_AT_LEAST = re.compile(r"\b(?:more than|over|at least|well over|not even|less than)\s\Z", re.I)
_BEYOND = re.compile(
    r"\A(?: of (?:the|your|our|all)(?: [\w-]+)?)?(?:[ -][A-Za-z][\w-]*){1,4}?"
    r" (?:(?:are|is|lie|lies|stand|were|sit|come|came|have (?:a|an) \w+)(?: \w+)? )?"
    r"(?P<word>above|over|past|beyond|exceed\w*|cross\w*|pass(?:es|ed)?|surpass\w*|below|under)"
    r" (?:(?:your|the|their|our|an?)(?: [\w-]+){0,3} (?:of )?|your |the )?\Z",
    re.IGNORECASE,
)


def stated(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> dict[int, Grounded]:
    """Return, by place, the numbers that are not what their own sentence says that they are of."""
    return dict(
        (
            *_shares(places, found, text),
            *_rests(places, found, text),
            *_differences(places, found, text),
            *_multiples(places, found, text, ledger),
            *_counts(places, found, text, ledger),
        )
    )


def _shares(
    places: Sequence[Place], found: Sequence[Grounded], text: str
) -> Iterator[tuple[int, Grounded]]:
    """Yield percentages that the part and the whole right before them don't give."""
    for index in range(2, len(places)):
        part, whole, share = (places[index - back].token for back in (2, 1, 0))
        if not share.is_percent or share.text[-1] not in "%t" or not share.readings:
            continue
        if found[index].verdict not in ("derived", "uncited") or share.sign:
            continue
        if any(one.kind != "number" or one.is_percent or one.is_multiple for one in (part, whole)):
            continue
        if len({places[index - back].reach.sentence for back in (2, 1, 0)}) > 1:
            continue
        between = CITATION.sub("", text[whole.end : share.start])
        if len(between) > LONGEST_LINK or not _IS.fullmatch(between.replace("[]", "")):
            continue
        if not _OF.fullmatch(text, part.end, whole.start) or _OF_ANOTHER.match(text, share.end):
            continue
        if not _may_be(part, whole, share):
            why = f"{part.text} of {whole.text} is another share."
            yield index, places[index].grounded("unsupported", found[index].handles, why)


def _rests(
    places: Sequence[Place], found: Sequence[Grounded], text: str
) -> Iterator[tuple[int, Grounded]]:
    """Yield what a part is said to leave of its whole, and doesn't: "55 of 77, so 24 slip by"."""
    for index in range(2, len(places)):
        part, whole, rest = (places[index - back].token for back in (2, 1, 0))
        if not _are_plain(places[index - 2 : index + 1]) or rest.is_percent:
            continue
        if found[index].verdict not in ("derived", "uncited", "structural"):
            continue
        between = CITATION.sub("", text[whole.end : rest.start])
        before, behind = _LEAVES.search(between), _IS_LEFT.match(text, rest.end)
        if len(between) > LONGEST_LINK or not (before or (_SO.search(between) and behind)):
            continue
        if not _OF.fullmatch(text, part.end, whole.start):
            continue
        left = whole.value - part.value
        if not any(one.low <= left <= one.high for one in rest.readings):
            why = f"{part.text} of {whole.text} leave another number."
            yield index, places[index].grounded("unsupported", found[index].handles, why)


def _differences(
    places: Sequence[Place], found: Sequence[Grounded], text: str
) -> Iterator[tuple[int, Grounded]]:
    """Yield words that are no difference of the numbers around them: "19 days, two short of 28"."""
    for index in range(1, len(places) - 1):
        first, told, second = (places[index + at].token for at in (-1, 0, 1))
        if told.kind != "word" or found[index].verdict != "structural":
            continue
        if not _are_plain(places[index - 1 : index + 2]) or first.kind == "word":
            continue
        if not _SHORT_OF.fullmatch(text, told.end, second.start):
            continue
        if not _BEFORE_WORD.fullmatch(CITATION.sub("", text[first.end : told.start])):
            continue
        reading, apart = told.readings[0], abs(first.value - second.value)
        if not reading.low <= apart <= reading.high:
            why = f"{first.text} and {second.text} are otherwise apart."
            yield index, places[index].grounded("unsupported", (), why)


def _are_plain(places: Sequence[Place]) -> bool:
    """Tell whether numbers of one sentence are no percentages, dates or multiples."""
    return len({one.reach.sentence for one in places}) == 1 and not any(
        one.token.is_percent or one.token.is_multiple or not one.token.readings
        or one.token.kind not in ("number", "word") for one in places
    )  # fmt: skip


def _may_be(part: NumberToken, whole: NumberToken, share: NumberToken) -> bool:
    """Tell whether a share may be that of two displayed numbers, or of what they leave."""
    a, b = part.readings[0], whole.readings[0]
    if b.low <= 0 or a.low < 0:
        return True
    low, high = a.low / b.high, a.high / b.low
    return any(
        (one.low <= high and low <= one.high) or (one.low <= 1 - low and 1 - high <= one.high)
        for one in share.readings[:1]
    )


def _multiples(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield words such as "tripled" that the two figures beside them don't bear out."""
    for index, (place, one) in enumerate(zip(places, found, strict=True)):
        token = place.token
        compares = not re.search(r"[\d%]", token.text) and bool(token.readings)
        compares = compares and _AS_MUCH.match(text, token.end) is not None
        if not (
            (
                (_CHANGED.fullmatch(token.text) or _IN_HALF.search(text, 0, token.end))
                and one.verdict in ("structural", "uncited")
            )
            or (compares and one.verdict in ("structural", "uncited", "derived"))
        ):
            continue
        beside = {
            found[at].handles[0]: (figure.quantity, float(figure.value))
            for at in range(max(0, index - 4), min(len(places), index + 4))
            if at != index and places[at].reach.sentence == place.reach.sentence
            and found[at].verdict == "measured" and len(found[at].handles) == 1
            and (figure := ledger.figure(found[at].handles[0])) is not None
            and not isinstance(figure.value, str) and figure.value > 0
        }  # fmt: skip
        pair = list(beside.values()) or _cited_pair(place, ledger)
        if len(pair) != 2 or pair[0][0] != pair[1][0]:
            continue
        if _AT_LEAST.search(text, max(0, token.start - 16), token.start):
            continue
        ratio = max(pair[0][1], pair[1][1]) / min(pair[0][1], pair[1][1])
        reading, ratios = token.readings[0], [ratio, 1 / ratio]
        if max(pair[0][1], pair[1][1]) < 1:
            # What is wrong may be halved: 1 - AUC, 1 - accuracy.
            rest = (1 - pair[0][1]) / (1 - pair[1][1])
            ratios += [rest, 1 / rest]
        if not any(reading.low <= one <= reading.high for one in ratios):
            why = f"The figures beside it differ by a factor of {ratio:.1f}."
            yield index, place.grounded("unsupported", (), why)


def _cited_pair(place: Place, ledger: Ledger) -> list[tuple[str, float]]:
    """Return the two figures that are cited right behind a number, each by quantity and value."""
    cited = figures_of(ledger, place.bound.handles) if place.bound else []
    return [
        (figure.quantity, float(figure.value))
        for _, figure in cited
        if not isinstance(figure.value, str) and figure.value > 0
    ]


def _counts(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield counts of what lies beyond a limit that the figures cited don't give."""
    for index in range(len(places) - 1):
        place, limit = places[index], places[index + 1]
        token, behind = place.token, place.token.end
        if _OF.fullmatch(text, token.end, limit.token.start):
            # "three of the four signals are past your 0.25"
            behind, limit = limit.token.end, places[min(index + 2, len(places) - 1)]
        if not token.readings or token.is_percent or token.is_multiple or token.sign:
            continue
        if place.reach.sentence != limit.reach.sentence or not limit.token.readings:
            continue
        said = _BEYOND.search(CITATION.sub("", text[behind : limit.token.start]))
        number = round(token.value)
        if said is None or abs(token.value - number) > 1e-6 or not 1 < number <= MOST_COUNTED:
            continue
        if found[index].verdict not in ("structural", "uncited", "derived"):
            continue
        if _WHOLE.search(text, max(0, token.start - 16), token.start):
            continue
        near = slice(max(0, index - MOST_COUNTED), index + MOST_COUNTED)
        groups = _groups(place, found[near], places[near], ledger)
        below = said["word"].lower() in ("below", "under")
        counts = {quantity: _beyond(group, limit.token, below=below) for quantity, group in groups}
        told = [one for one in counts.values() if one]
        if told and not any(number in one for one in told) and len(told) == 1:
            sizes = [len(group) for _, group in groups if counts[_]]
            if max(sizes) >= number:
                why = f"Of the figures cited, {min(told[0])} are so."
                yield index, place.grounded("unsupported", found[index].handles, why)


def _groups(
    place: Place, found: Sequence[Grounded], places: Sequence[Place], ledger: Ledger
) -> list[tuple[str, list[Figure]]]:
    """Return the figures of the evidence that a sentence cites, those of one quantity together."""
    aliases = {*place.evidence, *(one.partition(".")[0] for one in place.handles)}
    aliases |= {
        handle.partition(".")[0]
        for one, other in zip(found, places, strict=True)
        if other.reach.sentence == place.reach.sentence and one.verdict == "measured"
        for handle in one.handles
    }
    by_quantity: dict[str, list[Figure]] = {}
    for _, figure in ledger.figures_of(sorted(aliases)):
        if isinstance(figure.value, int | float) and figure.subject.column is not None:
            by_quantity.setdefault(figure.quantity, []).append(figure)
    return [
        (quantity, group)
        for quantity, group in by_quantity.items()
        if len({one.subject.column for one in group}) == len(group) > 1
    ]


def _beyond(group: Sequence[Figure], limit: NumberToken, *, below: bool) -> set[int]:
    """Return how many figures lie beyond a limit, with and without those that lie on it."""
    values = [float(one.value) for one in group if not isinstance(one.value, str)]
    at = limit.value
    if max(values) < at / 20 or min(values) > at * 20:
        return set()
    if below:
        return {sum(one < at for one in values), sum(one <= at for one in values)}
    return {sum(one > at for one in values), sum(one >= at for one in values)}
