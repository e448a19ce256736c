"""The model of closeness: what the evidence of each dyad says about where the two stood on each cell of time.

    y_c = closeness(t_c) + N(0, scale (burst + noise / W_c))    for every cell c with evidence of weight W_c and mean y_c
    closeness = course + episode
    course    a random walk from N(centre, scale * standing), gaining scale * course_per_year in variance every year
    episode   an Ornstein-Uhlenbeck process about 0 with variance scale * episode
    scale     1 / Gamma(scale_freedom / 2, scale_freedom / 2), one for each dyad

Given the scale all is Gaussian, and the scale integrates out, so every contrast of cells has a Student t distribution and
inference is exact. A walk has no tendency: what nobody reports on is expected to stay as it was. docs/measure.md derives
and justifies every term.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln, stdtr, stdtrit

from detente.measuring import markov
from detente.measuring.evidence import Acts, Spread, acts, spread, standing
from detente.measuring.observations import Floats, Ints, Observations
from detente.measuring.weights import Hyper, Weights


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence on a grid. Arrays over cells have shape (cells, dyads); those over dyads have shape (dyads,)."""

    edges: Ints
    weight: Floats
    total: Floats  # weight times value
    scatter: Floats  # weighted sum of squares of events about the mean of their cell, and their grain, by dyad
    inside: Floats  # how many observations that amounts to
    told: Floats  # how many observations the cell means amount to; standing facts are none
    acts: Acts
    spread: Spread

    @property
    def gaps(self) -> Floats:
        """Days between the middles of neighbouring cells."""
        middles = (self.edges[1:] + self.edges[:-1]) / 2
        return np.diff(middles)


def gather(obs: Observations, edges: Ints, weights: Weights, factor: Floats | None = None) -> Evidence:
    """Lay the evidence of all dyads on the cells between `edges` (day numbers).

    `factor` multiplies the weight of each observation (a dimension's share); standing facts are always in.
    """
    a = acts(obs, weights)
    if factor is not None:
        a = replace(a, weight=a.weight * factor[a.dated])
    s = spread(a, edges)
    shape = (len(edges) - 1, len(obs.dyads))
    flat = s.cell * shape[1] + a.dyad[s.act]

    def sums(x: Floats) -> Floats:
        return np.bincount(flat, x, shape[0] * shape[1]).astype(float).reshape(shape)

    w = a.weight[s.act] * s.part
    y = a.value[s.act]
    weight, total = sums(w), sums(w * y)
    safe = np.where(weight > 0, weight, 1.0)
    inside = np.where(weight > 0, np.maximum(weight - sums(w * w) / safe, 0.0), 0.0).sum(axis=0)
    told = np.minimum(weight, 1.0).sum(axis=0)
    scatter = np.maximum(sums(w * y * y) - total**2 / safe, 0.0).sum(axis=0) + weights.grain * (inside + told)
    still, still_total = standing(obs, edges, weights)
    return Evidence(edges, weight + still, total + still_total, scatter, inside, told, a, s)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A weighted sum of closeness over cells, by dyad: Student t with this mean, scale and degrees of freedom."""

    mean: Floats
    sd: Floats
    freedom: Floats

    def closer(self) -> Floats:
        """Probability that it is above 0."""
        return np.asarray(stdtr(self.freedom, self.mean / self.sd), float)

    def interval(self, probability: float = 0.9) -> tuple[Floats, Floats]:
        """Bounds of the central interval."""
        reach = stdtrit(self.freedom, 0.5 + probability / 2) * self.sd
        return self.mean - reach, self.mean + reach


@dataclass(frozen=True, slots=True)
class Posterior:
    """Closeness given the evidence: jointly Student t over all cells of a dyad, so that any contrast of cells is exact."""

    evidence: Evidence
    hyper: Hyper
    centre: float
    precision: Floats  # of each cell's observation where the scale is 1; 0 where there is none
    y: Floats
    factor: markov.Factor
    mean: Floats  # posterior mean of closeness, (cells, dyads)
    misfit: Floats  # sum of squares, standardised, of all that is observed, by dyad
    freedom: Floats  # degrees of freedom, by dyad

    @property
    def scale(self) -> Floats:
        """Posterior scale of each dyad."""
        return (self.hyper.scale_freedom + self.misfit) / self.freedom

    def variance(self) -> Floats:
        """Square of the posterior's scale (as in `Contrast.sd`) in each cell, (cells, dyads)."""
        return self.factor.variance() * self.scale

    def covariance(self, contrast: Floats) -> Floats:
        """Posterior covariance, where the scale is 1, of each cell with a weighted sum of cells, (cells, dyads or 1)."""
        return self.factor.solve(contrast)

    def contrast(self, contrast: Floats) -> Contrast:
        """The posterior of a weighted sum of cells, by dyad (for one dyad by column of `contrast`)."""
        mean = (contrast * self.mean).sum(axis=0)
        variance = (contrast * self.covariance(contrast)).sum(axis=0) * self.scale
        return Contrast(mean, np.sqrt(np.maximum(variance, 1e-12)), np.broadcast_to(self.freedom, mean.shape))

    def log_likelihood(self) -> Floats:
        """Log marginal likelihood of each dyad's evidence, the scatter of events within their cells included.

        Here every cell mean counts as one observation, however little it weighs.
        """
        p, nu = self.precision, self.hyper.scale_freedom
        n = (p > 0).sum(axis=0) + self.evidence.inside
        logs = np.log(p, where=p > 0, out=np.zeros_like(p)).sum(axis=0)
        logdet = self.factor.prior_logdet + self.factor.logdet - logs + self.evidence.inside * np.log(self.hyper.noise)
        gammas = gammaln((nu + n) / 2) - gammaln(nu / 2) + nu / 2 * np.log(nu)
        out: Floats = gammas - (nu + n) / 2 * np.log(nu + self.misfit) - (logdet + n * np.log(np.pi)) / 2
        return out


def posterior(evidence: Evidence, hyper: Hyper, usual: float = 0.0) -> Posterior:
    """Infer closeness. `usual` is the tone that the observations bring with them, added to the centre."""
    centre = hyper.centre + usual
    seen = evidence.weight > 1e-9
    safe = np.where(seen, evidence.weight, 1.0)
    p = np.where(seen, 1 / (hyper.burst + hyper.noise / safe), 0.0)
    y = np.where(seen, evidence.total / safe, centre)
    f = markov.factor(evidence.gaps, p, hyper)
    mean = f.solve(p * (y - centre)) + centre
    misfit = np.maximum((p * (y - centre) * (y - mean)).sum(axis=0), 0.0) + evidence.scatter / hyper.noise
    freedom = hyper.scale_freedom + evidence.inside + evidence.told
    return Posterior(evidence, hyper, centre, p, y, f, mean, misfit, freedom)


def averaging(edges: Ints, start: int, end: int) -> Floats:
    """Weights that average closeness over the days `start` to `end` (exclusive), shape (cells, 1)."""
    days = np.maximum(0, np.minimum(end, edges[1:]) - np.maximum(start, edges[:-1])).astype(float)
    out: Floats = (days / max(days.sum(), 1.0))[:, None]
    return out
