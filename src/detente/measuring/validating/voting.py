"""Agreement with UN voting: do dyads that are closer on record vote alike, and do they vote more alike as they move closer?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from detente.measuring import elsewhere
from detente.measuring.observations import Observations
from detente.measuring.series import series

FEWEST = 50  # events that a dyad needs


@dataclass(frozen=True, slots=True)
class Voting:
    """Spearman correlations of yearly closeness and voting: across dyads, of their means, and over time, of yearly changes; None
    with fewer than 10 to compare or where one never varies."""

    dyads: int
    years: int
    across: float | None
    changes: float | None


def voting(batches: Iterable[Observations], path: Path, most: int = 200) -> Voting:
    """Compare the `most` dyads with the most events with a file of votes. Raises DetenteError where it cannot be read."""
    means: list[tuple[float, float]] = []
    steps: list[tuple[float, float]] = []
    years = 0
    numbers = ((obs, d) for obs in batches for d in range(len(obs.dyads)))
    for obs, d in numbers:
        one = obs.of_dyad(d)
        if len(one) < FEWEST or len(means) >= most:
            break
        votes = {
            s.start.year: s.score
            for s in elsewhere.read(path, one.dyads[0]).standing
            if s.start and s.score is not None
        }
        both = [(p.start.year, p.mean, votes[p.start.year]) for p in series(one, "year") if p.start.year in votes]
        if both:
            years += len(both)
            means.append((float(np.mean([c for _, c, _ in both])), float(np.mean([v for _, _, v in both]))))
            pairs = pairwise(both)
            steps += [(y[1] - x[1], y[2] - x[2]) for x, y in pairs if y[0] == x[0] + 1]
    return Voting(len(means), years, _correlation(means), _correlation(steps))


def _correlation(pairs: list[tuple[float, float]]) -> float | None:
    x, y = np.array(pairs).reshape(-1, 2).T
    if len(pairs) < 10 or not np.ptp(x) or not np.ptp(y):
        return None
    return float(spearmanr(x, y).statistic)
