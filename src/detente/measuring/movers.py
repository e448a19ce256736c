"""Who moved most in a period: the shift of every pair of states on record, some dyads at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.measuring.closeness import averaging, gather, posterior
from detente.measuring.observations import Dyad, Observations, bounds
from detente.measuring.shift import edges_around
from detente.measuring.weights import Hyper, Weights, default
from detente.model import Interval

STEP = 30  # days a cell; a period's ends are cut exactly


@dataclass(frozen=True, slots=True)
class Mover:
    """One dyad's shift between two periods, as in `shift.Shift`; `least` is the change that it exceeds with 95 %
    probability, whichever way it went (below 0 where the interval holds 0)."""

    dyad: Dyad
    closer: float
    change: float
    interval: tuple[float, float]
    events: tuple[int, int]

    @property
    def least(self) -> float:
        return max(self.interval[0], -self.interval[1])


def movers(
    batches: Iterable[Observations],
    before: Interval,
    after: Interval,
    *,
    most: int = 20,
    fewest: int = 3,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> list[Mover]:
    """The `most` dyads that moved most between two closed periods, by `Mover.least`, among those with `fewest` events or
    more in both together. Raises ValueError where a period is open."""
    weights = weights or default()
    hyper = hyper or weights.parameters
    b, a = bounds(before), bounds(after)
    out: list[Mover] = []
    for obs in batches:
        edges = edges_around(obs, b, a, weights, STEP)
        whole = posterior(gather(obs, edges, weights), hyper, obs.usual)
        found = whole.contrast(averaging(edges, *a) - averaging(edges, *b))
        closer, (low, high) = found.closer(), found.interval()
        counts = [np.pad(n, (0, len(obs.dyads) - len(n))) for n in (whole.evidence.acts.within(*x) for x in (b, a))]
        for d in np.flatnonzero(counts[0] + counts[1] >= fewest):
            events = int(counts[0][d]), int(counts[1][d])
            interval = float(low[d]), float(high[d])
            out.append(Mover(obs.dyads[d], float(closer[d]), float(found.mean[d]), interval, events))
        out = sorted(out, key=lambda m: (-m.least, m.dyad))[:most]
    return out
