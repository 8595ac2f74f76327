"""Plain questions about parts of a table: groups of people, levels of a column, single rows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.fairness import AskedGroups, asked_groups
from ml_engineer.models.playbook.level_facts import AskedLevels, asked_levels
from ml_engineer.models.playbook.model_facts import asked_of_model
from ml_engineer.models.playbook.rows_asked import asks_for_rows

COLUMNS = ("survived", "pclass", "sex", "age", "fare", "deck", "embark_town", "who", "region")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("is the model fair to women?", AskedGroups("sex")),
        ("What about women?", AskedGroups("sex")),
        ("is gender a problem for fairness?", AskedGroups("sex")),
        ("does it discriminate?", AskedGroups()),
        ("is there any bias?", AskedGroups()),
        ("Does it treat black applicants worse?", AskedGroups("ethnicity")),
        ("and for older customers?", AskedGroups("age")),
        ("how does it do on seniors", AskedGroups("age")),
        ("Is it fair by region?", AskedGroups(None, "region")),
        ("can i drop race and be fine legally?", AskedGroups("ethnicity", None, True)),
        ("are the error rates worse for women", AskedGroups("sex")),
    ],
)
def test_a_question_about_groups_of_people_is_known(text: str, asked: AskedGroups) -> None:
    assert asked_groups(text, COLUMNS) == asked


@pytest.mark.parametrize(
    "text",
    ["how many women are there?", "fair point, go on", "what is the bias-variance trade-off?",
     "explain fairness to my boss", "is age leaking?", "what about duration?",
     "what does the man in the middle of the pipeline do?", "which metric is a fair comparison of "
     "two models on the same rows when one of them has been tuned and the other one has not?"],
)  # fmt: skip
def test_a_question_about_else_is_none_about_groups(text: str) -> None:
    assert asked_groups(text, COLUMNS) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what is the survival rate of women vs men", AskedLevels("sex")),
        ("survival rate by class", AskedLevels("pclass")),
        ("average fare by deck", AskedLevels("deck", "fare")),
        ("mean fare for each deck?", AskedLevels("deck", "fare")),
        ("what's the average age of survivors vs non survivors", AskedLevels("survived", "age")),
        ("how many passengers survived?", AskedLevels(None)),
        ("what is the average age of survivors", AskedLevels("survived", "age")),
        ("what is the mean fare of people who survived?", AskedLevels("survived", "fare")),
        ("what is the mean fare of women", AskedLevels("sex", "fare")),
        ("whats the survival rate", AskedLevels(None)),
        ("which sex survives most?", AskedLevels("sex")),
        ("does survival differ by embark town?", AskedLevels("embark_town")),
        ("do women survive more than men?", AskedLevels("sex")),
        ("how does survival vary with age", AskedLevels("age")),
        ("Which deck has the highest survival rate?", AskedLevels("deck")),
    ],
)
def test_a_question_by_level_is_known(text: str, asked: AskedLevels) -> None:
    assert asked_levels(text, COLUMNS, "survived") == asked


@pytest.mark.parametrize(
    "text",
    ["split by time?", "is random forest better than xgboost", "what is the mean age?",
     "why do women survive more than men?", "accuracy by class", "survival rate by cabin crew",
     "how many rows by Friday?", "which column leaks most?", "is the split by region fair?"],
)  # fmt: skip
def test_a_question_for_else_is_none_by_level(text: str) -> None:
    assert asked_levels(text, COLUMNS, "survived") is None


@pytest.mark.parametrize(
    "text",
    ["show me row 5", "print the first 3 customers", "give me some examples", "df.head()",
     "Can you show me a few rows?", "list all the customers", "what does the raw data look like?",
     "select * from t limit 5"],
)  # fmt: skip
def test_a_wish_for_rows_is_known(text: str) -> None:
    assert asks_for_rows(text)


@pytest.mark.parametrize(
    "text",
    ["how many rows?", "show me the findings on the first column", "give me the score",
     "why are there duplicate rows?", "is the sample size enough?",
     "show me the evidence behind the first figure"],
)  # fmt: skip
def test_a_wish_for_else_is_none_for_rows(text: str) -> None:
    assert not asks_for_rows(text)


@pytest.mark.parametrize(
    "text",
    ["Is the probability trustworthy?", "can I trust the probabilities", "is it well calibrated?",
     "are the scores reliable?", "how well calibrated is the model?"],
)  # fmt: skip
def test_a_question_about_probabilities_is_one_about_calibration(text: str) -> None:
    assert asked_of_model(text) == "calibration"


@pytest.mark.parametrize(
    "text", ["how fast is it?", "what's the latency?", "how long does a prediction take?",
             "how big is the model?", "model size?", "how many MB does it take?",
             "how much memory?", "will it fit into 50 MB and answer in 20 ms?"],
)  # fmt: skip
def test_a_question_about_speed_is_one_about_the_model(text: str) -> None:
    assert asked_of_model(text) == "serving"


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    rows = [
        f"c{k:04},{'MF'[k % 2]},{20 + k * 7 % 50},{int((k % 2 and k % 7 < 5) or k % 11 == 0)}"
        for k in range(400)
    ]
    text = "customer,sex,spent,churned\n" + "\n".join(rows)
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    async with Engineer(workspace=tmp_path) as engineer:
        await engineer.attach(data="t.csv", target="churned")
        yield engineer


async def test_groups_and_levels_are_told_by_their_figures(engineer: Engineer) -> None:
    rate = await engineer.ask("what is the churn rate of women vs men?")
    assert rate.text.startswith("**By `sex` positive rows are rarest in `M`, a share of ")
    assert rate.marks == ()
    assert {one.figure.subject.slice for one in rate.cited} == {"M", "F"}
    means = await engineer.ask("average spent of churners vs non churners")
    assert "the mean of `spent` is lowest in" in means.text
    assert means.marks == ()
    fair = await engineer.ask("is it fair to women?")
    assert fair.text.startswith("**By `sex` the groups are not treated alike.** ")
    assert "| `M` | " in fair.text
    assert fair.marks == ()
    rows = await engineer.ask("show me the first 3 customers")
    assert rows.text.startswith("**I don't show single rows.**")
    assert rows.cited == ()
    assert rows.marks == ()
