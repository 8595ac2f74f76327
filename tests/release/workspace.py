"""A workspace that holds everything a release needs, on one small real table."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.keeping import keep_reference
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence, Severity, TableFingerprint
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.monitoring.drafting import draft_monitoring_plan
from ml_engineer_tools.monitoring.request import MonitoringPlanRequest, VariationRequest
from ml_engineer_tools.monitoring.variation import measure_variation
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.release.tool import plan_release
from ml_engineer_tools.request import RolesRequest
from ml_engineer_tools.store import (
    CARD_FIELDS,
    DataCard,
    ReleaseDecision,
    Requirement,
    Store,
    request_key,
)

Found = tuple[str, Severity, tuple[str, ...]]
"""Check, severity and columns of a finding."""

WHOLE = DataCard(**dict.fromkeys(CARD_FIELDS, "said by a person"))
ROWS = 800


def frame(rows: int = ROWS, seed: int = 0, shift: float = 0.0) -> pd.DataFrame:
    """Return a table with two inputs and a target; `shift` moves one of them."""
    rng = np.random.default_rng(seed)
    amount = rng.normal(shift, 1, rows).round(4)
    region = rng.choice(["north", "south", "east"], rows)
    bought = rng.random(rows) < 1 / (1 + np.exp(-amount))
    return pd.DataFrame({"amount": amount, "region": region, "bought": bought.astype(int)})


class Desk:
    """A workspace, its store, and the table in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = Store.open(root)
        self.table = root / "train.csv"
        frame().to_csv(self.table, index=False)

    @property
    def sha256(self) -> str:
        """Content hash of the table as it is now."""
        return hashlib.sha256(self.table.read_bytes()).hexdigest()

    def recorded(self, tool: str, *, confirm: str | None = None, without: tuple[str, ...] = (),
                 finding: Found | None = None, slices: bool = True,
                 seed: int = 0, target: str = "bought") -> Evidence:  # fmt: skip
        """Commit evidence of models, as the tools that train them leave it."""
        request = ScoreRequest(data="train.csv", target=target, confirm=confirm,
                               without=without, seed=seed)  # fmt: skip
        table = TableFingerprint(name="train.csv", sha256=self.sha256, rows=ROWS, columns=3)
        line = Holdout(kind="row") if tool == "train_baselines" else None
        recorder = Recorder(tool, request, [table], holdout=line)
        look = None
        if tool == "check_leakage":
            recorder.figure("suspect_columns", 0, unit="columns")
        else:
            recorder.figure("roc_auc", 0.5, model="trivial", interval=(0.5, 0.5), n=200)
            recorder.figure("roc_auc", 0.7, model="linear", interval=(0.6, 0.8), n=200,
                            headline=True)  # fmt: skip
            if slices:
                recorder.figure("roc_auc", 0.61, model="linear", column="region", slice="south",
                                interval=(0.5, 0.7), n=60)  # fmt: skip
                recorder.figure("ece", 0.03, model="linear", n=200)
        if finding is not None:
            recorder.finding(finding[0], finding[1], "A feature says too much.", columns=finding[2])
        if confirm is not None:
            look = self.store.record_look("holdout_score", self.sha256, "train.csv", confirm).number
        return self.store.commit(recorder.evidence(), request_key=f"{tool}{confirm}{seed}{target}",
                                 look=look)  # fmt: skip

    def build_reference(self) -> Evidence:
        """Build and keep a drift reference."""
        engine = open_engine()
        try:
            request = ReferenceRequest(data=str(self.table), target="bought")
            return keep_reference(request, Context(engine), self.store)[1]
        finally:
            engine.close()

    def measure_variation(self) -> Evidence:
        """Measure what varies within the table."""
        engine = open_engine()
        try:
            request = VariationRequest(data=str(self.table), target="bought")
            evidence = measure_variation(request, Context(engine))
        finally:
            engine.close()
        key = request_key("measure_variation", request.model_dump(mode="json"), [self.sha256], None)
        return self.store.commit(evidence, request_key=key)

    def plan_monitors(self, *, accept: bool = True, owner: str | None = "Grace") -> str:
        """Draft a monitoring plan, and accept it as a person."""
        request = MonitoringPlanRequest(data="train.csv", target="bought", owner=owner,
                                        action="look at it, then throw the switch")  # fmt: skip
        plan = draft_monitoring_plan(request, self.store, self.sha256).record
        if accept:
            self.store.accept_monitoring_plan(plan.id, "Ada")
        return plan.id

    def fill(self, finding: Found | None = None, *, confirm: bool = True) -> None:
        """Put in everything that a release needs: E1 to E5, a card and a plan.

        Without a confirmed score there is nothing to plan monitors for, yet.
        """
        self.recorded("check_leakage", finding=finding)
        self.recorded("train_baselines")
        if confirm:
            self.recorded("train_baselines", confirm="linear", seed=1, slices=False)
        self.build_reference()
        self.measure_variation()
        self.store.accept_card(self.store.draft_card(WHOLE, self.sha256).id, "Ada")
        if confirm:
            self.plan_monitors()

    def decide(self, **named: str) -> ReleaseDecision:
        """Ask for the release."""
        request = PlanReleaseRequest.model_validate(
            {"data": "train.csv", "target": "bought", **named}
        )
        return plan_release(request, self.store, self.sha256)


class ScoreRequest(RolesRequest):
    """What a tool that trains models is asked."""

    confirm: str | None = None
    without: tuple[str, ...] = ()


def requirement(decision: ReleaseDecision, name: str) -> Requirement:
    """Return one requirement of a decision."""
    return next(needed for needed in decision.requirements if needed.name == name)


def missing(decision: ReleaseDecision) -> list[str]:
    """Return the names of the requirements that are not met."""
    return [needed.name for needed in decision.missing()]
