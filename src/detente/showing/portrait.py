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


@dataclass(frozen=True)
class Portrait:
    """Two states over a period compared with the one before it, with what was known by a day (None: everything).

    What is read from the record is read at once; what is measured, when it is first asked for. `presence` has the missions
    of the first state in the second and the other way. `open` are events that were offered, asked for, planned or made
    conditional, and whose outcome is not on record; `gaps` what documents about the two say is not known.
    """

    dyad: Dyad
    before: Interval
    after: Interval
    known_by: date | None
    events: Sequence[Event]
    gaps: Sequence[Cited[Gap]]
    open: Sequence[Event]
    presence: Mapping[Dyad, Sequence[timelines.Stretch]]
    _obs: Observations = field(repr=False)
    _whole: Observations = field(repr=False)  # what is known today

    @property
    def compared(self) -> tuple[Interval, Interval]:
        """The period before, and the period asked about."""
        return self.before, self.after

    @cached_property
    def shift(self) -> shifts.Shift:
        """Did they move closer, from the period before to this one?"""
        return shifts.shift(self._obs, self.before, self.after, self.known_by)

    @cached_property
    def series(self) -> list[Period]:
        """Closeness over time: by month, or by quarter where there are many years."""
        return series(self._obs, "quarter" if _years(self._obs) > 4 else "month")

    @cached_property
    def turns(self) -> list[Turn]:
        """Where it changed course."""
        return turns(self._obs)

    @cached_property
    def dimensions(self) -> dict[str, list[Period]]:
        """Closeness in each dimension: of the acts that have a share in it, and for presence what stands."""
        share = shares(self._obs, default())
        every = "year" if _years(self._obs) > 8 else "quarter"
        out = {}
        for k, name in enumerate(DIMENSIONS):
            own = self._obs.only(share[:, k] > 0)
            out[name] = series(own if name == "presence" else own.with_standing(()), every)
        return out

    @cached_property
    def known(self) -> list[shifts.Known]:
        """What would have been said of the period by each of `days`."""
        days = self.days
        return shifts.as_known(self._whole, self.before, self.after, days[:: -(-len(days) // MOST_DAYS)] + days[-1:])

    @cached_property
    def days(self) -> list[date]:
        """The days on which more became known of the two, from the beginning of the period on."""
        told = {d for d in self._whole.events["known"].drop_nulls() if self.after.start is None or d > self.after.start}
        return sorted(told | ({self.after.end} if self.after.end else set()))


def portrait(record: Record, a: str, b: str, period: Interval | None = None, known_by: date | None = None) -> Portrait:
    """Gather what is on record between two states (codes) for a period, compared with the one before it.

    Without a period, the last calendar year with something in it. Raises RecordError, and ValueError for an open period.
    """
    obs = observations(record, a, b, known_by)
    whole = obs if known_by is None else observations(record, a, b)
    before, after = shifts.within(period or last_year(whole))
    events = queries.events(record, a, b, known_by=known_by)
    done = lookups.settled(record, (a, b), known_by)
    presence = {
        pair: timelines.timeline(queries.facts(record, *pair, kind="presence", known_by=known_by))
        for pair in ((a, b), (b, a))
    }
    return Portrait(
        (a, b), before, after, known_by, events,
        gaps=queries.gaps(record, a, b, known_by=known_by),
        open=[e for e in events if e.factuality in UNSETTLED and e.id not in done],
        presence=presence, _obs=obs, _whole=whole,
    )  # fmt: skip


def last_year(obs: Observations) -> Interval:
    """The last calendar year with three events that are dated to within a year, else with any; 2000 where there is none."""
    days = obs.events.drop_nulls(["start", "end"])
    years = days.filter((days["end"] - days["start"]) < timedelta(days=366))["start"].dt.year()
    many = years.value_counts().filter(pl.col("count") >= 3)["start"].max() or years.max()
    last = many or getattr(obs.last_known(), "year", 2000)
    return Interval.parse(f"{last:04}")


def _years(obs: Observations) -> float:
    span = obs.span()
    return (span[1] - span[0]) / 365.25 if span else 0.0
