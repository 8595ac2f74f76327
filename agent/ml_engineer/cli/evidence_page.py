"""One evidence for the eye: in the terminal, findings worst first, or as a page in a file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ml_engineer.cli.figure_table import figure_table
from ml_engineer.cli.terminal import harmless
from ml_engineer.evidence.names import one_line
from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Evidence, Finding

COLOURS = {"high": "bold red", "medium": "yellow", "low": "cyan", "info": "dim"}
MOST_ROWS = 40
SLICE_WORDS = {"check_parity": "Constant", "measure_drift": "Levels"}
"""What slices are in the findings of a tool that tells no slices of rows."""

MOST_SLICES = 5
NARROWEST, WIDEST = 40, 130


class _Page(Console):
    """A console whose reader may go: the command still ends with the code of what was found."""

    def on_broken_pipe(self) -> None:
        """Leave it to the command: rich would end with 1, which says that drift was found."""
        raise BrokenPipeError


def print_evidence(
    evidence: Evidence,
    *,
    reused: bool = False,
    whole: bool = False,
    asked: Sequence[str] = (),
) -> None:
    """Print the findings and figures of one evidence.

    Args:
        evidence: what was measured.
        reused: whether it had been measured before.
        whole: whether every figure is printed, however many there are.
        asked: the tables' names as they were asked for now, where those are others.
    """
    terminal = shutil.get_terminal_size((110, 24)).columns
    console = _Page(highlight=False, width=min(max(terminal, NARROWEST), WIDEST))
    measurement = evidence.measurement
    tables = " and ".join(
        [
            *(
                f"{name} ({t.rows:,} rows, {t.columns:,} columns)"
                for name, t in zip(
                    asked or [t.name for t in measurement.tables], measurement.tables, strict=True
                )
            ),
            *(f"{script.name} ({script.lines:,} lines)" for script in measurement.scripts),
        ]
    )
    how = "measured before, reused" if reused else f"{evidence.run.seconds:.1f} s"
    head = f"{evidence.alias} {measurement.tool} of {tables}; {how}"
    console.print(Text(harmless(head)), style="bold")
    console.print(_findings(evidence))
    headline = [measurement.figure(handle) for handle in measurement.headline]
    rest = [figure for figure in measurement.figures if figure.handle not in measurement.headline]
    if headline:
        console.print(figure_table(headline, console.width))
    if rest and headline:
        console.print()
    if rest and (whole or len(rest) <= MOST_ROWS):
        console.print(figure_table(rest, console.width))
    elif rest:
        console.print(
            f"{len(rest):,} more figures: ml-engineer evidence show {evidence.alias}", style="dim"
        )
    for artefact in evidence.artefacts:
        what = artefact.kind.replace("_", " ")
        console.print(Text(harmless(f"{what[0].upper()}{what[1:]} to read: {artefact.path}")))
    for note in measurement.notes:
        console.print(Text(harmless(f"Note: {note}")), style="dim")


def write_page(evidence: Evidence, path: Path) -> None:
    """Write the report page to a file that the user named.

    Raises:
        ToolError: it can't be written there.
    """
    from ml_engineer_tools.pages import render_page

    try:
        path.write_text(render_page(evidence), encoding="utf-8")
    except OSError as error:
        raise ToolError(
            f"The page can't be written to {path} ({error.strerror}); name another file with "
            "--html. The evidence itself is kept."
        ) from None
    print(f"Wrote the report page {path}.", file=sys.stderr)


def _findings(evidence: Evidence) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    grid.add_column()
    for finding in evidence.measurement.findings:
        severity = Text(finding.severity, style=COLOURS[finding.severity])
        grid.add_row(severity, _statement(evidence, finding))
    return grid


def _in_ranges(cited: list[str]) -> list[str]:
    """Return citations with three or more in a row written as the first and the last."""
    runs: list[list[str]] = []
    for one in cited:
        number = _number(one)
        if runs and number is not None and _number(runs[-1][-1]) == number - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    written: list[str] = []
    for run in runs:
        # The end of a range goes without the alias: E1.f3–f9.
        short = len(run) > 2
        written += [f"{run[0]}–{run[-1].rpartition('.')[2]}"] if short else run
    return written


def _number(citation: str) -> int | None:
    digits = citation.rpartition(".f")[2]
    return int(digits) if digits.isdigit() else None


def _statement(evidence: Evidence, finding: Finding) -> Text:
    text = Text(harmless(finding.statement))
    cited = _in_ranges([evidence.cite(handle) for handle in finding.handles])
    text.append(f"  [{' '.join([*cited, *finding.clauses])}]", style="dim")
    if finding.confidence:
        text.append(f"  confidence {finding.confidence}", style="dim")
    if slices := evidence.measurement.slices_of(finding):
        shown = "; ".join(map(one_line, slices[:MOST_SLICES]))
        more = f"; {len(slices) - MOST_SLICES:,} more" if len(slices) > MOST_SLICES else ""
        word = SLICE_WORDS.get(evidence.measurement.tool, "Slices")
        text.append(f"\n{word}: {shown}{more}")
    if finding.question:
        text.append(harmless(f"\nAsk: {finding.question}"))
    if finding.harmless_if:
        text.append(f"\nHarmless if: {finding.harmless_if}", style="dim")
    return text
