"""The toolbox as a model meets it: every mistake is an error result that says what to do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.view import EvidenceView
from ml_engineer.models.scripted import call
from ml_engineer.toolbox.base import Outcome
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workspace import Workspace

SESSION = "s1"


def silent(share: float, message: str) -> None:
    """Nobody listens."""


@pytest.fixture
async def toolbox(workspace: Path) -> AsyncIterator[EvidenceToolbox]:
    rows = "".join(f"{k},{k % 7},{'yes' if k % 3 else 'no'}\n" for k in range(300))
    (workspace / "t.csv").write_text("a,b,y\n" + rows, encoding="utf-8")
    (workspace / "secret.csv").write_text("password\nhunter2\n", encoding="utf-8")
    (workspace / "link.csv").symlink_to(workspace / "secret.csv")
    fence = Workspace()
    fence.grant("t.csv")
    toolbox = EvidenceToolbox(fence)
    yield toolbox
    await toolbox.close()


async def run(
    toolbox: EvidenceToolbox, name: str, call_id: str = "c1", **arguments: object
) -> Outcome:
    return await toolbox.call(call(call_id, name, **arguments), SESSION, silent)  # type: ignore[arg-type]


async def test_a_measurement_shows_a_view_with_handles(toolbox: EvidenceToolbox) -> None:
    outcome = await run(toolbox, "profile_dataset", data="t.csv", target="y")
    assert not outcome.result.is_error
    view = EvidenceView.model_validate_json(outcome.result.content)
    assert outcome.evidence == view.evidence == "E1"
    assert all(figure.handle.startswith("E1.f") for figure in view.figures)
    ledger = Ledger()
    toolbox.enter(outcome.result, ledger)
    assert ledger.evidence_aliases == ("E1",)
    assert ledger.shown(view.figures[0].handle)


async def test_what_was_measured_is_not_measured_again(toolbox: EvidenceToolbox) -> None:
    first = await run(toolbox, "profile_dataset", data="t.csv", target="y")
    again = await run(toolbox, "profile_dataset", "c2", data="t.csv", target="y")
    assert not first.reused
    assert again.reused
    assert again.result.content == first.result.content
    other = await run(toolbox, "profile_dataset", "c3", data="t.csv")
    assert not other.reused


async def test_calls_side_by_side_are_numbered_as_they_were_asked_for(
    toolbox: EvidenceToolbox,
) -> None:
    asked = [
        run(toolbox, "train_baselines", "c1", data="t.csv", target="y"),
        run(toolbox, "train_baselines", "c2", data="t.csv", target="no such column"),
        run(toolbox, "profile_dataset", "c3", data="t.csv", target="y"),
    ]
    slow, mistaken, quick = await asyncio.gather(*asked)
    assert mistaken.result.is_error
    assert (slow.evidence, quick.evidence) == ("E1", "E2")


async def test_a_changed_table_is_measured_anew(toolbox: EvidenceToolbox, workspace: Path) -> None:
    await run(toolbox, "profile_dataset", data="t.csv")
    with (workspace / "t.csv").open("a", encoding="utf-8") as file:
        file.write("301,1,yes\n")
    again = await run(toolbox, "profile_dataset", "c2", data="t.csv")
    assert not again.reused
    assert again.evidence == "E2"


@pytest.mark.parametrize("path", ["secret.csv", "../x.csv", "sub/../secret.csv", "link.csv"])
async def test_a_path_that_nobody_named_is_an_error_result(
    toolbox: EvidenceToolbox, path: str
) -> None:
    outcome = await run(toolbox, "profile_dataset", data=path)
    assert outcome.result.is_error
    assert "not among the files that a person named (t.csv)" in outcome.result.content
    assert "hunter2" not in outcome.result.content


async def test_a_model_is_not_told_where_a_file_lies(
    toolbox: EvidenceToolbox, workspace: Path
) -> None:
    (workspace / "t.csv").unlink()
    for name in ("profile_dataset", "record_data_card", "plan_release"):
        outcome = await run(toolbox, name, data="t.csv")
        assert outcome.result.is_error
        assert "There is no file t.csv" in outcome.result.content
        assert str(workspace) not in outcome.result.content


async def test_arguments_that_do_not_fit_are_named_one_by_one(toolbox: EvidenceToolbox) -> None:
    outcome = await run(toolbox, "profile_dataset", dta="t.csv", seed=-1)
    assert outcome.result.is_error
    for word in ("data", "dta", "seed", "call again"):
        assert word in outcome.result.content


async def test_an_unknown_tool_is_answered_with_those_there_are(toolbox: EvidenceToolbox) -> None:
    outcome = await run(toolbox, "drop_tables")
    assert outcome.result.is_error
    assert "profile_dataset" in outcome.result.content


async def test_an_unknown_column_is_answered_with_the_nearest(toolbox: EvidenceToolbox) -> None:
    outcome = await run(toolbox, "check_leakage", data="t.csv", target="Y")
    assert outcome.result.is_error
    assert "'y'" in outcome.result.content


async def test_a_model_can_not_spend_a_look_at_the_holdout(toolbox: EvidenceToolbox) -> None:
    outcome = await run(toolbox, "train_baselines", data="t.csv", target="y", confirm="linear")
    assert outcome.result.is_error
    assert "Only a person" in outcome.result.content
    assert all("confirm" not in spec.input_schema["properties"] for spec in toolbox.specs)


async def test_a_release_is_refused_with_what_is_missing(toolbox: EvidenceToolbox) -> None:
    outcome = await run(toolbox, "plan_release", data="t.csv", target="y", leakage="E99")
    assert not outcome.result.is_error
    decision = json.loads(outcome.result.content)
    assert decision["granted"] is False


async def test_an_effect_happens_once_for_a_call(toolbox: EvidenceToolbox) -> None:
    for _ in range(2):
        outcome = await run(toolbox, "record_data_card", "c9", data="t.csv", source="billing")
        assert not outcome.result.is_error
    record = json.loads(outcome.result.content)["record"]
    (card,) = toolbox.store.cards(record["table_sha256"])
    assert card.accepted_by is None


async def test_reading_more_and_calculating_cite_what_was_measured(
    toolbox: EvidenceToolbox,
) -> None:
    first = await run(toolbox, "profile_dataset", data="t.csv", target="y")
    view = EvidenceView.model_validate_json(first.result.content)
    rows = next(figure for figure in view.figures if figure.quantity == "row_count")
    more = await run(toolbox, "read_evidence", "c2", evidence="E1", handles=[rows.handle])
    assert rows.handle in more.result.content
    sum_ = await run(
        toolbox, "calculate", "c3", operation="sum", operands=[rows.handle, rows.handle]
    )
    derived = EvidenceView.model_validate_json(sum_.result.content)
    assert [figure.value for figure in derived.figures] == [600]


async def test_specs_are_schemas_without_clutter(toolbox: EvidenceToolbox) -> None:
    names = [spec.name for spec in toolbox.specs]
    assert names == [
        "profile_dataset", "check_leakage", "train_baselines", "measure_variation",
        "measure_drift", "evaluate_predictions", "check_parity", "read_evidence", "calculate",
        "record_data_card", "answer_finding", "request_look", "draft_monitoring_plan",
        "plan_release",
    ]  # fmt: skip
    for spec in toolbox.specs:
        assert spec.input_schema["type"] == "object"
        assert spec.input_schema["additionalProperties"] is False
        assert all("title" not in field for field in spec.input_schema["properties"].values())


async def test_nothing_is_written_by_an_inspection(
    toolbox: EvidenceToolbox, workspace: Path
) -> None:
    facts = await toolbox.inspect(workspace / "t.csv", target="y")
    assert facts.columns == ("a", "b", "y")
    assert facts.holdout is not None
    assert not (workspace / ".ml-engineer").exists()
