"""An answer cites what it says."""

from ml_engineer.evidence.view import ViewFigure, ViewFinding
from ml_engineer.models.playbook.citing import citing_what_is_said, with_handles

FIGURES = (
    ViewFigure(handle="E2.f3", quantity="single_feature_roc_auc", value=0.8051),
    ViewFigure(handle="E2.f4", quantity="missing_share", value=0.8172, n=45211),
    ViewFigure(handle="E2.f5", quantity="permutation_p_value", value=0.005),
    ViewFigure(handle="E2.f6", quantity="difference", value=-0.1939),
)


def finding(statement: str, *handles: str) -> ViewFinding:
    return ViewFinding(check="suspect", severity="medium", statement=statement, handles=handles)


def test_figures_that_a_statement_displays_are_cited_and_thresholds_behind_it_are_not() -> None:
    told = finding(
        "`duration` alone reaches 0.805 and is empty in 81.7% of the rows, 0.194 less.",
        "E2.f3", "E2.f4", "E2.f5", "E2.f6", "E2.f99",
    )  # fmt: skip
    assert citing_what_is_said(told, FIGURES).handles == ("E2.f3", "E2.f4", "E2.f6")


def test_a_number_that_no_shown_figure_explains_keeps_those_that_were_not_shown() -> None:
    told = finding(
        "`duration` alone reaches 0.805, the next best 0.653.", "E2.f3", "E2.f5", "E2.f99"
    )
    assert citing_what_is_said(told, FIGURES).handles == ("E2.f3", "E2.f99")


def test_a_statement_without_numbers_keeps_all_that_it_stands_on() -> None:
    told = finding("The order of the rows says something.", "E2.f3", "E2.f5")
    assert with_handles(citing_what_is_said(told, FIGURES)).endswith("[E2.f3, E2.f5].")


def test_the_bound_of_an_interval_explains_no_number_of_another_figure() -> None:
    figures = (
        *FIGURES,
        ViewFigure(handle="E2.f7", quantity="time_split", value=0.82, interval=(0.79, 0.863)),
    )
    told = finding("The same model reaches 0.863 at random and 0.820 in time.", "E2.f7", "E2.f99")
    assert citing_what_is_said(told, figures).handles == ("E2.f7", "E2.f99")
