"""From observations to evidence: what each event weighs and says, and on which cells of time it falls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from detente.measuring.observations import Floats, Ints, Observations, day_number
from detente.measuring.weights import DIMENSIONS, Weights

DAYS_PER_MONTH = 30.44
_DONE = ("actual", "possible", "denied")


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
    dyad: Ints

    def within(self, first: int, last: int) -> Ints:
        """How many events of each dyad lie in days `first` to `last` (exclusive): most of their days, so none counts twice."""
        overlap = np.minimum(self.end, last) - np.maximum(self.start, first)
        inside = (overlap * 2 > self.end - self.start) & (self.weight > 0)
        return np.bincount(self.dyad[inside], minlength=int(self.dyad.max(initial=-1)) + 1)


def _table(column: pl.Expr, table: Mapping[str, float], other: float) -> pl.Expr:
    return column.replace_strict(list(table), list(table.values()), default=other, return_dtype=pl.Float64())


def acts(obs: Observations, weights: Weights) -> Acts:
    """Weigh and date events. An unknown end lies within `open_days` of the other end; nothing that is said to have happened
    ends after it became known, and an undated act lies within `open_days` before that."""
    start, end, known, kind = (pl.col(c) for c in ("start", "end", "known", "factuality"))
    lasts = weights.open_days - 1
    rows = obs.events.with_columns(start.cast(pl.Int64), end.cast(pl.Int64), known.cast(pl.Int64)).with_row_index("row")
    # In this order: an undated act ends when it became known; then each end is found from the other.
    rows = rows.with_columns(end=pl.when(start.is_null()).then(pl.coalesce(end, known)).otherwise(end))
    rows = rows.with_columns(end=pl.coalesce(end, start + lasts))
    happened = kind.is_in(_DONE) & (known >= pl.coalesce(start, known))
    rows = rows.with_columns(end=pl.when(happened).then(pl.min_horizontal(end, known)).otherwise(end))
    rows = rows.with_columns(start=pl.coalesce(start, end - lasts)).filter(end >= start)
    first, second = ({k: v[i] for k, v in weights.factuality.items()} for i in (0, 1))
    said = pl.col("score") / weights.softness
    rows = rows.select(
        "row",
        "dyad",
        start,
        end,
        weight=_table(kind, first, 0.0)
        * pl.col("certainty")
        * pl.col("probability")
        * pl.col("voices").clip(1).cast(pl.Float64).pow(weights.voices_power).clip(upper_bound=weights.voices_cap)
        * pl.col("officials")
        .cast(pl.Int64)
        .replace_strict([0, 1, 2], list(weights.officials), return_dtype=pl.Float64())
        * _table(pl.col("level"), weights.level, 1.0)
        * _table(pl.col("type").fill_null("statement"), weights.types, 1.0),
        value=said.tanh() * weights.softness * _table(kind, second, 0.0),
    )
    return Acts(
        rows["start"].to_numpy(),
        rows["end"].to_numpy() + 1,
        rows["weight"].fill_null(0.0).to_numpy(),
        rows["value"].fill_null(0.0).to_numpy(),
        rows["row"].cast(pl.Int64).to_numpy(),
        rows["dyad"].cast(pl.Int64).to_numpy(),
    )


def shares(obs: Observations, weights: Weights) -> Floats:
    """How much of each event speaks of each dimension: shape (events, dimensions), each row sums to 1."""
    kinds = obs.events.select(
        type=pl.col("type").fill_null("statement"), contexts=pl.col("contexts").list.join("|").fill_null("")
    )
    every = kinds.unique(maintain_order=True)
    table = np.zeros((len(every), len(DIMENSIONS)))
    number = {d: i for i, d in enumerate(DIMENSIONS)}
    for share, (type_, contexts) in zip(table, every.iter_rows(), strict=True):
        named = {weights.of_context[c] for c in contexts.split("|") if c in weights.of_context}
        for d in named or {weights.of_type.get(type_, "alignment")}:
            share[number[d]] += 1.0
        share /= share.sum()
        if type_ == "CONSULT" and named:
            share *= 0.5
            share[number["contact"]] += 0.5
    rows = kinds.join(every.with_row_index("kind"), on=["type", "contexts"], how="left", maintain_order="left")
    return table[rows["kind"].to_numpy()] if len(rows) else np.zeros((0, len(DIMENSIONS)))


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


def standing(obs: Observations, edges: Ints, weights: Weights) -> tuple[Floats, Floats]:
    """What stands there unreported: weight, and weight times value, by cell and dyad."""
    shape = (len(edges) - 1, len(obs.dyads))
    w, wy = np.zeros(shape), np.zeros(shape)
    for s in obs.standing:
        if (s.kind, s.status) not in weights.standing:
            continue
        score, per_month = weights.standing[s.kind, s.status]
        lo = day_number(s.start or date.min)
        hi = day_number(s.end or date.max) + 1
        days = np.maximum(0, np.minimum(hi, edges[1:]) - np.maximum(lo, edges[:-1]))
        weight = per_month * days / DAYS_PER_MONTH
        w[:, s.dyad] += weight
        wy[:, s.dyad] += weight * weights.value(score if s.score is None else s.score)
    return w, wy
