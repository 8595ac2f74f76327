"""Several questions in one message: each is answered for itself, in the order they were asked.

"Drop the fee. What do I get now, which metric should I use, and how do I split?" A message is
taken apart only where at least two of its questions would be answered differently, and never where
a refusal or a release may be among them: those are read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer.conversation import (
    AssistantMessage,
    Segment,
    ToolCall,
    ToolMessage,
    UserMessage,
)
from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.one_thing.form_wishes import without_form
from ml_engineer.models.playbook.plan import next_calls
from ml_engineer.models.playbook.situation import Situation, read_situation
from ml_engineer.models.playbook.writing import write_answer
from ml_engineer_prompts.method_answers import quoted

__all__ = ["Several", "questions_in", "several_in"]

MOST_PARTS = 3
LONGEST_READ = 50
FEWEST_WORDS = 3
"""Words of a question that stands for itself; fewer go on with the one before."""

_ASKS = (
    r"(?:what|which|how|who|where|why|is|are|does|do|did|should|can|could|will|would|may|has|have)"
)
BETWEEN = re.compile(
    rf"\s*,?\s+(?:and|but)(?: also)?\s+(?={_ASKS}\b)|\s*[,;]\s*(?:also |then )?(?={_ASKS}\b)",
    re.IGNORECASE,
)
CHOICE = re.compile(
    r"^(?P<lead>\W*(?:(?:so|and|ok|then)\W+)*(?:should|shall|can|could|must) (?:i|we) )"
    r"(?P<rest>[^.?!]+? or [^.?!]+?)\W*$",
    re.IGNORECASE,
)
SEPARATE: frozenset[Intent] = frozenset(
    {"metric_choice", "split_choice", "baseline_question", "more_data_or_better_model",
     "leakage_question", "review_data", "use_llm_or_deep_learning", "feature_availability",
     "drift_question", "cost_threshold", "what_if", "monitoring_plan"}
)  # fmt: skip
"""Intents whose answer stands for itself beside another."""

READ_WHOLE: frozenset[Intent] = frozenset(
    {*REFUSED, "can_we_ship", "production_by_date", "rollout_plan", "performance_dropped",
     "need_model", "explain_for_audience"}
)  # fmt: skip
"""Intents that several sentences speak of together."""


@dataclass(frozen=True, slots=True)
class Several:
    """The questions of a message that is answered part by part.

    Attributes:
        parts: what each is read as.
        unread: questions beside them that none of the rules reads.
        told: statements that stand before the questions.
    """

    parts: tuple[str, ...]
    unread: tuple[str, ...] = ()
    told: str = ""

    def calls(self, segment: Segment) -> list[ToolCall]:
        """Return the calls that the first part which lacks any needs now."""
        for part in self.parts:
            _, missing = _settled(segment, part, self.told)
            if missing:
                return missing
        return []

    def answer(self, segment: Segment) -> str:
        """Return the answers of all parts, the first question's first."""
        told, stands = list[str](), list[str]()
        for place, part in enumerate(self.parts):
            situation, _ = _settled(segment, part, self.told)
            text, _, stand = write_answer(situation).partition("Stands on:")
            stands.append(stand)
            lead = f"*\u201c{quoted(_bare(part))}\u201d* " if place else ""
            told.append(lead + _beginning(text, told))
        told += [
            f"*\u201c{quoted(_bare(question))}\u201d* I could not read this one by rules; ask it "
            "alone, in other words."
            for question in self.unread
        ]
        return "\n\n".join([*told, _stands(stands)])


def several_in(segment: Segment) -> Several | None:
    """Return the questions of the newest message where they are answered one by one."""
    question = segment.question
    if question is None or segment.facts.data is None:
        return None  # without a table the clauses answer the message as a whole
    text = without_form(question.text)
    told, asked = questions_in(text)
    if len(asked) < 2:
        return None
    whole = read_situation(segment)
    if _speaks_of_more(whole):
        return None
    keys: dict[object, str] = {}
    unread: list[str] = []
    for place, part in enumerate(asked):
        said = f"{told} {part}".strip() if place == 0 else part
        situation = read_situation(_with(segment, said, told if place else "", frozenset()))
        if _speaks_of_more(situation):
            return None
        key = _key(situation)
        if key is None:
            unread.append(part)
        else:
            keys.setdefault(key, said)
    parts = tuple(keys.values())
    if len(parts) >= 2:
        return Several(parts, tuple(unread), told)
    if len(parts) == 1 and unread and _reads_the_end(whole):
        return Several(parts, tuple(unread), told)
    return None


def _reads_the_end(whole: Situation) -> bool:
    """Tell whether a message is answered by its last sentence alone: the others would be lost."""
    read = (whole.fact, whole.levels, whole.groups, whole.model_fact, whole.about_column)
    return whole.single is None and any(one is not None for one in read)


def questions_in(text: str) -> tuple[str, list[str]]:
    """Return what a message states before its questions, and these; none where it is but one."""
    said = " ".join(text.split())
    if len(said.split()) > LONGEST_READ:
        return "", []
    if (choice := CHOICE.match(said)) is not None:
        ways = re.split(r"\s*,?\s+or\s+|\s*,\s*", choice["rest"])
        if len(ways) <= MOST_PARTS and all(len(way.split()) >= 2 for way in ways):
            return "", [f"{choice['lead'].strip()} {way}?" for way in ways]
    sentences = re.split(r"(?<=[.?!])\s+", said)
    stated: list[str] = []
    asked: list[str] = []
    for sentence in sentences:
        parts = [part for part in BETWEEN.split(sentence) if part]
        begins = re.match(rf"^\W*(?:(?:and|so|ok|but|then|also)\W+)*{_ASKS}\b", parts[0], re.I)
        if begins is None and "?" not in sentence and len(parts) == 1:
            if asked:
                return "", []  # what follows a question belongs to it
            stated.append(sentence)
            continue
        for part in parts:
            if len(part.split()) < FEWEST_WORDS and asked:
                asked[-1] = f"{asked[-1]} {part}"
            else:
                asked.append(part)
    return " ".join(stated), asked if len(asked) <= MOST_PARTS else []


def _speaks_of_more(situation: Situation) -> bool:
    asked = situation.asked
    plain = situation.single is not None or situation.fact is not None
    return not plain and not READ_WHOLE.isdisjoint((asked.intent, *asked.options[:1]))


def _key(situation: Situation) -> object:
    """Return by what a question is answered; None where the rules don't read it."""
    plain = (
        situation.single,
        situation.fact,
        situation.levels,
        situation.groups,
        situation.model_fact,
        situation.about_column,
        situation.particular,
        situation.method,
    )
    known = next((one for one in plain if one is not None), None)
    if known is not None:
        return known
    if situation.rows:
        return "rows"
    intent = situation.intent
    return intent if situation.asked.sure and intent in SEPARATE else None


def _settled(segment: Segment, part: str, told: str) -> tuple[Situation, list[ToolCall]]:
    """Return how a part stands, and the calls that it still needs.

    A call that another part has made already is taken as its own.
    """
    calls = [
        call
        for message in segment.since_user()
        if isinstance(message, AssistantMessage)
        for call in message.calls
    ]
    total = sum(len(m.calls) for m in segment if isinstance(m, AssistantMessage))
    used: frozenset[str] = frozenset()
    before = "" if told and part.startswith(told) else told
    while True:
        situation = read_situation(_with(segment, part, before, used))
        wanted = next_calls(situation)
        made = {
            call.id
            for call in calls
            if any((call.name, call.arguments) == (one.name, one.arguments) for one in wanted)
        }
        missing = [
            one
            for one in wanted
            if not any((c.name, c.arguments) == (one.name, one.arguments) for c in calls)
        ]
        if missing:
            numbered = enumerate(missing, start=total + 1)
            return situation, [_named(one, f"call_{number}") for number, one in numbered]
        if made <= used:
            return situation, []
        used |= made


def _named(call: ToolCall, name: str) -> ToolCall:
    """Return the call under an id that no other call of the segment has."""
    return ToolCall(id=name, name=call.name, arguments=call.arguments)


def _with(segment: Segment, part: str, told: str, used: frozenset[str]) -> Segment:
    """Return the segment as if only this part had been asked, and only these calls been made."""
    messages = list(segment)
    newest = max(k for k, message in enumerate(messages) if isinstance(message, UserMessage))
    kept = messages[:newest]
    kept += [UserMessage(text=told)] if told else []
    kept.append(UserMessage(text=part))
    for message in messages[newest + 1 :]:
        if isinstance(message, AssistantMessage):
            calls = tuple(call for call in message.calls if call.id in used)
            if calls:
                kept.append(message.model_copy(update={"parts": calls}))
        elif isinstance(message, ToolMessage):
            results = tuple(one for one in message.results if one.call_id in used)
            if results:
                kept.append(message.model_copy(update={"results": results}))
        else:
            kept.append(message)
    return Segment(segment.system, segment.tools, tuple(kept))


MOST_PARAGRAPHS = 3
MORE = re.compile(r" ?All of it: `[^`]*`\.")


def _beginning(text: str, told: Sequence[str]) -> str:
    """Return what an answer leads with, of a short one all of it, without what was told before."""
    kept: list[str] = []
    for paragraph in MORE.sub("", text).strip().split("\n\n"):
        if paragraph.startswith(("## ", "Assumed reader")) or len(kept) == MOST_PARAGRAPHS:
            break
        if paragraph.strip() and not any(paragraph.strip() in before for before in told):
            kept.append(paragraph.strip())
    return "\n\n".join(kept)


def _bare(question: str) -> str:
    return question.strip().rstrip("?.! ")


def _stands(stands: Sequence[str]) -> str:
    """Return the stages and clauses on which all the answers stand, each once."""
    found = dict.fromkeys(re.findall(r"\b[A-Z]\d\b", " ".join(s.split("\n")[0] for s in stands)))
    stages = sorted(one for one in found if one.startswith("S"))
    clauses = [one for one in found if not one.startswith("S")]
    return f"Stands on: {', '.join(stages)}" + (f"; {', '.join(clauses)}" if clauses else "")
