"""The notation in which the playbook's rules write phrases, and the index that finds them.

A message is first normalised: lower case, contractions spelled out, data files named `csv`, hyphens
and slashes opened, one space between words, punctuation as words of its own. A phrase is a line of
elements:

    word          that word                         wor*     any word that begins so
    a|b           either                            a_b      two words, as one alternative
    <family>      any member of a word family       <n> <%>  a number, a percentage
    x?            optional (never the first)        ...      up to six words of one sentence
    //            up to sixty words, any sentence   ^  $     start and end of the message

Phrases are indexed by their first word, so a message is compared with few of them only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

__all__ = ["PhraseIndex", "lines_of", "normalise"]

LONGEST_READ = 4000
"""Characters of a message that are read: what a person asks stands at its start or its end."""

NUMBER = r"(?:[$€£.]?\d\S*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred)"
PERCENTAGE = r"\d\S*%"
GAP = r"(?: (?![.?!] )\S+){0,6}?"
ANY_DISTANCE = r"(?: \S+){0,60}?"

SPELLED_OUT = (
    (r"[\u2018\u2019\u00b4]", "'"),
    (r"\b(?:can't|cannot|cant)\b", "can not"),
    (r"\b(?:won't|wont)\b", "will not"),
    (r"\blet'?s\b", "let us"),
    (r"\bgonna\b", "going to"),
    (r"\bwanna\b", "want to"),
    (r"\b(do|does|did|is|are|was|were|has|have|had|would|should|could|need)n'?t\b", r"\1 not"),
    (r"\b(what|that|where|how|who|there|here|when)'?s\b", r"\1 is"),
    (r"\b(it|he|she)'s\b", r"\1 is"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"'d\b", " would"),
    (r"'m\b", " am"),
    (r"\bi(m|ve)\b", r"i \1"),
    (r"'s?\b", " "),
    (r"\ba ?/ ?b\b", "abtest"),
    (r"\bw/o\b", "without"),
    (r"\bn/a\b", "notapplicable"),
    (r"[\w./\\~-]*\w\.(?:csv|tsv|parquet|xlsx?|jsonl?|feather|arrow)\b", "csv"),
    (r"(?<=[^\W_])[-/\u2010-\u2014](?=[^\W_])", " "),
)


@cache
def _spelled_out() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), by) for pattern, by in SPELLED_OUT)


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(
        r"[$€£]?\.?\d+(?:[.,:]\d+)*(?:[^\W\d_]+|[%€$£])*"  # 0.81, 80.000, 1:20, 95%, 2k€
        r"|[^\W\d]\w*(?:\.\w+)*"  # words, columns, files
        r"|[.?!,;:]"
    )


def normalise(text: str) -> str:
    """Return the message as phrases see it: single spaces between words and at both ends."""
    if len(text) > LONGEST_READ:
        text = text[: LONGEST_READ // 2] + " . " + text[-LONGEST_READ // 2 :]
    text = text.lower()
    for pattern, by in _spelled_out():
        text = pattern.sub(by, text)
    return " " + " ".join(_tokens().findall(text)) + " "


def lines_of(block: str) -> tuple[str, ...]:
    """Return the phrases of a block: one a line; one that ends in `|` goes on."""
    lines = (" ".join(line.split()) for line in re.sub(r"\|\s*\n\s*", "|", block).splitlines())
    return tuple(line for line in lines if line)


class PhraseIndex:
    """Phrases, found in one walk over the words of a message."""

    def __init__(self, phrases: Iterable[str], families: Mapping[str, str]) -> None:
        """Index the phrases.

        Args:
            phrases: lines in the notation of this module.
            families: alternatives of each word family, separated by spaces or `|`.
        """
        self._families = {name: "|".join(words.split()) for name, words in families.items()}
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_prefix: dict[str, list[str]] = defaultdict(list)
        self._anywhere: list[str] = []
        for phrase in dict.fromkeys(phrases):
            self._file(phrase)

    def found_in(self, message: str) -> frozenset[str]:
        """Return the phrases that a normalised message contains."""
        found: set[str] = set()
        for match in re.finditer(r"(?<= )\S+", message):
            at = match.start() - 1
            for phrase in self._candidates(match.group()):
                if phrase not in found and self.pattern(phrase).match(message, at):
                    found.add(phrase)
        return frozenset(found)

    def _candidates(self, word: str) -> Iterator[str]:
        yield from self._by_word.get(word, ())
        for end in range(1, len(word) + 1):
            yield from self._by_prefix.get(word[:end], ())
        if any(character.isdigit() for character in word):
            yield from self._anywhere

    def _file(self, phrase: str) -> None:
        elements = phrase.split()
        first = elements[1] if elements[0] == "^" else elements[0]
        for word in set(self._first_words(first)):
            if word == "<%>":
                self._anywhere.append(phrase)
            elif word == "<n>":
                self._anywhere.append(phrase)
                for number in NUMBER.partition(r"\S*|")[2].rstrip(")").split("|"):
                    self._by_word[number].append(phrase)
            elif word.endswith("*"):
                self._by_prefix[word[:-1]].append(phrase)
            else:
                self._by_word[word].append(phrase)

    def _first_words(self, element: str) -> Iterator[str]:
        for alternative in element.split("|"):
            head = alternative.partition("_")[0]
            if head in ("<n>", "<%>") or not head.startswith("<"):
                yield head
            else:
                yield from self._first_words(self._families[head[1:-1]])

    def pattern(self, phrase: str) -> re.Pattern[str]:
        """Return a phrase as the regular expression it stands for, compiled once."""
        if phrase not in self._compiled:
            source = "".join(self._element(element) for element in phrase.split())
            self._compiled[phrase] = re.compile(source + "(?= )")
        return self._compiled[phrase]

    def _element(self, element: str) -> str:
        if element == "^":
            return r"\A"
        if element == "$":
            return r"(?: [.?!,;:])*(?= \Z)"
        if element == "...":
            return GAP
        if element == "//":
            return ANY_DISTANCE
        if element.endswith("?") and element != "?":
            return f"(?:{self._element(element[:-1])})?"
        return "(?:" + "|".join(self._alternative(part) for part in element.split("|")) + ")"

    def _alternative(self, part: str) -> str:
        if part == "<n>":
            return " " + NUMBER
        if part == "<%>":
            return " " + PERCENTAGE
        if "_" in part:
            return "".join(self._element(word) for word in part.split("_"))
        if part.startswith("<"):
            return self._element(self._families[part[1:-1]])
        if part.endswith("*"):
            return " " + re.escape(part[:-1]) + r"\S*"
        return " " + re.escape(part)
