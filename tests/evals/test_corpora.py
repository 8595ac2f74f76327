"""Labelled texts are scored by `ml-engineer eval grounding|gates|intents CORPUS.jsonl`."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from ml_engineer.cli import run
from ml_engineer_evals.corpora import CORPORA
from ml_engineer_evals.corpora.chance import random_like
from ml_engineer_evals.corpora.grounding import score_corpus

LABELLED = Path(__file__).parents[1] / "corpora"
GUESSED = {"text": "0.871", "start": 11, "end": 16, "class": "guessed", "handles": []}
ITEM = {
    "id": "g1",
    "user": ["Is it good?"],
    "figures": [{"handle": "E1.f1", "quantity": "roc_auc", "value": 0.8714}],
    "answer": "The AUC is 0.871 [E1.f1], precision 0.4 [E1.f1].",
    "numbers": [
        {"text": "0.871", "start": 11, "end": 16, "class": "measured", "handles": ["E1.f1"]},
        {"text": "0.4", "start": 36, "end": 39, "class": "unsupported", "handles": []},
    ],
}


def corpus(tmp_path: Path, *lines: object) -> str:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(written))
    return str(path)


@pytest.mark.parametrize("kind", CORPORA)
def test_each_kind_of_corpus_is_scored_and_reported(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (LABELLED / f"{kind}_dev.jsonl").read_text().splitlines()[:6]
    path = corpus(tmp_path, *lines)
    assert run(["eval", kind, path]) == 0
    text = capsys.readouterr().out
    assert run(["eval", kind, path, "--examples"]) == 0
    assert capsys.readouterr().out.startswith(text)
    assert run(["eval", kind, path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["corpus"] == "corpus.jsonl"


def test_planted_errors_and_honest_numbers_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", "grounding", corpus(tmp_path, ITEM), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["labelled"], report["extracted"]) == (2, 2)
    assert (report["cited"]["found"], report["cited"]["passed"]) == (1, 1)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([ITEM, "{"], "line 2 is not valid JSON"),
        ([ITEM, "[1]"], "line 2 is not a JSON object."),
        ([ITEM, "", ITEM], "line 3: the id 'g1' is that of line 1."),
        ([], "has no items"),
        ([{**ITEM, "answer": "Nothing."}], "line 1: the item: Value error, '0.871' doesn't stand"),
        ([{"id": "a"}], "line 1: answer: Field required."),
        (
            [{**ITEM, "numbers": [GUESSED]}],
            "line 1: numbers.0.class: Input should be 'measured', 'derived', 'user', "
            "'convention', 'structural' or 'unsupported', not 'guessed'.",
        ),
    ],
)
def test_a_bad_corpus_gets_one_sentence(
    lines: list[object], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", "grounding", corpus(tmp_path, *lines)]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["grounding", "nowhere.jsonl"], "The corpus nowhere.jsonl can't be read"),
        (["gates"], "give their file: ml-engineer eval gates CORPUS.jsonl"),
        (["requests-and-refusals", "x.jsonl"], "A suite takes no second file"),
        (["gates", "x.jsonl", "--chance"], "--chance is for numbers"),
        (["intent"], "There is no suite 'intent'"),
    ],
)
def test_a_wrong_command_gets_one_sentence(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", *arguments]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("text", ["0.871", "1,234", "87.1 %", "-3", "€2.4 million", "7"])
def test_a_random_number_has_the_format_of_the_one_that_it_replaces(text: str) -> None:
    rng = random.Random(0)
    for _ in range(20):
        drawn = random_like(text, rng)
        assert drawn is not None
        assert drawn != text
        assert re.sub(r"\d", "0", drawn) == re.sub(r"\d", "0", text)
    assert random_like("twice", rng) is None


def test_labelled_numbers_are_judged_as_well_as_before() -> None:
    """A floor on texts that the rules were made with; it says nothing of texts by others."""
    for name in ("grounding_dev", "grounding_n1", "grounding_own"):
        report = score_corpus(LABELLED / f"{name}.jsonl")
        assert report.cited.recall >= 0.95
        assert report.cited.false_alarms <= 0.02
        assert report.uncited_measured == 0
    for name, recall, false_alarms in (
        ("grounding_n2", 0.95, 0.02),
        ("grounding_n3", 0.94, 0.02),
        ("grounding_n5", 0.95, 0.02),
        ("grounding_n6", 0.95, 0.02),
        ("grounding_n7", 0.95, 0.02),
        ("grounding_n8", 0.95, 0.02),
        ("grounding_n9", 0.95, 0.02),
        ("grounding_n10", 0.95, 0.02),
        ("grounding_n11", 0.94, 0.02),
        ("grounding_n12", 0.95, 0.02),
        ("grounding_n14", 0.95, 0.02),
        ("grounding_n15", 0.92, 0.02),
        ("grounding_n16", 0.74, 0.03),
        ("grounding_n17", 0.95, 0.02),
        ("grounding_n18", 0.84, 0.02),
        ("grounding_n19", 0.95, 0.02),
        ("grounding_n20", 0.8, 0.06),
        ("grounding_n21", 0.88, 0.02),
    ):
        report = score_corpus(LABELLED / f"{name}.jsonl")
        assert report.cited.recall >= recall
        assert report.cited.false_alarms <= false_alarms
        assert report.uncited_measured == 0
