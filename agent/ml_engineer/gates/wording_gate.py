"""A gate on wording: rules for what a clause forbids, what was learnt of it, and the message.

Wording is a net with holes: where it can't decide, the answer passes. What must not happen is
prevented by the tools; `plan_release` grants nothing because a sentence says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ml_engineer.gates.base import Draft, Revise
from ml_engineer.gates.learnt import stopped
from ml_engineer.wording.lexicon import Words
from ml_engineer.wording.statements import Reading, Statement, read

Finder = Callable[[Reading, Draft], Iterable[Statement]]

MOST_QUOTED = 4
"""So many statements of one answer are quoted by one gate."""


@dataclass(frozen=True, slots=True)
class WordingGate:
    """Sends back statements that a clause forbids.

    Attributes:
        name: by which verdicts and marks call it.
        clause: the first clause that it enforces.
        reason: what is wrong with such a statement, in one sentence.
        mend: what to do about it, in one sentence.
        mark: the note put beside it if it is delivered all the same.
        finder: yields the statements that the rules take for offending.
        excused: words by which an answer does what the clause asks; where no rule speaks against
            it, such an answer passes.
    """

    name: str
    clause: str
    reason: str
    mend: str
    mark: str
    finder: Finder
    excused: Words | None = None

    def judge(self, draft: Draft) -> Sequence[Revise]:
        """Return one revision for each offending statement; nothing is a pass."""
        reading = read(draft.text, draft.user_texts)
        ruled = list(self.finder(reading, draft))
        if not ruled and self.excused is not None and self.excused.search(reading.text):
            return ()
        found = stopped(self.name, draft, reading, ruled)[:MOST_QUOTED]
        return tuple(
            Revise(
                self.name,
                self.clause,
                self.reason,
                self.mend,
                quote=draft.text[slice(*one.span)].strip(),
                span=one.span,
                mark=self.mark,
            )
            for one in found
        )
