"""The network of states: who stands how far from whom, and a map in two dimensions that stays stable over time.

Distance falls with closeness. The map of each period is found by metric scaling of the distances, weighted by how well each
is known (SMACOF; de Leeuw 1977), with a pull of every state toward its place in the period before, so that a state moves on
the map only as far as the distances ask (as in Xu, Kliger and Hero 2013).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.measuring.closeness import averaging, gather, posterior
from detente.measuring.evidence import grid
from detente.measuring.observations import Floats, Observations, day_number
from detente.measuring.weights import Hyper, Weights, default

STEP = 30
_NEAREST = 0.1  # distance of two at the top of the scale, in units of the distance of two that are neutral
_HOLD = 0.5  # pull toward the last place, as a share of the pull of a state's distances


@dataclass(frozen=True, slots=True)
class Map:
    """One period: distances (1: neutral; smaller is closer) and their weight (0: nothing is known) between `states`, shape
    (states, states); the place of each on the map, (states, 2); and the stress of the map, 0 (perfect) to 1."""

    start: date
    end: date
    states: tuple[str, ...]
    distance: Floats
    weight: Floats
    place: Floats
    stress: float


def maps(
    batches: Iterable[Observations],
    periods: Sequence[tuple[date, date]],
    *,
    most: int = 30,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> list[Map]:
    """Distances and maps of the `most` states with the most events, for each period (days inclusive, in order of time).

    Raises ValueError without a period.
    """
    if not periods:
        raise ValueError("a map needs a period")
    weights = weights or default()
    hyper = hyper or weights.parameters
    days = [(day_number(a), day_number(b) + 1) for a, b in periods]
    found: dict[tuple[str, str], tuple[Floats, Floats]] = {}
    events: dict[str, float] = {}
    for obs in batches:
        span = obs.span() or days[0]
        edges = grid(min(span[0], days[0][0]), max(span[1], days[-1][1]), days[0][0], sum(days, ()), STEP)
        whole = posterior(gather(obs, edges, weights), hyper, obs.usual)
        contrasts = [whole.contrast(averaging(edges, *d)) for d in days]
        for k, dyad in enumerate(obs.dyads):
            closeness = np.array([c.mean[k] for c in contrasts])
            precision = np.array([1 / c.sd[k] ** 2 for c in contrasts])
            found[dyad] = closeness, precision
            for state in dyad:
                events[state] = events.get(state, 0.0) + float(whole.freedom[k] - hyper.scale_freedom)
    states = tuple(sorted(sorted(events, key=lambda s: (-events[s], s))[:most]))
    number = {s: i for i, s in enumerate(states)}
    distance = np.ones((len(days), len(states), len(states)))
    weight = np.zeros_like(distance)
    for (a, b), (closeness, precision) in found.items():
        if a in number and b in number:
            i, j = number[a], number[b]
            distance[:, i, j] = distance[:, j, i] = np.maximum(
                1 - closeness / weights.softness * (1 - _NEAREST), _NEAREST
            )
            # A distance known to within a tenth of neutral counts in full, others less.
            weight[:, i, j] = weight[:, j, i] = precision / (precision + (10 / weights.softness) ** 2)
    out: list[Map] = []
    place: Floats | None = None
    for p, (start, end) in enumerate(periods):
        np.fill_diagonal(distance[p], 0.0)
        place, stress = _scaled(distance[p], weight[p], place)
        out.append(Map(start, end, states, distance[p], weight[p], place, stress))
    return out


def _scaled(distance: Floats, weight: Floats, last: Floats | None, steps: int = 300) -> tuple[Floats, float]:
    n = len(distance)
    if n < 2:
        return np.zeros((n, 2)), 0.0
    w = weight + 1e-3  # strangers are held apart by a thread, so that none drifts away
    np.fill_diagonal(w, 0.0)
    x: Floats = _classical(distance) if last is None else last
    hold = np.zeros(n) if last is None else _HOLD * w.sum(axis=1)
    v = np.diag(w.sum(axis=1) + hold) - w
    inverse = np.linalg.pinv(v)
    before = np.inf
    for _ in range(steps):
        between = _between(x)
        ratio = np.where(between > 1e-9, distance / np.maximum(between, 1e-9), 0.0)
        b = -w * ratio
        np.fill_diagonal(b, 0.0)
        np.fill_diagonal(b, -b.sum(axis=1))
        told = b @ x + (hold[:, None] * last if last is not None else 0.0)
        x = np.asarray(inverse @ told, float)
        loss = float((w * (distance - _between(x)) ** 2).sum())
        if before - loss < 1e-9 * max(loss, 1e-9) and before >= loss:
            break
        before = loss
    stress = np.sqrt((w * (distance - _between(x)) ** 2).sum() / max((w * distance**2).sum(), 1e-12))
    if last is None:
        x = np.asarray(x - x.mean(axis=0), float)
    return x, float(stress)


def _between(x: Floats) -> Floats:
    return np.asarray(np.sqrt(((x[:, None] - x[None, :]) ** 2).sum(axis=-1)), float)


def _classical(distance: Floats) -> Floats:
    # Torgerson's (1952) scaling, as a start; the sign of each axis is fixed by its largest entry.
    n = len(distance)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-centre @ distance**2 @ centre / 2)
    x = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 1e-6))
    if x.shape[1] < 2:
        x = np.pad(x, ((0, 0), (0, 2 - x.shape[1])))
    return np.asarray(x * np.sign(x[np.abs(x).argmax(axis=0), np.arange(2)]), float)
