"""Simulation: do the intervals cover what they should, and is P(closer) right as often as it says?

Dyads are drawn from the model itself, or from a world that breaks one of its assumptions, and go through the same functions
as a record. The truth is the mean of the simulated closeness over each period, day by day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from detente.measuring.closeness import averaging, gather, posterior
from detente.measuring.evidence import grid
from detente.measuring.observations import Bools, Floats, Observations, day_date, day_number
from detente.measuring.turns import turns
from detente.measuring.weights import Hyper, Weights, default
from detente.model import Interval

WORLDS = ("model", "heavy tails", "copies", "steps")
"""The model itself; noise with 3 degrees of freedom; each event told again by up to 9 copies in its week; a course that
stands still but for a step in one dyad of two."""
_DAYS = 4 * 365
_WINDOW = 182


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of the changes told to be closer with a probability in a bin: how many, the mean probability, the share that were."""

    low: float
    high: float
    n: int
    said: float
    were: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulation shows: share of truths in the 50 % and 90 % intervals, and P(closer) against the outcome."""

    world: str
    changes: int
    coverage: float
    coverage_half: float
    brier: float
    table: tuple[Reliability, ...]


def simulate(
    world: str = "model",
    dyads: int = 400,
    seed: int = 2018,
    *,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> Simulated:
    """Simulate four years of `dyads` dyads and measure three half-years of each against the ones before.

    The same seed gives the same answer. Raises ValueError for a world that is none of `WORLDS`.
    """
    if world not in WORLDS:
        raise ValueError(f"no such world: {world!r} (one of {', '.join(WORLDS)})")
    weights = weights or default()
    hyper = hyper or weights.parameters
    rng = np.random.default_rng(seed)
    scale = 1 / rng.gamma(hyper.scale_freedom / 2, 2 / hyper.scale_freedom, dyads)
    truth = _closeness(rng, scale, hyper, world)
    obs, value = _events(rng, truth, scale, hyper, world)
    at = [_WINDOW + 200, 2 * _WINDOW + 300, 3 * _WINDOW + 350]
    edges = grid(0, _DAYS, 0, [d + k * _WINDOW for d in at for k in (-1, 0, 1)])
    evidence = gather(obs, edges, _uncompressed(weights, value))
    whole = posterior(evidence, hyper)
    told: list[Floats] = []
    real: list[Floats] = []
    low: list[Floats] = []
    high: list[Floats] = []
    half_low: list[Floats] = []
    half_high: list[Floats] = []
    for day in at:
        found = whole.contrast(averaging(edges, day, day + _WINDOW) - averaging(edges, day - _WINDOW, day))
        told.append(found.closer())
        for bounds, (a, b) in (((low, high), found.interval(0.9)), ((half_low, half_high), found.interval(0.5))):
            bounds[0].append(a)
            bounds[1].append(b)
        real.append(truth[day : day + _WINDOW].mean(axis=0) - truth[day - _WINDOW : day].mean(axis=0))
    p, r = np.concatenate(told), np.concatenate(real)

    def covered(a: list[Floats], b: list[Floats]) -> float:
        return float(((np.concatenate(a) <= r) & (r <= np.concatenate(b))).mean())

    table = reliability(p, r > 0)
    brier = float(((p - (r > 0)) ** 2).mean())
    return Simulated(world, len(r), covered(low, high), covered(half_low, half_high), brier, tuple(table))


def reliability(said: Floats, were: Bools, bins: int = 10) -> list[Reliability]:
    """A reliability table of probabilities against outcomes (Murphy 1973), empty bins left out."""
    number = np.minimum((said * bins).astype(int), bins - 1)
    out = []
    for k in range(bins):
        inside = number == k
        if inside.any():
            out.append(
                Reliability(
                    k / bins, (k + 1) / bins, int(inside.sum()), float(said[inside].mean()), float(were[inside].mean())
                )
            )
    return out


def _closeness(rng: np.random.Generator, scale: Floats, hyper: Hyper, world: str) -> Floats:
    # Day by day, (days, dyads).
    n = len(scale)
    start = hyper.centre + rng.normal(size=n) * np.sqrt(scale * hyper.standing)
    steps = rng.normal(size=(_DAYS, n)) * np.sqrt(scale * hyper.course_per_year / 365.25)
    if world == "steps":
        size = rng.normal(size=n) * np.sqrt(scale * hyper.course_per_year * 4) * (rng.random(n) < 0.5)
        when = rng.integers(_DAYS // 4, _DAYS * 3 // 4, n)
        steps = np.zeros((_DAYS, n))
        steps[when, np.arange(n)] = size
    course: Floats = start + np.cumsum(steps, axis=0) + _episodes(rng, scale, hyper, _DAYS)
    return course


def _events(
    rng: np.random.Generator, truth: Floats, scale: Floats, hyper: Hyper, world: str
) -> tuple[Observations, Floats]:
    # From a handful of events a dyad to several hundred, on days drawn at random; what reports of a week share is drawn too.
    n = len(scale)
    many = np.exp(rng.uniform(np.log(5), np.log(400), n)).astype(int)
    dyad = np.repeat(np.arange(n), many)
    day = rng.integers(0, _DAYS, len(dyad))
    shared = rng.normal(size=(_DAYS // 7 + 1, n)) * np.sqrt(scale * hyper.burst)
    noise = rng.standard_t(3, len(dyad)) / np.sqrt(3) if world == "heavy tails" else rng.normal(size=len(dyad))
    value = truth[day, dyad] + shared[day // 7, dyad] + noise * np.sqrt(scale[dyad] * hyper.noise)
    if world == "copies":
        times = np.minimum(rng.geometric(0.7, len(dyad)), 10)
        dyad, day, value = (np.repeat(x, times) for x in (dyad, day, value))
    days = day.astype("datetime64[D]")
    frame = pl.DataFrame(
        {"id": [str(i) for i in range(len(day))], "start": days, "score": value, "dyad": dyad, "type": "CONSULT"}
    )
    return Observations.of([(f"A{i}", f"B{i}") for i in range(n)], frame), value


def _uncompressed(weights: Weights, value: Floats) -> Weights:
    # Simulated values are on the compressed scale already: so soft that compression does nothing.
    return replace(weights, softness=float(np.abs(value).max()) * 1000.0)


@dataclass(frozen=True, slots=True)
class SimulatedTurns:
    """Turning points told of simulated dyads over ten years, with episodes and with or without one step of `size` (in units of
    a dyad's scale): how many dyads, steps found (told within `within_days` of the step), those of them within the 90 %
    interval told, and turning points told that are none."""

    events: int
    size: float
    dyads: int
    found: int
    inside: int
    false: int


def simulate_turns(
    events: int,
    size: float,
    dyads: int = 16,
    seed: int = 2018,
    *,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> SimulatedTurns:
    """Simulate `dyads` dyads with `events` events each and tell their turning points. The same seed gives the same answer."""
    weights = weights or default()
    hyper = hyper or weights.parameters
    rng = np.random.default_rng(seed)
    days, near = 3650, weights.turns.within_days
    found = inside = false = 0
    for _ in range(dyads):
        scale = np.clip(1 / rng.gamma(hyper.scale_freedom / 2, 2 / hyper.scale_freedom, 1), 0.5, 15.0)
        course = _episodes(rng, scale, hyper, days)[:, 0]
        step = int(rng.integers(days // 4, days * 3 // 4))
        course[step:] += size * np.sqrt(scale[0]) * rng.choice([-1.0, 1.0])
        day = np.sort(rng.integers(0, days, events))
        value = course[day] + rng.normal(size=events) * np.sqrt(scale[0] * hyper.noise)
        ids = [str(i) for i in range(events)]
        obs = Observations.of(
            [("A", "B")],
            pl.DataFrame({"id": ids, "start": day.astype("datetime64[D]"), "score": value, "type": "CONSULT"}),
        )
        told = turns(obs, hyper=hyper, weights=_uncompressed(weights, value))
        hits = [t for t in told if size and abs(day_number(t.date) - step) <= near]
        found += bool(hits)
        inside += any(t.interval.overlaps(Interval.day(day_date(step))) for t in hits)
        false += len(told) - bool(hits)
    return SimulatedTurns(events, size, dyads, found, inside, false)


def _episodes(rng: np.random.Generator, scale: Floats, hyper: Hyper, days: int) -> Floats:
    r = np.exp(-1 / hyper.episode_days)
    out = np.empty((days, len(scale)))
    out[0] = rng.normal(size=len(scale)) * np.sqrt(scale * hyper.episode)
    shocks = rng.normal(size=(days, len(scale))) * np.sqrt(scale * hyper.episode * (1 - r * r))
    for t in range(1, days):
        out[t] = r * out[t - 1] + shocks[t]
    return out
