"""The shared parameters of the model from many dyads, by maximum marginal likelihood (empirical Bayes)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from detente.errors import DetenteError
from detente.measuring.closeness import Evidence, gather, posterior
from detente.measuring.evidence import grid
from detente.measuring.observations import Floats, Observations
from detente.measuring.weights import Hyper, Weights, default

_LOGS = ("noise", "burst", "episode", "episode_days", "course_per_year", "standing", "scale_freedom")
_SHARES = ("burst", "episode", "course_per_year", "standing")  # searched as shares of the noise, for all scale together
_BOUNDS = {"noise": (1e-4, 100.0), "episode_days": (2.0, 180.0), "scale_freedom": (0.5, 100.0)}
FEWEST_DYADS = 20
"""With fewer dyads the parameters are not estimated: their spread across dyads could not be told."""


class TooLittle(DetenteError):
    """Too little is on record to estimate the shared parameters."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Parameters, what they were estimated on, and the log likelihood an event that they reach, against that of `start`."""

    hyper: Hyper
    dyads: int
    events: int
    log_likelihood: float
    before: float


def estimate(
    batches: Iterable[Observations],
    start: Hyper | None = None,
    *,
    weights: Weights | None = None,
    step: int = 7,
    most_dyads: int = 400,
    steps: int = 60,
) -> Estimate:
    """Estimate from dyads on cells of `step` days: the first `most_dyads` that `batches` bring.

    `start` says where to begin. Raises TooLittle with fewer than
    `FEWEST_DYADS` dyads.
    """
    weights = weights or default()
    first = start or weights.parameters
    evidence: list[tuple[Evidence, float]] = []
    dyads = events = 0
    for obs in batches:
        if dyads + len(obs.dyads) > most_dyads:
            numbers = most_dyads - dyads
            keep = (obs.events["dyad"] < numbers).to_numpy()
            kept = tuple(s for s in obs.standing if s.dyad < numbers)
            obs = replace(obs, dyads=obs.dyads[:numbers], events=obs.only(keep).events, standing=kept)
        span = obs.span()
        if obs.dyads and span is not None:
            e = gather(obs, grid(span[0], max(span[1], span[0] + 3 * step), span[0], step=step), weights)
            evidence.append((e, obs.usual))
            dyads += len(obs.dyads)
            events += int((e.acts.weight > 0).sum())
        if dyads >= most_dyads:
            break
    if dyads < FEWEST_DYADS:
        raise TooLittle(f"too few dyads on record to estimate the parameters: {dyads} (it takes {FEWEST_DYADS})")

    def loss(x: Floats) -> float:
        return -_likelihood(evidence, _of(x, first)) / events

    found = minimize(
        loss, _to(first), method="L-BFGS-B", bounds=[*(_bound(n) for n in _LOGS), (-10.0, 10.0)],
        options={"maxiter": steps, "ftol": 1e-7, "gtol": 1e-4, "eps": 1e-4},
    )  # fmt: skip
    return Estimate(_of(found.x, first), dyads, events, -float(found.fun), -loss(_to(first)))


def _likelihood(evidence: list[tuple[Evidence, float]], hyper: Hyper) -> float:
    return sum(float(posterior(e, hyper, u).log_likelihood().sum()) for e, u in evidence)


def _to(h: Hyper) -> Floats:
    plain = {n: getattr(h, n) / (h.noise if n in _SHARES else 1.0) for n in _LOGS}
    return np.array([*(np.clip(np.log(v), *_bound(n)) for n, v in plain.items()), h.centre])


def _of(x: Floats, rest: Hyper) -> Hyper:
    found = {n: float(np.exp(v)) for n, v in zip(_LOGS, x[:-1], strict=True)}
    found |= {n: found[n] * found["noise"] for n in _SHARES}
    return replace(rest, **found, centre=float(x[-1]))


def _bound(name: str) -> tuple[float, float]:
    low, high = _BOUNDS.get(name, (1e-4, 100.0))
    return float(np.log(low)), float(np.log(high))
