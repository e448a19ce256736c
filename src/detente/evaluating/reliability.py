"""Whether what is said with probability p is right in a share p of cases."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from detente.evaluating.evaluation import Bin, Reliability

BINS = 10
_Z = 1.6448536269514722  # of a 90 % interval


def reliability(answers: Iterable[tuple[float, bool]], of: str, bins: int = BINS) -> Reliability | None:
    """Reliability of (probability, whether right) pairs; None where there are none. Probabilities lie in 0 to 1.

    The expected calibration error is the mean, weighted by their number of answers, of the distance between mean
    probability and share right over `bins` ranges of equal width (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017);
    a probability on the border of two belongs to the upper. The Brier score is the mean squared distance. The interval
    of a share is Wilson's (1927).
    """
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    n = 0
    for p, right in answers:
        if not 0 <= p <= 1:
            raise ValueError(f"not a probability: {p}")
        held[min(int(p * bins + 1e-9), bins - 1)].append((p, right))
        n += 1
    if not n:
        return None
    out = [_bin(k / bins, (k + 1) / bins, b) for k, b in enumerate(held) if b]
    return Reliability(
        n,
        sum(b.n * abs(b.probability - b.right) for b in out) / n,
        sum((p - right) ** 2 for b in held for p, right in b) / n,
        tuple(out),
        of,
    )


def _bin(low: float, high: float, held: list[tuple[float, bool]]) -> Bin:
    n = len(held)
    right = sum(r for _, r in held)
    return Bin(low, high, n, sum(p for p, _ in held) / n, right / n, wilson(right, n))


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 90 % interval of a share of which `k` of `n` were seen (Wilson 1927). `n` is at least 1."""
    p, z2 = k / n, _Z * _Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)
