"""What a number means by the percent sign, the points or the base of another one beside it."""

import pytest

from ml_engineer.evidence.grounding import ground
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of
from ml_engineer_tools.evidence import Subject

LEDGER = ledger_of(
    [
        LabelledFigure(
            handle="E1.f1", quantity="error_rate", value=0.0123, subject=Subject(slice="line=north")
        ),
        LabelledFigure(
            handle="E1.f2", quantity="error_rate", value=0.0047, subject=Subject(slice="line=south")
        ),
        LabelledFigure(handle="E2.f1", quantity="uplift", value=0.0312, interval=(0.0174, 0.0451)),
        LabelledFigure(
            handle="E3.f1", quantity="mae", value=731.0, unit="EUR", interval=(612.0, 845.0)
        ),
        LabelledFigure(handle="E4.f1", quantity="cost_per_1000", value=3.61, unit="EUR"),
    ]
)


def verdicts(text: str) -> dict[str, str]:
    return {one.token.text: one.verdict for one in ground(text, LEDGER)}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The north line errs 12.3 times per thousand parts, the south 4.7 [E1].", set()),
        ("Errors are 12.3 in the north and 4.7 per 1,000 in the south [E1].", set()),
        ("The north line has 13.2 errors per thousand, the south 4.7 [E1].", {"13.2"}),
        ("| line | errors per 1,000 |\n|---|---|\n| north | 12.3 [E1.f1] |\n", set()),
    ],
)
def test_a_rate_is_counted_on_the_base_that_stands_beside_it(text: str, wrong: set[str]) -> None:
    told = verdicts(text)
    flagged = {n for n, verdict in told.items() if verdict in ("unsupported", "wrong_subject")}
    assert flagged == wrong


def test_ends_of_one_interval_are_shares_wherever_the_percent_sign_stands() -> None:
    assert verdicts("The uplift is 3.12 points (1.74 to 4.51) [E2].")["1.74"] == "measured"
    assert verdicts("Its interval, 1.74 to 4.51, excludes zero [E2].")["4.51"] == "measured"
    # Only one of them is an end of it.
    assert verdicts("Its interval, 1.74 to 4.15, excludes zero [E2].")["4.15"] == "unsupported"


def test_two_ends_may_be_told_as_what_could_be_as_well() -> None:
    told = verdicts("The 731 EUR could as well be 612 or 845 [E3].")
    assert (told["612"], told["845"]) == ("measured", "measured")


def test_money_for_each_thousand_is_no_share() -> None:
    assert verdicts("It costs €3,612 per 1,000 calls [E4.f1].")["€3,612"] == "unsupported"
