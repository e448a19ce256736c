"""What the measure reads: events of one or many dyads as columns, and the facts that stand between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from detente.model import Interval

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Days = NDArray[np.datetime64]
Objects = NDArray[np.object_]
Dyad = tuple[str, str]


def day_number(d: date) -> int:
    """Days since 1970-01-01, numpy's count."""
    return d.toordinal() - 719163


def day_date(n: int) -> date:
    """The date of a day number."""
    return date.fromordinal(int(n) + 719163)


@dataclass(frozen=True, slots=True)
class Standing:
    """A state of affairs between the two of dyad number `dyad`, true on every day from `start` to `end` inclusive (None is open).

    `kind` and `status` are those of `model.Fact` ("presence"/"embassy", "relations"/"severed", "sanctions"/"in force");
    `known` is when it could first be read (None: always).
    """

    dyad: int
    kind: str
    status: str
    start: date | None
    end: date | None
    known: date | None = None


@dataclass(frozen=True, slots=True)
class Observations:
    """Events on record, one a row; all arrays have the same length.

    `when_start` and `when_end` (datetime64[D], both inclusive) bound the day of the act; NaT is unknown or open.
    `known` is the day from which it could be read (NaT: always). `score` is PLOVER's, -10 to 10. `certainty` and
    `probability` lie in 0 to 1, `voices` counts independent sources (1 or more). `type` is a PLOVER type, or "" for a mere
    statement; `contexts` holds tuples of text, `level` a `model.Level` or "". `directed` is +1 where the dyad's first
    country acts on its second, -1 the other way, 0 where the act is reciprocal. `dyad` indexes `dyads`, which are pairs in
    the order asked for. Rows need no order.
    """

    dyads: tuple[Dyad, ...]
    dyad: Ints
    id: Objects
    when_start: Days
    when_end: Days
    known: Days
    score: Floats
    factuality: Objects
    certainty: Floats
    probability: Floats
    voices: Floats
    type: Objects
    contexts: Objects
    level: Objects
    directed: Ints
    standing: tuple[Standing, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.id)
        for f in fields(self):
            column = getattr(self, f.name)
            if isinstance(column, np.ndarray) and column.shape != (n,):
                raise ValueError(f"column {f.name!r} has shape {column.shape}, expected ({n},)")
        if n and (self.dyad.min() < 0 or self.dyad.max() >= len(self.dyads)):
            raise ValueError("column 'dyad' points outside 'dyads'")

    def __len__(self) -> int:
        return len(self.id)

    @classmethod
    def of(
        cls, dyads: Sequence[Dyad], columns: Mapping[str, Sequence[Any]], standing: Sequence[Standing] = ()
    ) -> Self:
        """Build from plain columns (lists or arrays; dates as `date`, None or datetime64), filling in what is left out.

        `id`, `when_start` and `score` are needed. Left out: `when_end` is `when_start`, `known` always, an actual act, sure,
        one voice, no type, no contexts, no level, reciprocal, dyad 0. Raises KeyError for an unknown or missing column,
        ValueError where lengths differ.
        """
        names = {f.name for f in fields(cls)} - {"dyads", "standing"}
        if unknown := set(columns) - names:
            raise KeyError(f"unknown columns: {sorted(unknown)}")
        n = len(columns["id"])
        start = np.asarray(columns["when_start"], "datetime64[D]")

        def objects(name: str, default: object) -> Objects:
            out = np.empty(n, object)
            out[:] = list(columns[name]) if name in columns else [default] * n
            return out

        def floats(name: str) -> Floats:
            return np.asarray(columns[name], float) if name in columns else np.ones(n)

        def days(name: str, default: Days) -> Days:
            return np.asarray(columns[name], "datetime64[D]") if name in columns else default

        def ints(name: str) -> Ints:
            return np.asarray(columns[name], np.int64) if name in columns else np.zeros(n, np.int64)

        return cls(
            dyads=tuple(dyads),
            dyad=ints("dyad"),
            id=objects("id", ""),
            when_start=start,
            when_end=days("when_end", start),
            known=days("known", np.full(n, "NaT", "datetime64[D]")),
            score=np.asarray(columns["score"], float),
            factuality=objects("factuality", "actual"),
            certainty=floats("certainty"),
            probability=floats("probability"),
            voices=floats("voices"),
            type=objects("type", ""),
            contexts=objects("contexts", ()),
            level=objects("level", ""),
            directed=ints("directed"),
            standing=tuple(standing),
        )

    def where(self, keep: Bools) -> Self:
        """The rows where `keep` is true; standing facts stay."""
        columns = {
            f.name: getattr(self, f.name)[keep] for f in fields(self) if isinstance(getattr(self, f.name), np.ndarray)
        }
        return replace(self, **columns)

    def with_standing(self, standing: tuple[Standing, ...]) -> Self:
        """The same events between other standing facts."""
        return replace(self, standing=standing)

    def known_by(self, day: date | None) -> Self:
        """What could be read by the end of `day`; everything where it is None."""
        if day is None:
            return self
        kept = tuple(s for s in self.standing if s.known is None or s.known <= day)
        rows = np.isnat(self.known) | (self.known <= np.datetime64(day, "D"))
        return replace(self.where(rows), standing=kept)

    def of_dyad(self, number: int) -> Self:
        """One dyad alone, renumbered 0."""
        one = self.where(self.dyad == number)
        kept = tuple(replace(s, dyad=0) for s in self.standing if s.dyad == number)
        return replace(one, dyads=(self.dyads[number],), dyad=np.zeros(len(one), np.int64), standing=kept)

    def last_known(self) -> date | None:
        """The latest day on which anything here became known; None where no day is given."""
        days = self.known[~np.isnat(self.known)]
        return day_date(days.max().astype(int)) if len(days) else None


def bounds(period: Interval) -> tuple[int, int]:
    """A closed period as day numbers, the end exclusive. Raises ValueError where it is open or empty."""
    if period.start is None or period.end is None or period.end < period.start:
        raise ValueError(f"a period needs a start and an end after it: {period.iso()}")
    return day_number(period.start), day_number(period.end) + 1
