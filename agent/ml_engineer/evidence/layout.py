"""The layout of an answer: sentences, list items and tables, and how far a citation reaches.

A citation reaches over its sentence, its list item, its table row, or its table when it stands in
the header, the caption or the sentence that introduces the table; a source line of its own
reaches over its paragraph, or the block before it (DESIGN, Grounding).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ml_engineer.evidence.aligned import ruled
from ml_engineer.evidence.citations import CITATION

Span = tuple[int, int]
BlockKind = Literal["paragraph", "item", "table", "heading"]

LONGEST_SENTENCE = 2_000
"""A sentence or table row of more characters is cut: what stands farther apart is not connected,
and the time that judging takes stays in proportion to the length of the text."""

_ITEM = re.compile(r"[ \t>]*(?:[-*+•]|\d{1,3}[.)]|\([a-z0-9]{1,2}\))[ \t]+")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_ROW = re.compile(r"[ \t>]*\|")
_RULE_ROW = re.compile(r"[\s|:+-]+")
_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\betc)(?<!\bca)(?<!\bno)(?<!\bapprox)(?<!\bFig)"
    r"[.!?][\"'”)*_]*(?=\s)"
)
_SOURCE_LINE = re.compile(
    r"\W*(?:(?:all\s+)?(?:sources?|figures?|numbers?|values?|evidence|measured|from|see|data)\b"
    r"[\w\s]{0,24})?[\W_]*\Z",
    re.IGNORECASE,
)
_BOLD_OPENING = re.compile(r"(?m)^[\s>*+•-]*(?:\d{1,3}[.)]\s)?\*\*[^*\n]{1,80}\*\*")
_BOLD_LINE = re.compile(r"\s*\*\*[^*\n]{1,120}\*\*:?\s*")
_CAPTION = re.compile(r"[\W_]*(?:sources?|table|caption|figures?|evidence)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item, a table or a heading.

    Attributes:
        kind: which of these.
        start: where it begins.
        end: where it ends.
        sentences: its sentences; of a table, its rows.
        joined: it follows the block before it without a blank line.
        headed: the first row of a table is its heading.
    """

    kind: BlockKind
    start: int
    end: int
    sentences: tuple[Span, ...]
    joined: bool = False
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """What surrounds a place in a text.

    Attributes:
        sentence: the sentence or table row in which it stands.
        context: stretches that name what it is about: the row and its column's header, too.
        citable: stretches in which a citation covers it.
    """

    sentence: Span
    context: tuple[Span, ...]
    citable: tuple[Span, ...]


class Layout:
    """The blocks of a text, and the reach of any place in it.

    Attributes:
        text: the text, with bars between the columns of aligned rows.
        blocks: its blocks.
    """

    def __init__(self, text: str) -> None:
        self.text, rows = ruled(text)
        self.blocks = _blocks(self.text, rows)
        self._starts = [block.start for block in self.blocks]
        self._sources = self._source_lines()

    def reach(self, position: int) -> Reach:
        """Return what surrounds a position."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            everything = (0, len(self.text))
            return Reach(everything, (everything,), (everything,))
        block = self.blocks[index]
        sentence = _around(block, position)
        covering = [span for covered, span in self._sources if covered == index]
        if block.kind == "table":
            return self._table_reach(index, sentence, position, covering)
        if block.kind == "item":
            citable = [(block.start, block.end), *covering, *self._introduction(index, colon=True)]
        else:
            citable = [sentence, *covering]
        return Reach(sentence, (sentence,), tuple(citable))

    def _table_reach(self, index: int, row: Span, at: int, covering: list[Span]) -> Reach:
        block = self.blocks[index]
        header = block.sentences[0]
        headed = block.headed and header != row
        head = self._cell(header, self._column(row, at)) if headed else (row[0], row[0])
        introduction = self._introduction(index, colon=False)
        context = (row, head) if headed or not block.headed else (row,)
        heading = (header,) if block.headed else ()
        return Reach(row, context, (row, *heading, *introduction, *covering))

    def headings_of(self, position: int) -> list[Span]:
        """Return what stands over a position, the nearest first.

        The bold words that open its lines, the line that introduces its list, the heading of its
        section.
        """
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return []
        found: list[Span] = []
        openings = list(_BOLD_OPENING.finditer(self.text, self.blocks[index].start, position))
        if openings:
            found.append(openings[-1].span())
        first = index
        while first > 0 and self.blocks[first].kind == "item" == self.blocks[first - 1].kind:
            first -= 1
        for before in reversed(self.blocks[:first]):
            if self._is_heading(before):
                return [*found, (before.start, before.end)]
            if self.blocks[index].kind == "item" and before is self.blocks[first - 1]:
                last = before.sentences[-1]
                if self.text[last[0] : last[1]].rstrip(" \n*_").endswith(":"):
                    found.append(last)
        return found

    def _is_heading(self, block: Block) -> bool:
        return block.kind == "heading" or (
            block.kind == "paragraph"
            and _BOLD_LINE.fullmatch(self.text, block.start, block.end) is not None
        )

    def header_of(self, position: int) -> str:
        """Return the header of the table column in which a position stands; "" outside tables."""
        index = bisect_right(self._starts, position) - 1
        if index < 0 or self.blocks[index].kind != "table":
            return ""
        block = self.blocks[index]
        row, header = _around(block, position), block.sentences[0]
        if row == header or not block.headed:
            return ""
        start, end = self._cell(header, self._column(row, position))
        return self.text[start:end]

    def _column(self, row: Span, position: int) -> int:
        return self.text.count("|", row[0], position)

    def _cell(self, row: Span, column: int) -> Span:
        start = row[0]
        for _ in range(column):
            found = self.text.find("|", start, row[1])
            if found < 0:
                return (row[1], row[1])
            start = found + 1
        end = self.text.find("|", start, row[1])
        return (start, end if end >= 0 else row[1])

    def _introduction(self, index: int, *, colon: bool) -> list[Span]:
        """Return the sentence that introduces a table, or a list when it ends with a colon."""
        first = index
        while first > 0 and self.blocks[first].kind == "item" == self.blocks[first - 1].kind:
            first -= 1
        if first == 0 or self.blocks[first - 1].kind != "paragraph":
            return []
        start, end = self.blocks[first - 1].sentences[-1]
        introduces = self.text[start:end].rstrip(" \n*_").endswith(":")
        return [(start, end)] if introduces or not colon else []

    def _source_lines(self) -> list[tuple[int, Span]]:
        """Return which blocks are covered by a source line or caption of their own, and where."""
        found: list[tuple[int, Span]] = []
        for index, block in enumerate(self.blocks):
            if block.kind != "paragraph":
                continue
            for place, span in enumerate(block.sentences):
                cites = CITATION.search(self.text, *span)
                if cites is None:
                    continue
                rest = CITATION.sub("", self.text[span[0] : span[1]])
                if _SOURCE_LINE.match(rest):
                    found.append((index, span))
                follows = place == 0 and (_SOURCE_LINE.match(rest) or _CAPTION.match(rest))
                if follows and index > 0:
                    found += [(before, span) for before in self._run_before(index)]
        return found

    def _run_before(self, index: int) -> list[int]:
        """Return the block before, or all items of the list before."""
        run = [index - 1]
        while run[-1] > 0 and self.blocks[run[-1]].kind == "item" == self.blocks[run[-1] - 1].kind:
            run.append(run[-1] - 1)
        return run


def _around(block: Block, position: int) -> Span:
    for start, end in block.sentences:
        if position < end:
            return (start, end)
    return block.sentences[-1]


def _blocks(text: str, rows: Mapping[int, bool]) -> list[Block]:
    """Return the blocks of a text, in which some rows without a bar before them begin."""
    blocks: list[Block] = []
    start = 0
    blank = True
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if not line.strip() or _FENCE.match(line):
            blank = True
        else:
            kind = "table" if start in rows else _kind(line)
            last = blocks[-1] if blocks and not blank else None
            if last is not None and _continues(last.kind, kind):
                blocks[-1] = replace(last, end=end)
            else:
                headed = rows.get(start, True)
                blocks.append(Block(kind, start, end, (), joined=not blank, headed=headed))
            blank = False
        start = end
    return [replace(block, sentences=_sentences(text, block)) for block in blocks]


def _kind(line: str) -> BlockKind:
    if _ROW.match(line):
        return "table"
    if _HEADING.match(line):
        return "heading"
    return "item" if _ITEM.match(line) else "paragraph"


def _continues(last: BlockKind, kind: BlockKind) -> bool:
    """Tell whether a line goes on with the block of the line before it."""
    return (last, kind) in (("paragraph", "paragraph"), ("item", "paragraph"), ("table", "table"))


def _sentences(text: str, block: Block) -> tuple[Span, ...]:
    if block.kind == "table":
        return _rows(text, block)
    spans: list[Span] = []
    start = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        end = start + len(line)
        spans += _sentences_of_line(text, start, end)
        start = end
    return tuple(_cut(_joined(text, spans)))


def _cut(spans: list[Span]) -> list[Span]:
    return [
        (at, min(at + LONGEST_SENTENCE, end))
        for start, end in spans
        for at in range(start, end, LONGEST_SENTENCE)
    ]


def _rows(text: str, block: Block) -> tuple[Span, ...]:
    rows: list[Span] = []
    start = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        if not _RULE_ROW.fullmatch(line) or not rows:
            rows.append((start, start + len(line)))
        else:
            rows[-1] = (rows[-1][0], start + len(line))
        start += len(line)
    return tuple(_cut(rows))


def _sentences_of_line(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    for stop in _END.finditer(text, start, end):
        spans.append((start, stop.end()))
        start = stop.end()
    if text[start:end].strip():
        spans.append((start, end))
    elif spans:
        spans[-1] = (spans[-1][0], end)
    return spans


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Join what belongs together: a wrapped sentence, a citation after its full stop."""
    joined: list[Span] = []
    for start, end in spans:
        words = CITATION.sub("", text[start:end])
        only_cites = not any(character.isalnum() for character in words)
        if joined and (
            (only_cites and "\n" not in text[joined[-1][0] : start].rstrip(" "))
            or _is_wrapped(text, joined[-1], start)
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_wrapped(text: str, last: Span, start: int) -> bool:
    """Tell whether a line break stands inside a sentence: no end before it, no capital after it."""
    if not text[last[0] : last[1]].endswith("\n"):
        return False
    before = text[last[0] : last[1]].rstrip()
    after = text[start : start + 16].lstrip()[:1]
    return before[-1:] not in ".!?:]|" and (after.islower() or after == "[" or before[-1:] == ",")
