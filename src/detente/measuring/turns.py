"""Turning points: when did a relation change course, how surely, and on what evidence?

Between turning points closeness keeps a level, about which episodes come and go; at each it jumps to another level. The
number of turning points, their dates and the levels are all inferred, exactly, by the recursions of Fearnhead (2006) over
cells of a fortnight. A turning point is told where it is likely and the record, not the prior, makes it so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from scipy.optimize import minimize

from detente.measuring.closeness import Evidence, gather, posterior
from detente.measuring.evidence import grid
from detente.measuring.observations import Floats, Ints, Observations, day_date, one_dyad
from detente.measuring.weights import Hyper, TurnSettings, Weights, default
from detente.model import Interval

CELL = 14  # days
MOST_CELLS = 2000


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point: its likeliest date, the days it lies within with 90 % probability, the probability that there was
    one thereabouts, by how much closeness changed, and the events that say so, weightiest first."""

    date: date
    interval: Interval
    probability: float
    change: float
    evidence: tuple[str, ...]


def turns(
    obs: Observations,
    known_by: date | None = None,
    *,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
    least: float | None = None,
) -> list[Turn]:
    """The turning points of one dyad with a probability of `least` or more (else as in `weights.yml`), in order of time.

    Empty where nothing is on record. Raises ValueError for more than one dyad.
    """
    one_dyad(obs, "list of turning points")
    weights = weights or default()
    hyper = hyper or weights.parameters
    least = weights.turns.probability if least is None else least
    seen = obs.known_by(known_by)
    span = seen.span()
    if span is None:
        return []
    step = _step(span)
    e = gather(seen, grid(span[0], max(span[1], span[0] + 3 * step), span[0], step=step), weights)
    if not (e.weight > 1e-9).any():
        return []
    ways = _segmentations(e, 0, hyper, seen.usual, weights.turns)[0]
    found, scale, _ = max(ways, key=lambda way: way[2])
    cells = found.cells
    cuts = found.likeliest()
    likely = [way for way in ways if way[2] > 1e-3]
    chances = sum((share * way.chances() for way, _, share in likely), np.zeros(len(cells.y)))
    middle = cells.at + step / 2
    out = []
    for before, i, after in zip([0, *cuts], cuts, [*cuts[1:], len(cells.y)], strict=False):
        # Thereabouts: no further than half way to the next one.
        near = np.flatnonzero(np.abs(cells.at - cells.at[i]) <= weights.turns.within_days)
        lo, hi = max(near[0], (before + i) // 2 + 1), min(near[-1], (i + after + 1) // 2 - 1)
        probability = 1 - sum(share * way.unbroken(lo, hi) for way, _, share in likely)
        expected = weights.turns.per_year * (cells.at[hi] - cells.at[lo - 1]) / 365.25
        support = probability / max(1 - probability, 1e-12) / np.expm1(expected)
        if probability < least or support < weights.turns.support:
            continue
        # It may lie anywhere between the cells on either side of it.
        share = np.concatenate([[0.0], np.cumsum(chances[lo : hi + 1])])
        first, last = (int(x) for x in np.interp(np.array([0.05, 0.95]) * share[-1], share, middle[lo - 1 : hi + 1]))
        one, other = (scale**0.5 * found.level(*s) + seen.usual + hyper.centre for s in ((before, i), (i, after)))
        named = _named(seen, e, (first, last + 1), (one + other) / 2, other > one)
        interval = Interval(day_date(first), day_date(last), "range")
        out.append(
            Turn(day_date(int(middle[i - 1] + middle[i]) // 2), interval, float(probability), other - one, named)
        )
    return out


def _named(
    obs: Observations, e: Evidence, days: tuple[int, int], middle: float, closer: bool, most: int = 5
) -> tuple[str, ...]:
    # The events in those days and the two months after that speak most for the level that was reached.
    a = e.acts
    inside = (a.end > days[0]) & (a.start < days[1] + 60)
    weight = np.where(inside, a.weight * (a.value - middle) * (1 if closer else -1), 0.0)
    order = [int(i) for i in np.lexsort((a.dated, -weight))[:most] if weight[i] > 0]
    ids = obs.events["id"]
    return tuple(str(ids[int(a.dated[i])]) for i in order)


def _step(span: tuple[int, int]) -> int:
    # Days a cell: a fortnight, or more where a record spans so many years that the matrices would not fit.
    return max(CELL, -(-(span[1] - span[0]) // MOST_CELLS))


@dataclass(frozen=True, slots=True)
class _Cells:
    # Cells with evidence, in order: first day, value about the prior mean, variance, days since the cell before; in units of
    # the dyad's scale.
    at: Ints
    y: Floats
    variance: Floats
    gap: Floats
    step: int


_SCALES = np.arange(-2.0, 2.1)  # standard deviations about the likeliest scale of a dyad, on the log scale
_EPISODES = (0.25, 1.0, 4.0)  # times the usual variance: dyads differ in how much of what passes, passes within weeks


def _segmentations(
    e: Evidence, d: int, hyper: Hyper, usual: float, settings: TurnSettings, scales: Floats = _SCALES
) -> tuple[list[tuple[_Segmentation, float, float]], float]:
    # The ways to cut the evidence of dyad `d`: one for each of several scales and variances of episodes, with that scale and
    # the posterior probability of both; and the log likelihood of all together. So a few reports that happen to agree do not
    # make one that does not a turning point.
    seen = np.flatnonzero(e.weight[:, d] > 1e-9)
    w, at = e.weight[seen, d], e.edges[seen]
    y = e.total[seen, d] / w - hyper.centre - usual
    gap = np.diff(at, prepend=at[:1]).astype(float)
    step = int((e.edges[1:] - e.edges[:-1]).max())
    counted = hyper.scale_freedom + e.inside[d] + e.told[d]
    inner = hyper.scale_freedom + e.scatter[d] / hyper.noise
    found, logs = [], []
    for scale in posterior(e, hyper, usual).scale[d] * np.exp(scales * np.sqrt(2 / counted)):
        cells = _Cells(at, y / np.sqrt(scale), hyper.burst + hyper.noise / w, gap, step)
        # Gamma(1 / scale) prior, scatter within cells, and the cells; standing facts are not counted as observations.
        log = -(counted * np.log(scale) + inner / scale) / 2
        for times in _EPISODES:
            found.append((_Segmentation(cells, settings, times), float(scale)))
            logs.append(log + found[-1][0].log_likelihood())
    total = _logsum(np.array(logs))
    return [(s, scale, float(np.exp(x - total))) for (s, scale), x in zip(found, logs, strict=True)], total


class _Segmentation:
    """The exact posterior over ways to cut the cells into segments, each with its own level and its own episodes."""

    def __init__(self, cells: _Cells, settings: TurnSettings, times: float) -> None:
        self.cells = cells
        like, self._level = _segments(cells, settings.size**2, settings.episode * times, settings.episode_days)
        cut = np.clip(-np.expm1(-settings.per_year * cells.gap / 365.25), 1e-12, 1 - 1e-12)
        stays = np.concatenate([[0.0], np.cumsum(np.log1p(-cut[1:]))])
        self._cut = np.log(cut)
        # [i, j]: cells i to j are one segment, given that a segment begins with i. The first and the last may be cut short.
        lasts = np.append(cells.at[1:], cells.at[-1] + cells.step)[None, :] - cells.at[:, None]
        passing = lasts < settings.lasting_days
        passing[0, :] = passing[:, -1] = False
        self._one = np.where(passing, -np.inf, like + stays[None, :] - stays[:, None])

    def level(self, first: int, end: int) -> float:
        """Posterior mean of the level of the segment from a cell to before another."""
        return float(self._level[first, end - 1])

    @cached_property
    def _ahead(self) -> Floats:
        # Log likelihood of all cells from i on, given that a segment begins with i.
        n = len(self._cut)
        out = np.zeros(n + 1)
        follow = np.append(self._cut, 0.0)
        for i in range(n - 1, -1, -1):
            out[i] = _logsum(self._one[i, i:] + (follow + out)[i + 1 :])
        return out

    @cached_property
    def _behind(self) -> Floats:
        # Log likelihood of all cells before i, and that a segment begins with i.
        n = len(self._cut)
        out = np.full(n, -np.inf)
        out[0] = 0.0
        for i in range(1, n):
            out[i] = _logsum(out[:i] + self._one[:i, i - 1]) + self._cut[i]
        return out

    def log_likelihood(self) -> float:
        """Log marginal likelihood of all cells."""
        return float(self._ahead[0])

    def chances(self) -> Floats:
        """Probability that a segment begins with each cell (0 for the first)."""
        out = np.exp(self._behind + self._ahead[:-1] - self._ahead[0])
        out[0] = 0.0
        return np.asarray(out)

    def unbroken(self, first: int, last: int) -> float:
        """Probability that no segment begins with any of the cells `first` to `last` (inclusive)."""
        follow = np.append(self._cut, 0.0) + self._ahead
        one = self._one[:first, last:] + follow[last + 1 :]
        return float(np.exp(_logsum((self._behind[:first, None] + one).ravel()) - self._ahead[0]))

    def likeliest(self) -> list[int]:
        """The cells with which segments after the first begin, in the likeliest segmentation (Viterbi 1967)."""
        n = len(self._cut)
        best, last = np.full(n + 1, -np.inf), np.zeros(n + 1, np.int64)
        best[0] = 0.0
        for end in range(1, n + 1):
            paths = best[:end] + self._one[:end, end - 1]
            last[end] = int(np.argmax(paths))
            best[end] = paths[last[end]] + (self._cut[end] if end < n else 0.0)
        out = []
        end = n
        while (end := int(last[end])) > 0:
            out.append(end)
        return out[::-1]


def _logsum(x: Floats) -> float:
    # As scipy's logsumexp, without what makes it slow on short arrays.
    top = x.max()
    return float(top + np.log(np.exp(x - top).sum())) if np.isfinite(top) else -np.inf


def _segments(cells: _Cells, size: float, episode: float, days: float) -> tuple[Floats, Floats]:
    # Log likelihood of cells i to j, and the posterior mean of their level, were they one segment: a Kalman filter of
    # (level, episode) for every i at once, one sweep over j. Entries with j < i are -inf and 0.
    n = len(cells.y)
    like, level = np.full((n, n), -np.inf), np.zeros((n, n))
    mean_l, mean_e, total = np.zeros(n), np.zeros(n), np.zeros(n)
    ll, le, ee = np.full(n, size), np.zeros(n), np.full(n, episode)
    for j in range(n):
        r = np.exp(-cells.gap[j] / days)
        s = slice(0, j + 1)
        mean_e[:j] *= r
        le[:j] *= r
        ee[:j] = episode + r * r * (ee[:j] - episode)
        gain_l, gain_e = ll[s] + le[s], le[s] + ee[s]
        variance = gain_l + gain_e + cells.variance[j]
        rest = cells.y[j] - mean_l[s] - mean_e[s]
        total[s] -= (rest * rest / variance + np.log(variance)) / 2
        mean_l[s] += gain_l / variance * rest
        mean_e[s] += gain_e / variance * rest
        ll[s] -= gain_l * gain_l / variance
        le[s] -= gain_l * gain_e / variance
        ee[s] -= gain_e * gain_e / variance
        like[s, j], level[s, j] = total[s], mean_l[s]
    return like, level


def estimate(
    batches: Iterable[Observations],
    hyper: Hyper | None = None,
    *,
    weights: Weights | None = None,
    fewest: int = 150,
    most: int = 30,
) -> TurnSettings:
    """How often turning points come, how large they are, and what the reports of a fortnight share, by maximum likelihood
    over the first `most` dyads with `fewest` events or more. Raises ValueError where no dyad has that many.
    """
    weights = weights or default()
    hyper = hyper or weights.parameters
    every: list[tuple[Evidence, float, int]] = []
    for obs in batches:
        span = obs.span()
        if span is None:
            continue
        e = gather(obs, grid(span[0], max(span[1], span[0] + 3 * CELL), span[0], step=CELL), weights)
        many = np.bincount(e.acts.dyad, minlength=len(obs.dyads)) >= fewest
        every += [(e, obs.usual, int(d)) for d in np.flatnonzero(many)]
        if len(every) >= most:
            break
    if not every:
        raise ValueError(f"no dyad has {fewest} events")

    def settings(x: Floats) -> TurnSettings:
        per_year, size, episode = (float(v) for v in np.exp(x))
        return replace(weights.turns, per_year=per_year, size=size, episode=episode)

    def loss(x: Floats) -> float:
        s = settings(x)
        return -sum(_segmentations(e, d, hyper, usual, s, np.zeros(1))[1] for e, usual, d in every[:most])

    start = np.log([weights.turns.per_year, weights.turns.size, weights.turns.episode])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 80, "xatol": 0.03, "fatol": 0.1})
    return settings(found.x)
