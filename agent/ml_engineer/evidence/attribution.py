"""Attribution: numbers that a person wrote, in a sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.evidence.numbers import NumberToken, extract_numbers
from ml_engineer.evidence.operands import Operand, operand_of_person

MOST_OPERANDS = 6
"""So many numbers of persons may have been computed with."""

_QUOTED = re.compile(r"[\"“]([^\"“”\n]{1,200})[\"”]")
_SAID_BY_USER = re.compile(
    r"\byou(?:'ve|’ve|\shave|\shad)?\s(?:\w+\s){0,2}?(?:said|wrote|write|mention\w*|ask\w*|told|gave"
    r"|give|stat\w+|report\w*|quot\w+|want\w*|need\w*|nam\w+|set|requir\w+|plan\w*|expect\w*"
    r"|assum\w*|pay|hop\w+|claim\w*|call\w*|suggest\w*|specif\w+|propos\w*"
    r"|allow\w*|cap(?:ped)?|limit\w*|grant\w*|offer\w*|accept\w*|tolerat\w*|saw|measured|observed"
    r"|counted|cited?|remember\w*|think|thought|believ\w*|guess\w*|estimat\w*|describ\w*|put|speak|spoke|talk\w*|refer\w*|bring|brought|promis\w*|mean|meant|know|run|operate|have)\b"
    r"|\byours?\s(?:[\w'-]+\s){0,2}?(?:target|goal|limit|budget|threshold|requirement|sla|deadline"
    r"|policy|rule|claim|number|figure|estimate|costs?|price|message|question|request|capacity"
    r"|ratio|calculation|subtraction|cut-?off|assumption|constraint|volume|own|words?|tolerance|minimum|maximum|bar|line|quota|plan|fee|rate)\b"
    r"|\byour\s(?!model|data|table|column|feature|own)(?:[\w'-]+\s){1,3}of\s[$€£]?\d|\bcosts? you\b"
    r"|\byour\s[$€£]?\d|\b(?:according to|as told by|from) you\b|\bas you\b",
    re.IGNORECASE,
)


_CLAIMED = re.compile(
    r"\b(?:(?:vendor|supplier|contractor|customer|client|regulator|board|manager|bank|lab|doctor)['’]s"
    r"|claimed|promised|quoted|alleged|advertised)\s[$€£]?\Z",
    re.IGNORECASE,
)
"""Whose a number is that a person passed on: "the vendor's 80 %"."""
_LIMIT = re.compile(
    r"(?:[≤≥<>]|\byour (?:own )?(?:limit|budget|target|cap|ceiling|floor|threshold|bar|gate)"
    r"(?: of| is| at)?)\s?\Z"
)


class Said:
    """What people wrote in this session, and the numbers in it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._tokens = [
            token for text in texts for token in extract_numbers(text) if token.readings
        ]
        self._values = [token.value for token in self._tokens]

    def attributed(self, text: str, token: NumberToken, sentence: str) -> bool:
        """Tell whether a number is a person's, and its sentence or quotation marks say so."""
        if not self.wrote(token):
            return False
        claimed = _CLAIMED.search(text, max(0, token.start - 32), token.start) is not None
        return claimed or bool(_SAID_BY_USER.search(sentence)) or self._is_quoted(text, token)

    def is_limit(self, text: str, token: NumberToken) -> bool:
        """Tell whether a person wrote a number that stands as a limit: `46 ms ≤ 50 ms`."""
        before = text[max(0, token.start - 32) : token.start]
        return _LIMIT.search(before) is not None and self.wrote(token)

    @staticmethod
    def speaks(words: str) -> bool:
        """Tell whether words say that what follows is a person's."""
        return _SAID_BY_USER.search(words) is not None

    @property
    def operands(self) -> list[Operand]:
        """The numbers that people wrote, as operands."""
        return [operand_of_person(token) for token in self._tokens[:MOST_OPERANDS]]

    def mentions(self, words: str) -> bool:
        """Tell whether a person wrote these words."""
        return any(words in text for text in self.texts)

    def wrote(self, token: NumberToken) -> bool:
        """Tell whether a person wrote this number."""
        return bool(token.readings) and any(
            token.readings[0].holds(value) for value in self._values
        )

    def _is_quoted(self, text: str, token: NumberToken) -> bool:
        """Tell whether a number stands in quotation marks around a person's own words."""
        return any(
            match.start() < token.start
            and token.end < match.end()
            and any(match[1] in said for said in self.texts)
            for match in _QUOTED.finditer(text)
        )
