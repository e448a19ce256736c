"""From observations to evidence: what each event weighs and says, and on which cells of time it falls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.measuring.observations import Bools, Floats, Ints, Observations, day_number
from detente.measuring.weights import DIMENSIONS, Weights

DAYS_PER_MONTH = 30.44


def grid(first: int, last: int, anchor: int, cuts: Iterable[int] = (), step: int = 7) -> Ints:
    """Edges of cells over day numbers `first` to `last` (exclusive): every `step` days from `anchor`, and at each cut."""
    regular = range(anchor - (anchor - first) // step * step, last, step)
    return np.array(sorted({first, last, *regular, *(c for c in cuts if first < c < last)}), np.int64)


@dataclass(frozen=True, slots=True)
class Acts:
    """Events ready to be measured, row by row: first and last day (exclusive), weight, value on the score scale."""

    start: Ints
    end: Ints
    weight: Floats
    value: Floats
    dated: Ints  # row numbers in the observations; events without any date are left out


def _look_up(table: Mapping[str, float], keys: Iterable[object], other: float) -> Floats:
    return np.array([table.get(str(k), other) for k in keys], float)


def acts(obs: Observations, weights: Weights) -> Acts:
    """Weigh and date events. An unknown end lies within `open_days` of the other end; nothing that is said to have happened
    ends after it became known, and an undated act lies within `open_days` before that."""
    start, end = obs.when_start.astype(np.int64), obs.when_end.astype(np.int64)
    known = obs.known.astype(np.int64)
    no_start, no_end, no_known = np.isnat(obs.when_start), np.isnat(obs.when_end), np.isnat(obs.known)
    lasts = weights.open_days - 1
    # In this order: an undated act ends when it became known; then each end is found from the other.
    end = np.where(no_start & no_end, known, end)
    no_end = no_start & no_end & no_known | ~no_start & no_end
    done = np.isin(obs.factuality.astype(str), ("actual", "possible", "denied")) & ~no_known
    end = np.where(no_end, start + lasts, end)
    end = np.where(done & (known >= start), np.minimum(end, known), end)
    start = np.where(no_start, end - lasts, start)
    dated = np.flatnonzero(~(no_start & no_end) & (end >= start))
    table = weights.factuality
    kind = [str(x) for x in obs.factuality]
    weight = (
        np.array([table.get(x, (0.0, 0.0))[0] for x in kind], float)
        * obs.certainty
        * obs.probability
        * np.minimum(np.maximum(obs.voices, 1.0) ** weights.voices_power, weights.voices_cap)
        * _look_up(weights.level, obs.level, 1.0)
        * _look_up(weights.types, (t or "statement" for t in obs.type), 1.0)
    )
    value = obs.score * np.array([table.get(x, (0.0, 0.0))[1] for x in kind], float)
    return Acts(start[dated], end[dated] + 1, weight[dated], value[dated], dated)


def shares(obs: Observations, weights: Weights) -> Floats:
    """How much of each event speaks of each dimension: shape (events, dimensions), each row sums to 1."""
    out = np.zeros((len(obs), len(DIMENSIONS)))
    number = {d: i for i, d in enumerate(DIMENSIONS)}
    seen: dict[tuple[str, tuple[str, ...]], Floats] = {}
    for row, (type_, contexts) in enumerate(zip(obs.type, obs.contexts, strict=True)):
        key = (str(type_), tuple(contexts or ()))
        if key not in seen:
            share = np.zeros(len(DIMENSIONS))
            named = {weights.of_context[c] for c in key[1] if c in weights.of_context}
            for d in named or {weights.of_type[key[0] or "statement"]}:
                share[number[d]] += 1.0
            share /= share.sum()
            if key[0] == "CONSULT" and named:
                share *= 0.5
                share[number["contact"]] += 0.5
            seen[key] = share
        out[row] = seen[key]
    return out


@dataclass(frozen=True, slots=True)
class Spread:
    """Which part of which act falls into which cell: parallel arrays, one entry per act and cell it touches."""

    act: Ints
    cell: Ints
    part: Floats  # of the act's days; an act's parts sum to less than 1 where it reaches beyond the grid


def spread(a: Acts, edges: Ints) -> Spread:
    """Lay acts on cells, evenly over their days."""
    first = np.searchsorted(edges, a.start, "right") - 1
    last = np.searchsorted(edges, a.end, "left") - 1
    touches = (a.end > edges[0]) & (a.start < edges[-1])
    first, last = np.maximum(first, 0), np.minimum(last, len(edges) - 2)
    many = np.where(touches, last - first + 1, 0)
    act = np.repeat(np.arange(len(a.start)), many)
    cell = np.repeat(first, many) + np.arange(len(act)) - np.repeat(np.cumsum(many) - many, many)
    days = np.minimum(a.end[act], edges[cell + 1]) - np.maximum(a.start[act], edges[cell])
    return Spread(act, cell, days / (a.end - a.start)[act])


def _distance(seen: Bools, middles: Floats) -> Floats:
    # Days from each cell to the nearest one that is seen, by dyad.
    at = np.where(seen, middles[:, None], np.nan)
    back = middles[:, None] - np.fmax.accumulate(at, axis=0)
    ahead = np.fmin.accumulate(at[::-1], axis=0)[::-1] - middles[:, None]
    return np.nan_to_num(np.fmin(back, ahead), nan=np.inf)


def background(obs: Observations, edges: Ints, reported: Floats, weights: Weights) -> tuple[Floats, Floats]:
    """What stands there unreported: weight and weight times value by cell and dyad, from silence and from standing facts.

    `reported` is the weight of events by cell and dyad. Silence speaks only where there are none for
    `silence_days` on either side and no standing fact tells better, and only of a dyad with some elsewhere: of two
    countries that nobody has reported on, nothing is known.
    """
    length = np.diff(edges) / DAYS_PER_MONTH
    silent = _distance(reported > 0, (edges[1:] + edges[:-1]) / 2) > weights.silence_days
    w, wy = np.zeros(silent.shape), np.zeros(silent.shape)
    for s in obs.standing:
        if (s.kind, s.status) not in weights.facts:
            continue
        value, per_month = weights.facts[s.kind, s.status]
        lo = day_number(s.start or date.min)
        hi = day_number(s.end or date.max) + 1
        days = np.maximum(0, np.minimum(hi, edges[1:]) - np.maximum(lo, edges[:-1]))
        w[:, s.dyad] += per_month * days / DAYS_PER_MONTH
        wy[:, s.dyad] += per_month * days / DAYS_PER_MONTH * value
    value, per_month = weights.silence
    quiet = np.where(silent & (w == 0) & (reported.sum(axis=0) > 0), per_month * length[:, None], 0.0)
    w += quiet
    wy += quiet * value
    return w, wy
