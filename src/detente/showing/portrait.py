"""Everything the record says of two states: what the page, the brief, the assistant and the API all show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from detente.measuring import shift as shifts
from detente.measuring.evidence import shares
from detente.measuring.observations import Observations
from detente.measuring.onrecord import observations
from detente.measuring.series import Period, series
from detente.measuring.turns import Turn, turns
from detente.measuring.weights import DIMENSIONS, default
from detente.model import Gap, Interval
from detente.recording import lookups, queries, timelines
from detente.recording.events import Event
from detente.recording.queries import Cited
from detente.recording.store import Record

Dyad = tuple[str, str]
UNSETTLED = ("offered", "requested", "planned", "conditional")
MOST_DAYS = 24
HORIZON = 15  # years before the period that figures show, unless asked for all


@dataclass(frozen=True)
class Pair:
    """What is on record between two states, by what was known by a day (None: everything), whatever the period asked about.

    What is read from the record is read at once; what is measured, when it is first asked for. `presence` has the missions
    of the first state in the second and the other way. `open` are events that were offered, asked for, planned or made
    conditional, and whose outcome is not on record; `gaps` what documents about the two say is not known.
    """

    dyad: Dyad
    known_by: date | None
    obs: Observations = field(repr=False)
    events: Sequence[Event]
    gaps: Sequence[Cited[Gap]]
    open: Sequence[Event]
    presence: Mapping[Dyad, Sequence[timelines.Stretch]]

    @cached_property
    def series(self) -> list[Period]:
        """Closeness over time: by month, or by quarter where there are many years."""
        return series(self.obs, "quarter" if _years(self.obs) > 4 else "month")

    @cached_property
    def turns(self) -> list[Turn]:
        """Where it changed course."""
        return turns(self.obs)

    @cached_property
    def dimensions(self) -> dict[str, list[Period]]:
        """Closeness in each dimension: of the acts that have a share in it, and for presence what stands."""
        share = shares(self.obs, default())
        every = "year" if _years(self.obs) > 8 else "quarter"
        out = {}
        for k, name in enumerate(DIMENSIONS):
            own = self.obs.only(share[:, k] > 0)
            out[name] = series(own if name == "presence" else own.with_standing(()), every)
        return out


@dataclass(frozen=True)
class Portrait:
    """Two states over a period compared with the one before it; `whole` is what is known today."""

    pair: Pair
    whole: Pair
    before: Interval
    after: Interval

    @property
    def compared(self) -> tuple[Interval, Interval]:
        """The period before, and the period asked about."""
        return self.before, self.after

    @cached_property
    def shift(self) -> shifts.Shift:
        """Did they move closer, from the period before to this one?"""
        return shifts.shift(self.pair.obs, self.before, self.after, self.pair.known_by)

    @property
    def recent(self) -> list[Period]:
        """The series from `HORIZON` years before the period on; all of it where none of it is so late."""
        start = (self.before.start or date.min).year - HORIZON
        return [p for p in self.pair.series if p.start.year >= start] or self.pair.series

    @cached_property
    def known(self) -> list[shifts.Known]:
        """What would have been said of the period by each of `days`, `MOST_DAYS` at most."""
        days = self.days
        return shifts.as_known(
            self.whole.obs, *self.compared, sorted({*days[:: -(-len(days) // MOST_DAYS)], *days[-1:]})
        )

    @cached_property
    def days(self) -> list[date]:
        """The days on which more became known of the two, from the beginning of the period on."""
        told = {
            d for d in self.whole.obs.events["known"].drop_nulls() if self.after.start is None or d > self.after.start
        }
        return sorted(told | ({self.after.end} if self.after.end else set()))


def pair(record: Record, a: str, b: str, known_by: date | None = None) -> Pair:
    """Read what is on record between two states (codes). Raises RecordError."""
    events = queries.events(record, a, b, known_by=known_by)
    done = lookups.settled(record, (a, b), known_by)
    return Pair(
        (a, b), known_by, observations(record, a, b, known_by), events,
        gaps=queries.gaps(record, a, b, known_by=known_by),
        open=[e for e in events if e.factuality in UNSETTLED and e.id not in done],
        presence={
            x: timelines.timeline(queries.facts(record, *x, kind="presence", known_by=known_by)) for x in ((a, b), (b, a))
        },
    )  # fmt: skip


def portrait(record: Record, a: str, b: str, period: Interval | None = None, known_by: date | None = None) -> Portrait:
    """Two states (codes) over a period, else the last calendar year with something in it. Raises RecordError, and ValueError
    for an open period."""
    whole = pair(record, a, b)
    return over(whole if known_by is None else pair(record, a, b, known_by), whole, period)


def over(known: Pair, whole: Pair, period: Interval | None) -> Portrait:
    """A portrait over a period from what was known and what is known today. Raises ValueError for an open period."""
    return Portrait(known, whole, *shifts.within(period or last_year(whole.obs)))


def last_year(obs: Observations) -> Interval:
    """The last calendar year with three events that are dated to within a year, else with any; 2000 where there is none."""
    days = obs.events.drop_nulls(["start", "end"])
    years = days.filter((days["end"] - days["start"]) < timedelta(days=366))["start"].dt.year()
    many = years.value_counts().filter(pl.col("count") >= 3)["start"].max() or years.max()
    last = many if isinstance(many, int) else getattr(obs.last_known(), "year", 2000)
    return Interval.parse(f"{last:04}")


def _years(obs: Observations) -> float:
    span = obs.span()
    return (span[1] - span[0]) / 365.25 if span else 0.0
