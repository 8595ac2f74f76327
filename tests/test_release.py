"""The release gate: it believes the store, not the words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.evidence import SEVERITIES, Evidence, Severity, TableFingerprint
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.leakage import LeakageRequest
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.release.tool import plan_release
from ml_engineer_tools.request import RolesRequest
from ml_engineer_tools.store import (
    CARD_FIELDS,
    DataCard,
    EffectKey,
    LookKind,
    ReleaseDecision,
    Requirement,
    Store,
)

SHA = "a" * 64
OTHER = "b" * 64
ALL = ["target", "data_card", "leakage_check", "baselines", "holdout_evaluation",
       "slices_and_calibration", "drift_reference", "monitoring_plan"]  # fmt: skip
NOT_YET = ["slices_and_calibration", "drift_reference", "monitoring_plan"]
WHOLE = DataCard(**dict.fromkeys(CARD_FIELDS, "said by a person"))


def commit(
    store: Store,
    tool: str,
    *,
    sha256: str = SHA,
    name: str = "train.csv",
    target: str = "churned",
    severity: Severity | None = None,
    look: int | None = None,
    seed: int = 0,
    compared_with: str | None = None,
    judged: bool = True,
    order: bool = False,
) -> Evidence:
    tables = [TableFingerprint(name=name, sha256=sha256, rows=9, columns=2)]
    if compared_with is not None:
        tables.append(TableFingerprint(name="test.csv", sha256=compared_with, rows=9, columns=2))
    line = Holdout(kind="row") if tool == "train_baselines" else None
    request = RolesRequest(data=name, target=target, seed=seed)
    recorder = Recorder(tool, request, tables, holdout=line)
    recorder.figure("roc_auc", 0.8)
    if judged and tool == "check_leakage":
        recorder.figure("suspect_columns", 0, unit="columns")
    if severity is not None:
        recorder.finding("one_feature", severity, "A feature says too much.")
    if order:
        recorder.finding("file_order", "high", "The order of the rows matters.")
    return store.commit(recorder.evidence(), request_key=tool, look=look)


def fill(store: Store) -> None:
    """Put into the store what stands before slices and monitoring: E1, E2, E3 and a card."""
    commit(store, "check_leakage", severity="low")
    commit(store, "train_baselines")
    look = store.record_look("holdout_score", SHA, "train.csv", "linear model")
    commit(store, "train_baselines", seed=1, look=look.number)
    store.accept_card(store.draft_card(WHOLE, SHA).id, "Ada")


def test_a_check_that_could_not_judge_the_features_is_not_enough(store: Store) -> None:
    commit(store, "check_leakage", severity="low", judged=False)
    missing = requirement(decide(store), "leakage_check")
    assert not missing.met
    assert "could not score the features" in missing.why


def test_a_random_holdout_is_not_enough_where_the_order_matters(store: Store) -> None:
    fill(store)
    assert requirement(decide(store), "holdout_evaluation").met
    commit(store, "train_baselines", seed=2, order=True)
    missing = requirement(decide(store), "holdout_evaluation")
    assert not missing.met
    assert "give --time" in missing.why


def test_no_look_is_advised_that_would_not_count(store: Store) -> None:
    commit(store, "train_baselines", order=True)
    missing = requirement(decide(store), "holdout_evaluation")
    assert "give --time" in missing.why
    assert str(missing.command).endswith("--time COLUMN")


def test_the_next_look_leaves_the_suspects_out(store: Store) -> None:
    tables = [TableFingerprint(name="train.csv", sha256=SHA, rows=9, columns=3)]
    recorder = Recorder("check_leakage", RolesRequest(data="train.csv", target="churned"), tables)
    recorder.finding("suspect_feature", "high", "It says too much.", columns=["exit call"])
    store.commit(recorder.evidence(), request_key="x")
    command = requirement(decide(store), "holdout_evaluation").command
    assert command == (
        "ml-engineer baseline train.csv --target churned --without 'exit call' --confirm MODEL"
    )


def check_without(store: Store, *left_out: str) -> None:
    """Put a clean leakage check into the store that left columns out."""
    tables = [TableFingerprint(name="train.csv", sha256=SHA, rows=9, columns=3)]
    request = LeakageRequest(data="train.csv", target="churned", without=left_out)
    recorder = Recorder("check_leakage", request, tables)
    recorder.figure("suspect_columns", 0, unit="columns")
    store.commit(recorder.evidence(), request_key=f"without {left_out}")


def test_a_check_that_left_a_column_out_counts_only_for_a_model_without_it(store: Store) -> None:
    check_without(store, "exit call")
    missing = requirement(decide(store), "leakage_check")
    assert not missing.met
    assert "leave out `exit call`" in missing.why
    tables = [TableFingerprint(name="train.csv", sha256=SHA, rows=9, columns=3)]
    confirm = BaselinesRequest(
        data="train.csv", target="churned", without=("exit call",), confirm="linear"
    )
    recorder = Recorder("train_baselines", confirm, tables, holdout=Holdout(kind="row"))
    recorder.figure("roc_auc", 0.8)
    look = store.record_look("holdout_score", SHA, "train.csv", "linear model")
    store.commit(recorder.evidence(), request_key="confirmed", look=look.number)
    assert requirement(decide(store), "leakage_check").met


def test_a_check_of_all_columns_goes_before_a_newer_one_that_left_some_out(store: Store) -> None:
    commit(store, "check_leakage", severity="low")
    check_without(store, "exit call")
    assert requirement(decide(store), "leakage_check").reference == "E1"
    assert requirement(decide(store, leakage="E2"), "leakage_check").reference == "E1"


def test_the_next_look_leaves_out_what_the_named_check_left_out(store: Store) -> None:
    check_without(store, "rate")
    assert "--without" not in str(requirement(decide(store), "holdout_evaluation").command)
    command = requirement(decide(store, leakage="E1"), "holdout_evaluation").command
    assert str(command).endswith("--without rate --confirm MODEL")


def decide(store: Store, *, target: str | None = "churned", **named: str) -> ReleaseDecision:
    request = PlanReleaseRequest.model_validate({"data": "train.csv", "target": target, **named})
    return plan_release(request, store, SHA)


def requirement(decision: ReleaseDecision, name: str) -> Requirement:
    (found,) = [needed for needed in decision.requirements if needed.name == name]
    return found


def missing(decision: ReleaseDecision) -> list[str]:
    return [needed.name for needed in decision.missing()]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def test_an_empty_store_refuses_with_the_whole_list(store: Store) -> None:
    decision = decide(store, target=None)
    assert not decision.granted
    assert missing(decision) == ALL
    assert {clause for needed in decision.missing() for clause in needed.clauses} >= {
        "R1",
        "R2",
        "R3",
    }


def test_each_refusal_names_the_shortest_command(store: Store) -> None:
    commands = {needed.name: needed.command for needed in decide(store).requirements}
    assert commands == {
        "target": None,
        "data_card": "ml-engineer card draft train.csv",
        "leakage_check": "ml-engineer leakage train.csv --target churned",
        "baselines": "ml-engineer baseline train.csv --target churned",
        "holdout_evaluation": "ml-engineer baseline train.csv --target churned --confirm MODEL",
        "slices_and_calibration": "ml-engineer baseline train.csv --target churned",
        "drift_reference": (
            "ml-engineer drift reference build train.csv --target churned -o reference.json"
        ),
        "monitoring_plan": (
            "ml-engineer monitor draft train.csv --target churned --owner NAME --action TEXT"
        ),
    }


def test_a_command_with_a_hostile_name_is_one_word_of_a_shell(store: Store) -> None:
    command = requirement(decide(store, target="y; rm -rf /"), "baselines").command
    assert command == "ml-engineer baseline train.csv --target 'y; rm -rf /'"


def test_a_score_alone_is_not_enough_to_be_watched(store: Store) -> None:
    fill(store)
    decision = decide(store)
    assert not decision.granted
    assert missing(decision) == NOT_YET
    met = {needed.name: needed.reference for needed in decision.requirements if needed.met}
    assert met == {
        "target": "churned",
        "data_card": store.cards(SHA)[0].id,
        "leakage_check": "E1",
        "baselines": "E3",
        "holdout_evaluation": "E3",
    }


def test_what_is_named_and_right_is_counted(store: Store) -> None:
    fill(store)
    card = store.cards(SHA)[0].id
    decision = decide(store, leakage="E1", baselines="[E2]", evaluation="E3", data_card=card)
    assert missing(decision) == NOT_YET
    assert requirement(decision, "baselines").reference == "E2"


def test_words_are_no_drift_reference_and_no_monitoring_plan(store: Store) -> None:
    fill(store)
    commit(store, "measure_drift")
    decision = decide(store, drift_reference="E4", monitoring_plan="the platform team watches it")
    assert missing(decision) == NOT_YET


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("leakage", "leakage_check"),
        ("baselines", "baselines"),
        ("evaluation", "holdout_evaluation"),
        ("data_card", "data_card"),
    ],
)
@pytest.mark.parametrize("forged", ["E99", "approved by legal", "", "f" * 64, "card:" + "0" * 12])
def test_a_forged_id_is_refused_though_the_right_one_exists(
    store: Store, field: str, name: str, forged: str
) -> None:
    fill(store)
    decision = decide(store, **{field: forged})
    refused = requirement(decision, name)
    assert not refused.met
    assert "There is no" in refused.why


@pytest.mark.parametrize(
    ("field", "name", "tool"),
    [("leakage", "leakage_check", "check_leakage"), ("baselines", "baselines", "train_baselines")],
)
class TestEvidenceThatIsNotAboutThis:
    """Evidence that exists, but not of this tool, this table, as it is now, and this target."""

    def test_foreign(self, store: Store, field: str, name: str, tool: str) -> None:
        commit(store, tool, sha256=OTHER, name="other.csv")
        assert not requirement(decide(store), name).met
        refused = requirement(decide(store, **{field: "E1"}), name)
        assert refused.why == "E1 was measured on another table."

    def test_stale(self, store: Store, field: str, name: str, tool: str) -> None:
        commit(store, tool, sha256=OTHER)
        assert not requirement(decide(store), name).met
        assert "E1 is stale" in requirement(decide(store, **{field: "E1"}), name).why

    def test_of_another_tool(self, store: Store, field: str, name: str, tool: str) -> None:
        commit(store, "profile_dataset")
        assert not requirement(decide(store), name).met
        refused = requirement(decide(store, **{field: "E1"}), name)
        assert refused.why == f"E1 comes from profile_dataset, not from {tool}."

    def test_for_another_target(self, store: Store, field: str, name: str, tool: str) -> None:
        commit(store, tool, target="income")
        assert not requirement(decide(store), name).met
        assert "another target" in requirement(decide(store, **{field: "E1"}), name).why

    def test_used_for_comparison(self, store: Store, field: str, name: str, tool: str) -> None:
        commit(store, tool, sha256=OTHER, compared_with=SHA)
        assert not requirement(decide(store), name).met
        assert "only for comparison" in requirement(decide(store, **{field: "E1"}), name).why


def test_an_open_finding_of_high_severity_refuses(store: Store) -> None:
    commit(store, "check_leakage", severity="high")
    refused = requirement(decide(store), "leakage_check")
    assert not refused.met
    assert refused.command == "ml-engineer answer draft E1 1 --because TEXT"


def test_a_clean_check_does_not_hide_an_alarmed_one(store: Store) -> None:
    commit(store, "check_leakage", severity="high", seed=0)
    commit(store, "check_leakage", seed=1)
    refused = requirement(decide(store, leakage="E2"), "leakage_check")
    assert not refused.met
    assert refused.why.startswith("E1 found leakage")


def test_a_score_is_no_evaluation_without_a_look(store: Store) -> None:
    commit(store, "train_baselines")
    assert not requirement(decide(store), "holdout_evaluation").met
    store.record_look("holdout_score", SHA, "train.csv", "linear model")
    assert not requirement(decide(store), "holdout_evaluation").met
    commit(store, "train_baselines", seed=1, look=1)
    assert requirement(decide(store), "holdout_evaluation").reference == "E2"
    refused = requirement(decide(store, evaluation="E1"), "holdout_evaluation")
    assert refused.why == "E1 did not come of a look at the holdout of this table."


def test_a_recut_is_no_evaluation(store: Store) -> None:
    look = store.record_look("recut", SHA, "train.csv", "another seed")
    commit(store, "train_baselines", look=look.number)
    assert not requirement(decide(store), "holdout_evaluation").met


def test_the_second_look_is_said(store: Store) -> None:
    fill(store)
    look = store.record_look("holdout_score", SHA, "train.csv", "boosted model")
    commit(store, "train_baselines", seed=2, look=look.number)
    why = requirement(decide(store), "holdout_evaluation").why
    assert "score 2 of 2" in why
    assert "chosen among several" in why


def test_a_drafted_card_is_refused_until_a_person_accepts_it(store: Store) -> None:
    card = store.draft_card(WHOLE, SHA)
    for decision in (decide(store), decide(store, data_card=card.id)):
        refused = requirement(decision, "data_card")
        assert not refused.met
        assert refused.command == f"ml-engineer card accept {card.id} --by NAME"
    store.accept_card(card.id, "Ada")
    assert requirement(decide(store), "data_card").met


def test_an_incomplete_card_is_refused_though_accepted(store: Store) -> None:
    card = store.draft_card(WHOLE.model_copy(update={"known_bias": None}), SHA)
    store.accept_card(card.id, "Ada")
    refused = requirement(decide(store), "data_card")
    assert not refused.met
    assert "says nothing of known_bias" in refused.why


def test_the_card_of_another_table_is_refused(store: Store) -> None:
    card = store.accept_card(store.draft_card(WHOLE, OTHER).id, "Ada")
    assert "another table" in requirement(decide(store, data_card=card.id), "data_card").why


def test_a_decision_is_kept_once_for_each_call(store: Store) -> None:
    call = EffectKey("session", "call_1")
    decision = decide(store)
    first = store.record_release(decision, call)
    assert store.record_release(decision, call) == first
    assert store.releases(SHA) == [first]
    assert first.decision == decision
    store.record_release(decision)
    assert len(store.releases(SHA)) == 2


def test_a_decision_can_not_contradict_its_requirements() -> None:
    unmet = Requirement(name="baselines", clauses=("S2",), met=False, why="None were trained.")
    parts = {"table_name": "t", "table_sha256": SHA, "target": "y"}
    for requirements in [(unmet,), ()]:
        with pytest.raises(ValidationError, match="all its requirements are met"):
            ReleaseDecision(granted=True, requirements=requirements, **parts)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE evidence SET document = 'null'",
        "UPDATE evidence SET document = '{'",
        "UPDATE evidence SET document = replace(document, 'low', 'info')",
        "UPDATE evidence SET number = number + 10",
        "UPDATE looks SET kind = 'approved'",
        "UPDATE looks SET evidence = 99",
        "UPDATE cards SET document = '[]'",
        "UPDATE cards SET id = 'card:' || id",
        "DROP TABLE looks",
        "DROP TABLE evidence",
    ],
)
def test_a_damaged_store_refuses_and_does_not_fail(tmp_path: Path, damage: str) -> None:
    with Store.open(tmp_path) as store:
        fill(store)
        connection = sqlite3.connect(tmp_path / ".ml-engineer" / "store.sqlite3")
        with connection:
            connection.execute(damage)
        connection.close()
        decision = decide(store, leakage="E1", baselines="E2", evaluation="E3")
        assert not decision.granted
        assert len(decision.missing()) > len(NOT_YET)


TOOLS = ["check_leakage", "train_baselines", "evaluate_predictions", "measure_drift", "release"]
LOOKS: list[LookKind] = ["holdout_score", "recut"]
PUTS = st.tuples(
    st.sampled_from(TOOLS),
    st.sampled_from([SHA, OTHER]),
    st.sampled_from(["train.csv", "other.csv"]),
    st.sampled_from(["churned", "income"]),
    st.sampled_from(SEVERITIES) | st.none(),
    st.sampled_from(LOOKS) | st.none(),
    st.integers(0, 3),
)
CARDS = st.tuples(
    st.sampled_from([SHA, OTHER]),
    st.fixed_dictionaries({name: st.sampled_from([None, "", "said"]) for name in CARD_FIELDS}),
    st.booleans(),
)
WORDS = ["E1", "E2", "E3", "[E1]", "E1.f1", "card:", "granted", "'; DROP TABLE looks"]
NAMES = st.none() | st.sampled_from(WORDS) | st.text(max_size=200)


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_whatever_is_said_and_whatever_is_stored_nothing_is_granted(data: st.DataObject) -> None:
    with TemporaryDirectory() as workspace, Store.open(Path(workspace)) as store:
        known: list[str] = []
        for tool, sha256, name, target, severity, kind, seed in data.draw(
            st.lists(PUTS, max_size=5)
        ):
            look = None
            if kind is not None:
                look = store.record_look(kind, sha256, name, "a score").number
            evidence = commit(
                store,
                tool,
                sha256=sha256,
                name=name,
                target=target,
                severity=severity,
                look=look,
                seed=seed,
            )
            known.append(evidence.id)
        for sha256, fields, accepted in data.draw(st.lists(CARDS, max_size=3)):
            card = store.draft_card(DataCard(**fields), sha256)
            known.append(card.id)
            if accepted and card.card.missing() != CARD_FIELDS:
                store.accept_card(card.id, "Ada")
        names = NAMES | st.sampled_from(known) if known else NAMES
        request = PlanReleaseRequest(
            data=data.draw(st.sampled_from(["train.csv", "other.csv", "a b'.csv"])),
            target=data.draw(st.sampled_from([None, "churned", "income"])),
            leakage=data.draw(names),
            baselines=data.draw(names),
            evaluation=data.draw(names),
            drift_reference=data.draw(names),
            data_card=data.draw(names),
            monitoring_plan=data.draw(names),
        )
        decision = plan_release(request, store, SHA)
        assert not decision.granted
        assert set(NOT_YET) <= set(missing(decision))
        assert [needed.name for needed in decision.requirements] == ALL
        store.record_release(decision)
