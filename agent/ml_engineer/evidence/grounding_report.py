"""Score grounding on a file of labelled answers.

`python -m ml_engineer.evidence.grounding_report FILE [--examples]` prints the figures.
Cited and uncited numbers are told apart, since an uncited number is by rule never measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.grounding import ground
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.view import to_provider
from ml_engineer_tools.evidence import Evidence, Figure, Measurement, Run, Subject, TableFingerprint

ASKS = frozenset({"unsupported", "wrong_subject"})
"""Verdicts that say of a number that nothing stands behind it."""


@dataclass(slots=True)
class Score:
    """How well numbers without support were found among one kind of numbers."""

    found: int = 0
    missed: int = 0
    wrongly: int = 0
    passed: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the flagged numbers that have no support."""
        return self.found / max(1, self.found + self.wrongly)

    @property
    def recall(self) -> float:
        """Share of the numbers without support that were flagged."""
        return self.found / max(1, self.found + self.missed)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.found} of {self.found + self.wrongly}), "
            f"recall {self.recall:.3f} ({self.found} of {self.found + self.missed}), "
            f"{self.passed} passed rightly"
        )


@dataclass(slots=True)
class Report:
    """The figures of one file.

    Attributes:
        cited: numbers that a citation reaches; flagged is every verdict that doesn't hold.
        uncited: numbers that no citation reaches; flagged is what not even a candidate was
            found for (`uncited`, the request to cite, doesn't count as flagged).
        labelled: labelled numbers.
        extracted: of them, those that were extracted.
        uncited_supported: uncited numbers that a figure supports.
        right_candidate: of them, those for which the right handle was proposed.
    """

    cited: Score = field(default_factory=Score)
    uncited: Score = field(default_factory=Score)
    labelled: int = 0
    extracted: int = 0
    uncited_supported: int = 0
    right_candidate: int = 0

    def __str__(self) -> str:
        return "\n".join(
            (
                f"extracted  {self.extracted} of {self.labelled} labelled numbers",
                f"cited      {self.cited}",
                f"uncited    {self.uncited}",
                f"candidates the right figure proposed for {self.right_candidate} of "
                f"{self.uncited_supported} uncited numbers that one supports",
            )
        )


def score_grounding(path: Path) -> Report:
    """Ground every answer of a JSON lines file and compare with its labels.

    The format: `answer`, `user` (texts), `figures` (each with a handle `E1.f2`) and `numbers`
    (`start`, `end`, `class`, `handles`); all figures count as shown.

    Raises:
        OSError: the file can't be read.
        ValueError: a line is not of this format.
    """
    report = Report()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            _score_item(json.loads(line), report)
    return report


def ledger_of(figures: Iterable[dict[str, Any]]) -> Ledger:
    """Return a ledger of figures as such files give them, all shown."""
    by_alias: dict[str, list[dict[str, Any]]] = {}
    for figure in figures:
        by_alias.setdefault(figure["handle"].partition(".")[0], []).append(figure)
    ledger = Ledger()
    for alias, group in by_alias.items():
        evidence = _evidence(alias, group)
        ledger.add(evidence)
        ledger.mark_shown(to_provider(evidence))
        ledger.mark_handles(f"{alias}.{figure.handle}" for figure in evidence.measurement.figures)
    return ledger


def _score_item(item: dict[str, Any], report: Report) -> None:
    found = ground(item["answer"], ledger_of(item["figures"]), item["user"])
    for label in item["numbers"]:
        report.labelled += 1
        matched = [
            g for g in found if g.token.start < label["end"] and label["start"] < g.token.end
        ]
        if not matched:
            continue
        report.extracted += 1
        _score_number(item["id"], label, matched[0], report)


def _score_number(name: str, label: dict[str, Any], found: Grounded, report: Report) -> None:
    unsupported = label["class"] == "unsupported"
    flagged = (not found.holds) if found.cited else found.verdict in ASKS
    score = report.cited if found.cited else report.uncited
    if unsupported:
        score.found += flagged
        score.missed += not flagged
    else:
        score.wrongly += flagged
        score.passed += not flagged
    if unsupported != flagged:
        score.examples.append(
            f"{name} {label['text']!r} is {label['class']} {label['why'] or ''} "
            f"{','.join(label['handles'][:2])}; judged {found.verdict} {found.handles} {found.why}"
        )
    if not found.cited and label["class"] == "measured":
        report.uncited_supported += 1
        report.right_candidate += bool(set(found.handles) & set(label["handles"]))


def _evidence(alias: str, figures: Sequence[dict[str, Any]]) -> Evidence:
    measurement = Measurement(
        tool="labelled",
        arguments={},
        tables=(TableFingerprint(name="labelled", sha256="0" * 64, rows=0, columns=0),),
        seed=0,
        versions={},
        figures=tuple(
            Figure(
                handle=figure["handle"].partition(".")[2],
                quantity=figure["quantity"],
                value=figure["value"],
                unit=figure["unit"],
                subject=Subject(**figure["subject"]),
                interval=figure["interval"],
                interval_level=0.95 if figure["interval"] else None,
                n=figure["n"],
            )
            for figure in figures
        ),
    )
    run = Run(started_at="", seconds=0, host="", engine="")
    return Evidence(id=measurement.sha256(), alias=alias, measurement=measurement, run=run)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report of a file; with `--examples`, every number judged wrongly as well."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    paths = [argument for argument in given if not argument.startswith("--")]
    if len(paths) != 1:
        sys.stderr.write(
            "usage: python -m ml_engineer.evidence.grounding_report FILE [--examples]\n"
        )
        return 2
    report = score_grounding(Path(paths[0]))
    sys.stdout.write(f"{report}\n")
    if "--examples" in given:
        for title, score in (("cited", report.cited), ("uncited", report.uncited)):
            sys.stdout.write("".join(f"{title}: {example}\n" for example in score.examples))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
