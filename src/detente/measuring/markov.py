"""Exact Gaussian inference for many series at once: a random walk and an Ornstein-Uhlenbeck process, observed together.

The state of a cell is (course, episode); both are Markov, so the precision matrix of all cells of a dyad is banded (two
superdiagonals). One sweep of a banded Cholesky factorisation takes the place of the Kalman filter, one sweep back that of
the smoother of Rauch, Tung and Striebel (1965); Rue and Held (2005), sections 2.4 and 2.5. All sweeps run over cells and
are vectorised over dyads: arrays have shape (cells, dyads).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve_banded, cholesky_banded

from detente.measuring.observations import Floats
from detente.measuring.weights import Hyper


def _walk(gaps: Floats, start: float, per_day: float) -> tuple[Floats, Floats, float]:
    # Diagonal and superdiagonal of the precision of a random walk at points `gaps` days apart; log det of its covariance.
    step = 1 / (per_day * gaps)
    diagonal = np.zeros(len(gaps) + 1)
    diagonal[0] = 1 / start
    diagonal[:-1] += step
    diagonal[1:] += step
    return diagonal, -step, float(np.log(start) - np.log(step).sum())


def _reverting(gaps: Floats, variance: float, days: float) -> tuple[Floats, Floats, float]:
    # The same of a stationary Ornstein-Uhlenbeck process, whose correlation falls to 1/e in `days`.
    r = np.exp(-gaps / days)
    rest = -np.expm1(-2 * gaps / days)
    diagonal = np.ones(len(gaps) + 1)
    diagonal[:-1] += r * r / rest
    diagonal[1:] += 1 / rest - 1
    return diagonal / variance, -r / rest / variance, float(len(diagonal) * np.log(variance) + np.log(rest).sum())


@dataclass(frozen=True, slots=True)
class Factor:
    """U'U of the posterior precision: `d` the diagonal of U, `e`, `f` its superdiagonals; shape (2 * cells, dyads)."""

    d: Floats
    e: Floats
    f: Floats
    logdet: Floats  # of the posterior precision, by dyad
    prior_logdet: float  # of the prior covariance

    def solve(self, b: Floats) -> Floats:
        """Posterior covariance of course + episode applied to `b`, (cells, dyads) in and out.

        With one dyad, any number of such vectors may stand side by side.
        """
        n = len(self.d)
        x = np.empty((n, max(self.d.shape[1], b.shape[1])))
        x[0::2] = x[1::2] = b
        if self.d.shape[1] == 1:  # LAPACK is quicker where there is nothing to vectorise over
            x = cho_solve_banded((_banded(self.d, self.e, self.f), False), x, overwrite_b=True, check_finite=False)
            return np.asarray(x[0::2] + x[1::2])
        for i in range(n):
            if i:
                x[i] -= self.e[i - 1] * x[i - 1]
            if i > 1:
                x[i] -= self.f[i - 2] * x[i - 2]
            x[i] /= self.d[i]
        for i in range(n - 1, -1, -1):
            if i < n - 1:
                x[i] -= self.e[i] * x[i + 1]
            if i < n - 2:
                x[i] -= self.f[i] * x[i + 2]
            x[i] /= self.d[i]
        return x[0::2] + x[1::2]

    def variance(self) -> Floats:
        """Posterior variance of course + episode in each cell (Takahashi, Fagan and Chin 1973), (cells, dyads)."""
        n = len(self.d)
        if self.d.shape[1] == 1:
            return self._variance_of_one()
        v0, v1, v2 = np.zeros_like(self.d), np.zeros_like(self.d), np.zeros_like(self.d)
        for i in range(n - 1, -1, -1):
            e, f = self.e[i] / self.d[i], self.f[i] / self.d[i]
            if i < n - 1:
                v1[i] = -e * v0[i + 1] - (f * v1[i + 1] if i < n - 2 else 0.0)
            if i < n - 2:
                v2[i] = -e * v1[i + 1] - f * v0[i + 2]
            v0[i] = 1 / self.d[i] ** 2 - e * v1[i] - f * v2[i]
        return v0[0::2] + 2 * v1[0::2] + v0[1::2]

    def _variance_of_one(self) -> Floats:
        # The same sweep with plain numbers, which are quicker than arrays of one.
        n = len(self.d)
        d, es, fs = (x[:, 0].tolist() for x in (self.d, self.e, self.f))
        v0, v1 = [0.0] * (n + 2), [0.0] * (n + 2)
        for i in range(n - 1, -1, -1):
            e, f = es[i] / d[i], fs[i] / d[i]
            v1[i] = -e * v0[i + 1] - f * v1[i + 1]
            v2 = -e * v1[i + 1] - f * v0[i + 2]
            v0[i] = 1 / d[i] ** 2 - e * v1[i] - f * v2
        at, beside = np.array(v0[:n]), np.array(v1[:n])
        return np.asarray((at[0::2] + 2 * beside[0::2] + at[1::2])[:, None])


def _banded(d: Floats, e: Floats, f: Floats) -> Floats:
    # One dyad's upper bands as LAPACK lays them out.
    out = np.zeros((3, len(d)))
    out[2], out[1, 1:], out[0, 2:] = d[:, 0], e[:-1, 0], f[:-2, 0]
    return out


def factor(gaps: Floats, precision: Floats, hyper: Hyper) -> Factor:
    """Factor the posterior precision of (course, episode) given observation precisions of shape (cells, dyads).

    `gaps` are the days between the middles of neighbouring cells, one fewer than cells.
    """
    slow_d, slow_o, slow_log = _walk(gaps, hyper.standing, hyper.course_per_year / 365.25)
    fast_d, fast_o, fast_log = _reverting(gaps, hyper.episode, hyper.episode_days)
    cells, dyads = precision.shape
    n = 2 * cells
    d, e, f = np.empty((n, dyads)), np.zeros((n, dyads)), np.zeros((n, dyads))
    d[0::2] = slow_d[:, None] + precision
    d[1::2] = fast_d[:, None] + precision
    e[0::2] = precision
    f[0:-2:2] = slow_o[:, None]
    f[1:-2:2] = fast_o[:, None]
    if dyads == 1:
        u = cholesky_banded(_banded(d, e, f), overwrite_ab=True, check_finite=False)
        d, e, f = (np.concatenate([row[k:], np.zeros(k)])[:, None] for k, row in zip((0, 1, 2), u[::-1], strict=True))
        return Factor(d, e, f, 2 * np.log(d).sum(axis=0), slow_log + fast_log)
    for i in range(n):
        if i:
            d[i] -= e[i - 1] ** 2
            e[i] -= e[i - 1] * f[i - 1]
        if i > 1:
            d[i] -= f[i - 2] ** 2
        d[i] = np.sqrt(d[i])
        e[i] /= d[i]
        f[i] /= d[i]
    return Factor(d, e, f, 2 * np.log(d).sum(axis=0), slow_log + fast_log)
