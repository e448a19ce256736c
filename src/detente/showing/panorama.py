"""All pairs of states at once: who moved, who stands where, for the page of the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from detente.measuring.closeness import averaging, gather, posterior
from detente.measuring.movers import STEP, Mover, movers
from detente.measuring.observations import Dyad, Observations, bounds
from detente.measuring.shift import edges_around, within
from detente.measuring.weights import default
from detente.model import Interval


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a dyad stood over a period: mean closeness and its 90 % interval."""

    dyad: Dyad
    mean: float
    low: float
    high: float


def stands(batches: Sequence[Observations], state: str, period: Interval) -> dict[Dyad, Stand]:
    """The closeness of every dyad of a state over a closed period. Raises ValueError where it is open."""
    weights = default()
    days = bounds(period)
    out = {}
    for obs in (_of(every, state) for every in batches):
        if not obs.dyads:
            continue
        edges = edges_around(obs, days, days, weights, STEP)
        found = posterior(gather(obs, edges, weights), weights.parameters, obs.usual).contrast(averaging(edges, *days))
        for dyad, mean, low, high in zip(obs.dyads, found.mean, *found.interval(), strict=True):
            out[dyad] = Stand(dyad, float(mean), float(low), float(high))
    return out


def _of(obs: Observations, state: str) -> Observations:
    # The dyads of one state alone, numbered anew.
    numbers = [i for i, d in enumerate(obs.dyads) if state in d]
    new = {old: i for i, old in enumerate(numbers)}
    rows = obs.events.filter(pl.col("dyad").is_in(numbers)).with_columns(pl.col("dyad").replace(new))
    standing = tuple(replace(s, dyad=new[s.dyad]) for s in obs.standing if s.dyad in new)
    return replace(obs, dyads=tuple(obs.dyads[i] for i in numbers), events=rows, standing=standing)


def moves(batches: Sequence[Observations], period: Interval) -> dict[Dyad, Mover]:
    """By how much every dyad with three events or more in a period and the one before it moved, the surest movers first."""
    many = sum(len(obs.dyads) for obs in batches)
    return {m.dyad: m for m in movers(batches, *within(period), most=max(many, 1))}


def years(batches: Sequence[Observations]) -> list[int]:
    """The years that anything on record lies in, the first to the last."""
    from detente.measuring.observations import day_date

    spans = [s for s in (obs.span() for obs in batches) if s]
    if not spans:
        return []
    first, last = day_date(min(s[0] for s in spans)), day_date(max(s[1] for s in spans) - 1)
    return list(range(first.year, last.year + 1))
