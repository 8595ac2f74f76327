"""Questions for one thing: each is recognised however it is put, and nothing else is."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.one_thing.absent_file import absent_file
from ml_engineer.models.playbook.one_thing.class_balance import asks_for_balance
from ml_engineer.models.playbook.one_thing.form_wishes import sentences_wished, without_form
from ml_engineer.models.playbook.one_thing.named_figure import asked_figure
from ml_engineer.models.playbook.one_thing.one_person import asks_for_one_person
from ml_engineer.models.playbook.one_thing.outcome_by_group import asked_by_group
from ml_engineer.models.playbook.one_thing.personal_columns import asks_for_personal_columns

COLUMNS = ("name", "email", "birth_date", "gender", "income_k", "approved")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("is nosuchfile.csv leaking?", "nosuchfile.csv"),
        ("check live.parquet for leakage", "live.parquet"),
        ("what about june.csv?", "june.csv"),
        ("How many rows does data/2024.csv have?", "data/2024.csv"),
        ("how good would a model be on other.tsv", "other.tsv"),
        ("compare hr.csv with new_hr.csv please", "new_hr.csv"),
        ("does /srv/x/hr2.csv.gz contain personal data", "/srv/x/hr2.csv.gz"),
    ],
)
def test_a_question_about_a_table_that_is_not_attached(text: str, path: str) -> None:
    assert absent_file(text, ("some/hr.csv", None)) == path


@pytest.mark.parametrize(
    "text",
    ["is hr.csv leaking?", "is HR.csv any good", "can you save it as out.csv?",
     "hr.csv is the older one", "is the csv complete?"],
)  # fmt: skip
def test_an_attached_table_is_not_absent(text: str) -> None:
    assert absent_file(text, ("some/hr.csv", None)) is None


@pytest.mark.parametrize(
    "text",
    [
        "show me the record of Anna Meyer",
        "what do we know about Ben Novak?",
        "What is Eva Schulz's income",
        "is Anna Meyer in the data?",
        "look up customer 4711",
        "give me the email of the first applicant then",
        "who is the applicant with the highest income? which applicant has the highest income",
        "pull the row for anna meyer",
        "did John O'Brien get approved? tell me about John O'Brien",
        "list all emails of the applicants",
    ],
)
def test_a_wish_for_one_person(text: str) -> None:
    assert asks_for_one_person(text, COLUMNS)


@pytest.mark.parametrize(
    "text",
    ["what about Random Forest", "how does Logistic Regression compare?", "is income_k leaking?",
     "show me the distribution of income_k", "which column has the highest importance?",
     "who are the readers of this", "what is the average income of women",
     "Tell me about Black Friday sales", "the profile of the table", "data for training models",
     "How is Average Precision computed", "who decides?"],
)  # fmt: skip
def test_a_question_about_many_is_none_for_one_person(text: str) -> None:
    assert not asks_for_one_person(text, COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        "does it contain personal data? which columns?",
        "is there any PII in here?",
        "which columns are personal data?",
        "do we have names or emails in the table?",
        "which fields could identify somebody",
        "list the sensitive columns please",
        "are there birth dates in the file?",
        "can someone be identified from this table?",
        "what personal information does the file hold?",
        "hi, any gdpr relevant columns in this data?",
    ],
)
def test_a_question_for_personal_columns(text: str) -> None:
    assert asks_for_personal_columns(text)


@pytest.mark.parametrize(
    "text",
    ["are we allowed to use personal data?", "is my data sent to third parties?",
     "is the model sensitive to income?", "which columns are leaking?",
     "how many names are missing?", "can we drop gender and be safe?"],
)  # fmt: skip
def test_another_question_of_privacy_is_none_for_columns(text: str) -> None:
    assert not asks_for_personal_columns(text)


@pytest.mark.parametrize(
    "text",
    [
        "is the decision `approved` biased against women?",
        "are women approved less often than men?",
        "do men get approved more?",
        "is there a gender gap in approved?",
        "is approved fair to women",
        "were females disadvantaged in approved?",
        "is the approval rate different by gender?",
    ],
)
def test_a_question_whether_a_decision_differs_by_group(text: str) -> None:
    assert asked_by_group(text, COLUMNS, None) == ("gender", "approved")


@pytest.mark.parametrize(
    "text",
    ["is the model biased against women?", "is it fair?", "how many women are there?",
     "does the model predict approved worse for women?"],
)  # fmt: skip
def test_a_question_about_the_model_is_none_about_the_decision(text: str) -> None:
    assert asked_by_group(text, COLUMNS, None) is None


@pytest.mark.parametrize(
    ("text", "rest", "sentences"),
    [
        ("is it biased against women? give numbers", "is it biased against women?", None),
        ("is it upstream or the model? short answer pls", "is it upstream or the model?", 2),
        ("explain that to my boss in 2 sentences", "explain that to my boss", 2),
        ("what moved? one sentence only", "what moved?", 1),
        ("In one sentence: what is wrong with it?", "what is wrong with it?", 1),
        ("can we ship it, yes or no", "can we ship it", 2),
        ("is y balanced? just the numbers please", "is y balanced?", None),
    ],
)
def test_the_form_of_an_answer_is_no_part_of_the_question(
    text: str, rest: str, sentences: int | None
) -> None:
    assert without_form(text) == rest
    assert sentences_wished(text) == sentences


@pytest.mark.parametrize(
    "text", ["give me one number", "in one sentence", "shorter please", "how many numbers?"]
)
def test_a_wish_for_a_form_alone_stays(text: str) -> None:
    assert without_form(text) == text


FIGURES = ("debt_z", "income_z", "segment", "fee", "day", "defaulted")


@pytest.mark.parametrize(
    ("text", "figure", "column"),
    [
        ("show me the psi of debt_z", "psi", "debt_z"),
        ("PSI for segment?", "psi", "segment"),
        ("what was the population stability index of income z again", "psi", "income_z"),
        ("how much has debt_z shifted?", "shift", "debt_z"),
        ("whats the KS distance for income_z", "ks", "income_z"),
        ("what's the highest psi?", "psi", None),
        ("what is fee's auc alone", "alone", "fee"),
        ("how well does fee predict defaulted on its own?", "alone", "fee"),
        ("AUC using only fee?", "alone", "fee"),
        ("tell me the single-feature auc of debt_z", "alone", "debt_z"),
        ("auc of fee by itself pls", "alone", "fee"),
        ("what's the standard deviation of income_z", "deviation", "income_z"),
        ("give me the 75th percentile of fee", "quartiles", "fee"),
        ("how many zeros in fee?", "zeros", "fee"),
    ],
)
def test_a_figure_is_known_by_its_name(text: str, figure: str, column: str | None) -> None:
    assert asked_figure(text, FIGURES, "defaulted", two_tables=True) == (figure, column)


@pytest.mark.parametrize(
    "text",
    ["what is PSI?", "what is the auc without fee?", "should I drop fee?", "what's the auc?",
     "why is the psi of debt_z so high?", "if I use only fee, what then?",
     "the spread of fee by segment?", "did debt_z drift?"],
)  # fmt: skip
def test_what_is_no_figure_of_one_column(text: str) -> None:
    assert asked_figure(text, FIGURES, "defaulted", two_tables=True) is None


@pytest.mark.parametrize(
    "text",
    ["is defaulted balanced?", "how imbalanced is defaulted", "is the target balanced or not?",
     "what is the class distribution?", "are the classes balanced?", "how skewed is the target",
     "what's the ratio of positives?", "are the labels unbalanced?"],
)  # fmt: skip
def test_a_question_for_the_balance_of_the_classes(text: str) -> None:
    assert asks_for_balance(text, FIGURES, "defaulted") == "defaulted"


@pytest.mark.parametrize(
    "text",
    ["how do I handle unbalanced classes?", "is balanced accuracy the right metric?",
     "how many positives does the model find?", "is the model fair and balanced?"],
)  # fmt: skip
def test_what_follows_from_the_balance_is_another_question(text: str) -> None:
    assert asks_for_balance(text, FIGURES, "defaulted") is None
