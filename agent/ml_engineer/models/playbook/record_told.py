"""Answers from the conversation's record: a summary, two runs side by side, one number, less."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ml_engineer.evidence.view import EvidenceView, ViewFigure
from ml_engineer.models.playbook.citing import cited, columns_in_words, first_sentence, with_handles
from ml_engineer.models.playbook.next_steps import next_step
from ml_engineer.models.playbook.scoreboard import (
    Scoreboard,
    believed,
    expectation,
    in_words,
    read_scoreboards,
)
from ml_engineer.models.playbook.sections import ALWAYS_SHOWN, ORDER, WEIGHTS
from ml_engineer.models.playbook.situation import Situation, joined, with_what_was_shown
from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

__all__ = ["told_of_record"]

MOST_SUMMED = 8
MOST_QUESTIONS = 3
STANDS = "Stands on: S5, S6; P3"


def told_of_record(situation: Situation) -> str:
    """Return the answer to a question about the record; "" if none is asked."""
    kind = situation.aside.kind if situation.aside is not None else None
    past = with_what_was_shown(situation)
    if kind == "summary":
        return _summary(past)
    if kind in ("comparison", "begun"):
        return _comparison(past, since_the_start=kind == "begun")
    if kind == "certainty":
        return _certainty(past)
    if kind == "number":
        return _number(past)
    if kind == "shorter":
        return _shorter(past)
    if kind == "next_step":
        return next_step(past)
    return ""


def _summary(past: Situation) -> str:
    """Sum up what was measured, worst first, what to expect, what is open and what is next."""
    if not past.views:
        return f"**Nothing has been measured so far.** {_told_so_far(past)}\n\n{next_step(past)}"
    found = [(tool, finding) for tool in ORDER for finding in past.findings(tool)]
    found = [
        (tool, one) for tool, one in found if one.severity != "info" or one.check in ALWAYS_SHOWN
    ]
    found.sort(key=lambda pair: WEIGHTS[pair[1].severity])
    lines = [f"- **{one.severity}** \u00b7 {with_handles(one)}" for _, one in found[:MOST_SUMMED]]
    if len(found) > MOST_SUMMED:
        lines.append(f"- {len(found) - MOST_SUMMED} more, of less weight: `/evidence` lists them.")
    questions = [one.question for _, one in found if one.question]
    asked = [f"- {question}" for question in list(dict.fromkeys(questions))[:MOST_QUESTIONS]]
    names = {table.name: None for view in past.views.values() for table in view.tables}
    parts = [
        f"**What we found on {columns_in_words(names)}, worst first:**",
        "\n".join(lines) or "- Nothing that weighs anything.",
        expectation(past),
        "Still open:\n\n" + "\n".join(asked) if asked else "",
        next_step(past, briefly=True),
        STANDS,
    ]
    return "\n\n".join(part for part in parts if part)


def _told_so_far(past: Situation) -> str:
    known, facts = past.heard.known, past.facts
    told = {
        "to be predicted": facts.target or known.target,
        "time": facts.time or known.time,
        "entity": facts.group or known.group,
        "by": known.deadline,
    }
    said = [f"{name}: \u201c{words}\u201d" for name, words in told.items() if words]
    return f"What you told me: {'; '.join(said)}." if said else ""


def _comparison(past: Situation, *, since_the_start: bool) -> str:
    """Put two measurements of the baselines side by side: the last two, or the first and last."""
    runs = _runs(past)
    if len(runs) < 2:
        return _nothing_to_compare(past, runs)
    began = "We began with the upper one. " if since_the_start else ""
    first, last = (runs[0], runs[-1]) if since_the_start else (runs[-2], runs[-1])
    boards = [_board(past, run) for run in (first, last)]
    one, other = boards
    if one is None or other is None:
        return _nothing_to_compare(past, runs)
    scores = [believed(past, board) for board in (one, other)]
    lines = ["| measured | metric | score | trivial |", "|---|---|---|---|"]
    for run, board, score in zip((first, last), (one, other), scores, strict=True):
        lines.append(
            f"| {run.evidence}: {_with(past, run, (first, last))} | {METRIC_NAMES[board.metric]}, "
            f"{in_words(board.split)} | {_cell(score)} {score.model if score else ''} | "
            f"{_cell(board.full.get('trivial'))} |"
        )
    return "\n\n".join(
        (
            f"**{began}{_judged(one, other, scores)}**",
            "\n".join(lines),
            _which_counts(one, other),
            STANDS,
        )
    ).replace("\n\n\n\n", "\n\n")


def _runs(past: Situation) -> list[EvidenceView]:
    """Return each measurement of the baselines that was shown, oldest first."""
    runs: dict[str, EvidenceView] = {}
    for view in past.shown:
        if view.tool == "train_baselines":
            runs[view.evidence] = joined(runs.pop(view.evidence, None), view)
    return list(runs.values())


def _board(past: Situation, run: EvidenceView) -> Scoreboard | None:
    boards = read_scoreboards(replace(past, views={**past.views, "train_baselines": run}))
    return boards[0] if boards else None


def _with(past: Situation, run: EvidenceView, both: tuple[EvidenceView, EvidenceView]) -> str:
    """Return by which arguments a run differs from the other one, in words."""
    own, others = (dict(past.arguments.get(view.evidence, {})) for view in (run, _other(run, both)))
    differing = [name for name in WORDS if own.get(name) != others.get(name)]
    said = [_argument(name, own.get(name)) for name in differing]
    return ", ".join(said) or "the same arguments"


def _other(run: EvidenceView, both: tuple[EvidenceView, EvidenceView]) -> EvidenceView:
    return both[1] if run is both[0] else both[0]


WORDS: Mapping[str, str] = {
    "data": "table",
    "target": "target",
    "time": "time",
    "group": "entity",
    "without": "left out",
    "costs": "costs",
}
"""Arguments of a run that a comparison names."""


def _argument(name: str, value: object) -> str:
    if value is None:
        return f"no {WORDS[name]}" if name != "without" else "nothing left out"
    if isinstance(value, dict):
        sides = [value.get(side) for side in ("false_positive", "false_negative")]
        alarm, miss = (f"{side:g}" if isinstance(side, int | float) else "?" for side in sides)
        return f"a false alarm at {alarm} and a miss at {miss}"
    names = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    return f"{WORDS[name]} {columns_in_words(names)}"


def _judged(one: Scoreboard, other: Scoreboard, scores: list[ViewFigure | None]) -> str:
    first, last = scores
    if one.metric != other.metric:
        return "The two are told in different metrics, so neither is the better one."
    if first is None or last is None or first.interval is None or last.interval is None:
        return "Side by side:"
    if first.interval[0] <= last.interval[1] and last.interval[0] <= first.interval[1]:
        return "Nothing tells the two apart: their intervals overlap."
    higher = float(last.value) > float(first.value)
    return f"The later one is {'higher' if higher else 'lower'}, and their intervals don't overlap."


def _which_counts(one: Scoreboard, other: Scoreboard) -> str:
    if one.split == other.split:
        return ""
    timed = next((board for board in (one, other) if str(board.split).startswith("time")), None)
    ahead = (
        f" The one {in_words(timed.split)} counts, if the model will be used on later rows."
        if timed is not None
        else ""
    )
    return f"They were not judged on the same rows, so the difference is not a gain.{ahead}"


def _nothing_to_compare(past: Situation, runs: list[EvidenceView]) -> str:
    lead = (
        "**There is one measurement so far, so nothing to compare it with.**"
        if runs
        else "**Nothing that could be compared has been measured so far.**"
    )
    how = (
        'Name the second: "and without `NAME`?", "time is `NAME`", other costs, or another table '
        "with `/test FILE`."
    )
    return "\n\n".join(part for part in (lead, expectation(past), how, STANDS) if part)


def _certainty(past: Situation) -> str:
    """Return how far the score can be trusted: its interval, and what that does not count."""
    boards = read_scoreboards(past)
    best = believed(past, boards[0]) if boards else None
    telling = ("complexity",) if best is not None else ("drop", "against_trivial")
    tools = ("train_baselines", "evaluate_predictions")
    apart = [one for tool in tools for one in past.findings(tool) if one.check in telling]
    if best is None and not apart:
        return f"**Of nothing yet: no score was measured here.**\n\n{next_step(past)}"
    lead = ""
    if best is not None:
        lead = (
            f"The {METRIC_NAMES[best.quantity]} of {best.model}, {in_words(best.split)}, is "
            f"{_cell(best)}."
        )
    told = " ".join([lead, *(with_handles(one) for one in apart[:1])]).strip()
    return (
        f"**As sure as the intervals are narrow.** {told}\n\nThey count the luck of the rows that "
        "judged. They don't count whether the rows to come are like these, nor a leak that no "
        f"check knows; the locked rows and live rows tell that.\n\n{STANDS}"
    )


def _number(past: Situation) -> str:
    """Return the one figure that answers what the conversation is about."""
    threshold = next(past.figures("train_baselines", "cost_optimal_threshold"), None)
    threshold = threshold or next(
        past.figures("evaluate_predictions", "cost_optimal_threshold"), None
    )
    if past.heard.topic == "cost_threshold" and threshold is not None:
        return f"**{cited(threshold)}: act from this score up.**\n\n{STANDS}"
    fallen = [one for one in past.findings("evaluate_predictions") if one.check == "drop"]
    if fallen:
        return f"**{first_sentence(fallen[0])}**\n\n{STANDS}"
    boards = read_scoreboards(past)
    best = believed(past, boards[0]) if boards else None
    if best is None:
        return next_step(past)
    trivial = boards[0].full.get("trivial")
    beside = f" Without a model it would be {cited(trivial)}." if trivial is not None else ""
    return (
        f"**{cited(best)}: the {METRIC_NAMES[best.quantity]} of {best.model}, "
        f"{in_words(best.split)}.**{beside}\n\n{STANDS}"
    )


def _shorter(past: Situation) -> str:
    """Return the last answer in two lines: its verdict, and what would come next."""
    said = (text for role, text in reversed(past.heard.before) if role == "assistant")
    last = next(said, "").partition("Stands on:")
    stands = f"Stands on:{last[2]}".strip() if last[1] else STANDS
    told = re.sub(r"^#+ .*$|^\|.*$|^[-*] .*$|^\d+\. .*$", "", last[0], flags=re.MULTILINE)
    paragraphs = [" ".join(one.split()) for one in told.split("\n\n") if one.strip()]
    if not paragraphs:
        return next_step(past)
    sentences = [one for part in paragraphs for one in re.split(SENTENCE_ENDS, part) if one]
    most = 1 if re.search(ONE_ONLY, past.heard.text, re.IGNORECASE) else 2
    return "\n\n".join([*sentences[:most], stands.partition("\n")[0]])


ONE_ONLY = r"\b(?:one|1|a|single) (?:short )?(?:line|sentence|word|tweet)\b"


SENTENCE_ENDS = r"(?<=[.?!])(?:\*\*)? (?=[A-Z`*])"
"""Where a sentence ends; an abbreviation is followed by a small letter."""


def _cell(figure: ViewFigure | None) -> str:
    if figure is None:
        return "\u2013"
    if figure.interval is None:
        return cited(figure)
    low, high = (format_value(bound) for bound in figure.interval)
    return f"{format_value(figure.value)} ({low} to {high}) [{figure.handle}]"
