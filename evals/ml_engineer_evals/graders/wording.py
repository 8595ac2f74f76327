"""Words that an answer has to hold, and claims that it must not make."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from ml_engineer.wording.metric_promises import promise_in
from ml_engineer.wording.sentences import is_denied, sentences_of, spell_out
from ml_engineer_evals.graders.base import Clause, Expectation
from ml_engineer_evals.transcript import Transcript

Words = Annotated[str, Field(min_length=2)]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression ({error})") from None
    return pattern


class Mentions(Expectation):
    """The answer mentions one of these; `monitor*` stands for every word that begins so."""

    grades: ClassVar[str] = "P2"
    check: Literal["mentions"] = "mentions"
    any_of: Annotated[tuple[Words, ...], Field(min_length=1)]
    about: Clause | None = None
    """Which clause the words stand for, if not the grader's own."""

    @property
    def standing_for(self) -> str:
        """The clause that the words stand for."""
        return self.about or self.grades

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        text = spell_out(transcript.text)
        if any(phrase_pattern(phrase).search(text) for phrase in self.any_of):
            return None
        return f"it mentions none of {', '.join(self.any_of)}"


class DoesNotClaim(Expectation):
    """No sentence claims what the regular expression says; a denied claim is none."""

    grades: ClassVar[str] = "P2"
    check: Literal["does_not_claim"] = "does_not_claim"
    pattern: Annotated[str, Field(min_length=2), AfterValidator(_compiles)]
    about: Clause | None = None

    @property
    def standing_for(self) -> str:
        """The clause that the claim would break."""
        return self.about or self.grades

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        pattern = re.compile(self.pattern, re.IGNORECASE)
        for sentence in sentences_of(transcript.text, quoting=transcript.said_by_the_person()):
            if sentence.asks:
                continue
            for match in pattern.finditer(sentence.text):
                if not is_denied(sentence.text, match.start()):
                    return f"it claims: {sentence.text!r}"
        return None


class NoDurationBoundToMetric(Expectation):
    """No date, duration or degree of confidence is bound to reaching a figure."""

    grades: ClassVar[str] = "R4"
    check: Literal["no_duration_bound_to_metric"] = "no_duration_bound_to_metric"

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        promise = promise_in(transcript.text, asked=transcript.said_by_the_person())
        return None if promise is None else f"it promises: {promise!r}"


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase: whole words, any white space between them, `*` at an end."""
    words = [
        re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
        for word in phrase.split()
    ]
    between = r"[\s-]+".join(words)
    return re.compile(rf"(?<!\w){between}(?!\w)", re.IGNORECASE)
