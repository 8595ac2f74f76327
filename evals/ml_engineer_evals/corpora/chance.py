"""Against chance: honest numbers replaced by random ones of the same format must be flagged.

Each honest number in digits is replaced alone, the rest of its answer left as it is, so that
everything that it could be derived from by chance is still there; and the results of all tools
lie in the ledger besides the answer's own figures.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from pydantic import BaseModel

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.grounding import ground
from ml_engineer.evidence.ledger import Ledger
from ml_engineer_evals.corpora.grounding import LabelledAnswer, LabelledNumber
from ml_engineer_evals.corpora.labelled_ledger import ledger_of
from ml_engineer_evals.corpora.reading import read_corpus
from ml_engineer_evals.corpora.tool_results import add_results, tool_results

HONEST = frozenset({"measured", "derived", "user", "convention"})
"""Classes that are replaced: labels and list numbers claim nothing."""
DRAWS = 3
"""So many random numbers are tried for each honest one."""
SEED = 0

_DIGITS = re.compile(r"\d")
_NAMED = re.compile(r"[A-Za-z]{4}|\d-\d{2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]")


class ChanceReport(BaseModel):
    """Random numbers in the place of honest ones.

    Attributes:
        figures: figures in the ledger besides the answers' own.
        drawn: random numbers that were judged.
        flagged: of them, those that don't hold (sent back or called wrong).
        cited: those that a citation reaches.
        cited_flagged: of them, those that don't hold.
        uncited_measured: those that cite nothing and were called measured.
        examples: every random number that was let through, in a line each.
    """

    corpus: str
    figures: int = 0
    drawn: int = 0
    flagged: int = 0
    cited: int = 0
    cited_flagged: int = 0
    uncited_measured: int = 0
    examples: list[str] = []

    def as_text(self, *, examples: bool = False) -> str:
        """Return the report in lines; with `examples`, every random number let through."""

        def share(count: int, of: int) -> str:
            return f"{count / max(1, of):.3f} ({count} of {of})"

        uncited = self.drawn - self.cited
        lines = (
            f"random numbers flagged    {share(self.flagged, self.drawn)}, "
            f"among {self.figures} more figures of all tools",
            f"of those that are cited   {share(self.cited_flagged, self.cited)}",
            f"of those that are not     {share(self.flagged - self.cited_flagged, uncited)}, "
            f"{self.uncited_measured} called measured",
        )
        return "\n".join((*lines, *(self.examples if examples else ())))


def score_chance(path: Path) -> ChanceReport:
    """Replace each honest number of a corpus by random ones, and count what is flagged.

    Raises:
        BadInput: the file can't be read, or a line is not of this format.
    """
    items = read_corpus(path, LabelledAnswer)
    results = tool_results()
    figures = sum(len(evidence.measurement.figures) for evidence in results)
    report = ChanceReport(corpus=path.name, figures=figures, examples=[])
    rng = random.Random(SEED)  # noqa: S311  # nothing is secret here
    for item in items:
        ledger = ledger_of(item.figures)
        add_results(ledger, results)
        for number in item.numbers:
            if number.label in HONEST and not _NAMED.search(number.text):
                for _ in range(DRAWS):
                    _draw(item, number, ledger, rng, report)
    return report


def _draw(
    item: LabelledAnswer,
    number: LabelledNumber,
    ledger: Ledger,
    rng: random.Random,
    report: ChanceReport,
) -> None:
    drawn = random_like(number.text, rng)
    if drawn is None:
        return
    text = item.answer[: number.start] + drawn + item.answer[number.end :]
    found = _at(ground(text, ledger, item.user), number.start, number.start + len(drawn))
    if found is None:
        return
    report.drawn += 1
    report.flagged += not found.holds
    cited = found.reached
    report.cited += cited
    report.cited_flagged += cited and not found.holds
    report.uncited_measured += not cited and found.verdict == "measured"
    if found.holds:
        report.examples.append(
            f"{item.id} {number.text!r} ({number.label}) became {drawn!r}: "
            f"{found.verdict} {','.join(found.handles)} {found.why}"
        )


def random_like(text: str, rng: random.Random) -> str | None:
    """Return a random number of the same format: as many digits, the same signs around them."""
    if not _DIGITS.search(text):
        return None
    for _ in range(20):
        drawn = "".join(_random_digit(text, place, rng) for place in range(len(text)))
        if drawn != text:
            return drawn
    return None


def _random_digit(text: str, place: int, rng: random.Random) -> str:
    """Return a random digit for one place of a number; a leading zero stays, others never lead."""
    if not text[place].isdigit():
        return text[place]
    leads = not any(character.isdigit() for character in text[:place])
    if leads:
        return "0" if text[place] == "0" else str(rng.randint(1, 9))
    return str(rng.randint(0, 9))


def _at(found: list[Grounded], start: int, end: int) -> Grounded | None:
    for one in found:
        if one.token.start < end and start < one.token.end:
            return one
    return None
