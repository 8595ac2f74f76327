"""Report pages: one file that loads nothing, draws what was measured, and trusts no name."""

from __future__ import annotations

import html.parser
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_engineer.cli import run
from ml_engineer_tools import check_leakage, profile
from ml_engineer_tools.evidence import Evidence, Figure, Subject, published_schema
from ml_engineer_tools.pages import notebook_frame, render_page
from ml_engineer_tools.pages.charts import columns, dots
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 9173 * 8219 }}`"
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Reader(html.parser.HTMLParser):
    """Reads a page as a browser would: its elements, its attributes, and whether they close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def customers(rows: int = 400) -> pd.DataFrame:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({
        "age": random.normal(40, 10, rows).round(1),
        "town": random.choice(["north", "south", "east"], rows),
        "balance": np.where(random.random(rows) < 0.3, np.nan, random.normal(size=rows)),
    })  # fmt: skip
    frame["churned"] = (random.random(rows) < 0.4).astype(int)
    frame["calls"] = 2.5 * frame["churned"] + random.normal(size=rows)
    return frame


@pytest.fixture(scope="module")
def profiled() -> Evidence:
    return profile(customers(), target="churned")


@pytest.fixture(scope="module")
def checked() -> Evidence:
    return check_leakage(customers(), target="churned")


def test_a_page_loads_nothing_and_forbids_scripts(profiled: Evidence, checked: Evidence) -> None:
    for evidence in (profiled, checked):
        reader = read(render_page(evidence))
        assert not {tag for tag, _ in reader.seen} & {"script", "link", "img", "iframe", "object"}
        addresses = [a[k] for _, a in reader.seen for k in ("src", "href") if k in a]
        assert all(address and address.startswith("#") for address in addresses)
        policies = [a["content"] for tag, a in reader.seen if a.get("http-equiv")]
        assert policies[0] is not None
        assert policies[0].startswith("default-src 'none'")


def test_every_finding_is_there_with_its_question(checked: Evidence) -> None:
    text = read(render_page(checked)).text.replace(" ", "")
    for finding in checked.measurement.findings:
        assert finding.statement.replace("`", "").replace(" ", "") in text
        assert (finding.question or "").replace("`", "").replace(" ", "") in text


def test_links_lead_to_sections_that_are_there(profiled: Evidence, checked: Evidence) -> None:
    for evidence in (profiled, checked):
        seen = read(render_page(evidence)).seen
        ids = {attributes.get("id") for _, attributes in seen}
        targets = {(a["href"] or "")[1:] for tag, a in seen if tag == "a"}
        assert targets <= ids


def test_a_profile_shows_each_column_and_what_is_missing(profiled: Evidence) -> None:
    text = read(render_page(profiled)).text
    for name in ("age", "town", "balance", "churned", "calls"):
        assert name in text
    share = next(
        float(f.value)
        for f in profiled.measurement.figures
        if f.quantity == "missing_share" and f.subject.column == "balance"
    )
    assert f"{100 * share:.1f} %" in text


def test_a_leak_is_drawn_as_what_it_takes_away_from_the_score(checked: Evidence) -> None:
    text = read(render_page(checked)).text
    assert "as the table stands" in text
    assert "without the suspects" in text
    assert "taken away" in text


def test_the_target_by_a_suspect_is_drawn_once(checked: Evidence) -> None:
    drawn = re.findall(r"Share of the positive class by [^<]*", render_page(checked))
    assert drawn
    assert len(drawn) == len(set(drawn))


@pytest.mark.parametrize("which", ["names", "levels"])
def test_hostile_names_and_levels_stay_text(which: str) -> None:
    frame = customers(120)
    if which == "names":
        frame = frame.rename(columns={"calls": HOSTILE})
    else:
        frame["town"] = np.where(frame["town"] == "north", HOSTILE, frame["town"])
    for evidence in (profile(frame, target="churned"), check_leakage(frame, target="churned")):
        page = render_page(evidence)
        reader = read(page)
        assert not any(tag in ("script", "img") for tag, _ in reader.seen)
        assert not any(key.startswith("on") for _, attributes in reader.seen for key in attributes)
        assert "<script>alert" not in page
        assert str(9173 * 8219) not in reader.text


@given(st.text(max_size=60))
def test_any_text_in_a_finding_is_shown_as_it_is(text: str) -> None:
    recorder = Recorder("check_leakage", Request())
    recorder.finding("some_check", "high", f"before {text} after", question=text)
    reader = read(render_page(recorder.evidence()))
    assert {tag for tag, _ in reader.seen} <= {
        "html", "head", "meta", "title", "style", "body", "header", "p", "h1", "h2", "nav", "a",
        "main", "section", "article", "span", "b", "small", "code", "details", "summary", "div",
        "table", "thead", "tbody", "tr", "th", "ul", "li",
    }  # fmt: skip


def test_a_notebook_shows_the_page_in_a_frame_without_rights(profiled: Evidence) -> None:
    frame = notebook_frame(profiled)
    assert frame == profiled._repr_html_()
    (tag, attributes), *others = read(frame).seen
    assert (tag, others) == ("iframe", [])
    assert attributes["sandbox"] == ""
    assert attributes["srcdoc"] == render_page(profiled)


def test_no_path_of_this_machine_is_on_the_page(workspace: Path) -> None:
    customers(60).to_csv(workspace / "train.csv", index=False)
    page = render_page(profile(workspace / "train.csv"))
    assert "train.csv" in page
    assert str(workspace) not in page


class TestTheCommand:
    def test_it_writes_the_page_beside_what_it_prints(
        self, workspace: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        customers(60).to_csv(workspace / "t.csv", index=False)
        assert run(["profile", "t.csv", "--json", "--html", "report.html"]) == 0
        printed = capsys.readouterr()
        evidence = Evidence.model_validate_json(printed.out)
        assert (workspace / "report.html").read_text() == render_page(evidence)
        assert "report.html" in printed.err
        assert run(["evidence", "show", "E1", "--html", "again.html"]) == 0
        assert (workspace / "again.html").read_text() == (workspace / "report.html").read_text()

    def test_a_place_that_cannot_be_written_gives_one_sentence(
        self, workspace: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        customers(60).to_csv(workspace / "t.csv", index=False)
        assert run(["profile", "t.csv", "--html", "nowhere/report.html"]) == 2
        assert re.search(r"nowhere/report.html.*name another file", capsys.readouterr().err)


def test_the_published_schema_is_the_one_that_the_code_has() -> None:
    published = Path(__file__).parents[2] / "docs" / "evidence.schema.json"
    assert json.loads(published.read_text()) == published_schema()


class TestCharts:
    def test_dots_lie_between_the_ends_of_all_intervals(self) -> None:
        figures = [
            Figure(handle="f1", quantity="roc_auc", value=0.7, interval=(0.6, 0.9),
                   interval_level=0.95, subject=Subject(column="a")),
            Figure(handle="f2", quantity="roc_auc", value=0.5),
        ]  # fmt: skip
        drawn = dots([("a", figures[0]), ("b", figures[1])], mark=0.5)
        assert drawn is not None
        first, second = drawn.points
        assert first.low is not None
        assert first.high is not None
        assert 0 <= second.place < first.low < first.place < first.high <= 100
        assert drawn.mark == second.place

    def test_the_highest_bar_has_the_full_height_and_nothing_gives_no_drawing(self) -> None:
        drawn = columns([("a", 2), ("b", 8)], line=[None, 0.5])
        assert drawn is not None
        assert drawn.heights == (25, 100)
        assert len(drawn.line) == 1
        assert columns([]) is None
