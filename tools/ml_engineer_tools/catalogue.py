"""The catalogue: every measuring tool by name, described without importing what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from ml_engineer_tools.context import Context
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.request import Request

Measure = Callable[[Request, Context], Evidence]


@dataclass(frozen=True, slots=True)
class MeasuringTool:
    """A tool that measures tables.

    Attributes:
        name: as a model and the evidence know it.
        description: what question it answers, for a model that has to choose.
        request_type: `module:class` of its pydantic request.
        function: `module:function` that measures.
        paths: fields of the request that hold paths of tables.
        code_paths: fields of the request that list paths of scripts and notebooks.
        judges_target: whether it says itself what is wrong with a target, which may be missing.
    """

    name: str
    description: str
    request_type: str
    function: str
    paths: tuple[str, ...] = ("data",)
    code_paths: tuple[str, ...] = ()
    judges_target: bool = False

    def request(self) -> type[Request]:
        """Return the request's class."""
        return cast(type[Request], _load(self.request_type))

    def measure(self) -> Measure:
        """Return the function, its libraries imported."""
        return cast(Measure, _load(self.function))


MEASURING_TOOLS: tuple[MeasuringTool, ...] = (
    MeasuringTool(
        "profile_dataset",
        "What is this table? Types, missing values, duplicates, constants, keys, class balance, "
        "time coverage. Call it before any claim about a table.",
        "ml_engineer_tools.profiling.request:ProfileRequest",
        "ml_engineer_tools.profiling.tool:profile_dataset",
    ),
    MeasuringTool(
        "check_leakage",
        "Can a score on this data, or one that a training script prints, be believed? Features "
        "that say too much, sums that equal the target, rows and entities on both sides of a "
        "split, order in time; scripts and notebooks (`code`) that fit or choose on test rows.",
        "ml_engineer_tools.leakage.request:LeakageRequest",
        "ml_engineer_tools.leakage.tool:check_leakage",
        ("data", "test"),
        ("code",),
    ),
    MeasuringTool(
        "train_baselines",
        "What do trivial, naive, one-rule, linear and boosted models reach on an honest split, "
        "with intervals? Pass the leakage suspects as `without` to get both scores.",
        "ml_engineer_tools.baselines.request:BaselinesRequest",
        "ml_engineer_tools.baselines.tool:train_baselines",
    ),
    MeasuringTool(
        "measure_variation",
        "How much do stretches of a reference table differ from the rest of it? Gives the limits "
        "from which a monitor should alarm.",
        "ml_engineer_tools.monitoring.request:VariationRequest",
        "ml_engineer_tools.monitoring.variation:measure_variation",
    ),
    MeasuringTool(
        "measure_drift",
        "What moved between a reference and a current table, by how much, and does it matter?",
        "ml_engineer_tools.drift.request:DriftRequest",
        "ml_engineer_tools.drift.tool:measure_drift",
        ("reference", "current"),
    ),
    MeasuringTool(
        "evaluate_predictions",
        "How good is the model that already exists, by a table of its predictions and outcomes? "
        "Against floors and claimed offline figures, with calibration, costs, slices, groups, "
        "feedback loops; a drop against a reference period traced stage by stage; without outcomes "
        "an estimate.",
        "ml_engineer_tools.evaluation.request:EvaluateRequest",
        "ml_engineer_tools.evaluation.tool:evaluate_predictions",
        ("data", "reference", "training"),
        judges_target=True,
    ),
    MeasuringTool(
        "check_parity",
        "Does serving compute the features that training saw? Rows joined by key: share that "
        "differs by column, size, pattern (missing, defaults, stale, units, rounding, encoding, "
        "time zone), and which matter to the model.",
        "ml_engineer_tools.parity.request:ParityRequest",
        "ml_engineer_tools.parity.tool:check_parity",
        ("training", "serving"),
    ),
)


def measuring_tool(name: str) -> MeasuringTool:
    """Return the measuring tool called `name`.

    Raises:
        KeyError: there is none.
    """
    for tool in MEASURING_TOOLS:
        if tool.name == name:
            return tool
    raise KeyError(name)


def _load(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
