"""Questions about the record: a summary, two runs beside each other, one number, a next step."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.record_questions import asked_of_record


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Could you kindly summarise everything we found in this conversation?", "summary"),
        ("sum it up please", "summary"),
        ("recap", "summary"),
        ("give me a short summary of what we found", "summary"),
        ("what have we learned so far?", "summary"),
        ("what do we know so far", "summary"),
        ("ok so where do we stand", "summary"),
        ("can you summarize the findings for my boss", "summary"),
        ("compare the two", "comparison"),
        ("compare them", "comparison"),
        ("please compare both runs", "comparison"),
        ("which of the two is better?", "comparison"),
        ("what's the difference between the two results", "comparison"),
        ("is it better than before?", "comparison"),
        ("how does that compare to the first run?", "comparison"),
        ("what did we start with?", "begun"),
        ("what was the first result", "begun"),
        ("stop with the tables. one number", "number"),
        ("just give me one number", "number"),
        ("a single figure, please", "number"),
        ("just the number", "number"),
        ("can you tell me that in two lines for my manager", "shorter"),
        ("give me that in one sentence", "shorter"),
        ("tl;dr", "shorter"),
        ("in two sentences please", "shorter"),
        ("what would you do in my place", "next_step"),
        ("ok and what would you do if you were me?", "next_step"),
        ("what do you recommend?", "next_step"),
        ("whats the next step", "next_step"),
        ("what is your advice", "next_step"),
        ("how sure are you", "certainty"),
        ("is the diff between them significant?", "certainty"),
        ("could that just be luck?", "certainty"),
        ("what don't we know", "summary"),
        ("compare the two tables", None),
        ("compare with persistence", None),
        ("what would you do about missing values?", None),
        ("summarise the column age", None),
        ("which model is better?", None),
        ("one number of false alarms per day must not be exceeded", None),
        ("what is in the table", None),
        ("explain it to my boss in three sentences without monitoring", None),
    ],
)
def test_a_question_about_the_record_is_known_by_its_form(text: str, asked: str | None) -> None:
    assert asked_of_record(text) == asked
