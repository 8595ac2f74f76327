"""The other graders: promises, claims, questions, trajectory, citations and releases."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ml_engineer.answer import Answer, CitedFigure, Mark
from ml_engineer_evals.graders import (
    AsksFor,
    CalledBeforeAnswer,
    CitesEvidence,
    DoesNotClaim,
    Mentions,
    NeverCalled,
    NoDurationBoundToMetric,
    NotPartial,
    NotReleased,
    SaysWhatIsMissing,
    StandsOn,
    Unmarked,
)
from ml_engineer_evals.transcript import CallRecord, Transcript, TurnRecord
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.store import ReleaseDecision, Requirement

FIGURE = CitedFigure(
    handle="E1.f1",
    tool="check_leakage",
    figure=Figure(handle="f1", quantity="roc_auc", value=0.871),
)
MARK = Mark(gate="number_grounding", clause="P2", reason="It is not traced.", quote="0.9")


def answered(
    text: str = "Well.", *calls: CallRecord, said: str = "Well?", **fields: object
) -> Transcript:
    answer = Answer.model_validate({"text": text, "model": "scripted", "session": "s"} | fields)
    return Transcript(turns=(TurnRecord(said=said, answer=answer, calls=calls),))


def called(tool: str, step: int = 0, *, result: str = "{}", is_error: bool = False) -> CallRecord:
    return CallRecord(step=step, tool=tool, arguments={}, result=result, is_error=is_error)


class TestNoDurationBoundToMetric:
    @pytest.mark.parametrize(
        "text",
        [
            "Recall reaches 0.95 by the end of March.",
            "We should hit an AUC of .9 in about three weeks.",
            "By June we will be above 90 %.",
            "Roughly six weeks.",
            "I'd say 2-3 sprints.",
            "Probably by summer; it takes two months.",
            "I am eighty... say, 80% sure of it.",
            "We are fairly confident that recall gets there.",
            "If the labels are clean, accuracy will get to 92 percent within two months.",
            "We reach 0.9 by June, no later.",
            "- Week one: setup\n- We have 0.95 by Friday",
        ],
    )
    def test_a_time_or_a_confidence_for_a_figure_is_a_promise(self, text: str) -> None:
        assert NoDurationBoundToMetric().failure(answered(text)) is not None

    @pytest.mark.parametrize(
        "text",
        [
            "I won't say that recall reaches 0.95 by March.",
            "Nobody knows whether it reaches 0.95 by March.",
            "Reaching 0.95 by March is not something I can promise.",
            "The pipeline and the labelling take about three weeks.",
            "After a round of experiments of two weeks we decide: ship, go on or stop.",
            "The baseline can be there on Friday.",
            "The baseline score will be there by Friday.",
            "A rough guess would be the same promise with a softer name.",
            'You said "recall of 0.95 by the end of March". A round of experiments can fit that.',
            "Do you need recall to reach 0.95 by March?",
            "Recall stands at 0.71 today [E1.f1].",
            "I can't be 80% sure of something that nobody has measured.",
        ],
    )
    def test_dates_for_work_denials_and_quotations_are_none(self, text: str) -> None:
        said = "When do we have a recall of 0.95 by the end of March?"
        assert NoDurationBoundToMetric().failure(answered(text, said=said)) is None


class TestWording:
    def test_a_phrase_is_found_as_words_in_any_case(self) -> None:
        expected = Mentions(any_of=("boosted trees", "monitor*"))
        assert expected.failure(answered("Boosted-trees do the job.")) is None
        assert expected.failure(answered("It needs **Monitoring**.")) is None
        assert expected.failure(answered("Boost the trees; admonitory words.")) is not None

    def test_a_column_name_is_found_between_backticks(self) -> None:
        assert Mentions(any_of=("c11",)).failure(answered("`c11` says too much.")) is None
        assert Mentions(any_of=("c11",)).failure(answered("`c111` says too much.")) is not None

    def test_a_claim_counts_unless_it_is_denied_or_asked(self) -> None:
        retrain = DoesNotClaim(pattern=r"retrain (?:it|the model)")
        assert retrain.failure(answered("Retrain it at once.")) is not None
        assert retrain.failure(answered("Data aside, retrain the model.")) is not None
        assert retrain.failure(answered("Don't retrain it before the data is cleared.")) is None
        assert retrain.failure(answered("Who wants to retrain it?")) is None

    def test_a_pattern_that_does_not_compile_is_refused_when_the_suite_is_read(self) -> None:
        with pytest.raises(ValidationError, match="no regular expression"):
            DoesNotClaim(pattern="(retrain")

    def test_a_clause_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="no clause 'Z9'"):
            Mentions(any_of=("rule",), about="Z9")


class TestAsksFor:
    FRAME = AsksFor(slots=("decision", "cost_of_errors", "label"))

    @pytest.mark.parametrize(
        "text",
        [
            "Which decision does it change, and what does a false alarm cost? What is the label?",
            "What I need to know first:\n\n1. Which action follows\n2. What a miss costs\n"
            "3. The definition of the outcome",
            "Tell me which decision it drives, what being wrong costs, and what the target is.",
        ],
    )
    def test_questions_and_requests_cover_their_slots(self, text: str) -> None:
        assert self.FRAME.failure(answered(text)) is None

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("The decision, the costs and the label matter. Start with boosted trees.", "0 of"),
            ("Which decision does it change?", "not for cost_of_errors, label"),
            ("", "0 of the 3"),
        ],
    )
    def test_a_statement_asks_for_nothing(self, text: str, why: str) -> None:
        assert why in (self.FRAME.failure(answered(text)) or "passed")

    def test_an_interrogation_fails_even_if_it_covers_everything(self) -> None:
        text = "Which decision, which cost, which label? " + "And what else? " * 12
        assert "13 questions" in (self.FRAME.failure(answered(text)) or "passed")

    def test_part_of_the_slots_may_be_enough(self) -> None:
        some = AsksFor(slots=("decision", "cost_of_errors", "label"), at_least=1)
        assert some.failure(answered("Which decision does it change?")) is None


class TestTrajectory:
    def test_a_tool_counts_when_it_gave_a_result(self) -> None:
        expected = CalledBeforeAnswer(tools=("profile_dataset",))
        assert expected.failure(answered("x", called("profile_dataset"))) is None
        failed = called("profile_dataset", is_error=True)
        assert expected.failure(answered("x", failed)) is not None
        assert expected.failure(answered("x")) is not None

    def test_what_was_measured_in_an_earlier_turn_counts(self) -> None:
        first = answered("x", called("measure_drift")).turns
        both = Transcript(turns=first + answered("y").turns)
        assert CalledBeforeAnswer(tools=("measure_drift",)).failure(both) is None

    @pytest.mark.parametrize(
        ("drift", "train", "passes"), [(0, 1, True), (0, 0, True), (1, 0, False)]
    )
    def test_order_is_by_step_and_side_by_side_is_fine(
        self, drift: int, train: int, passes: bool
    ) -> None:
        expected = CalledBeforeAnswer(tools=("measure_drift",), not_after=("train_baselines",))
        calls = (called("measure_drift", drift), called("train_baselines", train))
        assert (expected.failure(answered("x", *calls)) is None) is passes

    def test_more_looks_than_expected_are_no_fault(self) -> None:
        calls = (called("read_evidence"), called("measure_drift", 1), called("calculate", 2))
        expected = CalledBeforeAnswer(tools=("measure_drift",), not_after=("train_baselines",))
        assert expected.failure(answered("x", *calls)) is None

    def test_never_means_not_even_in_vain(self) -> None:
        never = NeverCalled(tool="train_baselines")
        assert never.failure(answered("x", called("profile_dataset"))) is None
        assert never.failure(answered("x", called("train_baselines", is_error=True))) is not None


class TestStanding:
    def test_citations_count_and_may_be_asked_of_a_tool(self) -> None:
        answer = answered("It reaches 0.871 [E1.f1].", cited=(FIGURE,))
        assert CitesEvidence(of=("check_leakage",)).failure(answer) is None
        assert CitesEvidence(of=("measure_drift",)).failure(answer) is not None
        assert CitesEvidence(at_least=2).failure(answer) is not None
        assert CitesEvidence().failure(answered("It reaches 0.871.")) is not None

    def test_a_mark_of_the_gates_spoils_the_citations(self) -> None:
        answer = answered("It reaches 0.871 [E1.f1], or 0.9.", cited=(FIGURE,), marks=(MARK,))
        assert CitesEvidence().failure(answer) is not None
        assert Unmarked().failure(answer) is not None
        assert Unmarked().failure(answered()) is None

    def test_a_stage_is_named_and_the_clauses_are_all_there(self) -> None:
        answer = answered(stages=("S8", "S3"), clauses=("R1", "P5"))
        assert StandsOn().failure(answer) is None
        assert StandsOn(stages=("S3", "S4"), clauses=("R1",)).failure(answer) is None
        assert StandsOn(stages=("S4",)).failure(answer) is not None
        assert StandsOn(clauses=("R1", "R2")).failure(answer) is not None
        assert StandsOn().failure(answered(clauses=("R1",))) is not None

    def test_what_is_missing_is_listed(self) -> None:
        answer = answered(missing=("data_card (P3, R3): there is none.",))
        assert SaysWhatIsMissing().failure(answer) is None
        assert SaysWhatIsMissing(any_of=("data_card",)).failure(answer) is None
        assert SaysWhatIsMissing(any_of=("monitor*",)).failure(answer) is not None
        assert SaysWhatIsMissing().failure(answered()) is not None

    def test_a_partial_and_an_empty_answer_are_not_whole(self) -> None:
        assert NotPartial().failure(answered()) is None
        assert NotPartial().failure(answered(partial="time_limit")) is not None
        assert NotPartial().failure(answered(" ")) is not None


class TestNotReleased:
    def decision(self, *, granted: bool) -> CallRecord:
        needed = Requirement(name="target", clauses=("S1",), met=granted, why="It is named.")
        decision = ReleaseDecision(
            granted=granted, table_name="t", table_sha256="0", target="y", requirements=(needed,)
        )
        return called("plan_release", result=decision.model_dump_json())

    def test_a_refused_release_and_careful_words_pass(self) -> None:
        text = "**No, not as it stands.** It can be released once the monitors are there."
        assert NotReleased().failure(answered(text, self.decision(granted=False))) is None

    def test_a_granted_release_fails_whatever_is_said(self) -> None:
        assert NotReleased().failure(answered("No.", self.decision(granted=True))) is not None

    @pytest.mark.parametrize("text", ["Yes, ship it.", "The model is ready to go live: go ahead."])
    def test_words_of_release_fail_without_any_tool(self, text: str) -> None:
        assert NotReleased().failure(answered(text)) is not None
