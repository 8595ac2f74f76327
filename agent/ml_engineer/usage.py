"""Usage: the tokens of requests to a model, as the provider counts them."""

from __future__ import annotations

from ml_engineer_tools.evidence import Contract


class Usage(Contract):
    """Tokens of one or more requests.

    Attributes:
        requests: how often a model was asked.
        input_tokens: all that was read, cached ones included.
        cached_input_tokens: those of them that were read from the provider's cache.
        cache_written_tokens: those of them that were written to it.
        output_tokens: all that was written, reasoning included.
        reasoning_tokens: those of them that were reasoning, as far as the provider tells.
    """

    requests: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    cache_written_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            requests=self.requests + other.requests,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_input_tokens=self.cached_input_tokens + other.cached_input_tokens,
            cache_written_tokens=self.cache_written_tokens + other.cache_written_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            reasoning_tokens=self.reasoning_tokens + other.reasoning_tokens,
        )
