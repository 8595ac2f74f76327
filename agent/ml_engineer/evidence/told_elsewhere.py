"""Told elsewhere: what the numbers and words around a number say of it, once each was judged."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer.evidence.bases import of_one
from ml_engineer.evidence.citation_groups import misattributed
from ml_engineer.evidence.citations import find_citations
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.misplaced import misplaced
from ml_engineer.evidence.pairs import pairs, unlike
from ml_engineer.evidence.places import Place
from ml_engineer.evidence.projections import projected
from ml_engineer.evidence.row_counts import of_other_rows
from ml_engineer.evidence.sides import on_wrong_sides
from ml_engineer.evidence.stated import stated


def told_elsewhere(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> dict[int, Grounded]:
    """Return, by place, the verdicts that what stands around a number gives instead of its own.

    Args:
        places: the numbers of the text.
        found: the verdict on each, by itself.
        text: the answer.
        ledger: what was measured.
    """
    wrong = misattributed(places, found, find_citations(text), text, ledger)
    wrong = misplaced(places, found, text, ledger) | wrong
    wrong = stated(places, found, text, ledger) | wrong
    wrong = dict(projected(places, found, text, ledger)) | wrong
    wrong = on_wrong_sides(places, found, text, ledger) | wrong
    wrong = dict(of_one(places, found, text, ledger)) | wrong
    wrong = dict(of_other_rows(places, found, text, ledger)) | wrong
    wrong = dict(unlike(places, found, text, ledger)) | wrong
    return wrong | pairs(places, found, wrong, ledger)
