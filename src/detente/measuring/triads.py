"""Third parties: when A moved closer to B, did it cost A its closeness to C?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import ndtr, ndtri

from detente.measuring.closeness import gather
from detente.measuring.observations import Dyad, Floats, Observations, bounds, day_date, day_number, one_dyad
from detente.measuring.series import calendar_periods
from detente.measuring.shift import Shift, shift
from detente.measuring.weights import Hyper, Weights, default
from detente.model import Interval

FEWEST = 8
"""With fewer quarters in which both dyads are on record, how they move together is not told."""


@dataclass(frozen=True, slots=True)
class Together:
    """How the quarterly changes of two dyads go together: correlation, its 90 % interval, probability that it is below 0 (one
    gains what the other loses), and the quarters it rests on. None where too little is on record."""

    dyads: tuple[Dyad, Dyad]
    correlation: float | None
    interval: tuple[float, float] | None
    costs: float | None
    quarters: int


@dataclass(frozen=True, slots=True)
class Triad:
    """The shifts of a pair and of both with a third, and how their changes go together over all that is on record."""

    shifts: tuple[Shift, Shift, Shift]
    together: tuple[Together, Together]


def triad(
    pair: Observations,
    first: Observations,
    second: Observations,
    before: Interval,
    after: Interval,
    *,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> Triad:
    """`pair` is A with B, `first` A with C, `second` B with C. Raises ValueError for more than one dyad or an open period.

    The correlation is of the changes from quarter to quarter of the two series, each change weighted by how well it is
    known; its interval is Fisher's (1915), with the quarters known well enough as the sample. It says what goes together,
    not what causes what.
    """
    weights = weights or default()
    hyper = hyper or weights.parameters
    bounds(before), bounds(after)
    three = (pair, first, second)
    for obs in three:
        one_dyad(obs, "side of a triad")
    shifts = tuple(shift(o, before, after, hyper=hyper, weights=weights) for o in three)
    return Triad(
        (shifts[0], shifts[1], shifts[2]),
        (_together(pair, first, hyper, weights), _together(pair, second, hyper, weights)),
    )


def _together(one: Observations, other: Observations, hyper: Hyper, weights: Weights) -> Together:
    names = (one.dyads[0], other.dyads[0])
    spans = [o.span() for o in (one, other)]
    if spans[0] is None or spans[1] is None:
        return Together(names, None, None, None, 0)
    first, last = max(spans[0][0], spans[1][0]), min(spans[0][1], spans[1][1])
    if last - first < 200:
        return Together(names, None, None, None, 0)
    quarters = list(calendar_periods(day_date(first), day_date(last - 1), 3))
    cuts = [day_number(a) for a, _ in quarters] + [day_number(quarters[-1][1]) + 1]
    (x, wx), (y, wy) = (_changes(o, cuts, hyper, weights) for o in (one, other))
    w = np.sqrt(wx * wy)
    n = int((w > 0).sum())
    known = float(w.sum() ** 2 / max((w**2).sum(), 1e-12))  # as many as equally well known changes would tell
    if n < FEWEST or known < 4.5:
        return Together(names, None, None, None, n)
    x, y = x - np.average(x, weights=w), y - np.average(y, weights=w)
    both, xx, yy = (float((w * v).sum()) for v in (x * y, x * x, y * y))
    r = float(np.clip(both / np.sqrt(max(xx * yy, 1e-18)), -0.999, 0.999))
    sd = 1 / np.sqrt(known - 3)
    reach = float(ndtri(0.95)) * sd
    interval = float(np.tanh(np.arctanh(r) - reach)), float(np.tanh(np.arctanh(r) + reach))
    return Together(names, r, interval, float(ndtr(-np.arctanh(r) / sd)), n)


def _changes(obs: Observations, cuts: list[int], hyper: Hyper, weights: Weights) -> tuple[Floats, Floats]:
    # Changes of the mean of what is reported from quarter to quarter, and the precision of each (0 where a quarter has none).
    edges = np.array(cuts, np.int64)
    e = gather(obs.with_standing(()), edges, weights)
    w = e.weight[:, 0]
    mean = np.where(w > 0, e.total[:, 0] / np.where(w > 0, w, 1.0), 0.0)
    noise = np.where(w > 0, hyper.episode + hyper.noise / np.where(w > 0, w, 1.0), np.inf)
    return np.array([b - a for a, b in pairwise(mean)]), np.array([1 / (a + b) for a, b in pairwise(noise)])
