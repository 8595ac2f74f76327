"""Word pieces: a text cut into the pieces that the sentence encoder knows (WordPiece, uncased)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

__all__ = ["WordPieces"]

LONGEST_WORD = 60
"""Characters; a longer word is one unknown piece."""


class WordPieces:
    """Cuts texts into pieces by a vocabulary; the longest piece that fits comes first.

    Args:
        vocabulary: piece -> row of the embedding; pieces within a word begin with `##`.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self.first, self.separator = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self._of_word = lru_cache(maxsize=4096)(self._cut)

    def rows(self, text: str, most: int) -> tuple[list[int], list[str]]:
        """Return the rows of a text's pieces with its frame, and the word of each row ("" for it).

        Args:
            text: any text.
            most: pieces that are kept, the frame not counted.
        """
        rows, words = [self._vocabulary["[CLS]"]], [""]
        for word in self._words(text):
            pieces = self._of_word(word)
            if len(rows) + len(pieces) > most + 1:
                break
            rows += pieces
            words += [word] * len(pieces)
        return [*rows, self._vocabulary["[SEP]"]], [*words, ""]

    def _words(self, text: str) -> Iterator[str]:
        plain = unicodedata.normalize("NFD", text.lower())
        plain = "".join(char for char in plain if unicodedata.category(char) != "Mn")
        yield from re.findall(r"[^\W_]+|[^\w\s]|_", plain)

    def _cut(self, word: str) -> tuple[int, ...]:
        unknown = (self._vocabulary["[UNK]"],)
        if len(word) > LONGEST_WORD:
            return unknown
        pieces: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                row = self._vocabulary.get(mark + word[start:end])
                if row is not None:
                    pieces.append(row)
                    start = end
                    break
            else:
                return unknown
        return tuple(pieces)
