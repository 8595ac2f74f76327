"""Language: is this text English? A count of small words, cheap and without a library.

A text is taken as English unless it is long enough to tell and says otherwise: most of its
letters are not Latin, or small words of another language outnumber the English ones.
"""

from __future__ import annotations

import re

FEWEST_WORDS = 8
"""A shorter text holds too few small words to tell, and is judged as English."""
LAST_LATIN = 0x24F
"""The last letter of Unicode's Latin Extended-B."""

_ENGLISH = frozenset({
    "the", "and", "of", "to", "is", "that", "for", "with", "this", "are", "not", "be", "as",
    "on", "it", "you", "at", "by", "from", "or", "but", "have", "has", "was", "which", "what",
    "we", "if", "can", "there", "before", "no", "would", "your", "i", "so", "an", "does", "do",
    "will", "when",
})  # fmt: skip
_OTHERS = frozenset({
    # German, French, Spanish, Italian, Portuguese, Dutch; words that English shares left out.
    "der", "und", "das", "nicht", "ein", "eine", "mit", "auf", "für", "ist", "sind", "von",
    "zu", "den", "dem", "wird", "werden", "auch", "als", "wir", "sie", "ich", "bei", "aus",
    "oder", "le", "la", "les", "des", "et", "une", "est", "pour", "dans", "que", "qui", "avec",
    "sur", "pas", "plus", "nous", "vous", "ce", "cette", "el", "los", "las", "y", "un", "por",
    "con", "para", "como", "pero", "su", "del", "è", "il", "di", "che", "non", "per", "sono",
    "della", "questo", "o", "os", "da", "em", "não", "uma", "com", "mais", "het", "een", "van",
    "dat", "niet", "voor", "zijn", "wordt", "deze", "ook", "maar",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"```.*?```|`[^`\n]{0,400}`|\[[^\]\n]{0,400}\]", re.DOTALL)


def is_english(text: str) -> bool:
    """Tell whether a text is English, or too short to tell."""
    prose = _CODE.sub(" ", text)
    words = _WORD.findall(prose.casefold())
    if not prose.isascii():
        letters = "".join(words)
        if sum(ord(letter) > LAST_LATIN for letter in letters) > len(letters) / 2:
            return False
    if len(words) < FEWEST_WORDS:
        return True
    english = sum(word in _ENGLISH for word in words)
    return english >= sum(word in _OTHERS for word in words)
