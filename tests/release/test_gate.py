"""What the gate grants, and every way in which it is not to be talked round."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

import pytest
from tests.release.workspace import ROWS, WHOLE, Desk, Found, frame, missing, requirement

from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.evidence import Evidence, TableFingerprint
from ml_engineer_tools.monitoring.drafting import draft_monitoring_plan
from ml_engineer_tools.monitoring.request import MonitoringPlanRequest
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.release.answer import AnswerRequest, draft_answer
from ml_engineer_tools.request import RolesRequest
from ml_engineer_tools.store import DataCard

LEAK: Found = ("suspect_feature", "high", ("amount",))


def test_a_store_that_holds_everything_grants(desk: Desk) -> None:
    desk.fill()
    decision = desk.decide()
    assert missing(decision) == []
    assert decision.granted
    met = {needed.name: needed.reference for needed in decision.requirements}
    assert met["leakage_check"] == "E1"
    assert met["baselines"] == met["slices_and_calibration"] == "E2"
    assert met["holdout_evaluation"] == "E3"
    assert met["drift_reference"] == "E4"


def test_the_confirmed_score_is_named_with_its_figure(desk: Desk) -> None:
    desk.fill()
    confirmed = requirement(desk.decide(), "holdout_evaluation")
    assert confirmed.why.startswith(
        "E3 is score 1 of 1 on the holdout of this table: `ROC AUC 0.700` of linear"
    )


def test_an_order_of_rows_that_matters_for_another_target_refuses_nothing(desk: Desk) -> None:
    desk.fill()
    order: Found = ("file_order", "high", ())
    desk.recorded("train_baselines", finding=order, target="amount")
    assert desk.decide().granted

    desk.recorded("train_baselines", finding=order, seed=5)
    assert "holdout_evaluation" in missing(desk.decide())


def test_a_changed_table_takes_everything_back(desk: Desk) -> None:
    desk.fill()
    with desk.table.open("a") as file:
        file.write("0.5,north,1\n")
    decision = desk.decide()
    assert set(missing(decision)) == {needed.name for needed in decision.requirements} - {"target"}


FIELDS = {
    "leakage": "leakage_check",
    "baselines": "baselines",
    "slices": "slices_and_calibration",
    "evaluation": "holdout_evaluation",
    "drift_reference": "drift_reference",
    "data_card": "data_card",
    "monitoring_plan": "monitoring_plan",
}
FORGED = ("E99", "approved", "f" * 64, "monitors:" + "0" * 12, "card:" + "0" * 12, "E4.f1", "", "*")


def test_a_forged_id_is_refused_though_the_right_one_exists(desk: Desk) -> None:
    desk.fill()
    for field, name in FIELDS.items():
        for forged in FORGED:
            decision = desk.decide(**{field: forged})
            assert not requirement(decision, name).met, (field, forged)
            assert not decision.granted


def test_evidence_of_another_tool_is_refused(desk: Desk) -> None:
    desk.fill()
    assert "comes from train_baselines" in requirement(
        desk.decide(drift_reference="E2"), "drift_reference").why  # fmt: skip
    assert "compares no baselines" in requirement(desk.decide(baselines="E3"), "baselines").why
    assert not requirement(desk.decide(slices="E3"), "slices_and_calibration").met
    assert not requirement(desk.decide(evaluation="E2"), "holdout_evaluation").met


class TestAnswers:
    """A finding of high severity stands in the way until a person has answered it."""

    def test_a_draft_answers_nothing(self, desk: Desk) -> None:
        desk.fill(finding=LEAK)
        assert requirement(desk.decide(), "leakage_check").command == (
            "ml-engineer answer draft E1 1 --because TEXT"
        )
        request = AnswerRequest(evidence="E1", finding=1, because="known at the time")
        draft = draft_answer(request, desk.store)
        refused = requirement(desk.decide(), "leakage_check")
        assert not refused.met
        assert refused.command == draft.accept_command
        desk.store.accept_answer(draft.record.id, "Ada")
        assert desk.decide().granted

    def test_left_out_is_checked_against_the_confirmed_score(self, desk: Desk) -> None:
        desk.fill(finding=LEAK)
        request = AnswerRequest(evidence="E1", finding=1, because="we drop it", left_out=True)
        desk.store.accept_answer(draft_answer(request, desk.store).record.id, "Ada")
        refused = requirement(desk.decide(), "leakage_check")
        assert not refused.met
        assert "uses it" in refused.why
        desk.recorded("train_baselines", confirm="linear", without=("amount",), seed=2)
        assert requirement(desk.decide(), "leakage_check").met

    def test_it_answers_the_same_finding_of_another_run_and_no_other(self, desk: Desk) -> None:
        desk.fill(finding=LEAK)
        request = AnswerRequest(evidence="E1", finding=1, because="known at the time")
        desk.store.accept_answer(draft_answer(request, desk.store).record.id, "Ada")
        desk.recorded("check_leakage", finding=LEAK, seed=1)
        assert requirement(desk.decide(), "leakage_check").met
        desk.recorded("check_leakage", finding=("suspect_feature", "high", ("region",)), seed=2)
        assert not requirement(desk.decide(), "leakage_check").met

    @pytest.mark.parametrize("because", ["", "  ", "tbd", "unknown", "n/a"])
    def test_no_reason_is_no_answer(self, desk: Desk, because: str) -> None:
        desk.recorded("check_leakage", finding=LEAK)
        request = AnswerRequest(evidence="E1", finding=1, because=because)
        with pytest.raises(BadInput, match="gives a reason"):
            draft_answer(request, desk.store)

    def test_a_finding_that_is_not_there(self, desk: Desk) -> None:
        desk.recorded("check_leakage", finding=LEAK)
        with pytest.raises(BadInput, match="findings 1 to 1"):
            draft_answer(AnswerRequest(evidence="E1", finding=2, because="so"), desk.store)

    def test_nobody_can_not_accept(self, desk: Desk) -> None:
        desk.recorded("check_leakage", finding=LEAK)
        draft = draft_answer(AnswerRequest(evidence="E1", finding=1, because="so"), desk.store)
        with pytest.raises(BadInput, match="say who"):
            desk.store.accept_answer(draft.record.id, " ")

    def test_a_model_that_beats_nothing_has_to_be_answered_for(self, desk: Desk) -> None:
        desk.fill()
        desk.recorded("train_baselines", finding=("no_model_beats_trivial", "high", ()), seed=3)
        refused = requirement(desk.decide(), "baselines")
        assert not refused.met
        assert refused.command == "ml-engineer answer draft E6 1 --because TEXT"


def test_every_open_finding_is_told_at_once(desk: Desk) -> None:
    desk.recorded("check_leakage", finding=LEAK)
    desk.recorded("check_leakage", finding=("split_stress", "high", ()), seed=1)
    refused = requirement(desk.decide(), "leakage_check")
    assert "suspect_feature on `amount`; split_stress" in refused.why
    assert refused.command == (
        "ml-engineer answer draft E1 1 --because TEXT && "
        "ml-engineer answer draft E2 1 --because TEXT"
    )


def test_the_model_that_was_looked_into_is_the_one_to_confirm(desk: Desk) -> None:
    desk.recorded("train_baselines")
    command = requirement(desk.decide(), "holdout_evaluation").command
    assert command == "ml-engineer baseline train.csv --target bought --confirm linear"


class TestReference:
    """The drift reference is the file that was built, or it is none."""

    def test_a_changed_file_is_refused(self, desk: Desk) -> None:
        desk.fill()
        (kept,) = (desk.store.folder / "references").iterdir()
        kept.write_text(kept.read_text().replace('"rows":800', '"rows":801', 1))
        assert not requirement(desk.decide(), "drift_reference").met

    def test_a_file_that_is_gone_is_refused_and_built_again(self, desk: Desk) -> None:
        desk.fill()
        (kept,) = (desk.store.folder / "references").iterdir()
        kept.unlink()
        refused = requirement(desk.decide(), "drift_reference")
        assert "gone or damaged" in refused.why
        assert refused.command is not None
        desk.build_reference()
        assert desk.decide().granted

    def test_another_file_under_its_name_is_refused(self, desk: Desk) -> None:
        desk.fill()
        (kept,) = (desk.store.folder / "references").iterdir()
        kept.write_text("{}")
        assert not requirement(desk.decide(), "drift_reference").met


class TestMonitoringPlan:
    """Thresholds follow from what was measured; a person stands for owner and action."""

    def test_a_draft_is_refused(self, desk: Desk) -> None:
        desk.fill()
        name = desk.plan_monitors(accept=False, owner="Lin")
        refused = requirement(desk.decide(monitoring_plan=name), "monitoring_plan")
        assert refused.command == f"ml-engineer monitor accept {name} --by NAME"

    def test_without_an_owner_it_is_refused_though_accepted(self, desk: Desk) -> None:
        desk.fill()
        for owner in (None, "", "tbd", "nobody", "?"):
            name = desk.plan_monitors(owner=owner)
            why = requirement(desk.decide(monitoring_plan=name), "monitoring_plan").why
            assert "names no owner" in why

    def test_a_threshold_of_somebody_s_own_is_refused(self, desk: Desk) -> None:
        desk.fill()
        record = desk.store.monitoring_plans(desk.sha256)[-1]
        eased = tuple(m.model_copy(update={"threshold": 9.0}) for m in record.plan.monitors)
        for monitors in (eased, record.plan.monitors[:1]):
            plan = record.plan.model_copy(update={"monitors": monitors})
            forged = desk.store.draft_monitoring_plan(plan, desk.sha256)
            desk.store.accept_monitoring_plan(forged.id, "Ada")
            why = requirement(desk.decide(monitoring_plan=forged.id), "monitoring_plan").why
            assert "not those that were measured" in why

    def test_a_new_score_needs_a_new_plan(self, desk: Desk) -> None:
        desk.fill()
        desk.recorded("train_baselines", confirm="linear", seed=5)
        why = requirement(desk.decide(), "monitoring_plan").why
        assert "doesn't watch the score that was confirmed" in why
        desk.plan_monitors()
        assert desk.decide().granted

    def test_it_can_not_be_drafted_before_there_is_anything_to_watch(self, desk: Desk) -> None:
        request = MonitoringPlanRequest(data="train.csv", target="bought", owner="Ada", action="x")
        with pytest.raises(Refused, match="no evidence of build_drift_reference"):
            draft_monitoring_plan(request, desk.store, desk.sha256)

    def test_the_plan_of_another_table_is_refused(self, desk: Desk) -> None:
        desk.fill()
        name = desk.plan_monitors()
        frame(seed=9).to_csv(desk.table, index=False)
        why = requirement(desk.decide(monitoring_plan=name), "monitoring_plan").why
        assert "another table, or an older state" in why


@pytest.mark.parametrize("said", ["unknown", "TBD.", "n/a", "?", "  ", "not known"])
def test_a_card_of_fillers_says_nothing(desk: Desk, said: str) -> None:
    words = dict.fromkeys(DataCard.model_fields, "said") | {"known_bias": said}
    card = desk.store.accept_card(desk.store.draft_card(DataCard(**words), desk.sha256).id, "Ada")
    why = requirement(desk.decide(data_card=card.id), "data_card").why
    assert "says nothing of known_bias" in why


def test_cards_are_versioned_with_the_table(desk: Desk) -> None:
    words = dict.fromkeys(DataCard.model_fields, "said")
    first = desk.store.draft_card(DataCard(**words), desk.sha256)
    second = desk.store.draft_card(DataCard(**words | {"owner": "Lin"}), desk.sha256)
    other = desk.store.draft_card(DataCard(**words), "b" * 64)
    assert [card.version for card in (first, second, other)] == [1, 2, 1]


DAMAGES = (
    "UPDATE attested SET document = '{}'",
    "UPDATE attested SET kind = 'answer'",
    "UPDATE attested SET id = 'monitors:000000000000'",
    "DROP TABLE attested",
)


def test_a_damaged_plan_refuses_and_does_not_fail(desk: Desk) -> None:
    desk.fill()
    for damage in DAMAGES:
        connection = sqlite3.connect(desk.store.folder / "store.sqlite3")
        with connection:
            connection.execute(damage)
        connection.close()
        assert not requirement(desk.decide(), "monitoring_plan").met


def test_an_accepted_name_can_not_be_moved_to_other_words(desk: Desk) -> None:
    desk.fill()
    connection = sqlite3.connect(desk.store.folder / "store.sqlite3")
    row = connection.execute("SELECT id, document FROM attested").fetchone()
    words = json.loads(row[1]) | {"owner": "somebody else"}
    with connection:
        connection.execute("UPDATE attested SET document = ?", (json.dumps(words),))
    connection.close()
    refused = requirement(desk.decide(), "monitoring_plan")
    assert "changed after it was drafted" in refused.why


class TestOneSOwnModel:
    """The user's own model counts if its rows are shown to be no training rows."""

    def evaluated(self, desk: Desk, *, shared: int = 0, target: str = "bought",
                  training: bool = True) -> Evidence:  # fmt: skip
        """Commit an evaluation as `evaluate_predictions` leaves it."""
        live = desk.root / "live.csv"
        frame(seed=3).to_csv(live, index=False)
        sha256 = hashlib.sha256(live.read_bytes()).hexdigest()
        tables = [TableFingerprint(name="live.csv", sha256=sha256, rows=ROWS, columns=3)]
        if training:
            tables.append(
                TableFingerprint(name="train.csv", sha256=desk.sha256, rows=ROWS, columns=3)
            )
        request = OwnRequest(
            data="live.csv", target=target, training="train.csv" if training else None
        )
        recorder = Recorder("evaluate_predictions", request, tables)
        recorder.figure("roc_auc", 0.75, model="model", interval=(0.7, 0.8), headline=True)
        recorder.figure("roc_auc", 0.6, model="model", column="region", slice="east", n=99)
        recorder.figure("expected_calibration_error", 0.02, model="model")
        recorder.figure("training_overlap_rows", shared, unit="rows")
        return desk.store.commit(recorder.evidence(), request_key=f"{shared}{target}{training}")

    def test_it_stands_for_score_slices_and_calibration(self, desk: Desk) -> None:
        desk.fill(confirm=False)
        alias = self.evaluated(desk).alias
        desk.plan_monitors()
        decision = desk.decide()
        assert missing(decision) == []
        met = {needed.name: needed.reference for needed in decision.requirements}
        assert met["holdout_evaluation"] == met["slices_and_calibration"] == alias

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"shared": 3}, "training rows too"),
            ({"training": False}, "give it with --training"),
            ({"target": "region"}, "another target"),
        ],
    )
    def test_what_it_does_not_show_is_refused(
        self, desk: Desk, change: dict[str, Any], says: str
    ) -> None:
        evidence = self.evaluated(desk, **change)
        named = {"evaluation": str(evidence.alias)}
        assert says in requirement(desk.decide(**named), "holdout_evaluation").why

    def test_predictions_that_changed_since_are_stale(self, desk: Desk) -> None:
        named = {"evaluation": str(self.evaluated(desk).alias)}
        assert requirement(desk.decide(**named), "holdout_evaluation").met
        (desk.root / "live.csv").write_text("amount,region,bought\n1,north,1\n")
        assert "is stale" in requirement(desk.decide(**named), "holdout_evaluation").why
        (desk.root / "live.csv").unlink()
        assert "no longer there" in requirement(desk.decide(**named), "holdout_evaluation").why


class OwnRequest(RolesRequest):
    """What the evaluation of one's own model is asked."""

    training: str | None = None


def test_whether_a_model_is_needed_must_be_answered_where_it_can_t_be_told(desk: Desk) -> None:
    desk.fill()
    assert requirement(desk.decide(), "baselines").met
    desk.recorded("train_baselines", finding=("no_model_beats_trivial", "medium", ()), seed=3)
    refused = requirement(desk.decide(), "baselines")
    assert not refused.met
    assert "no_model_beats_trivial" in refused.why
    assert "ml-engineer answer draft" in str(refused.command)


class TestTheModelThatIsReleased:
    def test_slices_of_another_model_are_refused_and_the_command_is_named(self, desk: Desk) -> None:
        desk.fill()
        desk.recorded("train_baselines", confirm="lightgbm", seed=2, slices=False)
        refused = requirement(desk.decide(), "slices_and_calibration")
        assert not refused.met
        assert "of another model than the one that was confirmed, lightgbm" in refused.why
        assert refused.command == (
            "ml-engineer baseline train.csv --target bought --look-into lightgbm"
        )

    def test_slices_of_a_model_that_left_out_other_columns_are_refused(self, desk: Desk) -> None:
        desk.fill()
        desk.recorded("train_baselines", confirm="linear", without=("amount",), seed=2,
                      slices=False)  # fmt: skip
        refused = requirement(desk.decide(), "slices_and_calibration")
        assert not refused.met
        assert "--without amount --look-into linear" in str(refused.command)

    def test_a_simpler_model_that_did_as_well_is_named(self, desk: Desk) -> None:
        desk.fill()
        assert "simpler" not in requirement(desk.decide(), "holdout_evaluation").why
        desk.recorded("train_baselines", confirm="lightgbm", seed=2, slices=False)
        why = requirement(desk.decide(), "holdout_evaluation").why
        assert "The simpler linear did as well on the same rows: roc_auc 0.700 [E3.f2]" in why


@pytest.mark.parametrize("by", ["NAME", "your name", "<YOUR NAME>", "YOUR_NAME", "-"])
def test_a_placeholder_stands_for_nothing(desk: Desk, by: str) -> None:
    card = desk.store.draft_card(WHOLE, desk.sha256)
    with pytest.raises(BadInput, match=r"names no person|say who"):
        desk.store.accept_card(card.id, by)
    assert not desk.store.card(card.id).accepted
