"""Number grounding: every number in an answer is traced, or it goes back (clause S5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ml_engineer.evidence.citations import quantity_in_words, unknown_citations
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.grounding import ground
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.names import one_line
from ml_engineer.gates.base import Draft, Revise
from ml_engineer.gates.repeated import findings_in_words, repeats
from ml_engineer.wording.statements import read

CONTEXT = 24
"""Characters on either side of a number by which a message tells where it stands."""


@dataclass(frozen=True, slots=True)
class NumberGrounding:
    """Sends back numbers that no figure, person or derivation accounts for."""

    name: str = "number_grounding"
    clause: str = "S5"

    def judge(self, draft: Draft) -> Sequence[Revise]:
        """Return one revision for each unknown citation and each number that isn't traced."""
        return (*self._unknown(draft), *self._untraced(draft))

    def _unknown(self, draft: Draft) -> Iterator[Revise]:
        for citation, name in unknown_citations(draft.text, draft.ledger):
            yield Revise(
                self.name,
                self.clause,
                f"{name} has not been measured in this session.",
                "Cite a handle that a tool has shown, or call the tool that measures it.",
                quote=draft.text[citation.start : citation.end],
                span=(citation.start, citation.end),
                mark="unknown evidence",
            )

    def _untraced(self, draft: Draft) -> Iterator[Revise]:
        findings = findings_in_words(draft.ledger)
        quoted = [
            one.span
            for one in read(draft.text, draft.user_texts).statements
            if repeats(one, findings)
        ]
        for found in ground(draft.text, draft.ledger, draft.user_texts):
            at = found.token.start
            # What a finding says, word for word, is the tool's; it has to be cited all the same.
            said = any(low <= at < high for low, high in quoted) and _cites(draft.text, at)
            if not found.holds and not said:
                yield Revise(
                    self.name,
                    self.clause,
                    found.why,
                    _mend(found, draft.ledger),
                    quote=found.token.text,
                    span=(found.token.start, found.token.end),
                    context=_around(draft.text, found.token.start, found.token.end),
                    mark="wrong subject" if found.verdict == "wrong_subject" else "not traced",
                )


def _cites(text: str, at: int) -> bool:
    """Tell whether the line of a place cites a figure."""
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    return re.search(r"\[E\d+\.f\d", line) is not None


def _around(text: str, start: int, end: int) -> str:
    """Return a few words on either side of a number, on one line."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return one_line(f"...{before}{text[start:end]}{after}...")


def _mend(found: Grounded, ledger: Ledger) -> str:
    listed = " or ".join(_candidate(handle, ledger) for handle in found.handles)
    if found.verdict == "uncited" and not listed:
        return "Cite the one that it is, or take it out."
    if found.verdict == "uncited":
        return f"Cite {listed} beside it if that is what it is, or take it out."
    if found.verdict == "wrong_subject":
        return "Name what the figure is about, or cite the figure of what is named."
    if listed:
        return f"Correct it, or cite {listed} if that is what it is."
    return (
        "Cite the handle that shows it, get it from the tool calculate, say 'you said' if a person "
        "wrote it, or take it out."
    )


def _candidate(handle: str, ledger: Ledger) -> str:
    figure = ledger.figure(handle)
    if figure is None:
        return handle
    names = [figure.subject.model, figure.subject.column, figure.subject.split]
    about = ", ".join(
        (quantity_in_words(figure.quantity), *(one_line(name) for name in names if name))
    )
    return f"{handle} ({about})"
