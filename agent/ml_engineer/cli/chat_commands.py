"""The commands of `chat`: lines that begin with a slash."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

from ml_engineer.cli.saved_conversation import save_conversation
from ml_engineer.cli.terminal import print_answer, say, uncounted
from ml_engineer.conversation import Attached, Audience, SessionFacts
from ml_engineer.engineer import Engineer
from ml_engineer.session.session import Exchange
from ml_engineer_prompts import READERS
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.store import Store

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
COLUMNS_LISTED = 30
NONE = "none"
"""Typed behind a command for a role or the second table: it is set no longer."""

FORGOTTEN: Mapping[Attached, str] = {
    "target": "target",
    "time": "time",
    "group": "group",
    "test": "second table",
}
"""What may be set no longer, as it is told."""

Carried = Callable[[Engineer, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes:
        name: as it is typed.
        argument: what stands behind it, in the way that help writes it.
        about: what it does, in a few words.
        carry_out: does it, given what stands behind the name.
        completes: what its argument is completed from.
        choices: the arguments there are, when they are few.
    """

    name: str
    argument: str
    about: str
    carry_out: Carried
    completes: Literal["table", "path", "column", "evidence", "choices", "nothing"] = "nothing"
    choices: tuple[str, ...] = ()


def is_command(text: str) -> bool:
    """Tell whether a line is a command; a path that exists is none."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    return word.startswith("/") and not Path(word).exists() and not Path(text).exists()


async def carry_out(engineer: Engineer, text: str) -> None:
    """Carry out a line that begins with a slash.

    Raises:
        ToolError: what it names is not usable.
    """
    name, _, rest = text.partition(" ")
    command = next((one for one in COMMANDS if one.name == name), None)
    if command is None:
        near = get_close_matches(name, [one.name for one in COMMANDS], n=1)
        meant = f"did you mean {near[0]}?" if near else "`/help` lists them."
        raise BadInput(f"There is no command {name}; {meant}")
    await command.carry_out(engineer, rest.strip())


def _role(name: Literal["data", Attached]) -> Carried:
    async def attach(engineer: Engineer, rest: str) -> None:
        if not rest:
            raise BadInput(f"/{name} needs a name behind it; `/help` lists the commands.")
        known = _facts(engineer)
        forgotten = next((one for one in FORGOTTEN if one == name), None)
        if forgotten and rest.lower() == NONE and rest not in known.columns:
            await engineer.attach(forget=(forgotten,))
            say(f"Noted: {FORGOTTEN[forgotten]} is no longer set.")
            return
        changes: dict[str, Any] = {name: rest}
        facts = await engineer.attach(**changes)
        say(f"Noted: {name} is {getattr(facts, name)}.")
        if left := _no_longer_set(known, facts):
            say(f"It has no place for what belonged to {known.data}; no longer set: {left}.")

    return attach


def _no_longer_set(known: SessionFacts, facts: SessionFacts) -> str:
    """Return what another table has dropped, in words."""
    before = {name: getattr(known, name) for name in FORGOTTEN}
    left = [
        f"{FORGOTTEN[name]} (`{value}`)"
        for name, value in before.items()
        if value is not None and getattr(facts, name) is None
    ]
    return ", ".join(left)


async def _data(engineer: Engineer, rest: str) -> None:
    if rest:
        await _role("data")(engineer, rest)
        return
    facts = _facts(engineer)
    if facts.data is None:
        say("No table is attached; name one in a question, or with /data FILE.")
        return
    told = {
        "table": facts.data,
        "second": facts.test,
        "target": facts.target,
        "time": facts.time,
        "group": facts.group,
    }
    for name, value in told.items():
        say(f"{name:<8} {value if value is not None else 'not told'}", indent=" " * 9)
    listed = ", ".join(facts.columns[:COLUMNS_LISTED])
    more = len(facts.columns) - COLUMNS_LISTED
    say(f"columns  {listed}" + (f" and {more} more" if more > 0 else ""), indent=" " * 9)


async def _audience(engineer: Engineer, rest: str) -> None:
    if not rest:
        known = _facts(engineer).audience
        told = READERS[known] if known else "not told; each answer says which reader it assumes"
        say(f"Answers are for {told}. There are {', '.join(AUDIENCES)}.")
        return
    audience = _audience_called(rest)
    await engineer.attach(audience=audience)
    say(f"Noted: answers are for {READERS[audience]}. The figures stay the same.")


def _audience_called(name: str) -> Audience:
    typed = name.lower().replace(" ", "_").replace("-", "_")
    for audience in AUDIENCES:
        if typed in (audience, f"{audience}s") or (len(typed) >= 4 and audience.startswith(typed)):
            return audience
    near = get_close_matches(typed, AUDIENCES, n=1)
    meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(AUDIENCES)}."
    raise BadInput(f"There is no audience {name!r}; {meant}")


async def _evidence(engineer: Engineer, rest: str) -> None:
    from ml_engineer.cli.evidence_page import print_evidence
    from ml_engineer.evidence.citations import describe

    store = Store.open_existing(engineer.workspace.root)
    if store is None:
        raise BadInput("Nothing has been measured in this directory yet.")
    if not rest:
        for evidence in store.all_evidence():
            names = ", ".join(table.name for table in evidence.measurement.tables)
            say(f"{evidence.alias:>5}  {evidence.measurement.tool:<20} {names}")
        return
    alias, _, handle = rest.strip("[]").partition(".")
    evidence = store.evidence(alias.upper())
    if not handle:
        print_evidence(evidence)
        return
    figure = next((f for f in evidence.measurement.figures if f.handle == handle), None)
    if figure is None:
        raise BadInput(f"{evidence.alias} has no figure {handle}; `/evidence {evidence.alias}`.")
    say(describe(figure))


async def _cost(engineer: Engineer, rest: str) -> None:
    asked = engineer.session.asked if engineer.session_id is not None else []
    answers = [one.answer for one in asked if one.answer is not None]
    if not answers:
        say("Nothing has been answered in this session yet.")
        return
    if all(answer.model == "playbook" for answer in answers):
        say(f"{_times(len(answers), 'answer')} by the playbook: rules, no tokens, no cost.")
        return
    used = sum((answer.usage for answer in answers[1:]), answers[0].usage)
    say(
        f"{_times(len(answers), 'answer')}, {_times(used.requests, 'request')}: "
        f"{used.input_tokens:,} tokens in (of them {used.cached_input_tokens:,} from a cache), "
        f"{used.output_tokens:,} out."
    )
    costs = [answer.cost for answer in answers if answer.cost is not None]
    if costs and len(costs) == len(answers):
        of = f"list prices of {costs[0].as_of}" if costs[0].as_of else "prices you gave"
        total = sum(cost.amount for cost in costs)
        say(f"Cost: {total:.4f} {costs[0].currency} at {of}.{uncounted(used)}")
    else:
        say("Cost: not known, as the price of this model is not.")


async def _save(engineer: Engineer, rest: str) -> None:
    if engineer.session_id is None or not engineer.session.exchanges:
        raise BadInput("There is nothing to save yet.")
    path = save_conversation(engineer.session, rest or f"conversation-{engineer.session_id}.md")
    say(f"Wrote {path}.")


async def _undo(engineer: Engineer, rest: str) -> None:
    question = engineer.undo()
    if question is None:
        recalled = engineer.session.segment.recalled if engineer.session_id else None
        say(
            "There is nothing to take back."
            if recalled is None
            else "There is nothing more to take back: what was asked before the conversation was "
            "begun anew stays."
        )
        return
    shown = " ".join(question.split())
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    say(f'Taken back: "{shown}". What was measured stays; /evidence lists it.')
    last: Exchange | None = engineer.session.exchanges[-1] if engineer.session.exchanges else None
    if last is not None and last.answer is not None:
        say("The answer before it:\n")
        print_answer(last.answer)


async def _help(engineer: Engineer, rest: str) -> None:
    width = max(len(f"{one.name} {one.argument}") for one in COMMANDS)
    for one in COMMANDS:
        say(f"{f'{one.name} {one.argument}':<{width}}  {one.about}")
    print(
        "\nEnter sends; Alt-Enter, or \\ at the end, begins another line. Tab completes commands,\n"
        "columns and paths. Behind /test, /target, /time and /group, `none` clears what was set.\n"
        "A line that begins with ml-engineer is carried out as it would be in a shell.\n"
        "Ctrl-C stops what runs, Ctrl-D leaves."
    )


async def _nothing(engineer: Engineer, rest: str) -> None:
    """`/continue` and `/quit` belong to the chat itself; here they are only listed."""


def _facts(engineer: Engineer) -> SessionFacts:
    known = engineer.session_id is not None
    return engineer.session.segment.facts if known else SessionFacts()


def _times(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


COMMANDS: tuple[Command, ...] = (
    Command("/data", "[FILE]", "the table to talk about; alone: what is attached", _data, "table"),
    Command("/test", "FILE", "a test set, or the current period", _role("test"), "table"),
    Command("/target", "COLUMN", "what is to be predicted", _role("target"), "column"),
    Command("/time", "COLUMN", "when a row was known", _role("time"), "column"),
    Command("/group", "COLUMN", "the entity that a row belongs to", _role("group"), "column"),
    Command("/audience", "[NAME]", "for whom answers are written", _audience, "choices", AUDIENCES),
    Command("/evidence", "[E3]", "what was measured; one of it, or E3.f12", _evidence, "evidence"),
    Command("/cost", "", "tokens and cost of this session", _cost),
    Command("/save", "[FILE]", "write the conversation as Markdown", _save, "path"),
    Command("/undo", "", "take the newest question back", _undo),
    Command("/continue", "", "go on with a turn that was stopped", _nothing),
    Command("/help", "", "this list", _help),
    Command("/quit", "", "leave; everything is kept", _nothing),
)
