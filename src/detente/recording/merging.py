"""From mentions to events: the mentions of one block that report one act become one event, in any order of arrival.

The likeliest pairs are joined first, and two groups only where nothing in one clashes with anything in the other. What
is planned or offered, what happened and what did not are never one event; where they seem to be stages of one matter
they are linked (`courses`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import prod
from typing import get_args

import numpy as np

from detente.model import Interval, Level, Time, content_id
from detente.recording.blocks import code_of, side
from detente.recording.courses import Kind, candidates
from detente.recording.events import Event
from detente.recording.judgements import Effects
from detente.recording.reports import Report
from detente.recording.resemblance import Block

MOST = 0.99  # no number of reports makes an event certain; a person's confirmation does


@dataclass(frozen=True, slots=True)
class Link:
    """Two events of one matter: `b` says what became of `a`, or contradicts it, with some probability."""

    block: str
    a: str
    b: str
    kind: Kind
    probability: float


@dataclass(frozen=True, slots=True)
class Merged:
    """The events of some blocks, each with its block, and the links between them."""

    events: tuple[tuple[str, Event], ...]
    links: tuple[Link, ...]


def merge(reports: Iterable[Report], effects: Effects) -> Merged:
    """Events and links of `reports`, which must be sorted by block."""
    events: list[tuple[str, Event]] = []
    links: list[Link] = []
    for block, some in groupby(reports, key=lambda r: r.block):
        found, between = _merge_block(block, sorted(some, key=lambda r: r.id), effects)
        events += [(block, e) for e in found]
        links += between
    return Merged(tuple(events), tuple(links))


class _Groups:
    """Disjoint groups of reports, joined where nothing forbids it."""

    def __init__(self, block: Block, effects: Effects) -> None:
        self._block = block
        self._members = [[i] for i in range(block.count)]
        self._of = list(range(block.count))
        index = {r.id: i for i, r in enumerate(block.reports)}
        self._apart = [tuple(frozenset(index[m] for m in ids if m in index) for ids in pair) for pair in effects.apart]
        groups: dict[str, int] = {}
        for i, r in enumerate(block.reports):
            if r.id in effects.together:
                self.join(groups.setdefault(effects.together[r.id], i), i, forced=True)

    def join(self, i: int, j: int, forced: bool = False) -> None:
        a, b = sorted((self._of[i], self._of[j]))
        if a == b or not (forced or self._allowed(a, b)):
            return
        self._members[a] += self._members[b]
        for k in self._members[b]:
            self._of[k] = a
        self._members[b] = []

    def of(self, i: int) -> int:
        return self._of[i]

    def __iter__(self) -> Iterator[tuple[int, list[int]]]:
        return ((g, sorted(m)) for g, m in enumerate(self._members) if m)

    def _allowed(self, a: int, b: int) -> bool:
        left, right = self._members[a], self._members[b]
        course = self._block.course
        if course[left[0]] != course[right[0]]:
            return False
        both = {*left, *right}
        if any(one & both and other & both for one, other in self._apart):
            return False
        return not self._block.clash(np.array(left), np.array(right)).any()


def _merge_block(name: str, reports: Sequence[Report], effects: Effects) -> tuple[list[Event], list[Link]]:
    block = Block(reports)
    groups = _Groups(block, effects)
    for i, j, _ in sorted(block.pairs(), key=lambda p: (-p[2], reports[p[0]].id, reports[p[1]].id)):
        groups.join(i, j)
    events = {g: _event([reports[i] for i in members]) for g, members in groups}
    return list(events.values()), _links(name, block, {i: events[groups.of(i)].id for i in range(block.count)})


def _links(name: str, block: Block, event: dict[int, str]) -> list[Link]:
    """The likeliest link of each kind for every event; contradictions and denials all."""
    found: dict[tuple[str, str, Kind], float] = {}
    for i, j, kind, probability in candidates(block):
        key = (event[i], event[j], kind)
        if key[0] != key[1]:
            found[key] = max(probability, found.get(key, 0.0))
    ranked = sorted(found, key=lambda k: (-found[k], k))
    out: list[Link] = []
    taken: set[tuple[str, str, Kind]] = set()
    for a, b, kind in ranked:
        if kind not in ("contradicted", "denied"):
            ends = {("from", a, kind), ("to", b, kind)}
            if ends & taken:
                continue
            taken |= ends
        out.append(Link(name, a, b, kind, found[a, b, kind]))
    return sorted(out, key=lambda x: (x.a, x.b, x.kind))


def _event(reports: Sequence[Report]) -> Event:
    ranked = sorted(reports, key=_merit)
    best = ranked[0].mention
    first = min(reports, key=lambda r: (r.known, r.id))
    confirmed = any(r.confirmed for r in reports)
    time, dated = _when(ranked)
    sectors = {code_of(a): a.sector for r in reversed(ranked) for a in (*r.mention.actors, *r.mention.recipients)}
    actors, recipients = (tuple(c for c in side(x) if c != "?") for x in (best.actors, best.recipients))
    levels = [a.level for r in reports for a in (*r.mention.actors, *r.mention.recipients) if a.level]
    by_voice = {r.voice: r for r in reversed(ranked)}
    return Event(
        id=content_id("event", first.id),
        actors=actors,
        recipients=recipients,
        reciprocal=best.reciprocal,
        actor_sectors=tuple(sectors[c] for c in actors),
        recipient_sectors=tuple(sectors[c] for c in recipients),
        type=best.type,
        mode=best.mode
        or next((r.mention.mode for r in ranked if r.mention.mode and r.mention.type == best.type), None),
        contexts=tuple(dict.fromkeys(c for r in ranked for c in r.mention.contexts)),
        cameo=best.cameo,
        score=best.score,
        goldstein=best.goldstein,
        quad=best.quad,
        factuality=best.factuality,
        certainty=1.0 if confirmed else _together(r.mention.certainty for r in by_voice.values()),
        channel=best.channel or next((r.mention.channel for r in ranked if r.mention.channel), None),
        level=min(levels, key=get_args(Level).index, default=None),
        time=time,
        dated=dated,
        known=first.known,
        voices=len(by_voice),
        probability=1.0 if confirmed else min(MOST, _together(r.mention.probability for r in by_voice.values())),
        mentions=tuple(r.id for r in ranked),
    )


def _merit(r: Report) -> tuple[object, ...]:
    m = r.mention
    days = m.time.interval.days if m.time else None
    told = sum(x is not None for x in (m.mode, m.channel)) + bool(m.contexts) + bool(m.places)
    return (-m.probability * m.certainty, days or 100_000, -told, r.known, r.id)


def _together(chances: Iterable[float]) -> float:
    # Independent voices: all of them would have to be wrong.
    return round(1 - prod(1 - p for p in chances), 4)


def _when(ranked: Sequence[Report]) -> tuple[Interval | None, bool]:
    times = [r.mention.time for r in ranked if r.mention.time is not None]
    if not times:
        return Interval(None, min(r.told for r in ranked), "open"), False
    return _intersection(times), True


def _intersection(times: Sequence[Time]) -> Interval:
    start = max(t.interval.start or date.min for t in times)
    end = min(t.interval.end or date.max for t in times)
    if start > end:
        return times[0].interval
    for t in sorted(times, key=lambda t: t.interval.days or 10_000_000):
        if (t.interval.start or date.min, t.interval.end or date.max) == (start, end):
            return t.interval
    open_ended = start == date.min or end == date.max
    return Interval(
        None if start == date.min else start, None if end == date.max else end, "open" if open_ended else "range"
    )
