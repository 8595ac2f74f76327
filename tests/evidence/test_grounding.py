"""Grounding: what a citation reaches, what it covers, and what no citation makes true."""

import time
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.grounding import ground
from ml_engineer.evidence.ledger import Ledger
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, quantity: str, value: float | str, **more: Any) -> LabelledFigure:
    subject = {name: more[name] for name in Subject.model_fields if name in more}
    rest = {name: more[name] for name in ("unit", "interval", "n") if name in more}
    return LabelledFigure(
        handle=handle, quantity=quantity, value=value, subject=Subject(**subject), **rest
    )


LEDGER = ledger_of(
    [
        figure("E1.f1", "roc_auc", 0.8714, model="lightgbm", interval=(0.861, 0.882), n=9043),
        figure("E1.f2", "roc_auc", 0.8452, model="linear", interval=(0.834, 0.8565), n=9043),
        figure("E1.f3", "brier", 0.1031, model="lightgbm", n=9043),
        figure("E2.f1", "row_count", 45213, unit="rows"),
        figure("E2.f2", "duplicate_rows", 118, unit="rows"),
        figure("E2.f3", "missing_share", 0.0157, column="total_charges", n=45213),
        figure("E2.f4", "missing_share", 0.2231, column="tenure", n=45213),
        figure("E2.f5", "first_instant", "2020-03-01", column="signup"),
        figure("E3.f1", "bias", -38.2, model="lightgbm", unit="MW"),
        figure("E3.f2", "latency_p95", 0.0038, unit="seconds", model="lightgbm"),
    ]
)


def judged(text: str, *user_texts: str, ledger: Ledger = LEDGER) -> dict[str, str]:
    return {found.token.text: found.verdict for found in ground(text, ledger, user_texts)}


def only(text: str, *user_texts: str) -> Grounded:
    (found,) = ground(text, LEDGER, user_texts)
    return found


@pytest.mark.parametrize(
    "written",
    ["0.8714", "0.871", "0.87", "87.14 %", "87.1%", "87 %", "87 percent", "87.1 points"],
)  # fmt: skip
def test_a_cited_value_matches_at_the_precision_that_is_displayed(written: str) -> None:
    found = only(f"The AUC of lightgbm is {written} [E1.f1].")
    assert (found.verdict, found.handles) == ("measured", ("E1.f1",))


@pytest.mark.parametrize("written", ["0.872", "0.8715", "0.817", "0.88", "87.2 %", "8.7 %", "871"])
def test_a_planted_wrong_digit_fails(written: str) -> None:
    assert not only(f"The AUC of lightgbm is {written} [E1.f1].").holds


@pytest.mark.parametrize("written", ["45,213", "45 213", "45\u202f213", "45213", "45k", "45.2k"])
def test_separators_and_scales_do_not_flip_a_verdict(written: str) -> None:
    assert only(f"There are {written} rows [E2.f1].").verdict == "measured"


def test_interval_bounds_and_n_belong_to_the_figure_and_its_level_is_a_convention() -> None:
    found = judged("AUC 0.871 [E1.f1] (95 % interval 0.861 to 0.882, n = 9,043).")
    assert found == {"0.871": "measured", "95 %": "convention", "0.861": "measured",
                     "0.882": "measured", "9,043": "measured"}  # fmt: skip


def test_a_bound_of_an_interval_is_not_the_value() -> None:
    assert not only("The AUC of lightgbm is 0.882 [E1.f1].").holds
    assert set(judged("The AUC is between 0.861 and 0.882 [E1.f1].").values()) == {"measured"}


def test_a_size_may_be_stated_without_its_sign_but_no_sign_may_be_turned() -> None:
    assert only("We forecast 38 MW too little [E3.f1].").holds
    assert only("The bias is −38 MW [E3.f1].").holds
    assert not only("The bias is +38 MW [E3.f1].").holds


def test_seconds_may_be_told_in_milliseconds() -> None:
    assert only("It answers in 3.8 ms [E3.f2].").verdict == "measured"
    assert not only("It answers in 3.8 minutes [E3.f2].").holds


def test_a_wrong_handle_fails_and_the_right_one_is_proposed() -> None:
    found = only("The AUC of lightgbm is 0.871 [E1.f3].")
    assert found.verdict == "unsupported"
    assert found.handles == ("E1.f1",)
    assert found.why == "E1.f3 is the brier, not this number."


def test_handles_that_were_swapped_fail() -> None:
    found = judged("It is 0.871 [E1.f2] for lightgbm and 0.845 [E1.f1] for linear.")
    assert set(found.values()) == {"unsupported"}


def test_a_right_number_beside_the_wrong_model_fails() -> None:
    found = only("The linear model reaches 0.871 [E1.f1].")
    assert found.verdict == "wrong_subject"
    assert found.why == (
        "It stands beside linear, but E1.f1 holds it, which is about lightgbm."
    )  # fmt: skip


def test_names_that_were_swapped_within_a_sentence_fail() -> None:
    right = "lightgbm reaches 0.871 [E1.f1] and linear 0.845 [E1.f2]."
    swapped = "linear reaches 0.871 [E1.f1] and lightgbm 0.845 [E1.f2]."
    assert set(judged(right).values()) == {"measured"}
    assert set(judged(swapped).values()) == {"wrong_subject"}


def test_a_right_number_beside_the_wrong_column_fails() -> None:
    assert only("`tenure` is 1.6 % empty [E2.f3].").verdict == "wrong_subject"
    assert only("`total_charges` is 1.6 % empty [E2.f3].").verdict == "measured"


def test_a_number_held_against_another_is_not_about_the_name_before_it() -> None:
    found = judged("The lead of lightgbm is small (0.871 [E1.f1] vs 0.845 [E1.f2]).")
    assert set(found.values()) == {"measured"}


def test_a_model_is_known_by_its_usual_other_names() -> None:
    assert only("Logistic regression reaches 0.845 [E1.f2].").verdict == "measured"
    assert only("Logistic regression reaches 0.871 [E1.f1].").verdict == "wrong_subject"


def test_a_citation_reaches_its_sentence_and_no_further() -> None:
    found = judged("Lightgbm is best [E1.f1] at 0.871. Its Brier score is 0.103.")
    assert found == {"0.871": "measured", "0.103": "uncited"}


def test_a_citation_after_the_full_stop_still_belongs_to_its_sentence() -> None:
    assert judged("Nothing new. The AUC is 0.871. [E1.f1]") == {"0.871": "measured"}


def test_a_citation_reaches_its_list_item() -> None:
    text = "- Lightgbm is best. The AUC is 0.871.\n  See [E1.f1].\n- The Brier score is 0.103."
    assert judged(text) == {"0.871": "measured", "0.103": "uncited"}


TABLE = "| model | AUC |\n|---|---:|\n| lightgbm | 0.871 |\n| linear | 0.845 |"


@pytest.mark.parametrize(
    "text",
    [
        f"The models compare like this [E1.f1, E1.f2]:\n\n{TABLE}",
        f"{TABLE}\n\nSource: [E1].",
        f"{TABLE}\n\nTable 1: both models [E1.f1, E1.f2].",
        TABLE.replace("| AUC |", "| AUC [E1] |"),
        TABLE.replace("0.871", "0.871 [E1.f1]").replace("0.845", "0.845 [E1.f2]"),
    ],
)
def test_a_table_is_covered_by_caption_introduction_header_or_row(text: str) -> None:
    found = judged(text)
    assert (found["0.871"], found["0.845"]) == ("measured", "measured")


def test_a_citation_in_one_row_does_not_reach_another() -> None:
    assert judged(TABLE.replace("0.871", "0.871 [E1.f1]"))["0.845"] == "uncited"


def test_rows_that_were_swapped_fail() -> None:
    swapped = TABLE.replace("0.871", "?").replace("0.845", "0.871").replace("?", "0.845")
    found = judged(f"{swapped}\n\nSource: [E1].")
    assert set(found.values()) == {"wrong_subject"}


def test_a_percent_sign_in_the_header_counts_for_its_column() -> None:
    table = "| column | missing (%) |\n|---|---|\n| tenure | 22.3 |\n\nSource: [E2]."
    assert judged(table) == {"22.3": "measured"}


def test_a_source_line_covers_its_paragraph() -> None:
    text = "The AUC is 0.871. The Brier score is 0.103.\nSource: [E1]."
    assert set(judged(text).values()) == {"measured"}


def test_an_evidence_cited_as_a_whole_tells_its_figures_apart_by_subject() -> None:
    assert only("Lightgbm reaches 0.871 [E1].").handles == ("E1.f1",)
    assert only("The linear model reaches 0.871 [E1].").verdict == "wrong_subject"
    assert only("Lightgbm reaches 0.871 [E2].").verdict == "uncited"


def test_an_evidence_cited_as_a_whole_stands_only_for_what_was_shown() -> None:
    ledger = Ledger()
    for evidence in LEDGER.evidence:
        ledger.add(evidence)
    assert judged("Lightgbm reaches 0.871 [E1].", ledger=ledger) == {"0.871": "unsupported"}
    assert judged("Lightgbm reaches 0.871 [E1.f1].", ledger=ledger) == {"0.871": "measured"}


def test_an_uncited_number_is_never_measured_by_its_value_alone() -> None:
    found = only("Lightgbm reaches 0.871.")
    assert (found.verdict, found.handles) == ("uncited", ("E1.f1",))


def test_a_number_that_nothing_holds_is_unsupported() -> None:
    assert only("The precision is 0.412.").verdict == "unsupported"
    assert only("The precision is 0.412 [E1.f1].").verdict == "unsupported"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Lightgbm leads 0.871 [E1.f1] to 0.845 [E1.f2], a gap of 0.026.", "0.026"),
        ("The gap is 0.026 [E1.f1, E1.f2].", "0.026"),
        ("The gap is 2.6 points [E1.f1, E1.f2].", "2.6"),
        ("118 of 45,213 rows [E2.f2, E2.f1] are doubled, 0.26 %.", "0.26 %"),
        ("It ranks 87.1 % of pairs rightly [E1.f1] and 12.9 % wrongly.", "12.9 %"),
        ("Lightgbm is 3.1 % better than linear [E1.f1, E1.f2].", "3.1 %"),
        ("Together it is 45,331 [E2.f1, E2.f2].", "45,331"),
        ("That is 383 times as many [E2.f1, E2.f2].", "383"),
    ],
)
def test_a_closed_set_of_derivations_is_followed(text: str, number: str) -> None:
    assert judged(text)[number] == "derived"


@pytest.mark.parametrize(
    "text",
    [
        "The gap is 0.036 [E1.f1, E1.f2].",
        "The gap is 2.6 % [E1.f1, E1.f2].",
        "The product is 0.737 [E1.f1, E1.f2].",
        "Lightgbm scores 0.026 [E1.f1, E1.f2].",
        "Lightgbm is at 0.871 [E1.f1]. Linear is at 0.845 [E1.f2].\n\nThe gap is 0.026.",
    ],
)
def test_a_wrong_or_far_fetched_derivation_is_not(text: str) -> None:
    last = ground(text, LEDGER)[-1]
    assert not last.holds


def test_a_persons_number_counts_only_if_they_wrote_it_and_the_sentence_says_so() -> None:
    asked = "We can make 1,500 calls a month."
    assert only("You said 1,500 calls.", asked).verdict == "user"
    assert only("Your limit of 1500 calls is tight.", asked).verdict == "user"
    assert only('"make 1,500 calls" is a lot.', asked).verdict == "user"
    unsaid = only("That makes 1,500 calls.", asked)
    assert (unsaid.verdict, unsaid.holds) == ("uncited", False)
    assert only("You said 1,600 calls.", asked).verdict == "unsupported"
    assert only("You said 1,500 calls.").verdict == "unsupported"


def test_a_number_that_nobody_wrote_is_nobodys() -> None:
    assert only("That makes 1,600 calls.", "We can make 1,500 calls.").verdict == "unsupported"


def test_your_model_is_not_your_words() -> None:
    assert not only("Your model reaches 0.93.", "Our target is 0.93.").holds


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Rather than the default 0.5 threshold, choose one by cost.", "0.5"),
        ("A coin flip would be right 50 % of the time.", "50 %"),
        ("The rule of thumb for PSI is 0.2.", "0.2"),
        ("It isn't significant at α = 0.05.", "0.05"),
    ],
)
def test_a_closed_list_of_conventions_needs_no_citation(text: str, number: str) -> None:
    assert judged(text)[number] == "convention"


def test_the_same_numbers_elsewhere_are_no_conventions() -> None:
    assert only("The recall is 0.5.").verdict == "unsupported"
    assert only("95 % of the rows are fine.").verdict == "unsupported"


def test_a_cited_date_must_be_the_figures() -> None:
    assert only("It begins on 2020-03-01 [E2.f5].").verdict == "measured"
    assert only("It begins on 2021-03-01 [E2.f5].").verdict == "unsupported"


def test_number_words_are_not_judged_unless_they_are_shares() -> None:
    assert only("There are two reasons.").holds
    assert not only("It finds nine out of ten defects.").holds


@settings(max_examples=50, deadline=None)
@given(st.floats(0.001, 0.999), st.integers(1, 4))
def test_any_figure_holds_at_any_displayed_precision(value: float, decimals: int) -> None:
    ledger = ledger_of([figure("E1.f1", "missing_share", value)])
    for written in (f"{value:.{decimals}f}", f"{value:.{decimals}%}"):
        (found,) = ground(f"Missing: {written} [E1.f1].", ledger)
        assert found.verdict == "measured"


SPLITS = ledger_of(
    [
        figure("E1.f1", "roc_auc", 0.871, model="lightgbm", split="time", n=900),
        figure("E1.f2", "accuracy", 0.934, model="lightgbm", split="time", n=900),
        figure("E2.f1", "roc_auc", 0.812, model="lightgbm", split="holdout", n=300),
    ]
)


@pytest.mark.parametrize(
    "text",
    ["The accuracy is 0.871 [E1.f1].", "The accuracy of lightgbm is 0.871 [E1].",
     "The ROC AUC of lightgbm is 0.934 [E1.f2].", "Recall is 87.1% [E1.f1].",
     "| model | accuracy |\n|---|---|\n| lightgbm | 0.871 [E1.f1] |"],
)  # fmt: skip
def test_a_metric_beside_the_figure_of_another_metric_fails(text: str) -> None:
    (found,) = ground(text, SPLITS)
    assert found.verdict == "wrong_subject"


@pytest.mark.parametrize(
    "text",
    ["Accuracy and ROC AUC of lightgbm are 0.934 [E1.f2] and 0.871 [E1.f1].",
     "It ranks well, AUC 0.871 [E1.f1], with an accuracy of 0.934 [E1.f2].",
     "With 0.871 [E1.f1] for the ROC AUC, precision is not known.",
     "| model | ROC AUC | accuracy |\n|---|---|---|\n| lightgbm | 0.871 [E1.f1] | 0.934 [E1.f2] |",
     "The accuracy is of 900 rows [E1.f1, E1.f2]."],
)  # fmt: skip
def test_a_metric_beside_its_own_figure_holds(text: str) -> None:
    assert {found.verdict for found in ground(text, SPLITS)} == {"measured"}


@pytest.mark.parametrize(
    "text",
    ["On the holdout lightgbm reaches 0.871 [E1.f1].", "The holdout ROC AUC is 0.871 [E1.f1].",
     "On the locked holdout its accuracy is 93.4% [E1]."],
)  # fmt: skip
def test_a_figure_of_exploration_rows_is_no_result_on_the_holdout(text: str) -> None:
    (found,) = ground(text, SPLITS)
    assert found.verdict == "wrong_subject"
    assert "the holdout" in found.why


@pytest.mark.parametrize(
    "text",
    ["On the holdout lightgbm reaches 0.812 [E2.f1].",
     "Lightgbm reaches 0.871 [E1.f1] in cross-validation; on the holdout nothing was measured.",
     "The score is 0.871 [E1.f1] and the holdout stays locked.",
     "It fell from 0.871 [E1.f1] on exploration rows to 0.812 [E2.f1] on the holdout."],
)  # fmt: skip
def test_the_holdout_may_be_spoken_of(text: str) -> None:
    assert {found.verdict for found in ground(text, SPLITS)} == {"measured"}


def test_a_column_alone_is_not_the_slice_without_it() -> None:
    ledger = ledger_of(
        [
            figure("E1.f1", "roc_auc", 0.896, model="linear", split="time"),
            figure(
                "E1.f2", "roc_auc", 0.734, model="linear", split="time", slice="without fee_due"
            ),
        ]
    )
    for text, verdict in (
        ("Not to be counted on: 0.896 [E1.f1] with `fee_due`.", "measured"),
        ("Without `fee_due` it reaches 0.734 [E1.f2].", "measured"),
        ("Without `fee_due` it reaches 0.896 [E1.f1].", "wrong_subject"),
    ):
        assert [found.verdict for found in ground(text, ledger)] == [verdict], text


@pytest.mark.parametrize("piece", ["1 ", "1,", "`1` ", "0.5 above 0.1 ", "| 1 ", "[E1.f1] ", "5% "])
def test_the_time_of_judging_stays_in_proportion_to_the_length(piece: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        ground(piece * (length // len(piece)), LEDGER)
        return time.process_time() - started

    # In proportion it is four times, a bit more in a table, and with the square sixteen times. What
    # else the process does is counted along, so that the quickest of three speaks.
    most = 12 * max(seconds(1_500), 0.05)
    assert any(seconds(6_000) < most for _ in range(3))


@settings(max_examples=50, deadline=None)
@given(st.integers(1001, 8998), st.integers(0, 3), st.integers(1, 9))
def test_any_changed_digit_fails(value: int, place: int, change: int) -> None:
    digits = list(f"{value}")
    digits[place] = str((int(digits[place]) + change) % 10)
    assume(digits[-1] != "0")  # a zero at the end claims nothing
    ledger = ledger_of([figure("E1.f1", "missing_share", value / 10_000)])
    (found,) = ground(f"Missing: 0.{''.join(digits)} [E1.f1].", ledger)
    assert found.verdict == "unsupported"


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet='|-#*.,:;[]()`"\n 0123456789%EfabA', max_size=300))
def test_any_text_is_grounded_without_failing(text: str) -> None:
    for found in ground(text, LEDGER, [text]):
        assert text[found.token.start : found.token.end] == found.token.text


SHIFTS = ledger_of(
    [
        figure("E1.f1", "recall", 0.8117, model="net", slice="shift=day", split="holdout", n=4120),
        figure(
            "E1.f2", "recall", 0.7634, model="net", slice="shift=night", split="holdout", n=1874
        ),
        figure("E1.f3", "recall", 0.7022, model="rule", slice="shift=day", split="holdout", n=4120),
        figure("E1.f4", "recall", 0.9433, model="net", split="train", n=20_000),
        figure("E2.f1", "cost", 14.2, unit="EUR", window="2025-04-02..2025-04-30"),
        figure("E2.f2", "longest_gap", 312, unit="minutes"),
        figure("E2.f3", "wer", 0.1104, slice="accent=us", interval=(0.1062, 0.1147)),
        figure("E2.f4", "wer", 0.0921, slice="accent=uk", interval=(0.0874, 0.0969)),
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "At night the recall is 81.2 % [E1.f1].",
        "On the night shift it finds 81.2 % [E1].",
        "By day the rule finds 81.2 % [E1.f1].",
        "On the holdout the net finds 94.3 % [E1.f4].",
        "| shift | net |\n|---|---|\n| night | 81.2 % [E1.f1] |",
        "The UK error is 11.0 % [E2].",
    ],
)
def test_the_figure_of_a_sibling_is_a_wrong_subject(text: str) -> None:
    assert judged(text, ledger=SHIFTS).popitem()[1] == "wrong_subject"


@pytest.mark.parametrize(
    "text",
    [
        "By day it finds 81.2 % [E1.f1], at night 76.3 % [E1.f2].",
        "Compared with the night shift it finds more, 81.2 % [E1.f1].",
        "From 81.2 % [E1.f1] by day it falls to 76.3 % [E1.f2] at night.",
        "The net finds 81.2 % [E1.f1] where the rule finds 70.2 % [E1.f3].",
        "Recall is 81.2 % and 76.3 % [E1.f1, E1.f2].",
        "By the night's rules recall goes from 81.2 % [E1.f1] to 76.3 % [E1.f2].",
    ],
)
def test_each_sibling_may_have_its_own_number(text: str) -> None:
    assert set(judged(text, ledger=SHIFTS).values()) == {"measured"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("By day it finds 4.8 points more [E1.f1, E1.f2].", "4.8"),
        ("The night is 6.0 % worse [E1.f1, E1.f2].", "6.0 %"),
        ("The miss rate by day is 18.8 % [E1.f1].", "18.8 %"),
        ("It misses 443 of the 1,874 at night [E1.f2].", "443"),
        ("In all there were 5,994 cases [E1.f1, E1.f2].", "5,994"),
        ("At €14.20 each [E2.f1], a million cost €14.2 million [E2.f1].", "€14.2 million"),
        ("You named 30 cases; at €14.20 [E2.f1] that is €426 [E2.f1].", "€426"),
    ],
)
def test_products_rates_and_sums_have_dimensions(text: str, number: str) -> None:
    found = {g.token.text: g.verdict for g in ground(text, SHIFTS, ["We have 30 cases"])}
    assert found[number] == "derived"


@pytest.mark.parametrize("cited", ["[E1.f1, E1.f2]", "(E1.f1, E1.f2)", "(E1.f1 and E1.f2)"])
def test_a_list_of_handles_names_the_operands_in_either_kind_of_brackets(cited: str) -> None:
    text = f"By day it finds 4.8 points more {cited}, of 5,994 cases {cited}."
    found = {g.token.text: (g.verdict, set(g.handles)) for g in ground(text, SHIFTS)}
    both = {"E1.f1", "E1.f2"}
    assert found == {"4.8": ("derived", both), "5,994": ("derived", both)}


def test_a_column_in_a_header_is_no_quantity() -> None:
    ledger = ledger_of(
        [
            figure("E1.f1", "roc_auc", 0.777, model="linear", slice="without capital-loss"),
            figure("E1.f2", "log_loss", 0.412, model="linear", slice="without capital-loss"),
        ]
    )
    table = "| model | without `capital-loss` |\n|---|---|\n| linear | 0.777 [E1.f1] |"
    assert judged(table, ledger=ledger) == {"0.777": "measured"}


def test_a_score_is_no_share_of_rows() -> None:
    found = judged("The AUC is 0.871, so about 1,160 are lost [E1.f1].")
    assert found == {"0.871": "measured", "1,160": "unsupported"}


def test_units_of_time_and_ends_of_a_range_share_what_is_written_once() -> None:
    assert judged("The gap lasted 5.2 hours [E2.f2].", ledger=SHIFTS)["5.2"] == "measured"
    found = judged("US 11.0 % (10.6–11.5) [E2.f3], UK 9.2 % (8.7–9.7 %) [E2.f4].", ledger=SHIFTS)
    assert set(found.values()) == {"measured"}


def test_a_day_beside_a_figure_is_of_its_window() -> None:
    assert judged("It began on April 2 [E2.f1].", ledger=SHIFTS)["April 2"] == "structural"
    assert judged("It began on April 12 [E2.f1].", ledger=SHIFTS)["April 12"] == "unsupported"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The AUC of linear is 0.8542 [E1.f1, E1.f2].", "E1.f2"),
        ("Missing: 15.7 % [E2.f3].", "E2.f3"),
        ("There are 54,213 rows [E2].", "E2.f1"),
        ("The bias is +38 MW [E3.f1].", "E3.f1"),
    ],
)
def test_an_unsupported_number_is_told_which_figure_it_may_have_meant(
    text: str, meant: str
) -> None:
    found = only(text)
    assert (found.verdict, found.handles) == ("unsupported", (meant,))


@settings(max_examples=60, deadline=None)
@given(st.integers(100, 9998), st.integers(-30, 30).filter(bool), st.booleans())
def test_equivalent_writings_never_change_a_verdict(value: int, off: int, right: bool) -> None:
    ledger = ledger_of(
        [
            figure("E1.f1", "missing_share", value / 10_000, n=45_213),
            figure("E1.f2", "row_count", 1_000 + value, unit="rows"),
        ]
    )
    share, count = (value, 1_000 + value) if right else (value + off, 1_000 + value + off)
    # A last zero claims no precision: 0.0160 may well be 0.0155, rounded.
    assume(right or share % 10)
    shares = [f"{share / 10_000:.4f}", f"{share / 100:.2f} %", f"{share / 100:.2f} percent",
              f"{share / 10_000:.4f}00", f"{share / 100:.2f}%"]  # fmt: skip
    counts = [f"{count}", f"{count:,}", f"{count:,}".replace(",", "\u202f")]
    for writings, text in (
        (shares, "Missing: {} [E1.f1]."),
        (counts, "There are {} rows [E1.f2]."),
    ):
        verdicts = {ground(text.format(w), ledger)[0].verdict for w in writings}
        assert len(verdicts) == 1, writings
        assert (verdicts == {"measured"}) == right


SITES = ledger_of(
    [
        figure("E1.f1", "recall", 0.9143, model="gbm", split="holdout", n=15_208),
        figure("E1.f2", "recall", 0.8726, model="protocol", split="holdout", n=15_208),
        figure("E1.f3", "recall", 0.9702, model="gbm", split="train", n=60_832),
        figure("E1.f4", "missed_cases", 57, unit="claims", model="gbm", split="holdout"),
        figure("E1.f5", "n_positives", 225, unit="claims", split="holdout"),
        figure("E1.f6", "bias", -96, unit="visitors", model="gbm", split="holdout"),
        figure("E2.f1", "latency_p95", 0.9, unit="ms", model="gbm"),
        figure("E2.f2", "latency_p99", 1.6, unit="ms", model="gbm"),
        figure("E2.f3", "memory_peak", 1140, unit="MB", model="gbm"),
        figure("E2.f4", "looks_allowed", 5, unit="looks", split="holdout"),
        figure("E3.f1", "yield_per_audit", 8140, unit="EUR", slice="top_1000", split="holdout"),
        figure("E4.f1", "flag_rate", 0.0612, model="net", window="2024-05", n=188_400),
        figure("E4.f2", "flag_rate", 0.1439, model="net", window="2024-06", n=193_750),
        figure("E4.f3", "roc_auc", 0.704, model="net", window="2021"),
        figure("E4.f4", "roc_auc", 0.662, model="net", window="2022"),
        figure("E4.f5", "coverage_90", 0.8731, model="net", n=4380),
    ]
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        # Whatever else stands in its group, a citation wants its figure's number shown.
        ("On 15,208 calls it recognises 97.0 % of the true arrests [E1.f1].", "97.0 %"),
        ("Missed fraud falls to 75 of 225 cases [E1.f4].", "75"),
        ("Twelve looks were taken, with three allowed [E2.f4].", "three"),
        ("It forecasts too high by 96 on average [E1.f6].", "96"),
        # The header of a column and a word of the clause name the quantity.
        ("| [E2] | p95 | p99 |\n|---|---|---|\n| gbm | 1.6 ms | - |", "1.6"),
        ("Scoring takes at p95 1.6 ms [E2].", "1.6"),
        # A month that also is a verb names a window inside a sentence.
        ("In May it flagged 14.4 % [E4].", "14.4 %"),
        # "More" asks for the change, and not for the ratio.
        ("From 6.1 % to 14.4 %, or 235 % more [E4.f1, E4.f2].", "235 %"),
    ],
)
def test_a_number_in_the_place_of_a_cited_one_fails(text: str, number: str) -> None:
    found = {g.token.text: g.verdict for g in ground(text, SITES)}
    assert found[number] in ("unsupported", "wrong_subject"), found


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Missed fraud falls to 57 of 225 cases [E1.f4].", {"57": "measured", "225": "uncited"}),
        ("It forecasts too low by 96 on average [E1.f6].", {"96": "measured"}),
        ("Memory peaks at 1.14 GB [E2.f3].", {"1.14": "measured"}),
        ("p95 0.9 ms [E2.f1], p99 1.6 ms [E2.f2].", {"0.9": "measured", "1.6": "measured"}),
        (
            "It gives 0.704 (2021) and 0.662 (2022) [E4.f3, E4.f4].",
            {"0.704": "measured", "0.662": "measured"},
        ),
        ("The 1,000 ranked highest bring €8,140 [E3.f1].", {"1,000": "structural"}),
        ("The 90 % band covers 87.3 % [E4.f5].", {"90 %": "structural", "87.3 %": "measured"}),
        ("It rises to 14.4 % in June [E4.f2], or 135 % more.", {"135 %": "uncited"}),
    ],
)
def test_what_belongs_beside_it_holds(text: str, verdicts: dict[str, str]) -> None:
    found = {g.token.text: g.verdict for g in ground(text, SITES)}
    assert {number: found[number] for number in verdicts} == verdicts
