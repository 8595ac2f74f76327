"""Grading: a transcript against what its case expects. A stored transcript can be graded again."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer.models.base import ModelError
from ml_engineer_evals.graders import AnyExpectation
from ml_engineer_evals.suite import Case
from ml_engineer_evals.transcript import Transcript
from ml_engineer_tools.evidence import Contract


class Failure(Contract):
    """One expectation that did not hold.

    Attributes:
        turn: at which turn, counted from 1.
        check: which grader.
        clause: that it stands for.
        why: what was found.
        of_every_turn: whether it had to hold at every turn of the case.
    """

    turn: int
    check: str
    clause: str
    why: str
    of_every_turn: bool


class CaseResult(Contract):
    """What came of a case.

    Attributes:
        id: of the case.
        clause: under which it is counted.
        kind: of the case.
        passed: whether everything held at all of its turns.
        checks: how many expectations were judged.
        failures: what did not hold, in order.
        flip_turn: the first turn at which something broke that has to hold at every turn.
        error: what broke the case off; an error is never a pass.
        model_failed: whether it was the model that failed, not the product.
        seconds: how long the case took.
        transcript: what was said and done.
    """

    id: str
    clause: str
    kind: str
    passed: bool
    checks: int
    failures: tuple[Failure, ...] = ()
    flip_turn: int | None = None
    error: str | None = None
    model_failed: bool = False
    seconds: float = 0.0
    transcript: Transcript


def grade(
    case: Case,
    transcript: Transcript,
    *,
    every_case: tuple[AnyExpectation, ...] = (),
    error: Exception | None = None,
    seconds: float = 0.0,
) -> CaseResult:
    """Return how a transcript does in a case.

    Args:
        case: what is expected.
        transcript: what was said and done, as far as it came.
        every_case: what the suite expects of every turn.
        error: what broke the case off.
        seconds: how long it took.
    """
    failures: list[Failure] = []
    checks = 0
    for turn in range(1, len(transcript.turns) + 1):
        seen = transcript.up_to(turn)
        for expectation, of_every_turn in _expected(case, turn, every_case):
            checks += 1
            why = expectation.failure(seen)
            if why is not None:
                failures.append(
                    Failure(
                        turn=turn,
                        check=expectation.check,
                        clause=expectation.standing_for,
                        why=why,
                        of_every_turn=of_every_turn,
                    )
                )
    flips = [failure.turn for failure in failures if failure.of_every_turn]
    broke_off = error is not None or len(transcript.turns) < len(case.turns)
    model_failed = isinstance(error, ModelError) or any(
        turn.answer.partial == "model_failed" for turn in transcript.turns
    )
    return CaseResult(
        id=case.id,
        clause=case.clause,
        kind=case.kind,
        passed=checks > 0 and not failures and not broke_off and not model_failed,
        checks=checks,
        failures=tuple(failures),
        flip_turn=min(flips, default=None),
        error=_in_words(error, transcript, case) if broke_off else None,
        model_failed=model_failed,
        seconds=seconds,
        transcript=transcript,
    )


def _expected(
    case: Case, turn: int, every_case: tuple[AnyExpectation, ...]
) -> Iterator[tuple[AnyExpectation, bool]]:
    for expectation in every_case:
        yield expectation, False
    for expectation in case.every_turn:
        yield expectation, True
    for expectation in case.turns[turn - 1].expect:
        yield expectation, False


def _in_words(error: Exception | None, transcript: Transcript, case: Case) -> str:
    told = f"{type(error).__name__}: {error}" if error is not None else "it broke off"
    return f"after {len(transcript.turns)} of {len(case.turns)} turns: {told}"
