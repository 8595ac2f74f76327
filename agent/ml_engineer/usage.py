"""Usage: the tokens of requests to a model, as the provider counts them."""

from __future__ import annotations

from ml_engineer_tools.evidence import Contract


class Usage(Contract):
    """Tokens of one or more requests, those that failed included.

    Attributes:
        requests: how often a model gave a whole reply.
        failed: how often it was asked and gave none.
        unreported: of how many of them the provider reported no tokens; what those took is not
            known, and is not in the tokens below.
        input_tokens: all that was read, cached ones included.
        cached_input_tokens: those of them that were read from the provider's cache.
        cache_written_tokens: those of them that were written to it.
        output_tokens: all that was written, reasoning included.
        reasoning_tokens: those of them that were reasoning, as far as the provider tells.
    """

    requests: int = 0
    failed: int = 0
    unreported: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    cache_written_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            requests=self.requests + other.requests,
            failed=self.failed + other.failed,
            unreported=self.unreported + other.unreported,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_input_tokens=self.cached_input_tokens + other.cached_input_tokens,
            cache_written_tokens=self.cache_written_tokens + other.cache_written_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            reasoning_tokens=self.reasoning_tokens + other.reasoning_tokens,
        )

    def of_failed(self) -> Usage:
        """Return the same tokens as those of a request that failed."""
        return self.model_copy(update={"requests": 0, "failed": 1})


NOT_SENT = Usage()
"""Of a request that was never sent: it took nothing, and counts as no attempt."""

UNREPORTED = Usage(failed=1, unreported=1)
"""Of a request that failed, and of which the provider reported nothing."""
