"""What the measure reads: events of one or many dyads as columns, and the facts that stand between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.model import Interval

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Dyad = tuple[str, str]

COLUMNS: dict[str, pl.DataType] = {
    "dyad": pl.Int32(),  # index into `Observations.dyads`
    "id": pl.String(),
    "start": pl.Date(),  # first day within which it happened; null: open
    "end": pl.Date(),  # last day; null: open
    "known": pl.Date(),  # day from which it could be read; null: always
    "score": pl.Float64(),  # PLOVER's, -10 to 10
    "goldstein": pl.Float64(),  # Goldstein's, -10 to 10
    "factuality": pl.String(),
    "certainty": pl.Float64(),  # 0 to 1
    "probability": pl.Float64(),  # 0 to 1
    "voices": pl.Int32(),  # independent sources, 1 or more
    "type": pl.String(),  # a PLOVER type; null: a mere statement
    "contexts": pl.List(pl.String()),
    "officials": pl.Int8(),  # how many of the two sides act for their state: 0, 1 or 2
    "level": pl.String(),  # a `model.Level` or null
    "directed": pl.Int8(),  # 1: the dyad's first country acts on its second, -1: the other way, 0: reciprocal
}
"""The columns of `Observations.events`, one row an event."""

_LEFT_OUT: dict[str, Any] = {
    "dyad": 0, "known": None, "factuality": "actual", "certainty": 1.0, "probability": 1.0, "voices": 1, "type": None,
    "contexts": [], "officials": 2, "level": None, "directed": 0,
}  # fmt: skip


def day_number(d: date) -> int:
    """Days since 1970-01-01, the count of numpy and polars."""
    return d.toordinal() - 719163


def day_date(n: int) -> date:
    """The date of a day number."""
    return date.fromordinal(int(n) + 719163)


def bounds(period: Interval) -> tuple[int, int]:
    """A closed period as day numbers, the end exclusive. Raises ValueError where it is open or empty."""
    if period.start is None or period.end is None or period.end < period.start:
        raise ValueError(f"a period needs a start and an end after it: {period.iso()}")
    return day_number(period.start), day_number(period.end) + 1


@dataclass(frozen=True, slots=True)
class Standing:
    """A state of affairs between the two of dyad number `dyad`, true on every day from `start` to `end` inclusive (None is open).

    `kind` and `status` are a row of `weights.yml`'s `standing`: those of `model.Fact` ("presence"/"embassy",
    "relations"/"severed", "sanctions"/"in force") and of other evidence ("alliance"/"defence" ...). `score` takes the
    place of the one given there. `known` is when it could first be read (None: always).
    """

    dyad: int
    kind: str
    status: str
    start: date | None
    end: date | None
    known: date | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Observations:
    """Events on record between the pairs `dyads` (in the order asked for), and what stands between them.

    `events` has the columns of `COLUMNS`, in any order of rows. `usual` is the tone of dealings where nothing is known of a
    pair, on the compressed scale: 0 (neutral), or what is usual in the data set that the events come from.
    """

    dyads: tuple[Dyad, ...]
    events: pl.DataFrame
    standing: tuple[Standing, ...] = ()
    usual: float = 0.0

    def __post_init__(self) -> None:
        if self.events.columns != list(COLUMNS):
            raise ValueError(f"events need the columns {', '.join(COLUMNS)}, not {', '.join(self.events.columns)}")
        numbers = self.events["dyad"]
        if len(numbers) and not numbers.is_between(0, len(self.dyads) - 1).all():
            raise ValueError("column 'dyad' points outside 'dyads'")

    def __len__(self) -> int:
        return self.events.height

    @classmethod
    def of(
        cls,
        dyads: Sequence[Dyad],
        columns: Mapping[str, Sequence[Any]] | pl.DataFrame,
        standing: Sequence[Standing] = (),
    ) -> Self:
        """Build from columns of `COLUMNS` (others are ignored), filling in what is left out.

        `id`, `start` and `score` are needed. Left out: `end` is `start`, `goldstein` is `score`, known always, an actual
        act, sure, one voice, no type, no contexts, between officials, no level, reciprocal, dyad 0. Raises KeyError for a missing column.
        """
        raw = columns if isinstance(columns, pl.DataFrame) else pl.DataFrame(dict(columns), strict=False)
        if missing := [c for c in ("id", "start", "score") if c not in raw.columns]:
            raise KeyError(f"missing columns: {missing}")
        same = {"end": "start", "goldstein": "score"}

        def column(name: str, kind: pl.DataType) -> pl.Expr:
            if name in raw.columns:
                return pl.col(name).cast(kind)
            if name in same:
                return pl.col(same[name]).cast(kind).alias(name)
            return pl.lit(_LEFT_OUT[name], kind).alias(name)

        return cls(tuple(dyads), raw.select(column(c, kind) for c, kind in COLUMNS.items()), tuple(standing))

    def known_by(self, day: date | None) -> Self:
        """What could be read by the end of `day`; everything where it is None."""
        if day is None:
            return self
        kept = tuple(s for s in self.standing if s.known is None or s.known <= day)
        return replace(
            self, events=self.events.filter(pl.col("known").is_null() | (pl.col("known") <= day)), standing=kept
        )

    def of_dyad(self, number: int) -> Self:
        """One dyad alone, renumbered 0."""
        rows = self.events.filter(pl.col("dyad") == number).with_columns(dyad=pl.lit(0, pl.Int32))
        kept = tuple(replace(s, dyad=0) for s in self.standing if s.dyad == number)
        return replace(self, dyads=(self.dyads[number],), events=rows, standing=kept)

    def only(self, keep: Bools) -> Self:
        """The rows where `keep` is true; standing facts stay."""
        return replace(self, events=self.events.filter(pl.Series(keep)))

    def with_standing(self, standing: Sequence[Standing]) -> Self:
        """The same events between other standing facts."""
        return replace(self, standing=tuple(standing))

    def last_known(self) -> date | None:
        """The latest day on which anything here became known; None where no day is given."""
        days = [s.known for s in self.standing if s.known is not None]
        last = self.events["known"].max()
        if isinstance(last, date):
            days.append(last)
        return max(days, default=None)

    def span(self) -> tuple[int, int] | None:
        """First and last day number (the end exclusive) that any event's dates name; None where none does."""
        days = pl.concat([self.events["start"], self.events["end"]]).drop_nulls().cast(pl.Int32)
        if days.is_empty():
            return None
        low, high = days.min(), days.max()
        assert isinstance(low, int) and isinstance(high, int)
        return low, high + 1


def one_dyad(obs: Observations, what: str) -> Dyad:
    """The only dyad of `obs`. Raises ValueError, naming what needs it, where there are more or none."""
    if len(obs.dyads) != 1:
        raise ValueError(f"a {what} is about one dyad, not {len(obs.dyads)}")
    return obs.dyads[0]
