"""Exact Gaussian inference for many short series at once: the sum of two Ornstein-Uhlenbeck processes and a constant.

The state of a cell is (slow, fast); both are Markov, so the precision matrix of all cells of a dyad is banded (two
superdiagonals) and one sweep of a banded Cholesky factorisation replaces the Kalman filter, one sweep back the
Rauch-Tung-Striebel smoother (Rauch, Tung and Striebel 1965; Rue and Held 2005, sections 2.4 and 2.5). All sweeps run over
cells and are vectorised over dyads: arrays have shape (cells, dyads). The constant is integrated out exactly as one more
Gaussian regressor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.measuring.observations import Floats
from detente.measuring.weights import Hyper


def _process(gaps: Floats, variance: float, days: float) -> tuple[Floats, Floats, float]:
    # Diagonal and superdiagonal of the precision of an OU process at points `gaps` days apart; log det of its covariance.
    r = np.exp(-gaps / days)
    rest = -np.expm1(-2 * gaps / days)
    diagonal = np.ones(len(gaps) + 1)
    diagonal[:-1] += r * r / rest
    diagonal[1:] += 1 / rest - 1
    return diagonal / variance, -r / rest / variance, len(diagonal) * np.log(variance) + np.log(rest).sum()


@dataclass(frozen=True, slots=True)
class Factor:
    """U'U of the posterior precision: `d` the diagonal of U, `e`, `f` its superdiagonals; shape (2 * cells, dyads)."""

    d: Floats
    e: Floats
    f: Floats
    logdet: Floats  # of the posterior precision, by dyad
    prior_logdet: float  # of the prior covariance

    def solve(self, b: Floats) -> Floats:
        """Solve for a right-hand side of shape (2 * cells, dyads)."""
        n = len(b)
        x = np.empty(np.broadcast_shapes(b.shape, self.d.shape))
        for i in range(n):
            v = b[i]
            if i:
                v = v - self.e[i - 1] * x[i - 1]
            if i > 1:
                v = v - self.f[i - 2] * x[i - 2]
            x[i] = v / self.d[i]
        for i in range(n - 1, -1, -1):
            v = x[i]
            if i < n - 1:
                v = v - self.e[i] * x[i + 1]
            if i < n - 2:
                v = v - self.f[i] * x[i + 2]
            x[i] = v / self.d[i]
        return x

    def solve_sum(self, b: Floats) -> Floats:
        """Posterior covariance of slow + fast applied to `b`, shape (cells, dyads) in and out."""
        x = self.solve(np.repeat(b, 2, axis=0))
        return x[0::2] + x[1::2]

    def variance_of_sum(self) -> Floats:
        """Posterior variance of slow + fast in each cell (Takahashi, Fagan and Chin 1973), shape (cells, dyads)."""
        n = len(self.d)
        v0, v1, v2 = np.zeros_like(self.d), np.zeros_like(self.d), np.zeros_like(self.d)
        for i in range(n - 1, -1, -1):
            e, f = self.e[i] / self.d[i], self.f[i] / self.d[i]
            if i < n - 1:
                v1[i] = -e * v0[i + 1] - (f * v1[i + 1] if i < n - 2 else 0.0)
            if i < n - 2:
                v2[i] = -e * v1[i + 1] - f * v0[i + 2]
            v0[i] = 1 / self.d[i] ** 2 - e * v1[i] - f * v2[i]
        return v0[0::2] + 2 * v1[0::2] + v0[1::2]


def factor(gaps: Floats, precision: Floats, hyper: Hyper) -> Factor:
    """Factor the posterior precision of (slow, fast) given observation precisions of shape (cells, dyads).

    `gaps` are the days between the middles of neighbouring cells, one fewer than cells.
    """
    slow_d, slow_o, slow_log = _process(gaps, hyper.course, hyper.course_days)
    fast_d, fast_o, fast_log = _process(gaps, hyper.episode, hyper.episode_days)
    cells, dyads = precision.shape
    n = 2 * cells
    a0, a1, a2 = np.empty((n, dyads)), np.zeros((n, dyads)), np.zeros((n, dyads))
    a0[0::2] = slow_d[:, None] + precision
    a0[1::2] = fast_d[:, None] + precision
    a1[0::2] = precision
    a2[0:-2:2] = slow_o[:, None]
    a2[1:-2:2] = fast_o[:, None]
    d, e, f = np.empty((n, dyads)), a1, a2
    for i in range(n):
        v = a0[i]
        if i:
            v = v - e[i - 1] ** 2
        if i > 1:
            v = v - f[i - 2] ** 2
        d[i] = np.sqrt(v)
        if i:
            e[i] -= e[i - 1] * f[i - 1]
        e[i] /= d[i]
        f[i] /= d[i]
    return Factor(d, e, f, 2 * np.log(d).sum(axis=0), slow_log + fast_log)
