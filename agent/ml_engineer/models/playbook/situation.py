"""Reading the conversation: what is asked, what is attached, what has been measured for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pydantic import JsonValue, ValidationError

from ml_engineer.conversation import (
    AssistantMessage,
    Audience,
    Message,
    Segment,
    SessionFacts,
    ToolCall,
    ToolMessage,
    ToolResult,
)
from ml_engineer.evidence.view import EvidenceView, ViewFigure, ViewFinding
from ml_engineer.models.playbook.asides import Aside, aside_of
from ml_engineer.models.playbook.attached import Predicted, predicted
from ml_engineer.models.playbook.citing import citing_what_is_said, naming_groups
from ml_engineer.models.playbook.column_effects import AskedColumn, asked_column
from ml_engineer.models.playbook.column_facts import AskedFact, asked_fact, last_sentence
from ml_engineer.models.playbook.fairness import AskedGroups, asked_groups
from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.intents import Intent, Recognised
from ml_engineer.models.playbook.level_facts import AskedLevels, asked_levels
from ml_engineer.models.playbook.memory import Heard, hear
from ml_engineer.models.playbook.method_questions import AskedOnMethod, method_question
from ml_engineer.models.playbook.model_facts import ModelFact, asked_of_model, wholly_of_serving
from ml_engineer.models.playbook.one_thing import AskedOne, asked_one
from ml_engineer.models.playbook.particulars import Particular, asked_particular
from ml_engineer.models.playbook.plain_words import answers_plainly
from ml_engineer.models.playbook.reader import inferred_audience
from ml_engineer.models.playbook.rows_asked import asks_for_rows
from ml_engineer.models.playbook.standing import (
    asked_reader,
    intent_of,
    unusable_roles,
    with_roles,
)
from ml_engineer.models.playbook.supposing import Supposed, supposed_in
from ml_engineer_tools.leakage.check_names import FEATURES_JUDGED, TARGET_LEAKS
from ml_engineer_tools.looking.draft import LookDraft
from ml_engineer_tools.store import ReleaseDecision


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a turn stands.

    Attributes:
        facts: what is attached.
        heard: what the person said, read with what was said before.
        intent: what the answer is about: what was asked, or what a follow-up goes back to.
        audience: who reads the answer.
        audience_assumed: whether that was inferred, as nobody has said.
        told: the words of earlier answers.
        views: what tools have shown since the person's message, by tool.
        release: what the release gate decided, if it was asked.
        look: the look at the locked rows that was drafted, if one was.
        errors: error results since then.
        called: names of the tools called since then.
        calls_so_far: tool calls of the whole segment, for fresh call ids.
        shown: every view of the segment, oldest first.
        arguments: by which each evidence of the segment was measured.
        supposed: what the person wants supposed for once; None if nothing.
        method: the question on method that is asked; None if none is.
        aside: what is asked beside the work; None if nothing is.
        fact: the one fact of the table that is asked for; None if none is.
        model_fact: the one fact of the baselines that is asked for; None if none is.
        about_column: the column that a question is about; None if it is about none.
        plain_words: whether the answer is put without terms, for somebody of another trade.
        groups: the groups of people that are asked about; None if none are.
        levels: what is asked level by level; None if nothing is.
        particular: the question with an answer of its own that is asked; None if none is.
        rows: whether single rows are asked for.
        single: the one thing that is asked for; None if it is none that has a theme.
        unusable: what tools said since then of columns that can't have the role that was told.
    """

    facts: SessionFacts
    heard: Heard
    intent: Intent
    audience: Audience = "data_scientist"
    audience_assumed: bool = False
    told: str = ""
    views: dict[str, EvidenceView] = field(default_factory=dict)
    release: ReleaseDecision | None = None
    look: LookDraft | None = None
    errors: tuple[ToolResult, ...] = ()
    called: frozenset[str] = frozenset()
    calls_so_far: int = 0
    shown: tuple[EvidenceView, ...] = ()
    arguments: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=dict)
    supposed: Supposed | None = None
    method: AskedOnMethod | None = None
    aside: Aside | None = None
    fact: AskedFact | None = None
    model_fact: ModelFact | None = None
    about_column: AskedColumn | None = None
    plain_words: bool = False
    groups: AskedGroups | None = None
    levels: AskedLevels | None = None
    particular: Particular | None = None
    rows: bool = False
    single: AskedOne | None = None
    unusable: tuple[str, ...] = ()

    @property
    def asked(self) -> Recognised:
        """The newest message, read with what came before it."""
        return self.heard.asked

    @property
    def predicted(self) -> Predicted | None:
        """Predictions and outcomes in the attached table, if it holds any."""
        return predicted(self.facts, self.heard.said)

    def findings(self, tool: str, *severities: str) -> list[ViewFinding]:
        """Return what a tool found, of these severities (all when none is named)."""
        view = self.views.get(tool)
        if view is None:
            return []
        return [
            naming_groups(citing_what_is_said(finding, view.figures), view.figures)
            for finding in view.findings
            if not severities or finding.severity in severities
        ]

    def figures(self, tool: str, quantity: str) -> Iterator[ViewFigure]:
        """Yield the figures of a quantity that a tool has shown."""
        view = self.views.get(tool)
        for figure in view.figures if view else ():
            if figure.quantity == quantity:
                yield figure

    @property
    def features_unjudged(self) -> bool:
        """Whether a leakage check ran with a target, but could not score the features."""
        if self.facts.target is None or "check_leakage" not in self.views:
            return False
        return next(self.figures("check_leakage", FEATURES_JUDGED), None) is None

    @property
    def suspects(self) -> list[str]:
        """Columns that may tell the target, by what the leakage check found."""
        return self.suspected("high", "medium")

    def suspected(self, *severities: str) -> list[str]:
        """Return the columns under suspicion in findings of these severities."""
        columns = [
            column
            for finding in self.findings("check_leakage", *severities)
            if finding.check in TARGET_LEAKS
            for column in finding.columns
            if column != self.facts.target
            and column not in self.heard.told.left_out
            and column not in self.heard.told.known_before
        ]
        return list(dict.fromkeys(columns))


def read_situation(segment: Segment) -> Situation:
    """Read a segment whose newest message is anything but a finished answer."""
    since = segment.since_user()
    results = [
        result
        for message in since
        if isinstance(message, ToolMessage)
        for result in message.results
    ]
    views: dict[str, EvidenceView] = {}
    release = None
    look: LookDraft | None = None
    for result in results:
        if result.is_error:
            continue
        if result.name == "request_look":
            look = LookDraft.model_validate_json(result.content)
        elif result.name == "plan_release":
            release = ReleaseDecision.model_validate_json(result.content)
        elif (view := _view(result)) is not None:
            views[view.tool] = joined(views.get(view.tool), view)
    unusable = unusable_roles(segment, segment.facts)
    heard = hear(segment, segment.facts, frozenset(unusable))
    facts = with_roles(segment.facts, heard, frozenset(unusable))
    errors = tuple(result for result in results if result.is_error)
    about_roles = {result.call_id for result in errors if result.content in unusable.values()}
    supposed = supposed_in(heard, facts)
    named = asked_reader(heard)
    shown = tuple(_shown(segment))
    single = asked_one(heard, facts, shown)
    aside = aside_of(heard, facts) if single is None else None
    tools_shown = {view.tool for view in shown}
    of_its_own = single is not None or aside is not None
    particular = None if of_its_own else asked_particular(heard, facts, tools_shown)
    of_its_own = of_its_own or particular is not None
    method = None if of_its_own else method_question(heard, facts)
    plain = bool(facts.data) and not of_its_own and method is None and _asks_plainly(heard)
    fact = asked_fact(heard.text, facts.columns) if plain else None
    levels = asked_levels(heard.text, facts.columns, facts.target) if plain else None
    if fact is not None and levels is not None and fact.column == levels.of and levels.by:
        fact = None  # the mean of a column among some rows is not that of all
    rows = plain and fact is None and asks_for_rows(heard.text)
    plain = plain and fact is None and not rows
    levels = levels if plain else None
    plain = plain and levels is None
    groups = asked_groups(heard.text, facts.columns) if plain else None
    of_model = asked_of_model(heard.text) if plain and groups is None else None
    plain = plain and groups is None and of_model is None
    about_column = (
        asked_column(heard.text, heard.asked, facts.columns, facts.target)
        if plain and supposed is None
        else None
    )
    plain = plain and (supposed is None or supposed.costs_alone(facts))
    intent = intent_of(heard, facts, supposed)
    return Situation(
        facts=facts if supposed is None else supposed.facts,
        heard=heard,
        intent=intent,
        audience=named or segment.facts.audience or inferred_audience(segment.user_texts()),
        audience_assumed=named is None and segment.facts.audience is None,
        told="\n".join(m.text for m in segment if isinstance(m, AssistantMessage)),
        views=views,
        release=release,
        look=look,
        errors=tuple(result for result in errors if result.call_id not in about_roles),
        called=frozenset(
            call.name for message in since for call in _calls(message) if call.id not in about_roles
        ),
        unusable=tuple(dict.fromkeys(r.content for r in errors if r.call_id in about_roles)),
        calls_so_far=sum(len(_calls(message)) for message in segment),
        shown=shown,
        arguments=_arguments(segment),
        supposed=supposed,
        method=method,
        aside=aside,
        fact=fact,
        model_fact=of_model,
        about_column=about_column,
        plain_words=plain and about_column is None and answers_plainly(heard, intent),
        groups=groups,
        levels=levels,
        particular=particular,
        rows=rows,
        single=single,
    )


def _asks_plainly(heard: Heard) -> bool:
    """Tell whether a question may be answered alone: nothing before it may call for a refusal."""
    asked = heard.asked
    alone = last_sentence(heard.text) == heard.text.strip() or wholly_of_serving(heard.text)
    return alone or set(REFUSED).isdisjoint((asked.intent, *asked.options))


def joined(known: EvidenceView | None, more: EvidenceView) -> EvidenceView:
    """Add the figures and findings of a second look at the same evidence to the first."""
    if known is None or known.evidence != more.evidence:
        return more
    figures = {figure.handle: figure for figure in (*known.figures, *more.figures)}
    whole = {one.check for one in more.findings}
    kept = [f for f in known.findings if f.check not in whole or not f.statement.endswith(CUT)]
    told = {finding.check for finding in kept}
    new = [finding for finding in more.findings if finding.check not in told]
    return known.model_copy(
        update={
            "figures": tuple(figures.values()),
            "findings": (*kept, *new),
            "timings": {**known.timings, **more.timings},
        }
    )


def with_what_was_shown(situation: Situation) -> Situation:
    """Return the situation with what earlier turns have shown, the newest of each tool."""
    views: dict[str, EvidenceView] = {}
    for view in situation.shown:
        views[view.tool] = joined(views.get(view.tool), view)
    return replace(situation, views=views | situation.views)


CUT = "\u2026"
"""How a statement ends that a short view had no room for."""


def _calls(message: Message) -> tuple[ToolCall, ...]:
    return message.calls if isinstance(message, AssistantMessage) else ()


def _shown(segment: Segment) -> Iterator[EvidenceView]:
    for message in segment:
        for result in message.results if isinstance(message, ToolMessage) else ():
            if not result.is_error and (view := _view(result)) is not None:
                yield view


def _arguments(segment: Segment) -> dict[str, Mapping[str, JsonValue]]:
    """Return the arguments of each measurement, by its evidence; reading it again adds nothing."""
    calls = {call.id: call for message in segment for call in _calls(message)}
    measured: dict[str, Mapping[str, JsonValue]] = {}
    for message in segment:
        for result in message.results if isinstance(message, ToolMessage) else ():
            call = calls.get(result.call_id)
            if result.is_error or call is None or call.name == "read_evidence":
                continue
            if (view := _view(result)) is not None:
                measured.setdefault(view.evidence, call.arguments)
    return measured


def _view(result: ToolResult) -> EvidenceView | None:
    try:
        return EvidenceView.model_validate_json(result.content)
    except ValidationError:
        return None
