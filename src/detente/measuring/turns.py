"""Turning points: when did a relation change course, how surely, and on what evidence?

Between turning points closeness keeps a level; at each it jumps to another. The number of turning points, their dates and
the levels are all inferred, exactly, by the recursions of Fearnhead (2006) over cells of a fortnight.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from detente.measuring.closeness import Evidence, gather, posterior
from detente.measuring.evidence import grid
from detente.measuring.observations import Floats, Ints, Observations, day_date, one_dyad
from detente.measuring.weights import Hyper, TurnSettings, Weights, default
from detente.model import Interval

CELL = 14  # days


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
    seen = obs.known_by(known_by)
    span = seen.span()
    if span is None:
        return []
    e = gather(seen, grid(span[0], max(span[1], span[0] + 3 * CELL), span[0], step=CELL), weights)
    cells, scale = _cells(e, hyper, seen.usual)[0]
    found = max(_segmentations(cells, weights.turns), key=_Segmentation.log_likelihood)
    cuts = found.likeliest()
    chances = found.chances()
    reach = round(weights.turns.within_days / CELL)
    out = []
    for before, i, after in zip([0, *cuts], cuts, [*cuts[1:], len(cells.y)], strict=False):
        # Thereabouts: no further than half way to the next one.
        lo, hi = max(i - reach, (before + i) // 2 + 1), min(i + reach, (i + after + 1) // 2 - 1)
        probability = float(min(1.0, chances[lo : hi + 1].sum()))
        if probability < (weights.turns.probability if least is None else least):
            continue
        share = np.cumsum(chances[lo : hi + 1]) / chances[lo : hi + 1].sum()
        first, last = (int(cells.at[lo + np.searchsorted(share, q)]) for q in (0.05, 0.95))
        one, other = (scale**0.5 * found.level(*s) + seen.usual + hyper.centre for s in ((before, i), (i, after)))
        # A change between two cells with evidence may lie anywhere between them.
        start = int(cells.at[max(0, np.searchsorted(cells.at, first) - 1)]) + CELL
        days = Interval(day_date(min(start, first)), day_date(last + CELL - 1), "range")
        named = _named(seen, e, (min(start, first), last + CELL), (one + other) / 2, other > one)
        out.append(Turn(day_date(cells.at[i]), days, probability, other - one, named))
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


@dataclass(frozen=True, slots=True)
class _Cells:
    # Cells with evidence, in order: first day, value about the prior mean, variance, days since the cell before. The scale
    # of the dyad is 1.
    at: Ints
    y: Floats
    variance: Floats
    gap: Floats


def _cells(e: Evidence, hyper: Hyper, usual: float) -> list[tuple[_Cells, float]]:
    scale = posterior(e, hyper, usual).scale
    out = []
    for d in range(e.weight.shape[1]):
        seen = np.flatnonzero(e.weight[:, d] > 1e-9)
        y = (e.total[seen, d] / e.weight[seen, d] - hyper.centre - usual) / np.sqrt(scale[d])
        at = e.edges[seen]
        gap = np.diff(at, prepend=at[:1]).astype(float)
        out.append((_Cells(at, y, hyper.noise / e.weight[seen, d], gap), float(scale[d])))
    return out


def _segmentations(cells: _Cells, settings: TurnSettings) -> list[_Segmentation]:
    # What passes within weeks makes the reports of a cell alike. How much does, differs among dyads: three ways to see one.
    return [
        _Segmentation(replace(cells, variance=cells.variance + settings.burst * many), settings) for many in (0.25, 1, 4)
    ]


class _Segmentation:
    """The exact posterior over ways to cut the cells into segments, each with its own level."""

    def __init__(self, cells: _Cells, settings: TurnSettings) -> None:
        n = len(cells.y)
        w = 1 / cells.variance
        columns = (w, w * cells.y, w * cells.y**2, np.log(cells.variance))
        a, b, c, v = (x[None, 1:] - x[:-1, None] for x in (np.concatenate([[0.0], np.cumsum(x)]) for x in columns))
        spread = settings.size**2
        self._level = spread * b / (1 + spread * np.maximum(a, 0))
        like = -(c - self._level * b + np.log1p(spread * np.maximum(a, 0)) + v) / 2
        cut = np.clip(-np.expm1(-settings.per_year * cells.gap / 365.25), 1e-12, 1 - 1e-12)
        stays = np.concatenate([[0.0], np.cumsum(np.log1p(-cut[1:]))])
        self._cut = np.log(cut)
        # [i, j]: cells i to j are one segment, given that a segment begins with i. The first and the last may be cut short.
        lasts = np.append(cells.at[1:], cells.at[-1] + CELL)[None, :] - cells.at[:, None]
        passing = lasts < settings.lasting_days
        passing[0, :] = passing[:, -1] = False
        self._one = np.where(np.tri(n, k=-1, dtype=bool) | passing, -np.inf, like + stays[None, :] - stays[:, None])

    def level(self, first: int, end: int) -> float:
        """Posterior mean of the level of the segment from a cell to before another."""
        return float(self._level[first, end - 1])

    def _ahead(self) -> Floats:
        # Log likelihood of all cells from i on, given that a segment begins with i.
        n = len(self._cut)
        out = np.zeros(n + 1)
        follow = np.append(self._cut, 0.0)
        for i in range(n - 1, -1, -1):
            out[i] = logsumexp(self._one[i, i:] + (follow + out)[i + 1 :])
        return out

    def log_likelihood(self) -> float:
        """Log marginal likelihood of all cells."""
        return float(self._ahead()[0])

    def chances(self) -> Floats:
        """Probability that a segment begins with each cell (0 for the first)."""
        n = len(self._cut)
        ahead, behind = self._ahead(), np.full(n, -np.inf)
        behind[0] = 0.0
        for i in range(1, n):
            behind[i] = logsumexp(behind[:i] + self._one[:i, i - 1]) + self._cut[i]
        out = np.exp(behind + ahead[:n] - ahead[0])
        out[0] = 0.0
        return out

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
    cells = [_cells(e, hyper, usual)[d][0] for e, usual, d in every[:most]]

    def settings(x: Floats) -> TurnSettings:
        per_year, size, burst = (float(v) for v in np.exp(x))
        return replace(weights.turns, per_year=per_year, size=size, burst=burst)

    def loss(x: Floats) -> float:
        s = settings(x)
        return -sum(float(logsumexp([x.log_likelihood() for x in _segmentations(c, s)])) for c in cells)

    start = np.log([weights.turns.per_year, weights.turns.size, weights.turns.burst])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 80, "xatol": 0.03, "fatol": 0.1})
    return settings(found.x)
