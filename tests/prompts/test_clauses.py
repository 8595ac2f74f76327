"""The clauses: what each holds, and what is wrong with the Markdown is said with file and line."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.prompts.shared import THE_32

from ml_engineer.conversation import Audience as SessionAudience
from ml_engineer_prompts import (
    AudienceDetails,
    PersonaError,
    RefusalDetails,
    RequestDetails,
    StageDetails,
    audience_clause,
    details_of,
    load_clauses,
)
from ml_engineer_prompts.clause_markdown import parse_clauses
from ml_engineer_prompts.clauses import Audience, read_persona

AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def test_exactly_the_32_clauses_exist_in_their_order() -> None:
    assert list(load_clauses()) == THE_32


@pytest.mark.parametrize("clause_id", THE_32)
def test_a_clause_has_a_title_a_rule_and_a_text_of_its_own(clause_id: str) -> None:
    clause = load_clauses()[clause_id]
    assert clause.id == clause_id
    assert 1 <= len(clause.title.split()) <= 10
    assert 8 <= len(clause.rule.split()) <= 40, "a rule is a sentence or two"
    assert len(clause.text.split()) >= 80, "the text says why, and what it looks like in practice"
    assert clause.rule not in clause.text
    assert "```" not in clause.text
    file, line = clause.source.split(":")
    assert read_persona()[file].splitlines()[int(line) - 1] == f"### {clause_id} · {clause.title}"


@pytest.mark.parametrize("clause_id", THE_32)
def test_a_clause_says_why_it_exists_and_what_shows_that_it_is_kept(clause_id: str) -> None:
    clause = load_clauses()[clause_id]
    for words in (clause.why, clause.kept_when):
        assert 6 <= len(words.split()) <= 40
        assert words.endswith(".")
        assert "**" not in words
    assert len({clause.rule, clause.why, clause.kept_when}) == 3
    assert clause.why not in clause.text
    assert len(set(clause.enforced_by)) == len(clause.enforced_by)
    assert len(set(clause.tested_by)) == len(clause.tested_by)


@pytest.mark.parametrize(
    ("letter", "kind", "details"),
    [
        ("B", "belief", type(None)),
        ("P", "perspective", type(None)),
        ("S", "stage", StageDetails),
        ("A", "audience", AudienceDetails),
        ("H", "heuristic", type(None)),
        ("R", "refusal", RefusalDetails),
        ("Q", "request", RequestDetails),
    ],
)
def test_the_kind_of_a_clause_tells_which_details_it_carries(
    letter: str, kind: str, details: type
) -> None:
    of_letter = [c for c in load_clauses().values() if c.id[0] == letter and c.id != "S0"]
    assert of_letter
    assert {clause.kind for clause in of_letter} == {kind}
    assert {type(clause.details) for clause in of_letter} == {details}


def test_the_rule_over_the_stages_is_no_stage() -> None:
    rule = load_clauses()["S0"]
    assert (rule.kind, rule.details) == ("stage_rule", None)


def test_asking_for_the_wrong_details_is_an_error() -> None:
    with pytest.raises(TypeError, match="R1 carries no StageDetails"):
        details_of("R1", StageDetails)
    with pytest.raises(TypeError, match="B0 carries no RefusalDetails"):
        details_of("B0", RefusalDetails)


def test_the_audiences_are_those_of_a_session() -> None:
    assert get_args(SessionAudience) == AUDIENCES
    assert [audience_clause(audience) for audience in AUDIENCES] == ["A1", "A2", "A3", "A4"]


def test_each_refusal_says_what_it_is_not_for_and_how_to_get_a_yes() -> None:
    for clause_id in ("R1", "R2", "R3", "R4"):
        refusal = details_of(clause_id, RefusalDetails)
        assert clause_id in refusal.verdict
        assert len(refusal.triggered_by) >= 3
        assert len(refusal.not_triggered_by) >= 3
        assert len(refusal.path_to_yes) >= 3
        assert len({refusal.reasons.to(audience) for audience in AUDIENCES}) == 4


def test_the_persona_holds_nothing_that_looks_like_a_measured_result() -> None:
    for file, text in read_persona().items():
        body = text.split("\n---\n", 1)[-1]
        assert not re.search(r"\d+[.,]\d|\d\s?%|\d\s?(ms|x|percent)\b", body), file


def altered(file: str, old: str, new: str) -> dict[str, str]:
    texts = read_persona()
    assert old in texts[file]
    return {**texts, file: texts[file].replace(old, new, 1)}


REFUSALS = "references/refusals.md"


def line_of(file: str, start: str, texts: dict[str, str] | None = None) -> int:
    lines = (texts or read_persona())[file].splitlines()
    return next(k for k, line in enumerate(lines, start=1) if line.startswith(start))


def test_a_clause_without_a_heading_is_named() -> None:
    texts = altered(REFUSALS, "### R3 · No training on data of unknown origin", "")
    with pytest.raises(PersonaError, match="clause R2 needs one"):
        parse_clauses(texts)
    del texts[REFUSALS]
    with pytest.raises(PersonaError, match=r"references/: clause R1 has no heading"):
        parse_clauses(texts)


def test_a_clause_without_a_rule_is_named() -> None:
    texts = altered("SKILL.md", "- **H2 · Explainable", "- **Explainable")
    with pytest.raises(PersonaError, match=r"SKILL\.md: clause H2 has no rule"):
        parse_clauses(texts)


def test_a_clause_that_stands_twice_is_named_with_both_places() -> None:
    texts = read_persona()
    first = line_of("references/heuristics.md", "### H1")
    texts["references/heuristics.md"] += "\n### H1 · Simple first\n\nAgain.\n"
    last = len(texts["references/heuristics.md"].splitlines()) - 2
    with pytest.raises(
        PersonaError,
        match=rf"heuristics\.md:{last}: clause H1 already stands in .*heuristics\.md:{first}$",
    ):
        parse_clauses(texts)


def test_an_unknown_clause_is_named() -> None:
    texts = read_persona()
    texts["references/heuristics.md"] += "\n### H6 · Another\n\nText.\n"
    with pytest.raises(PersonaError, match=r"heuristics\.md:\d+: there is no clause H6"):
        parse_clauses(texts)


def test_a_mention_of_a_clause_that_does_not_exist_is_named() -> None:
    texts = altered("references/stages.md", "sends you to the labels in S3", "sends you to S9")
    line = line_of("references/stages.md", "mean never going back", texts)
    with pytest.raises(PersonaError, match=rf"stages\.md:{line}: there is no clause S9"):
        parse_clauses(texts)


def test_titles_that_differ_are_named_with_both_places() -> None:
    texts = altered("references/heuristics.md", "### H4 · Fast loops early", "### H4 · Fast loops")
    with pytest.raises(PersonaError, match=r"SKILL\.md:\d+: clause H4 is called .*heuristics\.md:"):
        parse_clauses(texts)


def test_a_refusal_without_its_block_is_named() -> None:
    text = read_persona()[REFUSALS]
    start = text.index("```yaml")
    end = text.index("```\n", start) + 4
    texts = {**read_persona(), REFUSALS: text[:start] + text[end:]}
    line = line_of(REFUSALS, "### R1")
    with pytest.raises(PersonaError, match=rf"refusals\.md:{line}: clause R1 needs one ```yaml"):
        parse_clauses(texts)


def test_a_block_where_none_belongs_is_named() -> None:
    texts = read_persona()
    texts["references/heuristics.md"] += "\n```yaml\nneeds: [x]\n```\n"
    with pytest.raises(PersonaError, match=r"heuristics\.md:\d+: clause H5 is of a kind that has"):
        parse_clauses(texts)


def test_a_block_that_is_not_yaml_is_named_by_its_line() -> None:
    texts = altered(REFUSALS, "path_to_yes:\n", "path_to_yes: [\n")
    line = line_of(REFUSALS, "path_to_yes: [", texts)
    with pytest.raises(PersonaError, match=r"refusals\.md:(\d+): .*R1 is not YAML") as caught:
        parse_clauses(texts)
    found = re.search(r":(\d+):", str(caught.value))
    assert found is not None
    assert abs(int(found[1]) - line) <= 1


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("path_to_yes:", "path_to_maybe:", "path_to_yes"),
        ("  leadership: >-", "  board: >-", "reasons.leadership"),
        ("holds: >-", "hold: >-", "holds"),
    ],
)
def test_a_block_that_does_not_fit_its_type_is_named_by_field(
    old: str, new: str, field: str
) -> None:
    with pytest.raises(PersonaError, match=rf"refusals\.md:\d+: clause R1, {re.escape(field)}: "):
        parse_clauses(altered(REFUSALS, old, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- **Why:**", "Why:", r"lacks `- \*\*Why:\*\* \.\.\.` below its heading"),
        ("- **Kept when:** ", "- **Kept when:**\n", r"lacks `- \*\*Kept when:"),
        (
            "- **Enforced by:**",
            "- **Tested by:** `a`\n- **Enforced by:**",
            "'Tested by' stands tw",
        ),
        ("- **Tested by:**", "- **Checked by:**", "'Checked by' is no fact of a clause"),
        ("tool `plan_release`", "goodwill", "is enforced by tool .* not by 'goodwill'"),
        ("`r1-pressed", "r1-pressed", "is tested by `case-id`"),
    ],
)
def test_a_fact_that_is_missing_or_not_as_it_must_be_is_named(
    old: str, new: str, words: str
) -> None:
    with pytest.raises(PersonaError, match=rf"refusals\.md:\d+: .*{words}"):
        parse_clauses(altered(REFUSALS, old, new))


def test_a_fence_that_is_never_closed_is_named() -> None:
    texts = read_persona()
    texts["references/heuristics.md"] += "\n```yaml\n"
    with pytest.raises(PersonaError, match=r"heuristics\.md:\d+: a fenced block is never closed"):
        parse_clauses(texts)


def test_a_clause_heading_in_another_form_is_named() -> None:
    texts = altered("references/heuristics.md", "### H4 · Fast", "### H4: Fast")
    line = line_of("references/heuristics.md", "### H4: Fast", texts)
    with pytest.raises(PersonaError, match=rf"heuristics\.md:{line}: a heading of a clause reads"):
        parse_clauses(texts)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="#` -*\n·RS019.a", max_size=200))
def test_any_text_in_a_reference_gives_clauses_or_one_named_error(junk: str) -> None:
    texts = {**read_persona(), "references/zz.md": junk}
    try:
        assert list(parse_clauses(texts)) == THE_32
    except PersonaError as error:
        assert re.match(r"\S+:\d+: ", str(error))  # noqa: PT017
