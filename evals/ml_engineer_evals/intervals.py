"""The Wilson score interval of a share of passed cases."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the standard normal distribution."""


def wilson_interval(passed: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """Return the Wilson score interval of the share `passed / n`.

    Unlike the interval of the normal approximation it says something at 0 and at n passes, and
    for few cases (Wilson 1927, "Probable inference, the law of succession, and statistical
    inference").

    Raises:
        ValueError: there is no case, or `passed` is not between 0 and n.
    """
    if n < 1 or not 0 <= passed <= n:
        raise ValueError(f"{passed} of {n} is no share")
    share = passed / n
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    middle = share + z * z / (2 * n)
    scale = 1 + z * z / n
    low, high = (middle - spread) / scale, (middle + spread) / scale
    # At the ends the exact bound is 0 or 1; rounding must not leave a trace there.
    return (0.0 if passed == 0 else low, 1.0 if passed == n else high)
