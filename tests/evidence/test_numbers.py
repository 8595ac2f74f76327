"""Numbers in prose: what a token is, what it may mean, and what is no number at all."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_engineer.evidence.numbers import NumberToken, extract_numbers
from ml_engineer_tools.evidence import format_value


def only(text: str) -> NumberToken:
    (token,) = [token for token in extract_numbers(text) if token.kind != "word"]
    return token


def texts(text: str, *kinds: str) -> list[str]:
    kinds = kinds or ("number",)
    return [token.text for token in extract_numbers(text) if token.kind in kinds]


@pytest.mark.parametrize(
    ("text", "token", "value"),
    [
        ("AUC is 0.871.", "0.871", 0.871),
        ("45,213 rows", "45,213", 45213),
        ("45 213 rows", "45 213", 45213),
        ("45\u202f213 rows", "45\u202f213", 45213),
        ("a change of −0.154 in it", "−0.154", -0.154),
        ("a change of -0.154 in it", "-0.154", -0.154),
        ("(+0.038)", "+0.038", 0.038),
        ("costs €14.20 a call", "€14.20", 14.2),
        ("412k rows", "412k", 412000),
        ("1.46M trips", "1.46M", 1460000),
        ("€2.4 million a year", "€2.4 million", 2400000),
        ("p = 3.2e-211 here", "3.2e-211", 3.2e-211),
        ("p = 2.4 × 10⁻⁴⁸ here", "2.4 × 10⁻⁴⁸", 2.4e-48),
        ("p = 2.4 x 10^-8 here", "2.4 x 10^-8", 2.4e-8),
        ("87.1 % of them", "87.1 %", 0.871),
        ("87.1% of them", "87.1%", 0.871),
        ("87 percent of them", "87 percent", 0.87),
        ("is 39x slower", "39x", 39),
        ("takes 50ms", "50", 50),
        ("three out of ten", "three out of ten", 0.3),
        ("94 out of 100 invoices", "94 out of 100", 0.94),
        ("one in nine of them", "one in nine", 1 / 9),
        ("some three thousand documents", "three thousand", 3000),
        ("`0.871` in code", "0.871", 0.871),
    ],
)
def test_a_token_is_the_number_with_sign_currency_scale_and_percent(
    text: str, token: str, value: float
) -> None:
    found = only(text)
    assert found.text == token
    assert text[found.start : found.end] == token
    assert math.isclose(found.value, value, rel_tol=0.01)


def test_the_ends_of_a_range_are_two_tokens_without_sign() -> None:
    tokens = extract_numbers("between 0.730–0.748, 0.1-0.2 and [0.381; 0.447]")
    assert [token.text for token in tokens] == ["0.730", "0.748", "0.1", "0.2", "0.381", "0.447"]
    assert all(token.sign == 0 for token in tokens)


@pytest.mark.parametrize(
    "text",
    ["F1, p95, c17, S3 and R1", "the column `x_2019` of train_2024.csv", "see [E3.f12], E4.f1",
     "the 99th percentile, the 2nd try", "```python\nx = 0.5\n```", "https://example.org/2024/17",
     "NDCG@10", "../runs/3/model"],
)  # fmt: skip
def test_digits_inside_names_citations_ordinals_and_code_are_no_numbers(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    "text",
    ["1. first\n2. second", "## Slide 3 – what", "cost per 1,000 calls", "in 2023, since 2021",
     "the top 10 % of scores", "5-fold cross-validation", "release 4.3", "pinned torch==2.3.1",
     "the under-25 group", "steps 1–3 and week 2"],
)  # fmt: skip
def test_labels_bases_years_and_list_numbers_are_structural(text: str) -> None:
    assert texts(text) == []
    assert texts(text, "structural") != []


@pytest.mark.parametrize(
    "text",
    ["2024-01-31", "1 Jan", "30 June 2016", "April 2", "8–14 July 2024", "May 2024", "14:30"],
)
def test_a_date_is_one_token(text: str) -> None:
    assert texts(f"It began on {text}, they say.", "date") == [text]


def test_a_number_does_not_escape_in_a_box_of_prose() -> None:
    assert texts("```\nacc 0.620\n```\n\n    0.44 = 1 - 0.56") == ["0.620", "0.44", "1", "0.56"]


@pytest.mark.parametrize("language", ["json", "csv", "results", "latex"])
def test_results_in_a_box_are_judged_whatever_the_box_is_called(language: str) -> None:
    assert texts(f'```{language}\n{{"accuracy": 0.620}}\n```') == ["0.620"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("ninety-nine percent", 0.99), ("twenty one per cent", 0.21), ("seven percent", 0.07),
     ("93 pct", 0.93), ("93pct", 0.93), ("seventy-one out of a hundred", 0.71)],
)  # fmt: skip
def test_a_percentage_in_words_is_a_number(text: str, value: float) -> None:
    token = only(f"It is right in {text} of the cases.")
    assert token.kind == "number"
    assert token.readings[0].holds(value)
    assert not token.readings[0].holds(value + 0.02)


def test_a_year_that_counts_something_is_a_number() -> None:
    assert texts("of 2014 rows") == ["2014"]


def test_precision_is_what_is_displayed() -> None:
    reading = only("0.871").readings[0]
    assert reading.holds(0.8714)
    assert reading.holds(0.8705)
    assert not reading.holds(0.8716)
    assert not only("0.8720").readings[0].holds(0.8714)


def test_zeros_at_the_end_claim_no_more_than_two_digits() -> None:
    assert only("0.8700").readings[0].holds(0.8714)
    assert not only("0.90").readings[0].holds(0.9377)
    assert not only("0.900").readings[0].holds(0.9077)


def test_about_lets_a_whole_number_be_rounded_at_its_zeros() -> None:
    assert only("about 45,000 rows").readings[0].holds(45213)
    assert not only("exactly 45,000 rows").readings[0].holds(45213)
    assert not only("about 45,213 rows").readings[0].holds(45214)


def test_points_may_be_a_difference_of_shares() -> None:
    assert any(reading.holds(0.0331) for reading in only("3.3 percentage points").readings)


@settings(max_examples=50, deadline=None)
@given(st.floats(min_value=-1e9, max_value=1e9).filter(lambda number: abs(number) > 1e-6))
def test_a_value_that_a_tool_formats_is_read_back(value: float) -> None:
    found = only(f"It is {format_value(value)} here.")
    assert found.readings[0].holds(value)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**12), st.sampled_from([",", " ", "\u202f", "\u00a0", ""]))
def test_thousands_separators_do_not_change_a_number(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    found = only(f"We saw {written} rows here.")
    assert found.text == written
    assert found.readings[0].holds(number)


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1), st.integers(0, 3))
def test_a_share_and_its_percentage_are_one_number(share: float, decimals: int) -> None:
    assert only(f"it is {share:.{decimals}%} now").readings[0].holds(share)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_failing_and_tokens_do_not_overlap(text: str) -> None:
    tokens = extract_numbers(text)
    for before, after in pairwise(tokens):
        assert before.end <= after.start
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_a_count_behind_a_month_is_no_date() -> None:
    found = extract_numbers("April had 412 alarms, June 1,695, and 3 on June 12, 2024.")
    assert [(one.text, one.kind) for one in found][1] == ("1,695", "number")
    assert ("June 12, 2024", "date") in [(one.text, one.kind) for one in found]


def test_the_number_of_a_section_is_structural() -> None:
    (section, share) = extract_numbers("**4.2 Discrimination**\n\nIt is 4.2 %.\n")
    assert (section.kind, share.kind) == ("structural", "number")
