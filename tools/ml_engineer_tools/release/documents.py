"""The documents of a release: Markdown from templates, each number with its handle."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import Evidence, Figure, format_value
from ml_engineer_tools.monitoring.plan import METRICS
from ml_engineer_tools.release.grounds import Grounds
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import jinja2

DOCUMENTS = ("README.md", "problem_framing.md", "model_card.md", "evaluation_report.md",
             "rollout_plan.md")  # fmt: skip

MOST_SLICES = 12
"""Subgroups that a document lists, the worst first; the evidence has them all."""

CANARY_SHARES = (0.05, 0.25, 1.0)
"""Shares of the decisions that the model makes, step after step: a convention."""


def render(name: str, grounds: Grounds) -> str:
    """Return one document of a release."""
    template = _environment().get_template(f"{name}.j2")
    text = template.render(
        g=grounds,
        plan=grounds.plan.plan,
        card=grounds.card.card,
        steps=CANARY_SHARES,
        cite=_Citer(grounds),
        slices=worst_first(grounds)[:MOST_SLICES],
        most_slices=MOST_SLICES,
    )
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


def worst_first(grounds: Grounds) -> list[Figure]:
    """Return the scores of subgroups, the worst first."""
    from ml_engineer_tools.modelling.scores import higher_is_better

    def badness(figure: Figure) -> float:
        value = 0.0 if isinstance(figure.value, str) else float(figure.value)
        better_high = figure.quantity in METRICS and higher_is_better(figure.quantity)
        return -value if better_high else value

    return sorted(grounds.slice_scores(), key=lambda figure: -badness(figure))


class _Citer:
    """Cites figures of the release's evidence: `0.741 (0.714 to 0.769) [E3.f2]`."""

    def __init__(self, grounds: Grounds) -> None:
        every = (*grounds.leakage, grounds.baselines, grounds.score.evidence, grounds.slices,
                 grounds.variation, grounds.reference_evidence)  # fmt: skip
        self._owner: dict[int, Evidence] = {
            id(figure): evidence for evidence in every for figure in evidence.measurement.figures
        }

    def __call__(self, figure: Figure | None, *, interval: bool = True) -> str:
        if figure is None:
            return "not measured"
        evidence = self._owner.get(id(figure))
        handle = f" [{evidence.cite(figure.handle)}]" if evidence is not None else ""
        unit = f" {figure.unit}" if figure.unit else ""
        bounds = ""
        if interval and figure.interval is not None:
            low, high = (format_value(bound) for bound in figure.interval)
            bounds = f" ({low} to {high})"
        return f"{figure}{unit}{bounds}{handle}"


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ml_engineer_tools.release"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  Markdown: what people and tables say is made plain
    )
    environment.filters["plain"] = plain
    environment.filters["name"] = named
    environment.filters["words"] = words
    environment.filters["names"] = lambda names: ", ".join(named(name) for name in names)
    return environment


def plain(text: object) -> str:
    """Return a text on one line, without signs that Markdown or HTML would act on."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    for sign in "\\`*[]|":
        line = line.replace(sign, f"\\{sign}")
    return line.replace("<", "&lt;").replace(" _", " \\_").replace("__", "\\_\\_")


def named(name: object) -> str:
    """Return a name of a table as code, fit for a cell of a Markdown table."""
    return quoted(str(name)).replace("|", "\\|")


def words(quantity: str) -> str:
    """Return the name of a figure as prose writes it."""
    from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

    return METRIC_NAMES.get(quantity, quantity.replace("_", " "))
