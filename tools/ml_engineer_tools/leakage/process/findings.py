"""Findings: the flaws of scripts in the record, each with its place and what it is likely worth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.leakage.process.analysis import Analysis, analyse
from ml_engineer_tools.leakage.process.diagnosis import diagnose
from ml_engineer_tools.leakage.process.events import Evaluation, Fit, Shown, Split, Training
from ml_engineer_tools.leakage.process.flaws import KINDS, Flaw
from ml_engineer_tools.leakage.process.impacts import cited
from ml_engineer_tools.leakage.process.rows import covers
from ml_engineer_tools.leakage.process.rules.scores import is_honest
from ml_engineer_tools.leakage.process.script import Script
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, quoted

MOST_TOLD = 25
"""Flaws of one script that are told one by one (a convention)."""
MOST_PLACES = 3
"""Lines of one sort that the summary of a script names (a convention)."""
CLAUSES = ("S3", "S4", "H5")


def check_process(record: Recorder, scripts: Sequence[Script]) -> None:
    """Record what scripts do that bears on whether their scores can be believed."""
    for script in scripts:
        told = _Told(record, script)
        analysis = analyse(script)
        flaws = diagnose(analysis)
        count = sum(flaw.weight != "info" for flaw in flaws)
        record.figure("process_findings", count, unit="findings", table=told.name, headline=True)
        for flaw in flaws[:MOST_TOLD]:
            told.flaw(flaw)
        if len(flaws) > MOST_TOLD:
            record.note(
                f"{quoted(told.name)} has {len(flaws) - MOST_TOLD} more, less weighty, findings."
            )
        told.summary(analysis, clean=not count)
        told.notes(analysis)


@dataclass(frozen=True)
class _Told:
    """Writes what is found in one script into the record."""

    record: Recorder
    script: Script

    @property
    def name(self) -> str:
        """The script's name without its directories."""
        return Path(self.script.path).name

    def place(self, line: int) -> tuple[str, list[Figure]]:
        """Return how a reader finds a line, and the figures that this quotes."""
        cell, within = self.script.cell(line)
        figures = []
        if cell is not None:
            figures.append(self.record.figure("cell", cell, unit="cell", table=self.name))
        figures.append(self.record.figure("line", within, unit="line", table=self.name))
        return self.script.place(line), figures

    def flaw(self, flaw: Flaw) -> None:
        """Record one flaw."""
        kind = KINDS[flaw.kind]
        where, figures = self.place(flaw.line)
        others = []
        site = flaw.site if flaw.site != flaw.other_line else 0
        for words, line in (("reached from", site), ("see", flaw.other_line)):
            if line and line != flaw.line:
                there, more = self.place(line)
                others.append(f"{words} {there}")
                figures += more
        other = f" ({'; '.join(others)})" if others else ""
        figures += cited(self.record, kind.impact)
        self.record.finding(
            f"process_{flaw.kind}",
            flaw.weight,
            f"{quoted(self.name)}, {where}: {quoted(flaw.call)} {flaw.text}{other}; "
            f"{kind.impact.text}.",
            clauses=CLAUSES,
            figures=figures,
            confidence=kind.confidence,
            question=kind.question,
            harmless_if=kind.harmless_if,
        )

    def summary(self, analysis: Analysis, *, clean: bool) -> None:
        """Record what was understood: where rows are split, fitted on and scored."""
        events = list(analysis.events.last)
        scored = [e for e in events if isinstance(e, Evaluation) and not e.loss]
        honest = [e for e in scored if is_honest(e)]
        seen = [e for e in scored if not is_honest(e)]
        if clean:
            # Whether the others are on training rows is not known well enough to be a finding.
            seen = [e for e in seen if honest and covers(e.prediction.trained, e.prediction.rows)]
        between = {
            analysis.events.line_between(e.prediction.trained, e.prediction.rows) for e in honest
        }
        cuts = {e.line for e in events if isinstance(e, Split)} | (between - {0})
        parts = [
            self._listed("split", cuts),
            self._listed("fitted", {e.line for e in events if isinstance(e, Fit | Training)}),
            self._listed("scored on rows that were not trained on", {e.line for e in honest}),
            self._listed(
                "scored on training rows too, beside these" if clean else "scored on training rows",
                {e.line for e in seen},
            ),
        ]
        if clean and not scored and not any(isinstance(e, Shown) for e in events):
            parts.append(("no score was recognised", []))
        known = [text for text, _ in parts if text]
        figures = [figure for _, listed in parts for figure in listed]
        if not known or known == ["no score was recognised"]:
            statement = (
                f"{quoted(self.name)} was read, not run: no split, fit or score was recognised in "
                "it, so nothing can be said of it."
            )
        else:
            lead = "no leak was found in its process" if clean else "what was understood"
            statement = f"{quoted(self.name)} was read, not run; {lead}: {'; '.join(known)}."
        self.record.finding(
            "process_understood", "info", statement, clauses=("S3",), figures=figures,
            confidence="medium",
        )  # fmt: skip

    def _listed(self, what: str, places_of: Collection[int]) -> tuple[str, list[Figure]]:
        lines = sorted(places_of)
        if not lines:
            return "", []
        figures: list[Figure] = []
        places = []
        for line in lines[:MOST_PLACES]:
            where, more = self.place(line)
            places.append(where)
            figures += more
        rest = " and others" if len(lines) > MOST_PLACES else ""
        return f"{what} at {', '.join(places)}{rest}", figures

    def notes(self, analysis: Analysis) -> None:
        """Record how far the script could be read."""
        name, parsed = quoted(self.name), analysis.parsed
        for note in self.script.notes:
            self.record.note(f"{name}: {note}")
        if parsed.skipped:
            word = agreeing(parsed.skipped, "line that is", "lines that are")
            left = agreeing(parsed.skipped, "was left out", "were left out")
            self.record.note(
                f"{name}: {parsed.skipped} {word} no Python 3 {left}, the first at "
                f"{self.script.place(parsed.first_skipped)}; the analysis is partial."
            )
        if analysis.broken_off:
            self.record.note(
                f"{name} is too large or too deeply nested to be followed to its end; the analysis "
                "is partial."
            )
