"""Right numbers in the wrong place, told by what stands beside them."""

from typing import Any

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer.evidence.ledger import Ledger
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject


def figure(handle: str, quantity: str, value: float, **more: Any) -> LabelledFigure:
    subject = {name: more[name] for name in Subject.model_fields if name in more}
    rest = {name: more[name] for name in ("unit", "interval", "n") if name in more}
    return LabelledFigure(
        handle=handle, quantity=quantity, value=value, subject=Subject(**subject), **rest
    )


LEDGER = ledger_of(
    [
        figure("E1.f1", "roc_auc", 0.7302, slice="spender=whale", interval=(0.701, 0.759)),
        figure("E1.f2", "roc_auc", 0.8104, slice="spender=minnow", interval=(0.803, 0.818)),
        figure("E2.f1", "psi", 0.0824, column="load_down"),
        figure("E2.f2", "psi", 0.2194, column="load_up"),
        figure("E3.f1", "csi", 0.612, model="unet"),
        figure("E3.f2", "csi", 0.359, model="flow"),
        figure("E3.f3", "far", 0.402, model="flow"),
        figure("E4.f1", "redeemed_share", 0.8911, slice="returning", n=26140),
        figure("E4.f2", "redeemed_share", 0.7122, slice="new", n=11972),
        figure("E5.f1", "coverage", 0.9047, model="retrained"),
        figure("E5.f2", "coverage", 0.8531, model="incumbent"),
        figure("E6.f1", "nse", 0.9124, split="train"),
        figure("E6.f2", "nse", 0.8412, split="holdout"),
        figure("E7.f1", "psi", 0.0417, column="temperature"),
        figure("E7.f2", "psi", 0.1836, column="promo_flag"),
        figure("E8.f1", "false_positive_rate", 0.00021, slice="threshold 0.98"),
        figure("E8.f2", "false_positive_rate", 0.00187, slice="titled players, threshold 0.98"),
        figure("E9.f1", "mae", 2.97, window="2024-10"),
        figure("E9.f2", "mae", 3.22, window="2025-05"),
        figure("E9.f3", "mae", 33.9, model="fallback"),
        figure("E9.f4", "mae", 21.4, model="staff"),
        figure("E10.f1", "holdout_looks", 11, unit="looks"),
        figure("E11.f1", "rmse", 95.7, slice="broken_clouds", n=1430),
        figure("E11.f2", "rmse", 61.3, n=8760),
        figure("E11.f3", "mae", 1.48, split="test", n=96),
        figure("E11.f4", "row_count", 480, unit="rows"),
        figure("E12.f1", "latency_p99", 46, unit="ms", model="candidate"),
        figure("E13.f1", "f1", 0.6902, model="rule"),
        figure("E13.f2", "f1", 0.7218, model="lightgbm"),
        figure("E13.f3", "f1", 0.719, model="logistic"),
    ]
)


def wrong(text: str, ledger: Ledger = LEDGER, said: str = "") -> set[str]:
    """Return the numbers of a text that are called unsupported or of another subject."""
    found = ground(text, ledger, (said,))
    return {one.token.text for one in found if one.verdict in ("unsupported", "wrong_subject")}


def test_the_ends_of_an_interval_are_of_one_figure() -> None:
    text = "For whales the AUC is 0.730 [E1.f1], with an interval from 0.701 to {}."
    assert wrong(text.format("0.759")) == set()
    assert wrong(text.format("0.818")) == {"0.818"}


def test_a_cited_figure_that_is_shown_nowhere_is_what_the_number_should_have_been() -> None:
    table = "| KPI | PSI | cite |\n|---|---:|---|\n| load, downward | {} | [E2.f1] |\n"
    assert wrong(table.format("0.082")) == set()
    assert wrong(table.format("0.219")) == {"0.219"}


def test_numbers_in_a_row_are_of_one_quantity() -> None:
    assert wrong("CSI: U-Net 0.612 [E3.f1], optical flow 0.359 [E3.f2].") == set()
    assert wrong("CSI: U-Net 0.612 [E3.f1], optical flow 0.402 [E3.f3].") == {"0.402"}
    # The second names its own quantity.
    assert wrong("CSI of the U-Net is 0.612 [E3.f1], FAR of the flow 0.402 [E3.f3].") == set()


def test_a_whole_is_that_of_the_part_cited_behind_it() -> None:
    text = "89.1 % of 26,140 returning ones [E4.f1]; 71.2 % of {} new ones [E4.f2]."
    assert wrong(text.format("11,972")) == set()
    assert wrong(text.format("26,140")) == {"26,140"}


def test_two_numbers_in_another_order_than_their_figures_are_cited() -> None:
    text = "The retrained model covers {} and the incumbent {} of the days [E5.f1, E5.f2]."
    assert wrong(text.format("90.5 %", "85.3 %")) == set()
    assert wrong(text.format("85.3 %", "90.5 %")) == {"85.3 %", "90.5 %"}


@pytest.mark.parametrize(
    "text",
    [
        "Coverage went from 85.3 % to 90.5 % [E5.f1, E5.f2].",
        "The days covered are 85.3 % instead of 90.5 % [E5.f1, E5.f2].",
    ],
)
def test_words_may_turn_the_order(text: str) -> None:
    assert wrong(text) == set()


def test_a_change_goes_the_way_that_its_verb_says() -> None:
    assert wrong("Coverage grew from 85.3 % to 90.5 % [E5.f2, E5.f1].") == set()
    assert wrong("Coverage grew from 90.5 % to 85.3 % [E5.f1, E5.f2].") == {"85.3 %", "90.5 %"}


def test_a_score_on_the_rows_of_the_training_is_not_that_on_others() -> None:
    assert wrong("NSE on the test years is 0.841 [E6.f2].") == set()
    assert wrong("NSE on the test years is 0.912 [E6.f1].") == {"0.912"}
    assert wrong("NSE is 0.912 in training [E6.f1].") == set()


def test_a_column_told_in_plain_words_is_not_another_one() -> None:
    assert wrong("Temperature changed least, PSI 0.042 [E7].") == set()
    assert wrong("Temperature changed most, PSI 0.184 [E7].") == {"0.184"}


def test_a_slice_is_not_that_which_is_one_and_more() -> None:
    assert wrong("At a threshold of 0.98, 0.021 % of honest players are flagged [E8.f1].") == set()


def test_an_error_that_got_larger_got_worse() -> None:
    assert wrong("It stood at 2.97 [E9.f1], so it has lost 0.25 (now 3.22 [E9.f2]).") == set()
    assert wrong("Off by 33.9, the model by 21.4 [E9.f3, E9.f4], so 58 % worse.") == set()
    assert wrong("Off by 33.9, the model by 21.4 [E9.f3, E9.f4], so 37 % worse.") == {"37 %"}


def test_times_that_were_counted_are_no_multiple() -> None:
    assert wrong("The holdout was consulted 11 times [E10.f1].") == set()


def test_a_whole_may_stand_beside_its_parts() -> None:
    assert wrong("Broken clouds make up 1,430 of 8,760 hours [E11.f1][E11.f2].") == set()
    assert wrong("Only 96 test rows [E11.f3] out of 480 [E11.f4].") == set()


def test_a_limit_that_a_person_gave_is_not_the_figure_beside_it() -> None:
    text = "- `p99` 46 ms ≤ 50 ms [E12.f1]"
    assert wrong(text, said="It has to answer within 50 ms.") == set()
    assert wrong(text) == {"50"}


def test_a_share_of_a_gain_follows_from_the_citation_that_ends_its_clause() -> None:
    text = "So the logistic model delivers {} of the gain for little upkeep {}."
    cited = "[E13.f1][E13.f2][E13.f3]"
    assert wrong(text.format("91 %", cited)) == set()
    assert wrong(text.format("71 %", cited)) == {"71 %"}


DURATIONS = ledger_of(
    [
        figure("E1.f1", "coverage", 0.893, slice="horizon=1d", model="gbm"),
        figure("E1.f2", "coverage", 0.861, slice="horizon=7d", model="gbm"),
        figure("E1.f3", "coverage", 0.742, slice="horizon=28d", model="gbm"),
        figure("E2.f1", "ece", 0.0274, model="lightgbm"),
        figure("E2.f2", "ece", 0.0137, model="logreg"),
        figure("E2.f3", "mean_predicted", 0.0812, model="lightgbm"),
    ]
)


def test_a_stretch_of_time_is_named_by_words_too() -> None:
    text = "The bands cover {} at a week and 74.2 % at four weeks [E1]."
    assert wrong(text.format("86.1 %"), DURATIONS) == set()
    assert wrong(text.format("89.3 %"), DURATIONS) == {"89.3 %"}


def test_what_a_line_begins_with_it_is_about_throughout() -> None:
    text = "> LightGBM: mean PD 8.12 %, ECE {} [E2]\n"
    assert wrong(text.format("0.027"), DURATIONS) == set()
    assert wrong(text.format("0.014"), DURATIONS) == {"0.014"}
