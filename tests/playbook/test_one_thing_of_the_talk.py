"""Questions for one thing that are about the talk itself, or about what nothing measures."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.level_facts import AskedLevels, asked_levels
from ml_engineer.models.playbook.one_thing.accuracy_alone import accuracy_claimed
from ml_engineer.models.playbook.one_thing.corrections import put_right
from ml_engineer.models.playbook.one_thing.multiplicity import asks_of_multiplicity
from ml_engineer.models.playbook.one_thing.not_measured import asked_unmeasured
from ml_engineer.models.playbook.one_thing.of_itself import asked_of_itself

COLUMNS = ("date", "units_sold", "promo", "temp", "v0", "v1")


@pytest.mark.parametrize(
    ("text", "before", "question"),
    [
        ("sorry i meant the temp column, not promo. is that one useful?", "is promo useful?",
         "is `temp` useful?"),
        ("i meant temp", "so is promo useful or not?", "so is `temp` useful or not?"),
        ("No, I meant temp not promo", "does promo matter?", "does `temp` matter?"),
        ("oops, wrong column: temp", "how many missing in promo?", "how many missing in `temp`?"),
        ("not promo, temp", "is promo leaking?", "is `temp` leaking?"),
        ("it should be units sold, how many are missing in that column?", "missing in temp?",
         "how many are missing in `units_sold`?"),
        ("Actually, I was asking about temp rather than promo", "is promo useful",
         "is `temp` useful"),
    ],
)  # fmt: skip
def test_a_correction_is_read_as_the_question_it_puts_right(
    text: str, before: str, question: str
) -> None:
    assert put_right(text, before, COLUMNS) == question


@pytest.mark.parametrize(
    "text",
    ["i meant the target is temp", "is temp useful?", "i mean it, ship it", "what does promo mean",
     "no, temp is the label", "sorry, I don't understand"],
)  # fmt: skip
def test_what_is_no_correction_stays_as_it_is(text: str) -> None:
    assert put_right(text, "is promo useful?", COLUMNS) == text


@pytest.mark.parametrize(
    ("text", "accuracy"),
    [
        ("accuracy is 98% tho, isnt that great?", 0.98),
        ("but we have 98 % accuracy, that's good enough!", 0.98),
        ("my model is right in 0.97 of the cases, nice isn't it?", 0.97),
        ("I got 99.1 percent accuracy with xgboost, amazing!", 0.991),
        ("it is 98% accurate, so is it good?", 0.98),
        ("98 % correct - is that fine?", 0.98),
        ("an accuracy of .98 is high, right?", 0.98),
    ],
)
def test_an_accuracy_told_with_pride_is_heard(text: str, accuracy: float) -> None:
    assert accuracy_claimed(text) == pytest.approx(accuracy)


@pytest.mark.parametrize(
    "text",
    ["when do we reach 98% accuracy, good people?", "accuracy fell from 98% to 90%, not great",
     "what is accuracy?", "98% of rows are good", "how good is the accuracy?"],
)  # fmt: skip
def test_an_accuracy_that_is_wished_for_or_lost_is_another_matter(text: str) -> None:
    assert accuracy_claimed(text) is None


@pytest.mark.parametrize(
    "text",
    ["how many tests did you do and how did you correct for multiplicity",
     "did you adjust for multiple comparisons?", "is there a bonferroni correction in there?",
     "with 30 columns some will look good by chance, did you account for multiple testing?",
     "are the p-values adjusted?", "at which FDR do you flag columns?", "isn't that p-hacking?",
     "how many hypotheses were tested"],
)  # fmt: skip
def test_a_question_of_multiplicity(text: str) -> None:
    assert asks_of_multiplicity(text)


@pytest.mark.parametrize(
    "text",
    ["what is the FDR?", "how many test rows are there", "how many A/B tests do we need",
     "which metric should we use?"],
)  # fmt: skip
def test_other_tests_are_none_of_multiplicity(text: str) -> None:
    assert not asks_of_multiplicity(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("what is the average of units_sold on weekends vs weekdays?", 0),
        ("mean units sold per day of the week?", 0),
        ("do we sell more units on saturdays vs mondays", 0),
        ("how much do we sell on weekends", 0),
        ("what's the correlation of v0 with v1", 1),
        ("is v0 correlated with v1?", 1),
        ("show me the correlation matrix", 1),
        ("are any features collinear?", 1),
        ("should I smote it?", 2),
        ("would oversampling the minority class help?", 2),
        ("can I undersample?", 2),
        ("what's the skewness of temp", 3),
        ("give me shap values for temp", 3),
    ],
)
def test_what_nothing_measures_is_known(text: str, place: int) -> None:
    found = asked_unmeasured(text, COLUMNS)
    assert found is not None
    assert found[0] == place


@pytest.mark.parametrize(
    "text",
    ["what is SMOTE?", "what does skewness mean", "is promo correlated with the target?",
     "what is the average of units_sold", "what are shap values", "explain PCA"],
)  # fmt: skip
def test_what_is_measured_or_a_term_is_none_of_it(text: str) -> None:
    assert asked_unmeasured(text, COLUMNS) is None


def test_days_of_the_week_are_told_by_a_column_that_holds_them() -> None:
    columns = ("date", "units_sold", "weekday")
    text = "what is the average of units_sold on weekends vs weekdays?"
    assert asked_unmeasured(text, columns) is None
    assert asked_levels(text, columns, "units_sold") == AskedLevels("weekday")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("who are you", "who"),
        ("What are you exactly?", "who"),
        ("are you chatgpt?", "who"),
        ("am I talking to a human?", "who"),
        ("is there a real person? are you a bot", "who"),
        ("hey, what kind of AI are you", "who"),
        ("how long is all this kept and how do i delete it", "retention"),
        ("how long do you keep my data?", "retention"),
        ("can I delete this conversation?", "retention"),
        ("where is everything stored?", "retention"),
        ("please erase all of this", "retention"),
        ("what's the retention period", "retention"),
        ("which clauses did you apply so far?", "clauses"),
        ("what rules do you follow?", "clauses"),
        ("what principles have you applied", "clauses"),
    ],
)
def test_a_question_about_me_or_the_record(text: str, kind: str) -> None:
    assert asked_of_itself(text) == kind


@pytest.mark.parametrize(
    "text",
    ["who are you going to call first?", "how long does training take?", "should I delete column a",
     "what are you missing?", "which rules beat the model?", "how do I delete duplicates?"],
)  # fmt: skip
def test_a_question_about_the_work_is_none_about_me(text: str) -> None:
    assert asked_of_itself(text) is None
