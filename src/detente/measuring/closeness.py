"""The model of closeness: what the evidence of each dyad says about where the two stood on each cell of time.

    x(t) = level + course(t) + episode(t),    level ~ N(0, standing),  course and episode Ornstein-Uhlenbeck about 0
    y_c  = x(t_c) + N(0, burst + noise_d / W_c)     for every cell c with evidence of weight W_c and weighted mean y_c

Zero is neutral. docs/measure.md derives and justifies every term.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.measuring import markov
from detente.measuring.evidence import Acts, Spread, acts, background, spread
from detente.measuring.observations import Floats, Ints, Observations
from detente.measuring.weights import Hyper, Weights


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence on a grid. Arrays over cells have shape (cells, dyads); those over dyads have shape (dyads,)."""

    edges: Ints
    weight: Floats
    total: Floats  # weight times value
    scatter: Floats  # weighted sum of squares of events about the mean of their cell, by dyad
    freedom: Floats  # degrees of freedom of that
    count: Ints  # events that begin in the cell
    acts: Acts
    spread: Spread
    dyad: Ints  # of each act

    @property
    def gaps(self) -> Floats:
        """Days between the middles of neighbouring cells."""
        middles = (self.edges[1:] + self.edges[:-1]) / 2
        return np.diff(middles)


def gather(obs: Observations, edges: Ints, weights: Weights, factor: Floats | None = None) -> Evidence:
    """Lay the evidence of all dyads on the cells between `edges` (day numbers).

    `factor` multiplies the weight of each observation (a dimension's share); standing facts and silence are always in.
    """
    a = acts(obs, weights)
    if factor is not None:
        a = Acts(a.start, a.end, a.weight * factor[a.dated], a.value, a.dated)
    s = spread(a, edges)
    shape = (len(edges) - 1, len(obs.dyads))
    dyad = obs.dyad[a.dated]
    flat = s.cell * shape[1] + dyad[s.act]

    def sums(x: Floats) -> Floats:
        return np.bincount(flat, x, shape[0] * shape[1]).reshape(shape)

    w = a.weight[s.act] * s.part
    y = a.value[s.act]
    weight, total, squares, square_weight = sums(w), sums(w * y), sums(w * y * y), sums(w * w)
    safe = np.where(weight > 0, weight, 1.0)
    scatter = np.maximum(squares - total**2 / safe, 0.0)
    freedom = np.where(weight > 0, weight - square_weight / safe, 0.0)
    still, still_total = background(obs, edges, weight, weights)
    begins = np.searchsorted(edges, a.start, "right") - 1
    inside = (a.start >= edges[0]) & (a.start < edges[-1]) & (a.weight > 0)
    count = np.bincount(begins[inside] * shape[1] + dyad[inside], minlength=shape[0] * shape[1]).reshape(shape)
    return Evidence(
        edges, weight + still, total + still_total, scatter.sum(axis=0), freedom.sum(axis=0), count, a, s, dyad
    )


@dataclass(frozen=True, slots=True)
class Posterior:
    """Closeness given the evidence: jointly Gaussian over all cells of a dyad, so that any contrast of cells is exact."""

    evidence: Evidence
    hyper: Hyper
    noise: Floats  # by dyad
    precision: Floats  # of each cell's observation, 0 where there is none
    y: Floats
    factor: markov.Factor
    pull: Floats  # posterior mean of course + episode if level were 0, (cells, dyads)
    drag: Floats  # by how much that falls when level rises by 1
    level: Floats  # posterior mean and precision of the constant, by dyad
    level_precision: Floats

    def mean(self) -> Floats:
        """Posterior mean of closeness, (cells, dyads)."""
        return self.level + self.pull - self.level * self.drag

    def variance(self) -> Floats:
        """Posterior variance of closeness, (cells, dyads)."""
        return self.factor.variance_of_sum() + (1 - self.drag) ** 2 / self.level_precision

    def covariance(self, contrast: Floats) -> Floats:
        """Posterior covariance of each cell's closeness with a contrast: `contrast` holds weights, (cells, dyads or 1)."""
        lever = contrast.sum(axis=0) - (contrast * self.drag).sum(axis=0)
        wide = np.broadcast_to(contrast, self.y.shape)
        return self.factor.solve_sum(wide) + (1 - self.drag) * lever / self.level_precision

    def contrast(self, contrast: Floats) -> tuple[Floats, Floats]:
        """Posterior mean and standard deviation of a weighted sum of cells, by dyad."""
        mean = (contrast * self.mean()).sum(axis=0)
        variance = (contrast * self.covariance(contrast)).sum(axis=0)
        return mean, np.sqrt(np.maximum(variance, 1e-12))

    def log_likelihood(self) -> Floats:
        """Log marginal likelihood of each dyad's evidence, the scatter of events within their cells included."""
        p, seen = self.precision, self.precision > 0
        h = self.hyper
        quadratic = (p * self.y * (self.y - self.pull)).sum(axis=0) - self.level**2 * self.level_precision
        logdet = (
            self.factor.prior_logdet
            + self.factor.logdet
            - np.log(p, where=seen, out=np.zeros_like(p)).sum(axis=0)
            + np.log(h.standing * self.level_precision)
        )
        e = self.evidence
        within = e.freedom * np.log(2 * np.pi * self.noise) + e.scatter / self.noise
        return -0.5 * (quadratic + logdet + seen.sum(axis=0) * np.log(2 * np.pi) + within)


def posterior(evidence: Evidence, hyper: Hyper, pooled_noise: bool = False) -> Posterior:
    """Infer closeness. Each dyad's noise is its own scatter shrunk to the pooled noise; `pooled_noise` takes that alone."""
    strength = hyper.noise_strength
    noise = (strength * hyper.noise + evidence.scatter) / (strength + evidence.freedom)
    if pooled_noise:
        noise = np.full_like(noise, hyper.noise)
    seen = evidence.weight > 0
    safe = np.where(seen, evidence.weight, 1.0)
    p = np.where(seen, 1 / (hyper.burst + noise / safe), 0.0)
    y = evidence.total / safe
    f = markov.factor(evidence.gaps, p, hyper)
    pull, drag = f.solve_sum(p * y), f.solve_sum(p)
    level_precision = 1 / hyper.standing + (p * (1 - drag)).sum(axis=0)
    level = (p * (y - pull)).sum(axis=0) / level_precision
    return Posterior(evidence, hyper, noise, p, y, f, pull, drag, level, level_precision)


def averaging(edges: Ints, start: int, end: int) -> Floats:
    """Weights that average closeness over the days `start` to `end` (exclusive), shape (cells, 1)."""
    days = np.maximum(0, np.minimum(end, edges[1:]) - np.maximum(start, edges[:-1])).astype(float)
    return (days / max(days.sum(), 1.0))[:, None]
