"""No word of a release before `plan_release` has granted one (clauses R1 and R2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml_engineer.gates import skip_monitoring, skip_offline_evaluation
from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import family
from ml_engineer.wording.releasing import (
    GO_LIVE,
    HARMLESS,
    NEEDED,
    OTHERS,
    USERS,
    hangs_on,
    is_harmless,
)
from ml_engineer.wording.stance import GOING_ALONG, holds_back
from ml_engineer.wording.statements import AGREEING, Reading, Statement

ASKS_TO_SHIP = family(
    r"(?:can|may|could|should|shall|do|will|must|want to|need to|let us|please|just) (?:we|i|you|it"
    r"|they|the \w+)? ?(?:\w+ ){0,2}?(?:ship|deploy|release|launch|go live|roll out|go out|push"
    r"|switch"
    r"|start|turn on|activate|go to production|publish)",
    r"(?:good|ready|safe|fit|ok|okay|fine|clear(?:ed)?) (?:enough|to go|for (?:production|launch)"
    r"|to (?:ship|deploy|go|release|launch))",
    r"(?:production|launch|prod)[- ]ready",
    r"yes or no",
    r"(?:any|a) reason not to",
    r"(?:switch|turn|put|push|ship|start|release|launch|deploy) (?:it|this)(?: \w+){0,4}",
    r"(?:can|may|could) (?:the |our |your )?\w+ (?:see|use|get|work with|start|have|rely on)|go"
    r" live|going live|go-?live|roll-?out|pilot|which regions?|announce\w*|release notes?"
    r"|deliver|use it|be used|waiting|anything open"
    r"|launch\w*|ship\w*",
)
MODEL = family(
    r"models?|scores?|scoring|scorer|forecasts?|predictions?|rank(?:er|ing)|engine|classifier"
    r"|recommend\w*|detector|routes?|endpoint|container|system|assistant|pilot|triage|api|it"
)
DOUBTED = family(r"licen[sc]e\w*|consent|a/?b test|next step|experiment")
SERVES = family(
    r"models?|scor\w+|forecasts?|predict\w*|rank\w+|monitor\w*|alerts?|evaluat\w+|replay|labell?ing"
)
"""A question that is about a model as well, whatever harmless thing it names."""

IN_USE = family(
    r"(?:is|are) now (?:done|made|set|decided|handled|answered|priced|run|driven|planned) by|no"
    r" approval (?:is )?(?:pending|needed"
    r"|required|necessary)|keep the promise|(?:rolling out|going live|launching|shipping) (?:\w+"
    r" )?(?:is|tonight|now|today|this"
    r" week)|nothing is (?:stopping|holding|keeping)|from \w+day,? yes|(?:manual|old) (?:\w+"
    r" )?(?:stops?|ends?|is switched off)"
    r"|(?:deploy|connect|attach|bind|link|roll|switch) (?:it|\w+ service(?: \S+)?|the \w+) (?:to"
    r"|into|on|over|out)"
    r"|(?:shows?|displays?|prints?|sends?) it (?:next to|in|on|to)|(?:switch|shift|move) the"
    r" traffic|watch the (?:revenue|sales)"
    r"|launch anyway|(?:they|everyone|people) can trust|as of (?:now|today|tomorrow|this)",
    r"(?:is|are|be|was|now|enters?|goes|comes|gets?|officially) (?:now |set |already )?(?:in"
    r"|into) (?:use|service|operation|operational use)",
    r"(?:approved|cleared|ready|released|certified) for (?:operational )?(?:use|service|operation"
    r"|customers|users|\w+ users)",
    r"into the (?:cluster|wild|field|stores?|app|hands)|from (?:now|today|tomorrow|tonight|\w+day"
    r"|this \w+|next \w+) on(?:wards)?",
    r"(?:automatically|live|active|running|available|on) (?:from|as of|since|starting) (?:now"
    r"|today|tomorrow|tonight|\w+day|next)",
    rf"{USERS} (?:can|may|could|will|should|must) (?:\w+ ){{0,2}}?(?:use|rely|act|plan|work|start"
    rf"|begin|follow|call|order|price|base|decide|get|see|receive|have|switch|trust|go|connect"
    rf"|wire|hook|plug|run|take|book|open|do)",
    rf"(?:let|have|tell) (?:\w+ ){{0,2}}?{USERS} (?:\w+ )?(?:use|follow|rely|work|act|start|begin"
    rf"|decide|plan|switch|know|go)",
    r"(?:replace|retire|switch off|turn off|swap) (?:the |your |our )?(?:old|present|current"
    r"|existing)(?: \w+){1,3}",
    r"(?:hand|give|pass|turn) (?:it|the \w+) (?:over )?to (?:the )?(?:\w+ )?(?:operations|ops"
    r"|platform|production|team|customer|client|users)",
    r"(?:decision|verdict|answer)[:,]? (?:is )?(?:go|yes|ship|a go|a yes)",
    r"let it (?:serve|run|decide|handle|take|score|go)|we (?:are|have) (?:done|everything)|start"
    r" (?:the )?(?:calls|calling|serving|scoring)|serve all",
)
"""Says, or lets it be seen, that people work with what a model tells."""


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that say that a model may go live while no release is granted."""
    if "release_granted" in draft.done:
        return
    held = holds_back(reading) or (
        HARMLESS.search(reading.asked) is not None and SERVES.search(reading.asked) is None
    )
    for statement in reading.told:
        if statement.kind != "heading" and _permits(statement, held=held):
            yield statement
    # Whoever puts off what a release needs has said that it may happen without.
    yield from skip_monitoring.found(reading, draft)
    yield from skip_offline_evaluation.found(reading, draft)
    if held or HARMLESS.search(reading.asked) or DOUBTED.search(reading.asked):
        return
    shipping = ASKS_TO_SHIP.search(reading.asked) is not None
    for statement in reading.told:
        if statement.kind == "heading" or HARMLESS.search(statement.text):
            continue
        used = any(True for _ in statement.claims(IN_USE)) and MODEL.search(
            reading.asked + reading.text
        )
        waits = hangs_on(statement, 0, NEEDED) or OTHERS.search(statement.text)
        if not waits and (used or (shipping and _lets(statement, reading))):
            yield statement
            return


def _permits(statement: Statement, *, held: bool) -> bool:
    for match in statement.claims(GO_LIVE):
        if (
            not is_harmless(statement, match)
            and not OTHERS.search(statement.text)
            and not hangs_on(statement, match.start(), NEEDED)
            and not held
        ):
            return True
    return False


def _lets(statement: Statement, reading: Reading) -> bool:
    """Tell whether the opening of an answer goes along with a question of shipping."""
    first = next((one for one in reading.told if one.kind != "heading"), None)
    return statement is first and (
        AGREEING.match(statement.text) is not None
        or GOING_ALONG.search(statement.text) is not None
        or re.search(r"\byes\b", statement.text, re.IGNORECASE) is not None
    )


GATE = WordingGate(
    "release_without_decision",
    "R1",
    "It says or implies that a model may go live, and plan_release has granted no release.",
    "Say what the release still needs, or call plan_release and tell what it decided.",
    "no release granted",
    found,
)
