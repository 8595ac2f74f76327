"""Scores on rows that the model was trained on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ml_engineer_tools.leakage.process.events import Evaluation, Events, Fit, Split, Training
from ml_engineer_tools.leakage.process.flaws import Flaw
from ml_engineer_tools.leakage.process.intervals import overlap
from ml_engineer_tools.leakage.process.rows import (
    HELD_OUT,
    Part,
    Rows,
    apart,
    covers,
    drawn_at,
    is_contrary,
    is_held_out,
    is_unseen,
    relation,
    share_rows,
    sources,
)
from ml_engineer_tools.leakage.process.rules.scores import Scores


def scored_on_training(events: Events, scores: Scores) -> Iterator[Flaw]:
    """Yield scores on training rows: of a held-out part, or where there is no other score."""
    alone = not scores.any_honest() and not _corrected(events)
    unused = () if scores.honest() else tuple(_never_scored(events))
    told: set[Split] = set()
    for event, _ in scores.evaluations:
        said = event.prediction
        if (rated := _matrix_of(event)) is not None:
            yield rated
        elif _held_out_and_seen(said.trained, said.rows):
            yield _learnt(event, events)
        elif any(overlap(a, b) for a in said.trained for b in said.rows):
            yield _flaw(event, "scores rows of which some were trained on: the two parts overlap")
        elif (line := _drawn_twice(said.trained, said.rows)) and not _corrected(events):
            text = "draws rows anew that are then scored, and of which some were trained on"
            yield Flaw("evaluated_on_training", line, "sample", text, other_line=event.line)
        elif alone and _known_to_be_all(said.trained, said.rows, events):
            alone_text = "scores the training rows, and nothing else is scored"
            yield _put_in(event, events) or _flaw(event, alone_text)
        elif _learnt_the_test(event, scores) or _learnt_in_part(said.trained, said.rows):
            yield _learnt(event, events)
        else:
            yield from _beside_unused(event, unused, told)


def _learnt(event: Evaluation, events: Events) -> Flaw:
    """Return that a model learnt rows that are the test: where it did, if that is known.

    What is mended is the last fit of these rows, where others were fitted apart from them.
    """
    rows = event.prediction.rows
    plain = [(fit, order) for fit, order in events.last.items() if _is_fit(fit)]
    apart_too = any(apart(fit.rows, rows) and sources(fit.rows) & sources(rows) for fit, _ in plain)  # type: ignore[union-attr]  # a fit
    fits = [
        (order, fit) for fit, order in plain
        if order < events.last[event] and covers(fit.rows, rows)  # type: ignore[union-attr]  # a fit
    ]  # fmt: skip
    if not apart_too and (put := _put_in(event, events)) is not None:
        return put
    if not fits:
        return _flaw(event, "scores rows of the test on which the model was trained")
    fit = max(fits, key=lambda pair: pair[0])[1]
    if not apart_too:
        text = "scores rows of the test on which the model was trained"
        at = fit.line if fit.line < event.line else 0
        return Flaw("evaluated_on_training", event.line, event.call, text, other_line=at)
    assert isinstance(fit, Fit)  # noqa: S101  told to the type checker
    return Flaw("evaluated_on_training", fit.site or fit.line, fit.call,
                "learns rows of the test, which are then scored",
                other_line=event.line, site=event.line)  # fmt: skip


def _put_in(event: Evaluation, events: Events) -> Flaw | None:
    """Return that the scored rows were put among the training rows; None if they were not."""
    said = event.prediction
    for put in events.put_in:
        if share_rows(put.held_out, said.rows) and put.held_out <= said.trained:
            return Flaw("evaluated_on_training", put.line, put.call,
                        "puts rows of the test among the training rows, and they are then scored",
                        other_line=event.line, site=put.site)  # fmt: skip
    return None


def _learnt_in_part(trained: Rows, rows: Rows) -> bool:
    """Tell whether a model learnt some rows of the test, beside others that are apart from it."""
    beside = any(
        apart(frozenset({part}), rows) and part.source in sources(rows) for part in trained
    )
    within = any(relation(a, b) == "within" for a, b in product(trained, rows))
    return beside and within and is_held_out(rows)


def _is_fit(event: object) -> bool:
    return isinstance(event, Fit) and event.influence is None


def _matrix_of(event: Evaluation) -> Flaw | None:
    """Return that a matrix of ratings holds those of the test; None if none does."""
    said = event.prediction
    for fit in sorted(said.influences, key=lambda f: f.line):
        if fit.kind == "ratings" and _held_out_and_seen(fit.rows, said.rows):
            return Flaw("evaluated_on_training", fit.line, fit.call,
                        "holds the ratings of the test, by which they are foretold",
                        other_line=event.line, site=fit.site)  # fmt: skip
    return None


def _corrected(events: Events) -> bool:
    """Tell whether models are fitted to rows drawn anew: by these a score is put right."""
    trained = (event for event in events.last if isinstance(event, Training))
    return any(t.kind == "resampled" for event in trained for t in event.features.traits)


def _drawn_twice(trained: Rows, rows: Rows) -> int:
    """Return the line that draws rows beside the training rows, apart from these; 0 for none."""
    for one, other in product(trained, rows):
        if one.source == other.source and relation(one, other) in ("crossing", "unknown"):
            first, second = drawn_at(one, other), drawn_at(other, one)
            if first and second:
                return max(first, second)
    return 0


def _known_to_be_all(trained: Rows, rows: Rows, events: Events) -> bool:
    """Tell whether training rows are known to be scored, and no others to go where none can see."""
    if any(apart(others, trained) for others in events.unseen):
        return False
    return any(
        (relation(a, b) == "same" or _passes_a_test(a, b)) and not is_unseen(a)
        for a in trained
        for b in rows
    )


_TESTS = ("> ", ">= ", "< ", "<= ", "in ", "not in ", "within ", "outside ")


def _passes_a_test(trained: Part, scored: Part) -> bool:
    """Tell whether rows are those of the training rows that lie beyond a bound, or in a list."""
    beyond = [side for side in scored.path if side not in trained.path]
    tested = all(side.kind == "mask" and side.name.startswith(_TESTS) for side in beyond)
    return tested and relation(trained, scored) == "contains"


def _learnt_the_test(event: Evaluation, scores: Scores) -> bool:
    """Tell whether a model is scored only on rows that it learnt, which others are kept from.

    A second model that is fitted on the test too, or on what the first one says of it, is such a
    one: a calibration, a blend, a last fit on all rows.
    """
    said = event.prediction
    if not covers(said.trained, said.rows):
        return False
    if any(other.prediction.trained == said.trained for other in scores.honest()):
        return False
    judged = is_held_out(said.rows) or _kept_from_others(said.rows, scores.events)
    judged = judged or any(
        share_rows(other.prediction.rows, said.rows) for other in scores.honest()
    )
    return judged and any(
        apart(frozenset({part}), said.rows) and part.source in sources(said.rows)
        for part in _learnt_by(scores.events)
    )


def _kept_from_others(rows: Rows, events: Events) -> bool:
    """Tell whether rows are what a mask keeps, and other models learn of what it does not keep."""
    return any(
        any(is_contrary(a, b) for a in one.path for b in other.path)
        for one, other in product(rows, _learnt_by(events))
        if one.source == other.source
    )


def _learnt_by(events: Events) -> Rows:
    """Return the rows that models learn of, in a cross-validation too."""
    fits = (e.rows for e in events.last if isinstance(e, Fit) and e.influence is None)
    tried = (e.data.rows for e in events.last if isinstance(e, Split) and e.purpose != "parts")
    return frozenset().union(*fits, *tried)


def _never_scored(events: Events) -> Iterator[Split]:
    """Yield the splits whose held-out part no model is asked about."""
    asked = [*events.asked, *(e.prediction.rows for e in events.last if isinstance(e, Evaluation))]
    if any(isinstance(e, Split) and e.purpose == "score" for e in events.last):
        return
    for event in events.last:
        if isinstance(event, Split) and event.held_out:
            scored = any(share_rows(event.held_out, rows) for rows in asked)
            if not scored:
                yield event


def _beside_unused(
    event: Evaluation, unused: tuple[Split, ...], told: set[Split]
) -> Iterator[Flaw]:
    """Yield a score on training rows beside a held-out part that is never scored, once a split."""
    said = event.prediction
    for split in unused:
        if split in told:
            continue
        if covers(said.trained, said.rows) and covers(split.data.rows, said.rows):
            told.add(split)
            text = "scores the training rows, and the part that was split off is never scored"
            yield Flaw("evaluated_on_training", event.line, event.call, text, split.line)


def _flaw(event: Evaluation, text: str) -> Flaw:
    return Flaw("evaluated_on_training", event.line, event.call, text)


def _held_out_and_seen(trained: Rows, rows: Rows) -> bool:
    """Tell whether a part that a split holds out was among the training rows."""
    return any(_seen(a, b) for a in trained for b in rows)


def _seen(trained: Part, scored: Part) -> bool:
    how = relation(trained, scored)
    if how == "crossing":
        return any(side.name in HELD_OUT for side in scored.path)
    if how not in ("contains", "same"):
        return False
    beyond = [side for side in scored.path if side not in trained.path]
    return any(side.name in HELD_OUT or side.kind == "slice" for side in beyond)
