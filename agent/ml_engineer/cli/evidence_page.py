"""One evidence as a page of text: findings worst first, headline figures, then all others."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ml_engineer_tools.evidence import Evidence, Figure, Finding

COLOURS = {"high": "bold red", "medium": "yellow", "low": "cyan", "info": "dim"}
MOST_ROWS = 60


def print_evidence(evidence: Evidence, *, reused: bool = False, whole: bool = False) -> None:
    """Print the findings and figures; `whole` prints every figure, however many there are."""
    console = Console(highlight=False, soft_wrap=False)
    measurement = evidence.measurement
    tables = ", ".join(
        f"{table.name} ({table.rows:,} rows × {table.columns:,} columns)"
        for table in measurement.tables
    )
    how = "measured before, reused" if reused else f"{evidence.run.seconds:.1f} s"
    console.print(Text(f"{evidence.alias} {measurement.tool} of {tables}; {how}"), style="bold")
    for finding in measurement.findings:
        _print_finding(console, evidence, finding)
    headline = [measurement.figure(handle) for handle in measurement.headline]
    rest = [figure for figure in measurement.figures if figure.handle not in measurement.headline]
    if headline:
        console.print(_figures(headline))
    if rest and (whole or len(rest) <= MOST_ROWS):
        console.print(_figures(rest))
    elif rest:
        console.print(
            f"{len(rest):,} more figures: ml-engineer evidence show {evidence.alias}", style="dim"
        )
    for note in measurement.notes:
        console.print(Text(f"Note: {note}"), style="dim")


def _print_finding(console: Console, evidence: Evidence, finding: Finding) -> None:
    line = Text()
    line.append(f"{finding.severity:>6}  ", style=COLOURS[finding.severity])
    line.append(finding.statement)
    cited = " ".join(evidence.cite(handle) for handle in finding.handles[:6])
    line.append(f"  [{' '.join(filter(None, (cited, *finding.clauses)))}]", style="dim")
    console.print(line)
    if finding.question:
        console.print(Text(f"        Ask: {finding.question}"))
    if finding.harmless_if:
        console.print(Text(f"        Harmless if {finding.harmless_if}"), style="dim")


def _figures(figures: list[Figure]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("handle", "quantity", "value", "interval", "n", "of"):
        table.add_column(name, justify="right" if name in ("value", "n") else "left")
    for figure in figures:
        interval = "{:.4g} to {:.4g}".format(*figure.interval) if figure.interval else ""
        unit = f" {figure.unit}" if figure.unit else ""
        exactness = "" if figure.exactness.kind == "exact" else f" ({figure.exactness.kind})"
        subject = "convention" if figure.convention else str(figure.subject)
        table.add_row(
            figure.handle,
            Text(figure.quantity),
            f"{figure}{unit}",
            interval,
            f"{figure.n:,}" if figure.n is not None else "",
            Text(subject + exactness),
        )
    return table
