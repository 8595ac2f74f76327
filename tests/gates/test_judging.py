"""All gates judge together: one message to the model, and visible marks where it didn't help."""

from ml_engineer.conversation import SessionFacts
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.view import to_provider
from ml_engineer.gates import DEFAULT_GATES, Draft, MarkIt, Revise, judge_all, mark_text
from ml_engineer.gates.repeated import lists_figures
from ml_engineer.wording.statements import read
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Evidence, Finding, Run, Subject


def ledger(*figures: tuple[str, str, float, str]):  # type: ignore[no-untyped-def]
    return ledger_of(
        LabelledFigure(handle=handle, quantity=quantity, value=value, subject=Subject(model=model))
        for handle, quantity, value, model in figures
    )


MEASURED = ledger(("E1.f1", "roc_auc", 0.8714, "lightgbm"), ("E1.f2", "roc_auc", 0.8452, "linear"))


def with_finding(measured: Ledger, statement: str) -> Ledger:
    """Return the ledger of one evidence with a finding that cites all of its figures."""
    (alias,) = measured.evidence_aliases
    plain = measured.measurement(alias)
    finding = Finding(
        check="worse_than_one_rule",
        severity="medium",
        statement=statement,
        clauses=("P4",),
        handles=tuple(figure.handle for figure in plain.figures),
    )
    measurement = plain.model_copy(update={"findings": (finding,)})
    run = Run(started_at="", seconds=0, host="", engine="")
    evidence = Evidence(id=measurement.sha256(), alias=alias, measurement=measurement, run=run)
    told = Ledger()
    told.add(evidence)
    told.mark_shown(to_provider(evidence))
    return told


def draft(text: str, *user_texts: str) -> Draft:
    return Draft(text, SessionFacts(data="train.csv"), MEASURED, user_texts)


def test_a_traced_answer_passes_without_a_word() -> None:
    judgement = judge_all(DEFAULT_GATES, draft("Lightgbm reaches 0.871 [E1.f1]."))
    assert judgement.passes
    assert judgement.message() == ""
    assert mark_text("Lightgbm reaches 0.871 [E1.f1].", judgement.verdicts) == (
        "Lightgbm reaches 0.871 [E1.f1].", ()
    )  # fmt: skip


def test_the_message_says_of_every_point_where_it_is_and_how_to_mend_it() -> None:
    text = (
        "Lightgbm reaches 0.871. The linear model reaches 0.871 [E1.f1], with a precision of 0.4 "
        "and a recall of 0.7 [E9.f1]."
    )
    judgement = judge_all(DEFAULT_GATES, draft(text))
    assert judgement.message() == (
        "This answer was not accepted. Mend these points and give the whole answer again:\n"
        '1. "[E9.f1]": E9.f1 has not been measured in this session. Cite a handle that a tool has '
        "shown, or call the tool that measures it. (S5)\n"
        '2. "0.871" in "...Lightgbm reaches 0.871. The linear model reach...": A figure holds it, '
        "but it cites none. Cite E1.f1 (ROC AUC, lightgbm) beside it if that is what it is, or "
        "take it out. (S5)\n"
        '3. "0.871" in "...he linear model reaches 0.871 [E1.f1], with a precisi...": It stands '
        "beside linear, but E1.f1 holds it, which is about lightgbm. Name what the figure is "
        "about, or cite the figure of what is named. (S5)\n"
        '4. "0.4" in "...1], with a precision of 0.4 and a recall of 0.7 [E9...", "0.7" in '
        '"... of 0.4 and a recall of 0.7 [E9.f1]....": No figure of this session holds it. '
        "Cite the handle that shows it, get it from the tool calculate, say 'you said' if a person "
        "wrote it, or take it out. (S5)"
    )
    assert len(judgement.reasons) == 4


def test_a_long_list_of_faults_stays_a_short_message() -> None:
    text = "\n".join(f"- The cost is {number}.{number} [E{number}.f1]." for number in range(11, 60))
    message = judge_all(DEFAULT_GATES, draft(text)).message()
    assert message.splitlines()[-1] == "... and 38 more points."
    assert len(message) < 4000


def test_what_still_fails_is_marked_beside_it_and_explained_at_the_end() -> None:
    text = "The precision is 0.4, see [E9]."
    marked, marks = mark_text(text, judge_all(DEFAULT_GATES, draft(text)).verdicts)
    assert marked == (
        "The precision is 0.4 ⟨not traced⟩, see [E9] ⟨unknown evidence⟩.\n\n"
        "---\n"
        "Checks that this answer did not pass:\n"
        '- "[E9]": E9 has not been measured in this session. ⟨unknown evidence⟩\n'
        '- "0.4": No figure of this session holds it. ⟨not traced⟩'
    )
    assert [(mark.gate, mark.clause, mark.quote) for mark in marks] == [
        ("number_grounding", "S5", "[E9]"), ("number_grounding", "S5", "0.4")
    ]  # fmt: skip


def test_an_answer_too_long_to_be_judged_goes_back_and_is_never_delivered_as_checked() -> None:
    text = "The data is clean. " * 3_000
    judgement = judge_all(DEFAULT_GATES, draft(text))
    assert not judgement.passes
    marked, (mark,) = mark_text(text, judgement.verdicts)
    assert "was not checked" in marked
    assert mark.gate == "length"


def test_a_mark_alone_does_not_send_an_answer_back() -> None:
    class Noticing:
        name = "noticing"
        clause = "B0"

        def judge(self, draft: Draft) -> list[MarkIt]:
            return [MarkIt(self.name, self.clause, "Something to know.", quote=draft.text[:4])]

    judgement = judge_all([Noticing()], draft("Some words."))
    assert judgement.passes
    assert len(judgement.verdicts) == 1


def test_another_language_is_delivered_marked_and_not_judged() -> None:
    text = "Das Modell ist nicht gut, und die 0,93 wird auch mit mehr Daten nicht besser."
    judgement = judge_all(DEFAULT_GATES, draft(text))
    assert judgement.passes
    marked, (mark,) = mark_text(text, judgement.verdicts)
    assert marked.endswith("The checks cover English; this answer was not checked. ⟨not checked⟩")
    assert mark.gate == "language"


def test_nothing_measured_and_numbers_invented_are_told_in_one_message() -> None:
    unmeasured = Draft("Your data is clean and the accuracy is 93%.", SessionFacts(data="a.csv"))
    judgement = judge_all(DEFAULT_GATES, unmeasured)
    assert {verdict.gate for verdict in judgement.verdicts} == {
        "evidence_first",
        "number_grounding",
    }
    assert all(isinstance(verdict, Revise) for verdict in judgement.verdicts)
    assert judgement.message().count("\n") == 2


def test_what_a_gate_said_is_never_a_source() -> None:
    text = "You said the recall is 0.7."
    assert not judge_all(DEFAULT_GATES, draft(text)).passes
    assert judge_all(DEFAULT_GATES, draft(text, "recall 0.7 would do")).passes


def test_a_row_of_scores_with_cited_intervals_is_no_single_record() -> None:
    text = (
        "| model | score |\n|---|---|\n"
        "| lightgbm | 0.871 (0.861 to 0.882) [E1.f1] | – |\n"
        "| Anna | 0.871, 52 years [E1.f1] |"
    )
    rows = [one for one in read(text, ()).statements if "0.871" in one.text]
    assert [lists_figures(row, text, MEASURED) for row in rows] == [True, False]


def test_what_a_finding_says_word_for_word_is_the_tools_where_it_is_cited() -> None:
    said = "One rule has better probabilities than the model: it reaches 0.246 and the model 0.266"
    measured = ledger(("E1.f1", "brier", 0.266, "model"), ("E1.f2", "brier", 0.246, "one_rule"))
    told = with_finding(measured, f"{said}.")

    def verdicts(text: str):  # type: ignore[no-untyped-def]
        return [one for one in judge_all(DEFAULT_GATES, Draft(text, SessionFacts(), told)).verdicts
                if one.gate == "number_grounding"]  # fmt: skip

    assert verdicts(f"- **medium** · {said} [E1.f1, E1.f2].") == []
    assert verdicts(f"- **medium** · {said}.") != []
    assert verdicts(f"- **medium** · {said.replace('0.266', '0.236')} [E1.f1, E1.f2].") != []
    assert verdicts(f"- **medium** · {said.replace('0.266', '-0.266')} [E1.f1, E1.f2].") != []
